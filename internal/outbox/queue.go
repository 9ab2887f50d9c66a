package outbox

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// The lines in which deliveries wait. What waits in one holds up nothing in another.
const (
	lineAlerts   = "alerts"
	lineReporter = "reporter"
	lineRest     = "rest"
)

// job is the wake-up call for one delivery. It is unique by its number and kept for an hour after it was done; what
// makes a delivery happen once is its row in the case store and not this. It never fails: what goes wrong is written
// down in the row, and the job is put off until the next attempt.
type job struct {
	Delivery int64 `json:"delivery" river:"unique"`
}

// Kind is the job's name in River's tables.
func (job) Kind() string { return "delivery" }

// client makes the River client for the store's database.
func (q *Queue) client(workers int) (*river.Client[*sql.Tx], error) {
	known := river.NewWorkers()
	if err := river.AddWorkerSafely(known, &worker{q: q}); err != nil {
		return nil, err
	}
	var driver riverdriver.Driver[*sql.Tx] = riversqlite.New(q.store.Writer())
	if pool := q.store.ListenerPool(); pool != nil {
		driver = riverdatabasesql.NewWithPgxListener(q.store.Writer(), pool)
	}
	return river.NewClient(driver, &river.Config{
		Logger:  riverLog(q.log),
		Workers: known,
		Queues: map[string]river.QueueConfig{
			lineAlerts:   {MaxWorkers: workers},
			lineReporter: {MaxWorkers: max(1, workers/2)},
			lineRest:     {MaxWorkers: max(1, workers/2)},
		},
		// SQLite has no notifications of its own: the pause between two looks is what an alert waits.
		FetchCooldown:     5 * time.Millisecond,
		FetchPollInterval: 200 * time.Millisecond,
		JobTimeout:        attemptTimeout,
		// Late, but the sweep is quick: this only cleans up jobs of processes that are gone.
		RescueStuckJobsAfter:        30 * time.Second,
		CompletedJobRetentionPeriod: time.Hour,
	})
}

// Enqueue puts deliveries into their lines, inside the transaction that made them. It is the case store's EnqueueFunc.
func (q *Queue) Enqueue(ctx context.Context, tx *sql.Tx, ids []int64) error {
	waiting, err := q.store.Waiting(ctx, tx, ids)
	if err != nil || len(waiting) == 0 {
		return err
	}
	now := q.store.Now()
	jobs := make([]river.InsertManyParams, len(waiting))
	for i, w := range waiting {
		jobs[i] = river.InsertManyParams{Args: job{Delivery: w.ID}, InsertOpts: insertOpts(w, now)}
	}
	if _, err := q.river.InsertManyTx(ctx, tx, jobs); err != nil {
		return fmt.Errorf("queueing deliveries: %w", err)
	}
	return nil
}

// insertOpts chooses the line and the place in it, and the moment for what is not to leave at once. now is the store's
// clock; River goes by the machine's, so only the difference counts.
func insertOpts(w casestore.Waiting, now time.Time) *river.InsertOpts {
	line, priority := place(w.Kind, w.Urgency)
	opts := &river.InsertOpts{Queue: line, Priority: priority, UniqueOpts: river.UniqueOpts{ByArgs: true}}
	if w.NextTry > 0 {
		if wait := time.UnixMilli(w.NextTry).Sub(now); wait > 0 {
			opts.ScheduledAt = time.Now().Add(wait)
		}
	}
	return opts
}

// place gives the line of a kind of message, and its priority there: 1 goes first, 4 last.
func place(kind signal.DeliveryKind, u signal.Urgency) (line string, priority int) {
	switch kind {
	case signal.AlertNew, signal.NudgeOfficer:
		line = lineAlerts
	case signal.ToReporter:
		line = lineReporter
	default:
		line = lineRest
	}
	switch u {
	case signal.Crisis:
		return line, 1
	case signal.Urgent:
		return line, 2
	case signal.Standard:
		return line, 3
	}
	return line, 4
}

// resetRunning sets jobs free that a process before this one had taken. With SQLite that is known, because TakeOver has
// proved that we are alone; with PostgreSQL they may be another replica's.
func (q *Queue) resetRunning(ctx context.Context) error {
	if q.store.Dialect() != "sqlite" {
		return nil
	}
	if _, err := q.store.Writer().ExecContext(ctx, `update river_job set state = 'available' where state = 'running'`); err != nil {
		return fmt.Errorf("setting free the jobs of the process before: %w", err)
	}
	return nil
}
