package casework_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
)

// bothStores runs a test on either database.
func bothStores(t *testing.T, test func(t *testing.T, n *night)) {
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			url := ""
			if kind == "postgres" {
				url = servertest.Postgres(t)
			}
			test(t, newNight(t, url))
		})
	}
}

// TestEnteredSignalLivesAsAnyOther enters what a helpline was told, twice by one key, and looks who is rung, who may see
// it, what the log and the figures have, and that its code leads back.
func TestEnteredSignalLivesAsAnyOther(t *testing.T) {
	bothStores(t, func(t *testing.T, n *night) {
		who := casework.Officer{Unit: "ozd-lovech", ID: "l-1", Role: "duty"}
		e := casework.Entered{Key: "k", Source: "helpline", Text: "Съсед чува плач.", Place: signal.Place{Municipality: "LOV33"},
			Answers: signal.Answers{signal.KindOf: {signal.Physical}}}
		read := func(signal.Draft) signal.Reading {
			return signal.Reading{Urgency: signal.NotASignal, Category: []signal.Option{signal.Physical}, Lang: "bg"}
		}
		told, err := n.desk.Enter(t.Context(), who, e, read)
		if err != nil {
			t.Fatal(err)
		}
		again, err := n.desk.Enter(t.Context(), who, e, read)
		if err != nil || again.Ref != told.Ref || again.Code != told.Code {
			t.Errorf("entered again: %v %v, want %v", again, err, told)
		}
		n.refs["A"] = told.Ref
		n.now = time.Date(2026, 3, 9, 9, 30, 0, 0, n.now.Location()) // on Monday, in working time
		n.turn()
		if !slices.Contains(n.told, "ozd-teteven/o-1 alert A 1") || len(n.told) != 1 {
			t.Errorf("told %q", n.told)
		}
		c, err := n.store.Case(t.Context(), told.Ref)
		if err != nil || c.Urgency != signal.Standard || c.Source != "helpline" || c.Unit != "ozd-teteven" || !c.Sent() {
			t.Errorf("the case: %+v %v", c, err)
		}
		v, err := n.desk.View(t.Context(), who, told.Ref, "test")
		if err != nil {
			t.Errorf("whoever entered it cannot see it: %v", err)
		}
		entries := 0
		for _, ev := range v.Events {
			if ev.Kind == signal.EvEntered && ev.Actor == "ozd-lovech/l-1" {
				entries++
			}
		}
		if entries != 1 {
			t.Errorf("the log says %d times who entered it", entries)
		}
		err = n.store.EachFigure(t.Context(), "", func(f casestore.Figure) error {
			if f.Source != "helpline" {
				t.Errorf("counted as %q", f.Source)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if r, err := n.desk.Recall(t.Context(), told.Code, casework.Way{Channel: "web", Address: "x"}); err != nil || r.Ref != told.Ref {
			t.Errorf("by the code: %+v %v", r, err)
		}
	})
}

func TestWhatCannotBeEntered(t *testing.T) {
	n := newNight(t, "")
	read := func(signal.Draft) signal.Reading { return signal.Reading{Urgency: signal.Standard} }
	for name, tt := range map[string]struct {
		e    casework.Entered
		want error
	}{
		"no such way":         {casework.Entered{Source: "web", Text: "x"}, casework.ErrSource},
		"nothing told":        {casework.Entered{Source: "phone", Text: "  "}, casework.ErrEmpty},
		"no option":           {casework.Entered{Source: "phone", Answers: signal.Answers{signal.Danger: {"maybe"}}}, casework.ErrAnswers},
		"two of one":          {casework.Entered{Source: "phone", Answers: signal.Answers{signal.Danger: {"now", "no"}}}, casework.ErrAnswers},
		"a question of words": {casework.Entered{Source: "phone", Answers: signal.Answers{signal.Where: {"там"}}}, casework.ErrAnswers},
		"too long":            {casework.Entered{Source: "phone", Text: strings.Repeat("ж", 4001)}, casework.ErrTooLong},
	} {
		if _, err := n.desk.Enter(t.Context(), stranger(), tt.e, read); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}
