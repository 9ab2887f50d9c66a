package casework

import (
	"context"
	"errors"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/alert"
	"github.com/chuyme/chuyme/router/unit"
)

// turnEvery is how often the ladders are looked at: a step is told within a second of its moment.
const turnEvery = 400 * time.Millisecond

// batch is how many due bells are read at once.
const batch = 200

// Turn moves the ladders on until ctx ends. beat is called after each round that went through.
func (d *Desk) Turn(ctx context.Context, beat func()) {
	tick := time.NewTicker(turnEvery)
	defer tick.Stop()
	for {
		if _, err := d.TurnOnce(ctx); err == nil {
			beat()
		} else if ctx.Err() == nil {
			d.Log.Error("ladders did not turn", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// TurnOnce rings every bell whose step is due and tells how many there were. A case that cannot be turned does not
// keep the others from being turned.
func (d *Desk) TurnOnce(ctx context.Context) (n int, err error) {
	var faults []error
	for {
		due, err := d.Store.DueBells(ctx, d.Now(), batch)
		if err != nil {
			return n, err
		}
		failed := 0
		for _, b := range due {
			if err := d.turn(ctx, b); err != nil {
				faults = append(faults, err)
				failed++
			}
		}
		n += len(due)
		if len(due) < batch || failed > 0 {
			faults = append(faults, d.remindOnce(ctx))
			return n, errors.Join(faults...)
		}
	}
}

// turn moves one bell on, if it is still due once its case is locked: another replica may have been faster.
func (d *Desk) turn(ctx context.Context, due signal.Bell) error {
	roster, err := d.officers(ctx)
	if err != nil {
		return err
	}
	if due.Step == 0 {
		if err := d.countJoined(ctx, due.Ref, roster); err != nil {
			return err
		}
	}
	return d.Store.Change(ctx, due.Ref, func(tx *casestore.Tx) error {
		w := work{d, tx, roster}
		bell, ok := bellOf(tx.Bells(), due.Unit)
		if !ok || bell.Next.IsZero() || bell.Next.After(tx.Now()) {
			return nil
		}
		u, ok := w.unitOf(bell)
		switch {
		case tx.Case().State == signal.Closed || tx.Purged():
			bell.Next = time.Time{}
			return tx.SetBell(bell)
		case !ok: // the unit has left the file: its case may not stay with nobody
			bell.Next = time.Time{}
			if err := tx.SetBell(bell); err != nil {
				return err
			}
			return w.ringNational(bell.Unit)
		case bell.TakenBy != "":
			return w.restless(bell, u)
		}
		if with, follows, err := w.answering(bell); follows || err != nil {
			if err == nil {
				err = w.follow(bell, u, with)
			}
			return err
		}
		return w.ring(bell, u)
	})
}

func (w work) unitOf(b signal.Bell) (*unit.Unit, bool) { return w.Units.Unit(unit.ID(b.Unit)) }

// restless meets a case that was taken and then left alone: its holder is nudged once, then it goes up again.
func (w work) restless(bell signal.Bell, u *unit.Unit) error {
	now := w.tx.Now()
	if !bell.Nudged {
		bell.Nudged, bell.Next = true, now.Add(leftAlone(w.tx.Case().Urgency))
		if err := w.tx.SetBell(bell); err != nil {
			return err
		}
		seq, err := w.tx.Append(signal.Event{Kind: signal.EvEscalated, Unit: bell.Unit, Actor: string(casestore.System), Data: map[string]string{"nudge": bell.TakenBy}})
		if err != nil {
			return err
		}
		return w.send(signal.NudgeOfficer, bell, seq, w.holder(bell))
	}
	bell.TakenBy, bell.TakenAt, bell.Nudged = "", time.Time{}, false
	if bell.Unit == w.tx.Case().Unit {
		w.tx.SetState(signal.Open)
	}
	return w.afresh(bell)
}

// holder is the chat of the officer who has the case in a unit, if there is one and it can be told.
func (w work) holder(bell signal.Bell) []alert.Target {
	for _, o := range w.staff(bell.Unit) {
		if o.ID == bell.TakenBy && o.Telegram && o.Revoked.IsZero() && w.Ladder.Reach.Telegram {
			return []alert.Target{{Unit: unit.ID(bell.Unit), Officer: o.ID, Endpoint: alert.ViaTelegram}}
		}
	}
	return nil
}
