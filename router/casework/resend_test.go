package casework_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
)

// TestResendIsForWhoMaySee gives an alert up and sends it again: another unit may not, and nobody who stepped aside is
// told by it.
func TestResendIsForWhoMaySee(t *testing.T) {
	bothStores(t, func(t *testing.T, n *night) {
		n.act(strings.Fields("case A urgent neglect LOV33"))
		unfinished, err := n.store.Unfinished(t.Context(), 0)
		if err != nil || len(unfinished) == 0 {
			t.Fatal("no alert waits", err)
		}
		alert := unfinished[0]
		if _, ok, err := n.store.Claim(t.Context(), alert.ID, "night"); err != nil || !ok {
			t.Fatal(ok, err)
		}
		if err := n.store.Settle(t.Context(), alert.ID, "night", casestore.Outcome{State: signal.Failed, Cause: "telegram_blocked"}); err != nil {
			t.Fatal(err)
		}
		own := casework.Officer{Unit: alert.Unit, ID: "api", Role: "api"}
		if err := n.desk.Resend(t.Context(), casework.Officer{Unit: "ozd-lovech", ID: "l-1", Role: "duty"}, alert.ID); !errors.Is(err, casestore.ErrNotFound) {
			t.Errorf("another unit sends it again: %v", err)
		}
		if err := n.desk.Resend(t.Context(), own, alert.ID); err != nil {
			t.Errorf("the unit sends it again: %v", err)
		}
		if d, err := n.store.Delivery(t.Context(), alert.ID); err != nil || d.State != signal.Queued {
			t.Errorf("sent again it is %s (%v), want queued", d.State, err)
		}
		if err := n.desk.StepAside(t.Context(), casework.Officer{Unit: alert.Unit, ID: alert.Officer, Role: "duty"}, alert.Ref, ""); err != nil {
			t.Fatal(err)
		}
		if err := n.desk.Resend(t.Context(), own, alert.ID); !errors.Is(err, casestore.ErrNotFound) {
			t.Errorf("it goes to who stepped aside: %v", err)
		}
	})
}
