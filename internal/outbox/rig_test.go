package outbox

import (
	"context"
	"crypto/rand"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/signal"
)

// where a store lies: a PostgreSQL database, or with "" a SQLite file beside the keys in dir.
type where struct{ url, dir string }

func (w where) open(ctx context.Context, now func() time.Time) (*casestore.Store, error) {
	keys, err := seal.OpenKeyset(filepath.Join(w.dir, "master.key"))
	if err != nil {
		return nil, err
	}
	return casestore.Open(ctx, w.url, w.dir, keys, casestore.Options{Now: now})
}

// onBoth runs a test on either database.
func onBoth(t *testing.T, test func(t *testing.T, w where)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, where{dir: t.TempDir()})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, where{url: servertest.Postgres(t), dir: t.TempDir()})
	})
}

// rig is a store with a queue on it, and what tests wait for.
type rig struct {
	*Queue
	store   *casestore.Store
	calls   chan signal.Delivery // each attempt, as it begins
	settled chan int64           // each outcome that was written down
}

// newRig makes a queue that is not started. Its deliveries go to deliver, after the test was told of them.
func newRig(t testing.TB, w where, opts Options, now func() time.Time, deliver DeliverFunc) *rig {
	t.Helper()
	store, err := w.open(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	q, err := New(store, opts)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{Queue: q, store: store, calls: make(chan signal.Delivery, 1000), settled: make(chan int64, 1000)}
	store.SetEnqueue(q.Enqueue)
	q.settled = func(id int64) { r.settled <- id }
	q.Handle(func(ctx context.Context, d signal.Delivery) Result {
		r.calls <- d
		return deliver(ctx, d)
	})
	return r
}

func (r *rig) start(t testing.TB) {
	t.Helper()
	if err := r.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Errorf("stopping the queue: %v", err)
		}
	})
}

// limit is how long a test waits for what must come; it is long, and only a broken queue needs it.
const limit = 30 * time.Second

// wait gives the next value of a channel.
func wait[T any](t testing.TB, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(limit):
		t.Fatalf("%s did not come", what)
		panic("unreachable")
	}
}

// alert opens a case with one message to deliver and gives that one's number.
func alert(t testing.TB, s *casestore.Store, u signal.Urgency, kind signal.DeliveryKind) int64 {
	t.Helper()
	id, _, err := file(t.Context(), s, rand.Text(), u, kind)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func file(ctx context.Context, s *casestore.Store, draft string, u signal.Urgency, kind signal.DeliveryKind) (id int64, ref signal.Ref, err error) {
	opened, err := s.Open(ctx, casestore.Opening{
		Draft:   signal.Draft{ID: signal.DraftID(draft), Said: []signal.Said{{ID: "1", Text: "помощ"}}},
		Reading: signal.Reading{Urgency: u, Lang: "bg"},
		Sent:    true,
	}, func(tx *casestore.Tx) (err error) {
		id, _, err = tx.Enqueue(signal.Delivery{Unit: "ozd-vidin", Kind: kind, Step: 1, Officer: "o-4", Endpoint: "telegram"})
		return err
	})
	return id, opened.Ref, err
}

func (r *rig) state(t testing.TB, id int64) signal.Delivery {
	t.Helper()
	d, err := r.store.Delivery(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func sent(context.Context, signal.Delivery) Result { return Result{State: signal.Sent, Message: "m"} }

func exec(t testing.TB, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
