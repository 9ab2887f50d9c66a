package casestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/chuyme/chuyme/internal/casestore/postgres"
	"github.com/chuyme/chuyme/internal/casestore/sqlite"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

// EnqueueFunc puts the deliveries of these ids into the queue, inside the transaction that made them.
type EnqueueFunc func(ctx context.Context, tx *sql.Tx, deliveryIDs []int64) error

// Options are what a store may be told. The zero value works.
type Options struct {
	// Now is the clock of everything that is decided or written down; nil is time.Now.
	Now func() time.Time
	// Enqueue is called at the end of each transaction that added deliveries; see SetEnqueue.
	Enqueue EnqueueFunc
	// Keep says how long a case is kept once it is closed; nil keeps each five years. Zero keeps it for ever.
	Keep func(signal.Case) time.Duration
	// Log gets what nobody can be told; nil is silence.
	Log *slog.Logger
}

// fiveYears is how long a closed case is kept unless the operator says otherwise, leap days included.
const fiveYears = 5*365*24*time.Hour + 2*24*time.Hour

// driver is what the two databases do differently.
type driver interface {
	Name() string
	Writer() *sql.DB
	Reader() *sql.DB
	ListenerPool() *pgxpool.Pool
	NextID() string
	ForUpdate() string
	Clock() string
	Stale() string
	Beats() bool
	TakeOver() (release func() error, err error)
	Scrub(ctx context.Context) error
	Unavailable(err error) bool
	Again(err error) bool
	Close() error
}

// Store is the register of cases. It is safe for concurrent use, also by several processes on one database.
type Store struct {
	db      driver
	keys    *seal.Keyset
	now     func() time.Time
	keep    func(signal.Case) time.Duration
	log     *slog.Logger
	enqueue atomic.Pointer[EnqueueFunc]

	mu      sync.Mutex // guards release
	release func() error
}

// Open opens the case store: the PostgreSQL database of databaseURL, or with "" the SQLite file in dataDir, which is
// made if need be. Tables are brought to the newest form, under a lock, so that several may start at once.
func Open(ctx context.Context, databaseURL, dataDir string, keys *seal.Keyset, opts Options) (*Store, error) {
	s := &Store{keys: keys, now: opts.Now, keep: opts.Keep, log: opts.Log}
	if s.now == nil {
		s.now = time.Now
	}
	if s.keep == nil {
		s.keep = func(signal.Case) time.Duration { return fiveYears }
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.SetEnqueue(opts.Enqueue)
	var err error
	if databaseURL == "" {
		s.db, err = asDriver(sqlite.Open(ctx, dataDir))
	} else {
		s.db, err = asDriver(postgres.Open(ctx, databaseURL))
	}
	if err != nil {
		return nil, fmt.Errorf("opening the case store: %w", err)
	}
	return s, nil
}

// asDriver keeps a nil *Driver from becoming a driver that is not nil.
func asDriver[D driver](d D, err error) (driver, error) {
	if err != nil {
		return nil, err
	}
	return d, nil
}

// SetEnqueue says how deliveries get into the queue. Without it they are found by whoever asks for Stray. It is to be
// called before the store is used to serve.
func (s *Store) SetEnqueue(f EnqueueFunc) { s.enqueue.Store(&f) }

// Writer is the pool that writes, for the job queue. With SQLite it is one connection: inside a transaction nobody
// may ask it for a second.
func (s *Store) Writer() *sql.DB { return s.db.Writer() }

// Dialect is "sqlite" or "postgres".
func (s *Store) Dialect() string { return s.db.Name() }

// ListenerPool is the pool on which the job queue listens for notifications; nil with SQLite.
func (s *Store) ListenerPool() *pgxpool.Pool { return s.db.ListenerPool() }

// Now is the store's clock.
func (s *Store) Now() time.Time { return s.now() }

// Ping asks the database whether it answers.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	if err := s.db.Reader().QueryRowContext(ctx, `select 1`).Scan(&one); err != nil {
		return s.fault("asking the case store", err)
	}
	return nil
}

// Close gives back what TakeOver took and closes the database. It may be called twice.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if s.release != nil {
		err, s.release = s.release(), nil
	}
	return errors.Join(err, s.db.Close())
}
