package casestore

import (
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// The setters below append nothing to the log: the caller knows who acted and Appends it.

// SetUnit makes a unit the case's lead unit.
func (t *Tx) SetUnit(unit string) { t.rec.Unit, t.dirty = unit, true }

// SetState moves the case to another state. SetClosed and Purge are the ways to close and purge.
func (t *Tx) SetState(s signal.State) { t.rec.State, t.dirty = s, true }

// SetMunicipality sets the code of the municipality; "" is not known.
func (t *Tx) SetMunicipality(code string) { t.rec.Municipality, t.dirty = clean(code), true }

// SetTaken writes down the first acknowledgement; later ones change nothing.
func (t *Tx) SetTaken(when time.Time) {
	if t.rec.TakenAt.IsZero() {
		t.rec.TakenAt, t.dirty = when, true
	}
}

// SetClosed closes the case and silences all its bells, so that a closed case never rings, however far the clock
// moves. How long it is kept then is Options.Keep's to say.
func (t *Tx) SetClosed(reason string) error {
	t.rec.State, t.rec.ClosedAt, t.rec.CloseReason, t.dirty = signal.Closed, t.now, clean(reason), true
	t.SetDue("", time.Time{}, time.Time{})
	t.rec.purgeAt = 0
	if keep := t.s.keep(t.rec.Case); keep > 0 {
		t.rec.purgeAt = ms(t.now.Add(keep))
	}
	return t.silence()
}

// silence takes the next step from every bell.
func (t *Tx) silence() error {
	for _, b := range t.Bells() {
		if b.Next.IsZero() {
			continue
		}
		b.Next = time.Time{}
		if err := t.SetBell(b); err != nil {
			return err
		}
	}
	return nil
}

// Reopen takes the closing back; the case is open again. Its bells are the caller's to set.
func (t *Tx) Reopen() {
	t.rec.State, t.rec.ClosedAt, t.rec.CloseReason, t.rec.purgeAt, t.dirty = signal.Open, time.Time{}, "", 0, true
}

// KeepUntil sets when the case falls due to be purged, instead of what Options.Keep said; the zero time is a legal
// hold: never.
func (t *Tx) KeepUntil(when time.Time) { t.rec.purgeAt, t.dirty = ms(when), true }

// SetBell inserts or replaces the bell of b.Unit in this case.
func (t *Tx) SetBell(b signal.Bell) error {
	b.Ref = t.rec.Ref
	_, err := t.sql.ExecContext(t.ctx, `insert into bells (ref, unit, part, since, step, next, taken_by, taken_at, acted, nudged, round, handed_by, aside)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		on conflict (ref, unit) do update set part = excluded.part, since = excluded.since, step = excluded.step,
		next = excluded.next, taken_by = excluded.taken_by, taken_at = excluded.taken_at, acted = excluded.acted,
		nudged = excluded.nudged, round = excluded.round, handed_by = excluded.handed_by,
		aside = excluded.aside`,
		b.Ref, b.Unit, b.Part, ms(b.Since), b.Step, ms(b.Next), b.TakenBy, ms(b.TakenAt), ms(b.Acted), b.Nudged, b.Round, b.From, listed(b.Aside))
	if err != nil {
		return err
	}
	t.dirty = true
	if i := slices.IndexFunc(t.bells, func(have signal.Bell) bool { return have.Unit == b.Unit }); i >= 0 {
		t.bells[i] = b
	} else {
		t.bells = append(t.bells, b)
	}
	return nil
}
