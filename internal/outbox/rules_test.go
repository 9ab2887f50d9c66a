package outbox

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

func TestBackoff(t *testing.T) {
	for _, c := range []struct {
		attempt int
		chance  float64
		want    time.Duration
	}{
		{1, 0.5, time.Second},
		{1, 0, 800 * time.Millisecond},
		{1, 1, 1200 * time.Millisecond},
		{2, 0.5, 2 * time.Second},
		{6, 0.5, 32 * time.Second},
		{7, 0.5, time.Minute},
		{1000, 0.5, time.Minute},
		{0, 0.5, time.Minute},
	} {
		if got := backoff(c.attempt, c.chance); got.Round(time.Millisecond) != c.want {
			t.Errorf("{%d, %v, %v}", c.attempt, c.chance, got)
		}
	}
}

func TestPlace(t *testing.T) {
	for _, c := range []struct {
		kind signal.DeliveryKind
		u    signal.Urgency
		line string
		prio int
	}{
		{signal.AlertNew, signal.Crisis, lineAlerts, 1},
		{signal.AlertNew, signal.NotASignal, lineAlerts, 4},
		{signal.NudgeOfficer, signal.Urgent, lineAlerts, 2},
		{signal.ToReporter, signal.Standard, lineReporter, 3},
		{signal.AlertTaken, signal.Crisis, lineRest, 1},
		{"something new", "unheard of", lineRest, 4},
	} {
		if line, prio := place(c.kind, c.u); line != c.line || prio != c.prio {
			t.Errorf("{%s, %s, %s, %d}", c.kind, c.u, line, prio)
		}
	}
}

func TestOutcome(t *testing.T) {
	r := newRig(t, where{dir: t.TempDir()}, Options{Chance: func() float64 { return 0.5 }}, nil, sent)
	now := r.store.Now()
	fresh, old := now.Add(-time.Hour), now.Add(-25*time.Hour)
	for _, c := range []struct {
		name    string
		created time.Time
		result  Result
		state   signal.DeliveryState
		cause   string
		wait    time.Duration
	}{
		{"sent", fresh, Result{State: signal.Sent}, signal.Sent, "", 0},
		{"failed", fresh, Result{State: signal.Failed, Cause: "blocked"}, signal.Failed, "blocked", 0},
		{"delayed", fresh, Result{State: signal.Delayed, Cause: "502"}, signal.Delayed, "502", 4 * time.Second},
		{"asked to wait", fresh, Result{State: signal.Delayed, Cause: "429", RetryAfter: 17 * time.Second}, signal.Delayed, "429", 17 * time.Second},
		{"for a day", old, Result{State: signal.Delayed, Cause: "502"}, signal.Failed, "gave up: 502", 0},
		{"sent at last", old, Result{State: signal.Sent}, signal.Sent, "", 0},
		{"nothing", fresh, Result{}, signal.Delayed, "no result", 4 * time.Second},
	} {
		out, wait := r.outcome(signal.Delivery{Attempt: 3, Created: c.created}, c.result)
		if out.State != c.state || out.Cause != c.cause || wait != c.wait || (wait > 0) == out.NextTry.IsZero() {
			t.Errorf("%s: got %s, %q, %v, next %v; want %s, %q, %v", c.name, out.State, out.Cause, wait, out.NextTry, c.state, c.cause, c.wait)
		}
	}
}

func TestHealthy(t *testing.T) {
	var p pulse
	now := time.Date(2026, 11, 9, 12, 0, 0, 0, time.UTC)
	if p.healthy(now) == nil {
		t.Error("healthy before the first look")
	}
	p.turned(now)
	if err := p.healthy(now.Add(silence)); err != nil {
		t.Errorf("within the limit: %v", err)
	}
	if p.healthy(now.Add(silence+time.Second)) == nil {
		t.Error("healthy long after the last look")
	}
	p.keep(signal.Delivery{ID: 3}, casestore.Outcome{})
	if p.healthy(now) == nil {
		t.Error("healthy with an outcome that is not written down")
	}
	p.forget(3)
	if err := p.healthy(now); err != nil {
		t.Errorf("once it was written down: %v", err)
	}
}

// TestRiverLogSaysLittle gives the queue's log what River gives it.
func TestRiverLogSaysLittle(t *testing.T) {
	var out bytes.Buffer
	log := riverLog(slog.New(slog.NewTextHandler(&out, nil)))
	log.With("secret", "postgres://u:pw@h").WithGroup("g").Error("Job failed", "err", errors.New("password=pw"), "queue", "alerts", "args", `{"x":"pw"}`)
	log.Info("pw")
	if got := out.String(); strings.Contains(got, "pw") || !strings.Contains(got, "queue=alerts") || strings.Count(got, "\n") != 1 {
		t.Errorf("got %q, want one line with the queue and nothing secret", got)
	}
}
