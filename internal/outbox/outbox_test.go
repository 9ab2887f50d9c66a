package outbox

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/chuyme/chuyme/internal/signal"
)

func TestMain(m *testing.M) {
	if os.Getenv(child) != "" {
		os.Exit(childMain())
	}
	goleak.VerifyTestMain(m)
}

func TestDelivers(t *testing.T) {
	onBoth(t, func(t *testing.T, w where) {
		r := newRig(t, w, Options{}, nil, sent)
		if err := r.Healthy(); err == nil {
			t.Error("healthy before it was started")
		}
		r.start(t)
		id := alert(t, r.store, signal.Crisis, signal.AlertNew)
		call := wait(t, r.calls, "the delivery")
		if call.ID != id || call.State != signal.Sending || call.Attempt != 1 || call.Doubtful || call.Officer != "o-4" {
			t.Errorf("got %+v, want the first attempt of %d", call, id)
		}
		wait(t, r.settled, "its outcome")
		if d := r.state(t, id); d.State != signal.Sent || d.Message != "m" {
			t.Errorf("got %+v, want it sent", d)
		}
		if err := r.Healthy(); err != nil {
			t.Errorf("while it turns: %v", err)
		}
		if err := r.Start(t.Context()); err == nil {
			t.Error("started twice")
		}
		for range 2 {
			if err := r.Stop(t.Context()); err != nil {
				t.Errorf("stopping: %v", err)
			}
		}
		if err := r.Healthy(); err == nil {
			t.Error("healthy after it was stopped")
		}
	})
}

func TestTriesAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, w where) {
		r := newRig(t, w, Options{}, nil, func(_ context.Context, d signal.Delivery) Result {
			switch d.Attempt {
			case 1:
				return Result{State: signal.Delayed, Cause: "429", RetryAfter: 30 * time.Millisecond}
			case 2:
				panic("a word of others")
			}
			return Result{State: signal.Sent}
		})
		r.start(t)
		id := alert(t, r.store, signal.Urgent, signal.AlertNew)
		for attempt, doubtful := range []bool{false, false, true} {
			call := wait(t, r.calls, "an attempt")
			if call.Attempt != attempt+1 || call.Doubtful != doubtful {
				t.Errorf("attempt %d: got %d, doubtful %v; want doubtful %v", attempt+1, call.Attempt, call.Doubtful, doubtful)
			}
			wait(t, r.settled, "its outcome")
		}
		if d := r.state(t, id); d.State != signal.Sent || d.Repeats != 1 {
			t.Errorf("got %s with %d repeats, want sent with one", d.State, d.Repeats)
		}
	})
}

func TestNothingLeavesWhatWasRolledBack(t *testing.T) {
	onBoth(t, func(t *testing.T, w where) {
		r := newRig(t, w, Options{}, nil, sent)
		stop := errors.New("stop")
		r.store.SetEnqueue(func(ctx context.Context, tx *sql.Tx, ids []int64) error {
			return errors.Join(r.Enqueue(ctx, tx, ids), stop) // the last thing before the commit
		})
		if _, _, err := file(t.Context(), r.store, "rolled back", signal.Crisis, signal.AlertNew); !errors.Is(err, stop) {
			t.Fatal(err)
		}
		r.store.SetEnqueue(r.Enqueue)
		alert(t, r.store, signal.Standard, signal.AlertNew)
		var jobs int
		if err := r.store.Writer().QueryRowContext(t.Context(), `select count(*) from river_job`).Scan(&jobs); err != nil {
			t.Fatal(err)
		}
		if jobs != 1 {
			t.Errorf("%d jobs for the one delivery that was committed", jobs)
		}
	})
}

// TestCrisisGoesFirst lets one worker choose among what has waited; the clock stands, so the sweep finds no strays.
func TestCrisisGoesFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, w where) {
		still := time.Now()
		r := newRig(t, w, Options{Workers: 1}, func() time.Time { return still }, sent)
		for range 40 {
			alert(t, r.store, signal.Standard, signal.AlertNew)
		}
		id := alert(t, r.store, signal.Crisis, signal.AlertNew)
		r.start(t)
		if first := wait(t, r.calls, "the first delivery"); first.ID != id {
			t.Errorf("delivery %d went first, want the crisis %d", first.ID, id)
		}
	})
}

// TestLinesAreApart lets everything but alerts hang.
func TestLinesAreApart(t *testing.T) {
	onBoth(t, func(t *testing.T, w where) {
		still, free := time.Now(), make(chan struct{})
		r := newRig(t, w, Options{Workers: 4}, func() time.Time { return still }, func(ctx context.Context, d signal.Delivery) Result {
			if d.Kind != signal.AlertNew {
				select {
				case <-free:
				case <-ctx.Done():
				}
			}
			return Result{State: signal.Sent}
		})
		r.start(t)
		for range 10 {
			alert(t, r.store, signal.Crisis, signal.AlertUpdated)
		}
		for range 4 / 2 {
			wait(t, r.calls, "an update that hangs")
		}
		id := alert(t, r.store, signal.Standard, signal.AlertNew)
		if call := wait(t, r.calls, "the alert"); call.ID != id {
			t.Errorf("delivery %d came, want the alert %d", call.ID, id)
		}
		close(free)
	})
}

// TestWhatWasLeftBehind plays a process that was killed while it was sending, and one that was killed before River
// heard of a delivery.
func TestWhatWasLeftBehind(t *testing.T) {
	onBoth(t, func(t *testing.T, w where) {
		before, err := w.open(t.Context(), func() time.Time { return time.Now().Add(-time.Minute) })
		if err != nil {
			t.Fatal(err)
		}
		if err := before.TakeOver(t.Context(), "dead"); err != nil {
			t.Fatal(err)
		}
		held := alert(t, before, signal.Standard, signal.AlertNew)
		queued := alert(t, before, signal.Standard, signal.AlertNew)
		if _, ok, err := before.Claim(t.Context(), held, "dead"); !ok || err != nil {
			t.Fatal(ok, err)
		}
		exec(t, before.Writer(), `update processes set beat = 1`) // it has not been heard of since
		if err := before.Close(); err != nil {
			t.Fatal(err)
		}
		r := newRig(t, w, Options{}, nil, sent)
		r.start(t)
		doubtful := map[int64]bool{}
		for range 2 {
			call := wait(t, r.calls, "what was left behind")
			doubtful[call.ID] = call.Doubtful
		}
		if d, ok := doubtful[held]; !ok || !d {
			t.Errorf("what was being sent: came %v, doubtful %v; want both", ok, d)
		}
		if d, ok := doubtful[queued]; !ok || d {
			t.Errorf("what was queued: came %v, doubtful %v; want it, not doubtful", ok, d)
		}
		wait(t, r.settled, "an outcome")
		wait(t, r.settled, "an outcome")
	})
}

// TestOutcomeIsKept lets the store refuse to write down that an alert was sent.
func TestOutcomeIsKept(t *testing.T) {
	told := make(said, 100)
	r := newRig(t, where{dir: t.TempDir()}, Options{Log: slog.New(told)}, nil, sent)
	exec(t, r.store.Writer(), `create trigger full before update on deliveries when new.state = 'sent'
		begin select raise(abort, 'disk full'); end`)
	r.start(t)
	id := alert(t, r.store, signal.Crisis, signal.AlertNew)
	if got := wait(t, told, "a complaint"); got != "outcome of a delivery not written down" {
		t.Errorf("the log said %q", got)
	}
	wait(t, told, "a second complaint, of the sweep")
	if err := r.Healthy(); err == nil {
		t.Error("healthy with an outcome that is not written down")
	}
	exec(t, r.store.Writer(), `drop trigger full`)
	if got := wait(t, r.settled, "the outcome"); got != id {
		t.Errorf("settled %d, want %d", got, id)
	}
	if d := r.state(t, id); d.State != signal.Sent || d.Attempt != 1 || d.Repeats != 0 {
		t.Errorf("got %+v, want it sent by the first attempt", d)
	}
}

// said is a log that hands on each message.
type said chan string

func (said) Enabled(context.Context, slog.Level) bool        { return true }
func (s said) Handle(_ context.Context, r slog.Record) error { s <- r.Message; return nil }
func (s said) WithAttrs([]slog.Attr) slog.Handler            { return s }
func (s said) WithGroup(string) slog.Handler                 { return s }

// TestStopBreaksOff stops while a delivery hangs and patience is out.
func TestStopBreaksOff(t *testing.T) {
	onBoth(t, func(t *testing.T, w where) {
		r := newRig(t, w, Options{}, nil, func(ctx context.Context, _ signal.Delivery) Result {
			<-ctx.Done()
			return Result{State: signal.Delayed, Cause: "stopped", Doubtful: true}
		})
		r.start(t)
		id := alert(t, r.store, signal.Crisis, signal.AlertNew)
		wait(t, r.calls, "the delivery")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := r.Stop(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("stopping: %v", err)
		}
		if d := r.state(t, id); d.State != signal.Delayed || d.Cause != "stopped" {
			t.Errorf("got %s, %q; want it delayed, because it was stopped", d.State, d.Cause)
		}
	})
}

func TestTwoServersOnOneFolder(t *testing.T) {
	w := where{dir: t.TempDir()}
	newRig(t, w, Options{}, nil, sent).start(t)
	other := newRig(t, w, Options{}, nil, sent)
	if err := other.Start(t.Context()); err == nil {
		t.Error("a second server began on the same folder")
	}
}
