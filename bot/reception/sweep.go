package reception

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/session"
)

// sweepEvery is how often silent chats are looked at; their deadlines are half an hour and a day.
const sweepEvery = 15 * time.Second

// Sweep looks after silent chats until ctx ends: what is urgent and was not sent becomes a case, the rest is
// forgotten and hidden after a day. It reports the faults it meets and goes on.
func (r *Reception) Sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if _, err := r.SweepOnce(ctx); err != nil && ctx.Err() == nil {
			r.Log.Warn("silent chats could not be looked after", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// SweepOnce visits the chats whose deadline has come and tells how many.
func (r *Reception) SweepOnce(ctx context.Context) (int, error) {
	return r.Sessions.Sweep(ctx, r.Now(), r.visit)
}

// visit lets the engine decide about one silent chat.
func (r *Reception) visit(ctx context.Context, key session.Key) error {
	now := r.Now()
	t := &turn{key: key, event: conversation.Event{ID: fmt.Sprintf("silence:%d", now.Unix()/60), At: now, Silence: true}}
	_, err := r.Sessions.Do(ctx, key, t.event.ID, func(prev []byte) (session.Plan, error) {
		rec, err := readRecord(prev)
		if err != nil || prev == nil {
			return session.Plan{}, err
		}
		t.way, t.draft = rec.Way, rec.Talk.Draft.ID
		return r.plan(prev, t)
	})
	if err != nil {
		return err
	}
	deliverer, ok := r.ways[t.way.Channel]
	if !ok {
		return nil
	}
	if t.hide {
		r.hide(ctx, key, elsewhere{deliverer, t.way.Address})
	}
	ids, err := deliverer.Deliver(ctx, t.way.Address, t.said)
	r.Sessions.Note(key, ids...)
	if err != nil && !errors.Is(err, context.Canceled) {
		r.Log.Warn("a silent chat could not be told", "err", err)
	}
	return nil
}
