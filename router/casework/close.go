package casework

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// CloseReasons lists why a case may be closed, in the order in which officers are offered them.
func CloseReasons() []string {
	return []string{"measure_taken", "police_protection", "family_supported", "handed_over", "not_confirmed", "not_child_protection", "duplicate", "unreachable"}
}

// Closing is a request to close a crisis that waits for a second person.
type Closing struct {
	By     string // who asks, as "unit/officer"
	Reason string // one of CloseReasons
	At     time.Time
}

// Close ends a case with a reason that the reporter is told in plain words. Only the responsible unit and the national
// one may. note is for officers and may be empty.
//
// Where the responsible unit's settings ask for a second person, a crisis is not closed by one: the case stays as it is
// and closed is false until another person confirms it, by Confirm or by closing it for the same reason.
func (d *Desk) Close(ctx context.Context, who Officer, ref signal.Ref, reason, note string) (closed bool, err error) {
	if !slices.Contains(CloseReasons(), reason) {
		return false, ErrReason
	}
	err = d.act(ctx, who, ref, func(w work, bell signal.Bell) error {
		closed = false
		if err := w.mayClose(who); err != nil {
			return err
		}
		if bell.Part != signal.Told {
			if _, err := w.take(who, bell); err != nil {
				return err
			}
		}
		if w.secondPerson() {
			asked, err := w.asked()
			if err != nil {
				return err
			}
			if asked.Reason != reason || !second(who, asked) {
				return w.askToClose(who, bell, asked, reason, note)
			}
		}
		closed = true
		return w.close(who, reason, note)
	})
	return closed && err == nil, err
}

// Confirm closes a case for the reason for which another officer has asked to close it.
func (d *Desk) Confirm(ctx context.Context, who Officer, ref signal.Ref) error {
	return d.act(ctx, who, ref, func(w work, _ signal.Bell) error {
		if err := w.mayClose(who); err != nil {
			return err
		}
		asked, err := w.asked()
		switch {
		case err != nil:
			return err
		case asked.By == "":
			return ErrNotAsked
		case !second(who, asked):
			return ErrSecond
		}
		return w.close(who, asked.Reason, "")
	})
}

func (w work) mayClose(who Officer) error {
	switch c := w.tx.Case(); {
	case c.State == signal.Closed:
		return ErrClosed
	case who.Unit != c.Unit && !w.national(who.Unit):
		return ErrForbidden
	}
	return nil
}

// second reports whether who is another person than the one who asked. A unit's system is no person.
func second(who Officer, asked Closing) bool {
	return asked.By != "" && asked.By != string(who.actor()) && who.Role != "system"
}

// secondPerson reports whether one person alone may not close the case.
func (w work) secondPerson() bool {
	c := w.tx.Case()
	u, ok := w.unitOf(signal.Bell{Unit: c.Unit})
	return ok && u.SecondPerson && c.Urgency == signal.Crisis
}

// ending are the entries after which a request to close counts no more: whoever asked did not know of them.
func ending() []signal.EventKind {
	return []signal.EventKind{signal.EvClosed, signal.EvReopened, signal.EvTransferred, signal.EvTold, signal.EvTriaged}
}

// asked is the request to close that stands, the zero Closing where none does.
func (w work) asked() (Closing, error) {
	last, _, err := w.tx.Last(append(ending(), signal.EvCloseAsked)...)
	return closingOf(last), err
}

func closingOf(last signal.Event) Closing {
	if last.Kind != signal.EvCloseAsked {
		return Closing{}
	}
	return Closing{By: last.Actor, Reason: last.Data["reason"], At: last.At}
}

// closing is the request to close that stands in a log.
func closing(log []signal.Event) Closing {
	kinds := append(ending(), signal.EvCloseAsked)
	for _, e := range slices.Backward(log) {
		if slices.Contains(kinds, e.Kind) {
			return closingOf(e)
		}
	}
	return Closing{}
}

// askToClose keeps a request to close and tells those of the unit who may confirm it; an officer who is alone there
// is joined by the national unit.
func (w work) askToClose(who Officer, bell signal.Bell, before Closing, reason, note string) error {
	if before.By == string(who.actor()) && before.Reason == reason {
		return nil
	}
	seq, err := w.tx.Append(signal.Event{Kind: signal.EvCloseAsked, Unit: who.Unit, Actor: string(who.actor()), Data: map[string]string{"reason": reason}, Text: strings.TrimSpace(note)})
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(slices.Clone(w.staff(who.Unit)), func(o casestore.Officer) bool { return o.ID == who.ID || !o.Revoked.IsZero() })
	if len(others) == 0 {
		return w.ringNational(who.Unit)
	}
	u, ok := w.unitOf(bell)
	if !ok {
		return nil
	}
	return w.send(signal.AlertUpdated, bell, seq, w.Ladder.Everybody(u, others, w.tx.Now()))
}

// close ends the case and tells everybody who was told of it, and the reporter.
func (w work) close(who Officer, reason, note string) error {
	seq, err := w.tx.Append(signal.Event{Kind: signal.EvClosed, Unit: who.Unit, Actor: string(who.actor()), Data: map[string]string{"reason": reason}, Text: strings.TrimSpace(note)})
	if err != nil {
		return err
	}
	for _, b := range w.tx.Bells() {
		if err := w.tx.DropQueued(b.Unit, signal.AlertNew, signal.AlertUpdated, signal.NudgeOfficer); err != nil {
			return err
		}
		if err := w.tellOthers(signal.AlertClosed, b, who.ID, seq); err != nil {
			return err
		}
	}
	if err := w.tx.SetClosed(reason); err != nil {
		return err
	}
	return w.tellReporter(seq)
}
