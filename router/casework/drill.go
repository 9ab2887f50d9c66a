package casework

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/alert"
	"github.com/chuyme/chuyme/router/unit"
)

const (
	// drillLasts is when a drill that nobody has seen ends: what would follow in earnest is the national unit.
	drillLasts = 30 * time.Minute
	// drillTries is how often a test alert is tried: a way that is dead is what a drill is for.
	drillTries = 3
	drillAgain = 20 * time.Second
	// drillHands bounds how many test alerts leave at once.
	drillHands = 8
)

// Drill begins a test alert to units at a moment, by their real ladders as for a crisis. It is no case and is in no
// figure. It returns the drill's id.
func (d *Desk) Drill(ctx context.Context, by casestore.Actor, units []unit.ID, begin time.Time) (string, error) {
	var bells []casestore.DrillBell
	for _, id := range units {
		u, ok := d.Units.Unit(id)
		if !ok {
			return "", ErrUnit
		}
		b := d.Ladder.Begin("", u, signal.Lead, signal.Crisis, begin)
		bells = append(bells, casestore.DrillBell{Unit: b.Unit, Since: b.Since, Next: b.Next})
	}
	if len(bells) == 0 {
		return "", ErrEmpty
	}
	return d.Store.OpenDrill(ctx, by, bells)
}

// SeeDrill keeps that an officer has seen a drill.
func (d *Desk) SeeDrill(ctx context.Context, who Officer, drill string) error {
	return d.Store.SeeDrill(ctx, drill, who.Unit, who.ID)
}

// TurnDrills moves the ladders of drills on and sends what is due, until ctx ends. send makes one attempt.
func (d *Desk) TurnDrills(ctx context.Context, send func(context.Context, casestore.DrillCall) alert.Result) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		if err := d.TurnDrillsOnce(ctx, send); err != nil && ctx.Err() == nil {
			d.Log.Error("drills did not turn", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// TurnDrillsOnce does what is due now.
func (d *Desk) TurnDrillsOnce(ctx context.Context, send func(context.Context, casestore.DrillCall) alert.Result) error {
	due, err := d.Store.DueDrills(ctx, d.Now())
	if err != nil {
		return err
	}
	var faults []error
	for _, b := range due {
		faults = append(faults, d.turnDrill(ctx, b))
	}
	calls, err := d.Store.DueDrillCalls(ctx, d.Now())
	if err != nil {
		return errors.Join(append(faults, err)...)
	}
	var mu sync.Mutex
	var all sync.WaitGroup
	hands := make(chan struct{}, drillHands)
	for _, c := range calls {
		hands <- struct{}{}
		all.Go(func() {
			defer func() { <-hands }()
			if err := d.call(ctx, c, send); err != nil {
				mu.Lock()
				faults = append(faults, err)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return errors.Join(faults...)
}

// turnDrill rings a drill's next step in one unit. It ends where in earnest the national unit would be rung: that has a
// drill of its own.
func (d *Desk) turnDrill(ctx context.Context, b casestore.DrillBell) error {
	u, ok := d.Units.Unit(unit.ID(b.Unit))
	if !ok || d.Now().Sub(b.Since) > drillLasts {
		_, err := d.Store.TurnDrill(ctx, b, casestore.DrillBell{Since: b.Since, Step: b.Step}, nil)
		return err
	}
	roster, err := d.officers(ctx)
	if err != nil {
		return err
	}
	bell := signal.Bell{Unit: b.Unit, Part: signal.Lead, Since: b.Since, Step: b.Step, Next: b.Next}
	r := d.Ladder.Turn(bell, u, signal.Crisis, roster[b.Unit], d.national(b.Unit), d.Now())
	var calls []casestore.DrillCall
	for _, t := range r.Targets {
		calls = append(calls, casestore.DrillCall{Officer: t.Officer, Endpoint: t.Endpoint})
	}
	_, err = d.Store.TurnDrill(ctx, b, casestore.DrillBell{Since: r.Bell.Since, Step: r.Bell.Step, Next: r.Bell.Next}, calls)
	return err
}

// call makes one attempt at a test alert and writes down what became of it.
func (d *Desk) call(ctx context.Context, c casestore.DrillCall, send func(context.Context, casestore.DrillCall) alert.Result) error {
	taken, err := d.Store.TakeDrillCall(ctx, c, d.Now().Add(time.Minute))
	if err != nil || !taken {
		return err
	}
	r := send(ctx, c)
	c.State, c.Cause, c.Due, c.Done = r.State, r.Cause, time.Time{}, d.Now()
	if r.State == signal.Delayed {
		c.State, c.Due = signal.Queued, d.Now().Add(max(r.RetryAfter, drillAgain))
		if c.Tries+1 >= drillTries {
			c.State, c.Due = signal.Failed, time.Time{}
		}
	}
	return d.Store.SettleDrillCall(ctx, c)
}
