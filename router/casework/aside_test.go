package casework_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
)

// TestWhoStepsAsideSeesNothing looks for the case of an officer who stepped aside everywhere they could meet it.
func TestWhoStepsAsideSeesNothing(t *testing.T) {
	bothStores(t, func(t *testing.T, n *night) {
		n.act(strings.Fields("case A urgent neglect LOV33"))
		n.act(strings.Fields("case B urgent neglect LOV33"))
		ref, ctx := n.refs["A"], t.Context()
		if err := n.desk.StepAside(ctx, onDuty(), ref, "o-2"); !errors.Is(err, casework.ErrForbidden) {
			t.Errorf("said of a colleague: %v, want ErrForbidden", err)
		}
		if err := n.desk.StepAside(ctx, lead(), ref, "o-99"); !errors.Is(err, casestore.ErrNotFound) {
			t.Errorf("said of nobody: %v, want ErrNotFound", err)
		}
		if err := n.desk.StepAside(ctx, onDuty(), ref, ""); err != nil {
			t.Fatal(err)
		}
		for what, do := range map[string]func() error{
			"view":  func() error { _, err := n.desk.View(ctx, onDuty(), ref, "test"); return err },
			"stamp": func() error { _, err := n.desk.Stamp(ctx, onDuty(), ref); return err },
			"ack":   func() error { _, err := n.desk.Acknowledge(ctx, onDuty(), ref); return err },
			"note":  func() error { return n.desk.Note(ctx, onDuty(), ref, "x") },
		} {
			if err := do(); !errors.Is(err, casestore.ErrNotFound) {
				t.Errorf("%s: %v, want ErrNotFound", what, err)
			}
		}
		list, err := n.desk.List(ctx, onDuty(), casestore.Filter{})
		if err != nil || len(list) != 1 || list[0].Ref != n.refs["B"] {
			t.Errorf("listed %v, %v", list, err)
		}
		v, err := n.desk.View(ctx, lead(), ref, "test")
		said := slices.ContainsFunc(v.Events, func(e signal.Event) bool {
			return e.Kind == signal.EvAside && e.Data["officer"] == "o-1" && e.Text == ""
		})
		if err != nil || !said {
			t.Errorf("the log does not say that the officer stepped aside: %v", err)
		}
		if err := n.desk.StepAside(ctx, lead(), ref, "o-2"); err != nil {
			t.Errorf("a lead says so of another: %v", err)
		}
	})
}
