package casework

import (
	"context"
	"strconv"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/unit"
)

// The same text from many senders is one alert with a count. Each send is a case of its own: from the third within an
// hour on it joins the first, its head, and its bells wait. Every ten minutes a waiting bell looks at the head: it waits
// on while that one rings, is taken with it by whoever has taken that, and rings by itself as soon as the head answers
// for it no more. So a case that has joined is never without a bell or a person. What is urgent or a
// crisis never joins: somebody may be in need.
const (
	floodFrom   = 3
	floodWithin = time.Hour
	floodPause  = 10 * time.Minute
)

// gather keeps by what the case is found beside others, and lets a new one join another where its text came many times.
func (w work) gather(sig signal.Draft, news bool) error {
	c := w.tx.Case()
	if c.Version > 0 && !news {
		return nil
	}
	traits, phrases := traitsOf(sig)
	if err := w.tx.SetTraits(traits, phrases); err != nil {
		return err
	}
	if c.Version > 0 || c.Urgency.Rank() > signal.Standard.Rank() {
		return nil
	}
	others, head, err := w.tx.Flood(sameText, w.tx.Now().Add(-floodWithin))
	if err != nil || others+1 < floodFrom || head == "" {
		return err
	}
	if err := w.tx.Join(head); err != nil {
		return err
	}
	_, err = w.tx.Append(signal.Event{Kind: signal.EvJoined, Actor: string(casestore.System), Data: map[string]string{"case": string(head)}})
	return err
}

// leave takes a case to which something was added away from its head, since it is no mere copy any more, and rings the
// bells that waited.
func (w work) leave() error {
	head, _, err := w.tx.Head()
	if err != nil || head.Ref == "" {
		return err
	}
	if err := w.tx.Leave(); err != nil {
		return err
	}
	for _, bell := range w.tx.Bells() {
		u, ok := w.unitOf(bell)
		if !ok || !waiting(bell) {
			continue
		}
		if err := w.ring(w.begin(u, bell.Part), u); err != nil {
			return err
		}
	}
	return nil
}

// waiting reports whether a bell has not rung yet and may wait for the head's: nobody handed it over, and nothing made
// it ring anew.
func waiting(b signal.Bell) bool { return b.Rings() && b.Step == 0 && b.Round == 0 && b.From == "" }

// answering is the head's bell by which a waiting bell is heard: that of the same unit, or the national unit's once that
// one has ended with nobody. follows is false where none does, or where whoever has that one has stepped aside from this
// case: the bell rings by itself.
func (w work) answering(bell signal.Bell) (with signal.Bell, follows bool, err error) {
	c := w.tx.Case()
	if !waiting(bell) || c.Urgency == signal.Crisis {
		return with, false, nil
	}
	head, bells, err := w.tx.Head()
	over := head.State == signal.Closed || head.State == signal.Purged
	if err != nil || head.Ref == "" || over || head.Urgency.Rank() < c.Urgency.Rank() {
		return with, false, err
	}
	with, ok := bellOf(bells, bell.Unit)
	if ok && with.Rings() && with.Next.IsZero() {
		with, ok = bellOf(bells, string(w.Units.National().ID))
	}
	heard := ok && with.Part != signal.Told && (with.TakenBy != "" || !with.Next.IsZero())
	return with, heard && !aside(w.tx.Bells(), with.Unit, with.TakenBy), nil
}

// hold lets a bell that begins wait for the head's.
func (w work) hold(bell signal.Bell, u *unit.Unit) error {
	if later := w.tx.Now().Add(floodPause); bell.Since.Before(later) {
		bell.Since = later
	}
	bell.Next = u.StepAt(w.tx.Case().Urgency, bell.Since, 0)
	return w.tx.SetBell(bell)
}

// follow does to a waiting bell what became of the head's.
func (w work) follow(bell signal.Bell, u *unit.Unit, with signal.Bell) error {
	if with.TakenBy == "" {
		return w.hold(bell, u)
	}
	if _, err := w.tx.Append(signal.Event{Kind: signal.EvJoined, Unit: with.Unit, Actor: string(casestore.System),
		Data: map[string]string{"case": string(with.Ref), "officer": with.TakenBy}}); err != nil {
		return err
	}
	if with.Unit != bell.Unit { // the national unit has it, as it has the head
		bell.Next = time.Time{}
		if err := w.tx.SetBell(bell); err != nil {
			return err
		}
		var there bool
		if bell, there = bellOf(w.tx.Bells(), with.Unit); !there || bell.Part == signal.Told {
			bell = w.begin(w.Units.National(), signal.Join)
		}
	}
	_, err := w.take(Officer{Unit: with.Unit, ID: with.TakenBy}, bell)
	return err
}

// countJoined tells those who watch the head of a case how many have joined it, when there are more than they know of
// and not more often than every ten minutes.
func (d *Desk) countJoined(ctx context.Context, ref signal.Ref, roster map[string][]casestore.Officer) error {
	head, n, err := d.Store.Joined(ctx, ref)
	if err != nil || head == "" {
		return err
	}
	return d.Store.Change(ctx, head, func(tx *casestore.Tx) error {
		if tx.Purged() || tx.Case().State == signal.Closed {
			return nil
		}
		count := strconv.Itoa(n)
		last, _, err := tx.Last(signal.EvAlike)
		if err != nil || last.Data["count"] == count || tx.Now().Sub(last.At) < floodPause {
			return err
		}
		sent, err := tx.Deliveries()
		if err != nil {
			return err
		}
		seq, err := tx.Append(signal.Event{Kind: signal.EvAlike, Actor: string(casestore.System), Data: map[string]string{"count": count}})
		if err != nil {
			return err
		}
		return work{d, tx, roster}.spread(seq, sent)
	})
}
