package casework

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/alert"
	"github.com/chuyme/chuyme/router/unit"
)

// Telling is a draft as far as it was told, to be made a case or added to one.
type Telling struct {
	Ref     signal.Ref // the case the chat belongs to; "" none yet
	Draft   signal.Draft
	Reading signal.Reading
	Way     Way
	Key     []seal.Wrap // the draft's key, where attachments were sealed under it
	Sent    bool        // the reporter pressed "send"
	Silent  bool        // kept after silence: never sent
}

// Told is where the case stands after a telling.
type Told struct {
	Ref         signal.Ref
	Code        signal.Code
	New         bool
	Unit        map[string]string // the responsible unit's name by language
	Taken       bool
	State       signal.State
	CloseReason string
}

// Tell commits what was told together with the alerts that follow from it, or nothing. Telling the same again changes
// nothing and answers the same.
func (d *Desk) Tell(ctx context.Context, t Telling) (Told, error) { return d.tell(ctx, t, nil) }

// tell is Tell; also, which may be nil, does in the same transaction what else belongs to it.
func (d *Desk) tell(ctx context.Context, t Telling, also func(work) error) (Told, error) {
	roster, err := d.officers(ctx)
	if err != nil {
		return Told{}, err
	}
	var told Told
	change := func(tx *casestore.Tx) error {
		w := work{d, tx, roster}
		if err := w.told(t); err != nil {
			return err
		}
		if also != nil {
			if err := also(w); err != nil {
				return err
			}
		}
		c := tx.Case()
		told.Ref, told.Unit, told.State, told.Taken, told.CloseReason = c.Ref, d.names(c.Unit), c.State, !c.TakenAt.IsZero(), c.CloseReason
		told.Code, err = tx.Code()
		return err
	}
	if t.Ref != "" {
		return told, d.Store.Change(ctx, t.Ref, func(tx *casestore.Tx) error {
			if _, err := tx.Merge(t.Draft, &t.Way); err != nil {
				return err
			}
			return change(tx)
		})
	}
	opened, err := d.Store.Open(ctx, casestore.Opening{
		Draft: t.Draft, Key: t.Key, Reading: t.Reading, Way: t.Way, Sent: t.Sent, Source: t.Draft.Source, Silent: t.Silent,
	}, change)
	told.New = opened.New
	return told, err
}

// work is one transaction in one case.
type work struct {
	*Desk
	tx     *casestore.Tx
	roster map[string][]casestore.Officer
}

// told brings a case up to date with what its reporter told: urgency, place, units, bells, news to who watches.
func (w work) told(t Telling) error {
	level := w.tx.Case().Urgency
	if _, err := w.tx.SetReading(t.Reading); err != nil {
		return err
	}
	raised := w.tx.Case().Urgency != level
	if t.Sent {
		if err := w.tx.MarkSent(); err != nil {
			return err
		}
	}
	sig, err := w.tx.Signal()
	if err != nil {
		return err
	}
	w.tx.SetMunicipality(sig.Place.Municipality)
	before, err := w.tx.Deliveries() // who watched before others were rung
	if err != nil {
		return err
	}
	news := w.tx.News()
	if news != 0 && w.tx.Case().State == signal.Closed {
		if err := w.reopen(); err != nil {
			return err
		}
	}
	if err := w.gather(sig, news != 0); err != nil {
		return err
	}
	if err := w.route(sig, raised); err != nil {
		return err
	}
	if err := w.settleDue(); err != nil {
		return err
	}
	if news != 0 {
		if err := w.leave(); err != nil {
			return err
		}
		return w.spread(news, before)
	}
	return nil
}

// route brings the units that must act into the case and rings those that are new to it, or all that nobody has
// taken once the case has become more urgent. A unit that is in it stays in it.
func (w work) route(sig signal.Draft, raised bool) error {
	c := w.tx.Case()
	bells := w.tx.Bells()
	_, moved, err := w.tx.Last(signal.EvTransferred) // a person has decided who leads
	if err != nil {
		return err
	}
	for _, a := range w.Units.Route(unit.FactsOf(sig, readingOf(c))) {
		id := string(a.Unit.ID)
		bell, there := bellOf(bells, id)
		if moved && a.Part == signal.Lead {
			if there {
				continue
			}
			a.Part = signal.Join // the facts have changed since: it acts beside whoever was chosen
		}
		switch {
		case !there:
			if err := w.bring(a, ""); err != nil {
				return err
			}
		case a.Part == signal.Lead && bell.Part != signal.Lead:
			if err := w.promote(bell); err != nil {
				return err
			}
		}
		if a.Part == signal.Lead && c.Unit != id {
			if err := w.lead(c.Unit, id); err != nil {
				return err
			}
		}
	}
	if !raised {
		return nil
	}
	return w.allAfresh(slices.DeleteFunc(bells, func(b signal.Bell) bool { return !b.Rings() }))
}

// allAfresh begins the ladders of bells again, each as it stands by then: a unit that cannot be told gives its case back
// at once, and then another leads and rings already.
func (w work) allAfresh(bells []signal.Bell) error {
	for _, before := range bells {
		bell, _ := bellOf(w.tx.Bells(), before.Unit)
		if bell.Part == signal.Told || bell.Round != before.Round {
			continue
		}
		bell.TakenBy = ""
		if err := w.afresh(bell); err != nil {
			return err
		}
	}
	return nil
}

// promote makes the lead of a unit that has another part in the case; one that was only told begins to ring.
func (w work) promote(bell signal.Bell) error {
	told := bell.Part == signal.Told
	bell.Part = signal.Lead
	if told {
		return w.afresh(bell)
	}
	return w.tx.SetBell(bell)
}

// lead makes another unit responsible; the one before it goes on ringing beside it (R09).
func (w work) lead(old, id string) error {
	w.tx.SetUnit(id)
	if bell, ok := bellOf(w.tx.Bells(), old); ok && bell.Part == signal.Lead {
		bell.Part = signal.Join
		return w.tx.SetBell(bell)
	}
	return nil
}

// bring adds a unit to the case and rings its first step. from is the unit that hands the case to it, if one does.
func (w work) bring(a unit.Assignment, from string) error {
	if _, err := w.tx.Append(signal.Event{Kind: signal.EvRouted, Unit: string(a.Unit.ID), Actor: string(casestore.System),
		Data: map[string]string{"part": string(a.Part), "rule": a.Why}}); err != nil {
		return err
	}
	bell := w.begin(a.Unit, a.Part)
	bell.From = from
	_, follows, err := w.answering(bell)
	if err != nil {
		return err
	}
	if follows {
		return w.hold(bell, a.Unit)
	}
	return w.ring(bell, a.Unit)
}

// begin is the bell of a unit whose ladder begins now; it has not turned yet. Who has stepped aside there stays aside.
func (w work) begin(u *unit.Unit, part signal.Part) signal.Bell {
	c := w.tx.Case()
	before, _ := bellOf(w.tx.Bells(), string(u.ID))
	bell := w.Ladder.Begin(c.Ref, u, part, c.Urgency, w.tx.Now())
	bell.Aside = before.Aside
	return bell
}

// afresh begins the ladder of a bell again: the case has become more urgent, or was left alone.
func (w work) afresh(bell signal.Bell) error {
	u, ok := w.Units.Unit(unit.ID(bell.Unit))
	if !ok {
		return nil
	}
	seq, err := w.tx.Append(signal.Event{Kind: signal.EvRouted, Unit: bell.Unit, Actor: string(casestore.System), Data: map[string]string{"part": string(bell.Part), "rule": "again"}})
	if err != nil {
		return err
	}
	again := w.begin(u, bell.Part)
	again.Round, again.From = seq, bell.From
	return w.ring(again, u)
}

// ring turns a bell's ladder to now and commits whom it tells.
func (w work) ring(bell signal.Bell, u *unit.Unit) error {
	if bell.Part == signal.Told {
		bell.Next = time.Time{}
		return w.tx.SetBell(bell)
	}
	before := bell.Step
	r := w.Ladder.Turn(bell, u, w.tx.Case().Urgency, w.staff(bell.Unit), w.national(bell.Unit), w.tx.Now())
	if r.National && bell.From != "" {
		return w.unanswered(r)
	}
	if r.National {
		if err := w.ringNational(bell.Unit); err != nil {
			return err
		}
	}
	if err := w.tx.SetBell(r.Bell); err != nil {
		return err
	}
	if r.Bell.Step == before {
		return nil
	}
	return w.send(signal.AlertNew, r.Bell, 0, r.Targets)
}

// send enqueues one delivery for each target and keeps in the log that the step was told.
func (w work) send(kind signal.DeliveryKind, b signal.Bell, event int64, targets []alert.Target) error {
	if kind == signal.AlertNew {
		if event = b.Round; len(targets) > 0 {
			if _, err := w.tx.Append(signal.Event{Kind: signal.EvRang, Unit: b.Unit, Actor: string(casestore.System), Data: map[string]string{"step": strconv.Itoa(b.Step), "told": strconv.Itoa(len(targets))}}); err != nil {
				return err
			}
		}
	}
	for _, t := range targets {
		if _, _, err := w.tx.Enqueue(signal.Delivery{Ref: b.Ref, Unit: string(t.Unit), Officer: t.Officer, Endpoint: t.Endpoint, Kind: kind, Step: b.Step, Event: event}); err != nil {
			return err
		}
	}
	return nil
}
