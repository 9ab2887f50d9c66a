package casework_test

import (
	"errors"
	"testing"

	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
)

// TestWhoRunsTheInstitutionIsNotHandedItsCase keeps a case of a home's own staff from the municipality that runs it.
func TestWhoRunsTheInstitutionIsNotHandedItsCase(t *testing.T) {
	bothStores(t, func(t *testing.T, n *night) {
		n.draft["A"] = signal.Draft{ID: "d", Lang: "bg", Answers: signal.Answers{signal.Setting: {"institution"}, signal.Perpetrator: {"caretaker"}}}
		if err := n.tell("A", signal.Urgent, signal.Physical, "LOV33"); err != nil {
			t.Fatal(err)
		}
		agency := casework.Officer{Unit: "agency", ID: "n-1", Role: "duty"}
		if err := n.desk.Transfer(t.Context(), agency, n.refs["A"], "town-teteven", "там е"); !errors.Is(err, casework.ErrBarred) {
			t.Errorf("handed to whoever runs it: %v, want ErrBarred", err)
		}
		if err := n.desk.Transfer(t.Context(), agency, n.refs["A"], "ozd-lovech", "там е"); err != nil {
			t.Error(err)
		}
	})
}

// TestNumberIsForWhoTookTheCase hides the number that a reporter left from a unit that was handed the case and has not
// taken it.
func TestNumberIsForWhoTookTheCase(t *testing.T) {
	n := newNight(t, "")
	n.draft["A"] = signal.Draft{ID: "d", Lang: "bg", Answers: signal.Answers{}, Phone: "0888 000 000"}
	if err := n.tell("A", signal.Urgent, signal.Neglect, "LOV33"); err != nil {
		t.Fatal(err)
	}
	receiver := stranger()
	sees := func(who casework.Officer, want bool) {
		t.Helper()
		v, err := n.desk.View(t.Context(), who, n.refs["A"], "test")
		if err != nil || (v.Draft.Phone != "") != want {
			t.Errorf("%s sees the number: %v (%v), want %v", who.Unit, v.Draft.Phone != "", err, want)
		}
	}
	sees(onDuty(), true)
	if err := n.desk.Decline(t.Context(), onDuty(), n.refs["A"], "не е наше"); !errors.Is(err, casework.ErrNotHanded) {
		t.Errorf("declined what nobody handed over: %v", err)
	}
	if err := n.desk.Transfer(t.Context(), onDuty(), n.refs["A"], receiver.Unit, "там е"); err != nil {
		t.Fatal(err)
	}
	sees(onDuty(), false)
	sees(receiver, false)
	if _, err := n.desk.Acknowledge(t.Context(), receiver, n.refs["A"]); err != nil {
		t.Fatal(err)
	}
	sees(receiver, true)
	if err := n.desk.Decline(t.Context(), receiver, n.refs["A"], "не е наше"); !errors.Is(err, casework.ErrNotHanded) {
		t.Errorf("declined what was taken: %v", err)
	}
}
