package casework

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/alert"
	"github.com/chuyme/chuyme/router/unit"
)

// The terms that run in a case. Each is a default that the operator must confirm with the law in force before anybody
// relies on it; none changes what a person may do, they only remind.
const (
	// teamWithin: the team of the Coordination Mechanism meets in a crisis (agreement of 2010 on the Coordination
	// Mechanism; Child Protection Act, Art. 36 ff.; to be confirmed by the operator).
	teamWithin = 24 * time.Hour
	// checkWithin: the department has looked into the signal on the spot (rules for applying the Child Protection Act; to
	// be confirmed by the operator).
	checkWithin = 10 * 24 * time.Hour
	// followWithin: the team looks again at a case that it has met on (Coordination Mechanism, follow-up of the plan; to
	// be confirmed by the operator).
	followWithin = 30 * 24 * time.Hour
)

// Due is one thing that the responsible unit must have done by a time.
type Due struct {
	What string // team, check, follow_up
	By   time.Time
}

// ofTerms are the entries by which terms begin and are met.
func ofTerms() []signal.EventKind { return []signal.EventKind{signal.EvMeeting, signal.EvChecked} }

// terms gives what is still to be done in a case, the earliest first, from the entries of its log. A closed case owes
// nothing.
func terms(c signal.Case, log []signal.Event) (due []Due) {
	if c.State == signal.Closed || c.State == signal.Purged || c.Urgency == signal.NotASignal {
		return nil
	}
	var met, checked time.Time
	for _, e := range log {
		switch {
		case e.Kind == signal.EvChecked:
			checked = e.At
		case e.Kind == signal.EvMeeting && e.Data["occasion"] != "procedural":
			met = heldAt(e)
		}
	}
	if c.Urgency == signal.Crisis && met.IsZero() {
		due = append(due, Due{"team", c.OpenedAt.Add(teamWithin)})
	}
	if checked.IsZero() {
		due = append(due, Due{"check", c.OpenedAt.Add(checkWithin)})
	}
	if !met.IsZero() {
		due = append(due, Due{"follow_up", met.Add(followWithin)})
	}
	slices.SortStableFunc(due, func(a, b Due) int { return a.By.Compare(b.By) })
	return due
}

// heldAt is when a meeting was held.
func heldAt(e signal.Event) time.Time {
	if at, err := time.Parse(time.RFC3339, e.Data["at"]); err == nil {
		return at
	}
	return e.At
}

// warnings are the moments before a term's end at which its unit is reminded: with a quarter of the time left, and with
// a tenth.
func (d Due) warnings() [2]time.Time {
	whole := map[string]time.Duration{"team": teamWithin, "check": checkWithin, "follow_up": followWithin}[d.What]
	return [2]time.Time{d.By.Add(-whole / 4), d.By.Add(-whole / 10)}
}

// settleDue keeps what is due next, with the reminder that comes first. A term that runs already keeps its reminders.
func (w work) settleDue() error {
	log, err := w.tx.Entries(ofTerms()...)
	if err != nil {
		return err
	}
	c := w.tx.Case()
	due := terms(c, log)
	if len(due) == 0 {
		w.tx.SetDue("", time.Time{}, time.Time{})
		return nil
	}
	next := due[0]
	if c.DueWhat == next.What && c.DueAt.UnixMilli() == next.By.UnixMilli() {
		return nil
	}
	var remind time.Time
	for _, at := range slices.Backward(w.moments(next)) {
		if at.After(w.tx.Now()) {
			remind = at
		}
	}
	w.tx.SetDue(next.What, next.By, remind)
	return nil
}

// moments are a term's warnings, moved out of the responsible unit's quiet hours where the term leaves room for it.
func (w work) moments(d Due) []time.Time {
	warn := d.warnings()
	moments := warn[:]
	u, ok := w.unitOf(signal.Bell{Unit: w.tx.Case().Unit})
	for i, at := range moments {
		if ok && u.StartsAt(signal.Urgent, at).Before(d.By) {
			moments[i] = u.StartsAt(signal.Urgent, at)
		}
	}
	return moments
}

// remindOnce tells of every term that is running out. A case of which nobody can be told does not keep the others waiting.
func (d *Desk) remindOnce(ctx context.Context) error {
	refs, err := d.Store.Reminders(ctx, d.Now(), batch)
	if err != nil || len(refs) == 0 {
		return err
	}
	roster, err := d.officers(ctx)
	if err != nil {
		return err
	}
	var faults []error
	for _, ref := range refs {
		faults = append(faults, d.Store.Change(ctx, ref, func(tx *casestore.Tx) error { return (work{d, tx, roster}).remind() }))
	}
	return errors.Join(faults...)
}

// remind tells whoever has the case in the responsible unit that a term runs out, the second time the unit's leads. Where
// nobody has it, the leads are told the first time too: its bell rings for the others.
func (w work) remind() error {
	c, at := w.tx.Case(), w.tx.Remind()
	if at.IsZero() || at.After(w.tx.Now()) {
		return nil // another replica was faster
	}
	due := Due{c.DueWhat, c.DueAt}
	moments := w.moments(due)
	last := !at.Before(moments[1]) || !w.tx.Now().Before(moments[1])
	bell, _ := bellOf(w.tx.Bells(), c.Unit)
	to, told := w.holder(bell), bell.TakenBy
	if last || len(to) == 0 {
		to, told = w.leads(c.Unit), "lead"
	}
	next := moments[1]
	if last {
		next = time.Time{}
	}
	w.tx.SetDue(due.What, due.By, next)
	seq, err := w.tx.Append(signal.Event{Kind: signal.EvReminded, Unit: c.Unit, Actor: string(casestore.System), Data: map[string]string{"due": due.What, "officer": told}})
	if err != nil {
		return err
	}
	bell.Ref = c.Ref
	return w.send(signal.AlertDue, bell, seq, to)
}

// leads are the chats of a unit's leads.
func (w work) leads(id string) []alert.Target {
	u, ok := w.Units.Unit(unit.ID(id))
	if !ok {
		return nil
	}
	return w.Ladder.Leads(u, w.staff(id), w.tx.Now())
}

// Check writes down that the signal was looked into on the spot, and what was found; the reporter never sees it.
func (d *Desk) Check(ctx context.Context, who Officer, ref signal.Ref, found string) error {
	found, err := words(found)
	if err != nil {
		return err
	}
	return d.act(ctx, who, ref, func(w work, _ signal.Bell) error {
		_, err := w.tx.Append(signal.Event{Kind: signal.EvChecked, Unit: who.Unit, Actor: string(who.actor()), Text: found})
		return err
	})
}
