package outbox

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// settleTimeout is how long we try to write down what became of an attempt, even while everything is being stopped.
const settleTimeout = 10 * time.Second

// worker runs the queue's jobs.
type worker struct {
	river.WorkerDefaults[job]
	q *Queue
}

// Work delivers, or puts the job off until the delivery is due again. It returns no error of ours or of others, because
// River would keep its text.
func (w *worker) Work(ctx context.Context, j *river.Job[job]) error {
	if wait := w.q.attempt(ctx, j.Args.Delivery); wait > 0 {
		return river.JobSnooze(wait)
	}
	return nil
}

// attempt claims a delivery, makes one attempt and writes down what became of it. wait is how long until the next
// attempt; 0: this delivery needs no call any more.
func (q *Queue) attempt(ctx context.Context, id int64) (wait time.Duration) {
	d, ok, err := q.store.Claim(ctx, id, q.owner)
	if err != nil {
		if errors.Is(err, casestore.ErrNotFound) {
			return 0
		}
		q.log.WarnContext(ctx, "delivery not claimed", "delivery", id)
		return time.Second
	}
	if !ok {
		if d.State == signal.Delayed { // somebody else has tried it
			return max(d.NextTry.Sub(q.store.Now()), time.Millisecond)
		}
		return 0
	}
	out, wait := q.outcome(d, q.try(ctx, d))
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	switch err := q.store.Settle(ctx, id, q.owner, out); {
	case errors.Is(err, casestore.ErrConflict):
		q.log.WarnContext(ctx, "delivery settled by another process meanwhile", attrs(d)...)
		return 0
	case err != nil:
		// It stays claimed by us, so nobody repeats it; the sweep writes it down once the case store answers.
		q.log.ErrorContext(ctx, "outcome of a delivery not written down", attrs(d)...)
		q.pulse.keep(d, out)
		return 0
	}
	q.tellSettled(id)
	return wait
}

// tellSettled is what tests wait for.
func (q *Queue) tellSettled(id int64) {
	if q.settled != nil {
		q.settled(id)
	}
}

// try makes the attempt. A panic is an attempt that failed, and may have arrived.
func (q *Queue) try(ctx context.Context, d signal.Delivery) (r Result) {
	defer func() {
		if p := recover(); p != nil {
			// The panic's text may hold words of others.
			q.log.ErrorContext(ctx, "panic while delivering", attrs(d)...)
			r = Result{State: signal.Delayed, Cause: "panic", Doubtful: true}
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	return q.deliver(ctx, d)
}

// outcome is what is written down for a result, and how long until the next attempt.
func (q *Queue) outcome(d signal.Delivery, r Result) (out casestore.Outcome, wait time.Duration) {
	out = casestore.Outcome{State: r.State, Cause: r.Cause, Message: r.Message, Doubtful: r.Doubtful}
	switch r.State {
	case signal.Sent, signal.Failed, signal.Dropped:
		return out, 0
	case signal.Delayed:
	default:
		out.State, out.Cause, out.Doubtful = signal.Delayed, "no result", true
	}
	now := q.store.Now()
	if now.Sub(d.Created) >= giveUpAfter {
		out.State, out.Cause = signal.Failed, "gave up: "+out.Cause
		return out, 0
	}
	if wait = r.RetryAfter; wait <= 0 {
		wait = backoff(d.Attempt, q.chance())
	}
	out.NextTry = now.Add(wait)
	return out, wait
}

// attrs are what may be logged of a delivery.
func attrs(d signal.Delivery) []any {
	return []any{slog.Int64("delivery", d.ID), slog.String("ref", string(d.Ref)), slog.String("unit", d.Unit),
		slog.String("kind", string(d.Kind)), slog.Int("step", d.Step), slog.Int("attempt", d.Attempt)}
}
