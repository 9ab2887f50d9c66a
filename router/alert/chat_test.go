package alert

import (
	"testing"

	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/internal/telegram"
)

// TestStoreThatIsAwayIsNoOfficerGone looks for a chat where there is none, and where nobody can say.
func TestStoreThatIsAwayIsNoOfficerGone(t *testing.T) {
	store := openStore(t)
	c := &Courier{Store: store, Telegram: &telegram.Client{}}
	if _, failed := c.chatOf(t.Context(), "ozd", "o-1"); failed == nil || *failed != (Result{State: signal.Failed, Cause: "officer_gone"}) {
		t.Errorf("an officer who is gone: %+v, want failed", failed)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if _, failed := c.chatOf(t.Context(), "ozd", "o-1"); failed == nil || failed.State != signal.Delayed {
		t.Errorf("a store that is away: %+v, want delayed", failed)
	}
}
