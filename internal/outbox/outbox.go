package outbox

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// attemptTimeout is how long one attempt to deliver may take, our own bookkeeping included.
const attemptTimeout = 15 * time.Second

// Result is what became of one attempt to deliver.
type Result struct {
	// State is Sent, Delayed (try again), Failed (for good) or Dropped (not needed any more).
	State signal.DeliveryState
	// Cause says why it is delayed or failed: a short code of ours ("429", "blocked", "timeout"), no words of others.
	Cause string
	// RetryAfter is how long the far side asks us to wait; 0 leaves it to the queue, which waits longer each time.
	RetryAfter time.Duration
	// Message is the far side's id of the message, for a later edit.
	Message string
	// Doubtful says that it may have arrived though nobody said so (the connection broke after it was sent).
	Doubtful bool
}

// DeliverFunc makes one attempt. d.Doubtful says that an earlier attempt may have arrived, so that this is a repeat
// and must say so. Its context ends after 15 seconds. It is called by many goroutines at once.
type DeliverFunc func(ctx context.Context, d signal.Delivery) Result

// Options are what a queue may be told. The zero value works.
type Options struct {
	// Log gets what the queue cannot do; nil is silence.
	Log *slog.Logger
	// Chance gives numbers from 0 to 1 by which waits are spread; nil is the system's.
	Chance func() float64
	// Workers is how many alerts may be on their way at once; 0 is 32. Deliveries wait on the network and not for us.
	Workers int
}

// Queue delivers. It is safe for concurrent use.
type Queue struct {
	store   *casestore.Store
	river   *river.Client[*sql.Tx]
	deliver DeliverFunc
	owner   string // of claims; a name drawn for this process
	log     *slog.Logger
	chance  func() float64
	pulse   pulse
	slots   chan struct{}  // bounds what the sweep delivers by itself
	settled func(id int64) // called after an outcome was written down; nil but in tests

	mu      sync.Mutex // guards running
	running *running   // nil: not started, or stopped
}

// New makes a queue over the jobs' tables of the store, which the store has migrated. It delivers nothing before Start.
func New(store *casestore.Store, opts Options) (*Queue, error) {
	q := &Queue{store: store, owner: rand.Text(), log: opts.Log, chance: opts.Chance, slots: make(chan struct{}, sweepers)}
	if q.log == nil {
		q.log = slog.New(slog.DiscardHandler)
	}
	if q.chance == nil {
		q.chance = mathrand.Float64
	}
	workers := opts.Workers
	if workers <= 0 {
		workers = 32
	}
	client, err := q.client(workers)
	if err != nil {
		return nil, fmt.Errorf("making the job queue: %w", err)
	}
	q.river = client
	return q, nil
}

// Handle says how a delivery is made. It is to be called before Start.
func (q *Queue) Handle(deliver DeliverFunc) { q.deliver = deliver }

// Start begins to deliver, first of all what a process before this one left behind. With SQLite it fails when another
// process serves the same data folder. ctx bounds the start alone; Stop ends what was started.
func (q *Queue) Start(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.deliver == nil {
		return errors.New("starting the outbox: nobody delivers; Handle comes before Start")
	}
	if q.running != nil {
		return errors.New("starting the outbox: it was started already")
	}
	if err := q.store.TakeOver(ctx, q.owner); err != nil {
		return fmt.Errorf("starting the outbox: %w", err)
	}
	if err := q.resetRunning(ctx); err != nil {
		return errors.Join(fmt.Errorf("starting the outbox: %w", err), q.store.HandOver(ctx, q.owner))
	}
	// River would break everything off when the context of Start ends; Stop does that, once patience is out.
	if err := q.river.Start(context.WithoutCancel(ctx)); err != nil {
		return errors.Join(fmt.Errorf("starting the job queue: %w", err), q.store.HandOver(ctx, q.owner))
	}
	q.running = q.run(context.WithoutCancel(ctx))
	return nil
}

// Stop takes no new deliveries, waits for those on their way, and when ctx ends first breaks them off: what was broken
// off is delivered by whoever starts next. It may be called twice, and without Start. A stopped queue does not start
// again; another may be made on the same store.
func (q *Queue) Stop(ctx context.Context) error {
	q.mu.Lock()
	r := q.running
	q.running = nil
	q.mu.Unlock()
	if r == nil {
		return nil
	}
	r.endLook()
	r.looks.Wait()
	soft := q.river.Stop(ctx)
	if soft != nil { // out of patience: this breaks jobs off and waits until they are gone
		soft = fmt.Errorf("stopping the job queue: %w", errors.Join(soft, q.river.StopAndCancel(context.WithoutCancel(ctx))))
	}
	breakOff := context.AfterFunc(ctx, r.endWork)
	r.works.Wait()
	breakOff()
	r.endWork()
	ctx = context.WithoutCancel(ctx)
	q.settleKept(ctx)
	r.endBeat()
	r.beats.Wait()
	return errors.Join(soft, q.store.HandOver(ctx, q.owner))
}

// Healthy says nil while the queue turns: it was started, and within the last seconds it has asked the case store for
// what nobody works on and got an answer.
func (q *Queue) Healthy() error {
	q.mu.Lock()
	running := q.running != nil
	q.mu.Unlock()
	if !running {
		return errors.New("the outbox is not running")
	}
	return q.pulse.healthy(time.Now())
}
