package casework

import (
	"context"

	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/unit"
)

// Transfer makes another unit responsible, with a reason. Its bell rings at once; the unit that hands the case on goes
// on seeing it and is not without an answer for it until the other has taken it: its own taker stays named.
func (d *Desk) Transfer(ctx context.Context, who Officer, ref signal.Ref, to, reason string) error {
	reason, err := words(reason)
	if err != nil {
		return err
	}
	receiver, ok := d.Units.Unit(unit.ID(to))
	if !ok {
		return ErrUnit
	}
	return d.act(ctx, who, ref, func(w work, bell signal.Bell) error {
		c := w.tx.Case()
		switch {
		case c.State == signal.Closed:
			return ErrClosed
		case to == c.Unit:
			return ErrUnit
		case who.Unit != c.Unit && !w.national(who.Unit):
			return ErrForbidden
		}
		seq, err := w.tx.Append(signal.Event{Kind: signal.EvTransferred, Unit: to, Actor: string(who.actor()), Data: map[string]string{"from": c.Unit, "to": to}, Text: reason})
		if err != nil {
			return err
		}
		if err := w.handOver(c.Unit, receiver, seq); err != nil {
			return err
		}
		return w.tellReporter(seq)
	})
}

// handOver moves the lead: the old unit is only told from now on, the new one rings from its first step.
func (w work) handOver(from string, to *unit.Unit, event int64) error {
	if old, ok := bellOf(w.tx.Bells(), from); ok {
		if err := w.tellOthers(signal.AlertMoved, old, "", event); err != nil {
			return err
		}
		if err := w.tx.DropQueued(from, signal.AlertNew, signal.NudgeOfficer); err != nil {
			return err
		}
		old.Part = signal.Told
		if err := w.ring(old, to); err != nil {
			return err
		}
	}
	w.tx.SetUnit(string(to.ID))
	w.tx.SetState(signal.Transferred)
	fresh, there := bellOf(w.tx.Bells(), string(to.ID))
	if there {
		fresh.Part, fresh.TakenBy = signal.Lead, ""
		return w.afresh(fresh)
	}
	return w.bring(unit.Assignment{Unit: to, Part: signal.Lead, Why: "transfer"})
}
