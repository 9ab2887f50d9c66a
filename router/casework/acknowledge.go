package casework

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// leftAlone is how long a case may rest after an officer took it before they are nudged, and as long again before it
// goes up the ladder once more.
func leftAlone(u signal.Urgency) time.Duration {
	switch u {
	case signal.Crisis:
		return 15 * time.Minute
	case signal.Urgent:
		return 8 * time.Hour
	default:
		return 10 * 24 * time.Hour
	}
}

// act runs one act of an officer in a case and keeps that the unit is at work on it.
func (d *Desk) act(ctx context.Context, who Officer, ref signal.Ref, do func(w work, bell signal.Bell) error) error {
	return d.within(ctx, who, ref, func(w work, bell signal.Bell) error {
		if err := do(w, bell); err != nil {
			return err
		}
		if err := w.settleDue(); err != nil {
			return err
		}
		return w.acted(who)
	})
}

// within runs do in a case in which the officer's unit has a part.
func (d *Desk) within(ctx context.Context, who Officer, ref signal.Ref, do func(w work, bell signal.Bell) error) error {
	roster, err := d.officers(ctx)
	if err != nil {
		return err
	}
	return d.Store.Change(ctx, ref, func(tx *casestore.Tx) error {
		w := work{d, tx, roster}
		bell, ok := bellOf(tx.Bells(), who.Unit)
		if !ok || slices.Contains(bell.Aside, who.ID) {
			return casestore.ErrNotFound // another unit's case is none of theirs, not even its existence
		}
		if tx.Purged() {
			return casestore.ErrPurged
		}
		if who.Saw != 0 && who.Saw != tx.Case().Version {
			return ErrChanged
		}
		return do(w, bell)
	})
}

// acted notes that a unit is at work on the case, so that it is not thought left alone.
func (w work) acted(who Officer) error {
	bell, ok := bellOf(w.tx.Bells(), who.Unit)
	if !ok || bell.TakenBy == "" || bell.Part == signal.Told || w.tx.Case().State == signal.Closed {
		return nil
	}
	bell.Acted, bell.Nudged = w.tx.Now(), false
	bell.Next = w.tx.Now().Add(leftAlone(w.tx.Case().Urgency))
	return w.tx.SetBell(bell)
}

// Acknowledge takes a case for the officer's unit: nothing rings there any more, its others are told, and so is the
// reporter by the first who takes it. It returns who has the case: the officer, or whoever was faster.
func (d *Desk) Acknowledge(ctx context.Context, who Officer, ref signal.Ref) (holder string, err error) {
	err = d.within(ctx, who, ref, func(w work, bell signal.Bell) error {
		holder, err = w.take(who, bell)
		return err
	})
	return holder, err
}

// take makes the officer the one who has the case in their unit, unless somebody has it.
func (w work) take(who Officer, bell signal.Bell) (string, error) {
	switch {
	case w.tx.Case().State == signal.Closed:
		return bell.TakenBy, ErrClosed
	case bell.TakenBy != "":
		return bell.TakenBy, nil
	}
	now, c := w.tx.Now(), w.tx.Case()
	from := bell.From
	bell.TakenBy, bell.TakenAt, bell.Acted, bell.Nudged, bell.From = who.ID, now, now, false, ""
	bell.Next = now.Add(leftAlone(c.Urgency))
	if err := w.tx.SetBell(bell); err != nil {
		return "", err
	}
	seq, err := w.tx.Append(signal.Event{Kind: signal.EvAcknowledged, Unit: who.Unit, Actor: string(who.actor())})
	if err != nil {
		return "", err
	}
	if who.Unit == c.Unit || w.national(who.Unit) {
		w.tx.SetState(signal.Acknowledged)
	}
	if err := w.tx.DropQueued(who.Unit, signal.AlertNew, signal.NudgeOfficer); err != nil {
		return "", err
	}
	if err := w.tellOthers(signal.AlertTaken, bell, who.ID, seq); err != nil {
		return "", err
	}
	if sender, ok := bellOf(w.tx.Bells(), from); ok {
		if err := w.tellOthers(signal.AlertTaken, sender, "", seq); err != nil {
			return "", err
		}
	}
	if !c.TakenAt.IsZero() {
		return who.ID, nil
	}
	w.tx.SetTaken(now)
	return who.ID, w.tellReporter(seq)
}

// Escalate passes the case on in the officer's unit at once: "I can't". Whoever had it there has it no more.
func (d *Desk) Escalate(ctx context.Context, who Officer, ref signal.Ref) error {
	return d.within(ctx, who, ref, func(w work, bell signal.Bell) error {
		if w.tx.Case().State == signal.Closed {
			return ErrClosed
		}
		if bell.Part == signal.Told {
			return ErrForbidden
		}
		if _, err := w.tx.Append(signal.Event{Kind: signal.EvEscalated, Unit: who.Unit, Actor: string(who.actor())}); err != nil {
			return err
		}
		return w.passOn(bell, who.ID)
	})
}

// passOn rings the next step of a bell that names somebody else, now.
func (w work) passOn(bell signal.Bell, but string) error {
	u, ok := w.unitOf(bell)
	if !ok {
		return nil
	}
	bell.TakenBy, bell.TakenAt, bell.Next = "", time.Time{}, w.tx.Now() // the last rung is told again at once too
	urgency := w.tx.Case().Urgency
	if due := u.StepAt(urgency, bell.Since, bell.Step); due.After(w.tx.Now()) {
		bell.Since = bell.Since.Add(w.tx.Now().Sub(due))
	}
	others := slices.DeleteFunc(slices.Clone(w.staff(bell.Unit)), func(o casestore.Officer) bool { return o.ID == but })
	w.roster = maps.Clone(w.roster)
	w.roster[bell.Unit] = others
	if err := w.ring(bell, u); err != nil {
		return err
	}
	c := w.tx.Case()
	has := func(b signal.Bell) bool { return b.TakenBy != "" && (b.Unit == c.Unit || w.national(b.Unit)) }
	if c.State == signal.Acknowledged && !slices.ContainsFunc(w.tx.Bells(), has) {
		w.tx.SetState(signal.Open)
	}
	return nil
}
