package casestore

import (
	"context"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// SetDue sets what must be done next in the case, by when, and when somebody is reminded of it (zero: nobody any more).
// "" and the zero time take it away.
func (t *Tx) SetDue(what string, by, remind time.Time) {
	if t.rec.DueWhat == what && ms(t.rec.DueAt) == ms(by) && t.rec.remindAt == ms(remind) {
		return
	}
	t.rec.DueWhat, t.rec.DueAt, t.rec.remindAt, t.dirty = what, by, ms(remind), true
}

// Remind is when somebody is to be reminded of what is due; zero: nobody any more.
func (t *Tx) Remind() time.Time { return at(t.rec.remindAt) }

// Entries gives the entries of these kinds as they stand in this transaction, in order and closed.
func (t *Tx) Entries(kinds ...signal.EventKind) ([]signal.Event, error) {
	args := []any{t.rec.Ref}
	found, err := collect(t.ctx, t.sql, scanEntry, `select `+entryColumns+` from case_log
		where ref = $1 and kind in `+among(&args, words(kinds))+` order by n`, args...)
	return events(found), err
}

// Reminders lists the cases in which somebody is to be reminded by now, the longest overdue first. It costs what is due
// and nothing for the others. A limit of 0 gives all.
func (s *Store) Reminders(ctx context.Context, now time.Time, limit int) ([]signal.Ref, error) {
	refs, err := collect(ctx, s.db.Reader(), scanRef,
		`select ref from cases where remind_at > 0 and remind_at <= $1 order by remind_at, ref limit $2`, ms(now), bound(limit))
	return refs, s.fault("looking for reminders that are due", err)
}
