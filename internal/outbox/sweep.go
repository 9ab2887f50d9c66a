package outbox

import (
	"context"
	"sync"
	"time"
)

const (
	// tick is how often the sweep looks, and how often a process says that it lives.
	tick = time.Second
	// sweepers bounds how many deliveries the sweep makes at once.
	sweepers = 16
	// handful bounds how many strays one look takes.
	handful = 200
)

// running is what Start started beside River, in the order in which Stop ends it: the looks for strays, the deliveries
// of those that were found, and last the beat, by which others see that we still hold what we deliver.
type running struct {
	endLook, endWork, endBeat context.CancelFunc
	looks, works, beats       sync.WaitGroup
}

func (q *Queue) run(ctx context.Context) *running {
	r := &running{}
	var look, work, beat context.Context
	look, r.endLook = context.WithCancel(ctx)
	work, r.endWork = context.WithCancel(ctx)
	beat, r.endBeat = context.WithCancel(ctx)
	r.beats.Go(func() { every(beat, q.beat) })
	r.looks.Go(func() { every(look, func(look context.Context) { q.sweep(look, work, &r.works) }) })
	return r
}

// every does something at once and then each second, until ctx ends.
func every(ctx context.Context, do func(context.Context)) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for ctx.Err() == nil {
		do(ctx)
		select {
		case <-ctx.Done():
		case <-ticker.C:
		}
	}
}

// sweep makes one look and begins to deliver what it finds, as far as there are free hands; the rest is found again.
func (q *Queue) sweep(look, work context.Context, works *sync.WaitGroup) {
	q.settleKept(look)
	ctx, cancel := context.WithTimeout(look, attemptTimeout)
	defer cancel()
	ids, err := q.store.Stray(ctx, q.store.Now(), handful)
	if err != nil {
		if look.Err() == nil {
			q.log.WarnContext(ctx, "no look for deliveries that nobody works on")
		}
		return
	}
	q.pulse.turned(time.Now())
	for _, id := range ids {
		select {
		case q.slots <- struct{}{}:
		default:
			return
		}
		if !q.pulse.begin(id) {
			<-q.slots
			continue
		}
		works.Go(func() {
			defer func() { q.pulse.finish(id); <-q.slots }()
			q.attempt(work, id)
		})
	}
}

// settleKept writes down outcomes that could not be written down when they were known. Until that has worked we hold
// the claim, so nobody repeats what has arrived.
func (q *Queue) settleKept(ctx context.Context) {
	for id, out := range q.pulse.kept() {
		short, cancel := context.WithTimeout(ctx, settleTimeout)
		err := q.store.Settle(short, id, q.owner, out)
		cancel()
		if !settledFor(err) {
			if ctx.Err() == nil {
				q.log.WarnContext(ctx, "outcome of a delivery still not written down", "delivery", id)
			}
			continue
		}
		q.pulse.forget(id)
		q.tellSettled(id)
	}
}

// beat says that this process lives.
func (q *Queue) beat(ctx context.Context) {
	short, cancel := context.WithTimeout(ctx, 3*tick)
	defer cancel()
	if err := q.store.Beat(short, q.owner); err != nil && ctx.Err() == nil {
		q.log.WarnContext(ctx, "this process could not say that it lives")
	}
}
