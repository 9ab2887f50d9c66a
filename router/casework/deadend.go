package casework

import (
	"context"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// DeadEnd moves a bell on before its time when an alert can never arrive (a blocked chat, a system that is gone) and
// nobody else was told of that step: silence may not wait for its end where it is certain.
func (d *Desk) DeadEnd(ctx context.Context, dead signal.Delivery) error {
	return d.Store.Change(ctx, dead.Ref, func(tx *casestore.Tx) error {
		bell, ok := bellOf(tx.Bells(), dead.Unit)
		if !ok || !bell.Rings() || bell.Step != dead.Step || bell.Round != dead.Event || bell.Next.IsZero() {
			return nil
		}
		sent, err := tx.Deliveries()
		if err != nil {
			return err
		}
		for _, s := range sent {
			same := s.Kind == signal.AlertNew && s.Unit == dead.Unit && s.Step == dead.Step && s.Event == dead.Event
			if same && s.ID != dead.ID && s.State != signal.Failed && s.State != signal.Dropped {
				return nil // somebody else may still hear of it
			}
		}
		d.hasten(&bell, tx.Case().Urgency, tx.Now())
		return tx.SetBell(bell)
	})
}

// hasten makes the next step due now; all later ones move up by as much. Where no step is left (the national unit's
// last one is told again and again) the pause stays, so that a dead way is no storm.
func (d *Desk) hasten(bell *signal.Bell, urgency signal.Urgency, now time.Time) {
	u, ok := (work{Desk: d}).unitOf(*bell)
	if !ok || !bell.Next.After(now) {
		return
	}
	if bell.Step < len(u.Ladder(urgency)) {
		bell.Since, bell.Next = bell.Since.Add(now.Sub(bell.Next)), now
	}
}
