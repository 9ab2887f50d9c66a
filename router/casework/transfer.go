package casework

import (
	"context"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/alert"
	"github.com/chuyme/chuyme/router/unit"
)

// Transfer makes another unit responsible, with a reason. Its bell rings at once; unless one of its officers takes the
// case it comes back, so that it is with exactly one unit at every moment. The unit that hands it on goes on seeing it.
func (d *Desk) Transfer(ctx context.Context, who Officer, ref signal.Ref, to, reason string) error {
	reason, err := words(reason)
	if err != nil {
		return err
	}
	receiver, ok := d.Units.Unit(unit.ID(to))
	if !ok {
		return ErrUnit
	}
	return d.act(ctx, who, ref, func(w work, _ signal.Bell) error {
		c := w.tx.Case()
		switch {
		case c.State == signal.Closed:
			return ErrClosed
		case to == c.Unit:
			return ErrUnit
		case who.Unit != c.Unit && !w.national(who.Unit):
			return ErrForbidden
		}
		facts, err := w.facts()
		if err != nil {
			return err
		}
		if receiver.Barred(facts) {
			return ErrBarred
		}
		seq, err := w.tx.Append(signal.Event{Kind: signal.EvTransferred, Unit: to, Actor: string(who.actor()), Data: map[string]string{"from": c.Unit, "to": to}, Text: reason})
		if err != nil {
			return err
		}
		if err := w.handOver(c.Unit, who.Unit, receiver, seq); err != nil {
			return err
		}
		return w.tellReporter(seq)
	})
}

// handOver moves the lead: the old unit is only told from now on, the new one rings from its first step. sender is the
// unit that decided it (the old one, or the national unit) and gets the case back.
func (w work) handOver(from, sender string, to *unit.Unit, event int64) error {
	if old, ok := bellOf(w.tx.Bells(), from); ok {
		if err := w.tellOthers(signal.AlertMoved, old, "", event); err != nil {
			return err
		}
		if err := w.tx.DropQueued(from, signal.AlertNew, signal.NudgeOfficer); err != nil {
			return err
		}
		old.Part, old.From = signal.Told, ""
		if err := w.ring(old, to); err != nil {
			return err
		}
	}
	w.tx.SetUnit(string(to.ID))
	w.tx.SetState(signal.Transferred)
	fresh, there := bellOf(w.tx.Bells(), string(to.ID))
	if there {
		fresh.Part, fresh.TakenBy, fresh.From = signal.Lead, "", sender
		return w.afresh(fresh)
	}
	return w.bring(unit.Assignment{Unit: to, Part: signal.Lead, Why: "transfer"}, sender)
}

// facts are what the case is routed by.
func (w work) facts() (unit.Facts, error) {
	told, err := w.tx.Signal()
	if err != nil {
		return unit.Facts{}, err
	}
	c := w.tx.Case()
	return unit.FactsOf(told, readingOf(c)), nil
}

func readingOf(c signal.Case) signal.Reading {
	return signal.Reading{Urgency: c.Urgency, Category: c.Category, Reasons: c.Reasons, Lang: c.Lang}
}

// Decline gives a case that was handed to the officer's unit back to whoever handed it over: "not ours", with a reason.
func (d *Desk) Decline(ctx context.Context, who Officer, ref signal.Ref, reason string) error {
	reason, err := words(reason)
	if err != nil {
		return err
	}
	return d.within(ctx, who, ref, func(w work, bell signal.Bell) error {
		switch {
		case w.tx.Case().State == signal.Closed:
			return ErrClosed
		case bell.From == "":
			return ErrNotHanded
		}
		part, err := w.giveBack(bell, signal.Event{Actor: string(who.actor()), Text: reason, Data: map[string]string{"returned": "declined"}})
		if err != nil || part != signal.Join {
			return err
		}
		bell, _ = bellOf(w.tx.Bells(), who.Unit)
		_, err = w.take(who, bell) // it need not lead; that it must act beside whoever does, this officer has seen
		return err
	})
}

// unanswered gives a case back that nobody took where it was handed to. In a crisis the national unit rings beside the
// sender, and so it does where the silent unit must act in its own right.
func (w work) unanswered(r alert.Ringing) error {
	bell := r.Bell
	handed, _, err := w.tx.Last(signal.EvTransferred)
	if err != nil {
		return err
	}
	// Where nobody could be told, the unit's own system may still see it: the national unit rings beside meanwhile.
	if until := handed.At.Add(alert.Pause(w.tx.Case().Urgency)); until.After(w.tx.Now()) {
		bell.Next = until
		if err := w.tx.SetBell(bell); err != nil {
			return err
		}
		if err := w.send(signal.AlertNew, bell, 0, r.Targets); err != nil {
			return err
		}
		return w.ringNational(bell.Unit)
	}
	part, err := w.giveBack(bell, signal.Event{Actor: string(casestore.System), Data: map[string]string{"returned": "unanswered"}})
	if err != nil || part != signal.Join && w.tx.Case().Urgency != signal.Crisis {
		return err
	}
	return w.ringNational(bell.Unit)
}

// giveBack makes the sender responsible again and rings it; e says who gave the case back and why. part is what is left
// to the unit that did not want it.
func (w work) giveBack(bell signal.Bell, e signal.Event) (part signal.Part, err error) {
	sender, ok := w.Units.Unit(unit.ID(bell.From))
	if !ok { // it has left the file
		sender = w.Units.National()
	}
	to := string(sender.ID)
	e.Kind, e.Unit = signal.EvTransferred, to
	e.Data["from"], e.Data["to"] = bell.Unit, to
	seq, err := w.tx.Append(e)
	if err != nil {
		return "", err
	}
	if part, err = w.partOf(bell.Unit); err != nil {
		return "", err
	}
	if err := w.tx.DropQueued(bell.Unit, signal.AlertNew, signal.NudgeOfficer); err != nil {
		return "", err
	}
	if err := w.tellOthers(signal.AlertMoved, bell, "", seq); err != nil {
		return "", err
	}
	bell.Part, bell.From, bell.Next = part, "", time.Time{}
	if err := w.tx.SetBell(bell); err != nil {
		return "", err
	}
	w.tx.SetUnit(to)
	w.tx.SetState(signal.Open)
	if err := w.ringSender(sender); err != nil {
		return "", err
	}
	return part, w.tellReporter(seq)
}

// ringSender rings the unit to which a case came back from its first step.
func (w work) ringSender(sender *unit.Unit) error {
	bell, there := bellOf(w.tx.Bells(), string(sender.ID))
	if !there {
		return w.bring(unit.Assignment{Unit: sender, Part: signal.Lead, Why: "returned"}, "")
	}
	bell.Part, bell.TakenBy = signal.Lead, ""
	return w.afresh(bell)
}

// partOf is what the rules make of a unit that does not lead: it must act too, or it only knows of the case.
func (w work) partOf(id string) (signal.Part, error) {
	facts, err := w.facts()
	if err != nil {
		return "", err
	}
	for _, a := range w.Units.Route(facts) {
		if string(a.Unit.ID) == id && a.Part == signal.Join {
			return signal.Join, nil
		}
	}
	return signal.Told, nil
}
