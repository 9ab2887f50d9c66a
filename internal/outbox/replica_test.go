package outbox

import (
	"testing"

	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/signal"
)

// TestReplicasShare lets three replicas work on one PostgreSQL: each alert is delivered by one of them, once, and a
// replica that starts takes nothing from those that run.
func TestReplicasShare(t *testing.T) {
	t.Parallel()
	const alerts = 60
	w := where{url: servertest.Postgres(t), dir: t.TempDir()}
	rigs := make([]*rig, 3)
	for i := range rigs {
		rigs[i] = newRig(t, w, Options{}, nil, sent)
	}
	rigs[0].start(t)
	rigs[1].start(t)
	for n := range alerts {
		if n == alerts/2 {
			rigs[2].start(t)
		}
		alert(t, rigs[n%2].store, signal.Urgent, signal.AlertNew)
	}
	calls := map[int64]int{}
	for range alerts {
		select {
		case id := <-rigs[0].settled:
			calls[id]++
		case id := <-rigs[1].settled:
			calls[id]++
		case id := <-rigs[2].settled:
			calls[id]++
		case <-t.Context().Done():
			t.Fatal("the time is up")
		}
	}
	for _, r := range rigs {
		if err := r.Stop(t.Context()); err != nil {
			t.Errorf("stopping: %v", err)
		}
		for len(r.settled) > 0 {
			calls[<-r.settled]++
		}
	}
	if len(calls) != alerts {
		t.Errorf("%d alerts were delivered, want %d", len(calls), alerts)
	}
	for id, n := range calls {
		if n != 1 {
			t.Errorf("alert %d was delivered %d times", id, n)
		}
	}
}
