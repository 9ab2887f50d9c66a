package casework

import (
	"context"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/unit"
)

// late is how long something may be overdue before the auditor calls it a fault: ladders turn within a second, and
// the outbox looks each second for what was left behind.
const late = time.Minute

// Found is what one audit came to. What it names is mended, or will be by those who are late with it.
type Found struct {
	Unheard []signal.Ref // cases for which nothing would have rung again; the national unit was rung
	Overdue int          // ladder steps that should have been told more than a minute ago
	Stuck   int          // deliveries that nobody has worked on for more than a minute
}

// Well reports whether nothing was found.
func (f Found) Well() bool { return len(f.Unheard) == 0 && f.Overdue == 0 && f.Stuck == 0 }

// Audit looks, apart from the ladders, whether each open case has somebody who has it or a step to come, whether the
// steps are told in time and the deliveries end. It rings the national unit for a case that would have stayed silent.
func (d *Desk) Audit(ctx context.Context) (Found, error) {
	var found Found
	roster, err := d.officers(ctx)
	if err != nil {
		return found, err
	}
	if found.Unheard, err = d.Store.Unrung(ctx, batch); err != nil {
		return found, err
	}
	for _, ref := range found.Unheard {
		if err := d.Store.Change(ctx, ref, func(tx *casestore.Tx) error { return (work{d, tx, roster}).heard() }); err != nil {
			return found, err
		}
	}
	before := d.Now().Add(-late)
	overdue, err := d.Store.DueBells(ctx, before, batch)
	if err != nil {
		return found, err
	}
	stuck, err := d.Store.Stray(ctx, before, batch)
	found.Overdue, found.Stuck = len(overdue), len(stuck)
	return found, err
}

// heard gives a silent case a unit that answers for it and a bell that rings, unless somebody was faster.
func (w work) heard() error {
	c := w.tx.Case()
	if c.State == signal.Closed || w.tx.Purged() {
		return nil
	}
	for _, b := range w.tx.Bells() {
		if !b.Next.IsZero() || b.TakenBy != "" && b.Part != signal.Told {
			return nil
		}
	}
	n := w.Units.National()
	if _, ok := w.Units.Unit(unit.ID(c.Unit)); !ok {
		w.tx.SetUnit(string(n.ID))
	}
	if bell, there := bellOf(w.tx.Bells(), string(n.ID)); there && bell.Part != signal.Told {
		return w.afresh(bell)
	}
	return w.ringNational(c.Unit)
}
