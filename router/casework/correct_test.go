package casework_test

import (
	"errors"
	"maps"
	"testing"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
)

// TestCorrectionKeepsNoWord corrects a case before and after it was taken, without and with its text, and looks what the
// log has in clear and what is sealed.
func TestCorrectionKeepsNoWord(t *testing.T) {
	bothStores(t, func(t *testing.T, n *night) {
		who := casework.Officer{Unit: "ozd-teteven", ID: "o-1", Role: "duty"}
		read := func(signal.Draft) signal.Reading {
			return signal.Reading{Urgency: signal.Urgent, Lang: "bg", Reasons: []signal.Reason{{Rule: "U1", Text: "удар"}}}
		}
		told, err := n.desk.Enter(t.Context(), who, casework.Entered{Key: "k", Source: "phone", Text: "чува се плач", Place: signal.Place{Municipality: "LOV33"}}, read)
		if err != nil {
			t.Fatal(err)
		}
		correct := func(u signal.Urgency, text bool) error {
			return n.desk.Correct(t.Context(), who, told.Ref, casework.Correction{Urgency: u, WithText: text},
				func(string) ([]string, string) { return []string{"noise", "crying", "noise"}, "tr" })
		}
		if err := correct(signal.Crisis, false); !errors.Is(err, casework.ErrNotTaken) {
			t.Errorf("before anybody took it: %v", err)
		}
		if _, err := n.desk.Acknowledge(t.Context(), who, told.Ref); err != nil {
			t.Fatal(err)
		}
		if err := correct("soon", false); !errors.Is(err, casework.ErrUrgency) {
			t.Errorf("no urgency: %v", err)
		}
		if err := correct(signal.Standard, false); err != nil {
			t.Fatal(err)
		}
		e := lastCorrection(t, n)
		want := map[string]string{"urgency": "standard", "was": "urgent", "rules": "U1", "concepts": "crying,noise", "lang": "tr"}
		if !maps.Equal(e.Data, want) || e.Sealed != nil {
			t.Errorf("kept %v, sealed %d bytes, want %v and nothing sealed", e.Data, len(e.Sealed), want)
		}
		if c, err := n.store.Case(t.Context(), told.Ref); err != nil || c.Urgency != signal.Urgent {
			t.Errorf("the case has become %s (%v)", c.Urgency, err)
		}
		if err := correct(signal.Crisis, true); err != nil {
			t.Fatal(err)
		}
		e = lastCorrection(t, n)
		opened, err := n.store.Entry(t.Context(), told.Ref, e.Seq)
		if err != nil || e.Data["urgency"] != "crisis" || e.Text != "" || opened.Text != "чува се плач" {
			t.Errorf("with its text: %v, in clear %q, opened %q, %v", e.Data, e.Text, opened.Text, err)
		}
		stranger := casework.Officer{Unit: "ru-nowhere", ID: "x"}
		if err := n.desk.Correct(t.Context(), stranger, told.Ref, casework.Correction{Urgency: signal.Crisis}, nil); !errors.Is(err, casestore.ErrNotFound) {
			t.Errorf("another unit: %v", err)
		}
	})
}

func lastCorrection(t *testing.T, n *night) signal.Event {
	t.Helper()
	list, err := n.store.Corrections(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("%d corrections (%v), want the last of the one case", len(list), err)
	}
	return list[0]
}
