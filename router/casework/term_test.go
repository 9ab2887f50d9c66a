package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
)

// reminded turns the ladders at a moment and gives who was told then that a term runs out.
func (n *night) reminded(at time.Time) (who []string) {
	n.now = at
	n.turn()
	n.turn()
	for _, told := range n.told {
		if name, rest, _ := strings.Cut(told, " "); strings.HasPrefix(rest, "due ") {
			who = append(who, name)
		}
	}
	n.told = nil
	return who
}

// TestTermsAreToldBeforeTheyPass follows a crisis through its terms: each is due in its time, the holder is told first,
// then the lead, and what was done is due no more.
func TestTermsAreToldBeforeTheyPass(t *testing.T) {
	bothStores(t, func(t *testing.T, n *night) {
		opened := n.now
		n.act(strings.Fields("case A crisis neglect LOV33"))
		n.act(strings.Fields("ozd-teteven/o-1 ack A"))
		ref := n.refs["A"]
		due := func(what string, by time.Time) {
			t.Helper()
			c, err := n.store.Case(t.Context(), ref)
			if err != nil || c.DueWhat != what || !c.DueAt.Equal(by) {
				t.Errorf("due %q by %s (%v), want %q by %s", c.DueWhat, c.DueAt, err, what, by)
			}
		}
		due("team", opened.Add(24*time.Hour))
		for _, step := range []struct {
			after time.Duration
			want  []string
		}{{17 * time.Hour, nil}, {18*time.Hour + time.Minute, []string{"ozd-teteven/o-1"}}, {19 * time.Hour, nil}, {22 * time.Hour, []string{"ozd-teteven/o-3"}}, {25 * time.Hour, nil}} {
			n.now = opened.Add(step.after)
			n.act(strings.Fields("ozd-teteven/o-1 note A")) // at work on it: no other nudge
			if got := n.reminded(opened.Add(step.after)); !slices.Equal(got, step.want) {
				t.Errorf("after %s reminded %q, want %q", step.after, got, step.want)
			}
		}
		due("team", opened.Add(24*time.Hour))
		met := n.now.UTC().Truncate(time.Second)
		if err := n.desk.Meet(t.Context(), onDuty(), ref, casework.Meeting{At: met, Occasion: "first_signal"}); err != nil {
			t.Fatal(err)
		}
		due("check", opened.Add(10*24*time.Hour))
		if err := n.desk.Check(t.Context(), onDuty(), ref, "Видях детето."); err != nil {
			t.Fatal(err)
		}
		due("follow_up", met.Add(30*24*time.Hour))
		v, err := n.desk.View(t.Context(), onDuty(), ref, "test")
		if err != nil || len(v.Due) != 1 || v.Due[0].What != "follow_up" {
			t.Errorf("shown as due: %v %v", v.Due, err)
		}
		if _, err := n.desk.Close(t.Context(), casework.Officer{Unit: "ozd-teteven", ID: "o-2", Role: "duty"}, ref, "measure_taken", ""); err != nil {
			t.Fatal(err)
		}
		if err := n.desk.Confirm(t.Context(), onDuty(), ref); err != nil {
			t.Fatal(err)
		}
		due("", time.Time{})
		if got := n.reminded(opened.AddDate(0, 3, 0)); got != nil {
			t.Errorf("reminded of a closed case: %q", got)
		}
	})
}

// TestWhatIsNoCrisisOwesACheck: the team is not called for what is no crisis; reminders wait for the end of quiet hours.
func TestWhatIsNoCrisisOwesACheck(t *testing.T) {
	n := newNight(t, "")
	n.now = n.now.Add(4 * time.Hour) // at midnight
	n.act(strings.Fields("case A urgent neglect LOV18"))
	n.now = n.now.Add(8 * time.Hour)
	n.turn()
	n.act(strings.Fields("ozd-lovech/l-1 ack A"))
	work := func(at time.Time) time.Time {
		n.now = at
		n.act(strings.Fields("ozd-lovech/l-1 note A")) // at work on it: no other nudge
		return at
	}
	c, err := n.store.Case(t.Context(), n.refs["A"])
	if err != nil || c.DueWhat != "check" || c.Version == 0 || c.State != signal.Acknowledged {
		t.Fatalf("%+v %v", c, err)
	}
	quarter := c.DueAt.Add(-60 * time.Hour) // at noon
	if got := n.reminded(work(quarter.Add(-time.Minute))); got != nil {
		t.Errorf("reminded too early: %q", got)
	}
	if got := n.reminded(work(quarter.Add(time.Minute))); !slices.Equal(got, []string{"ozd-lovech/l-1"}) {
		t.Errorf("reminded %q", got)
	}
	tenth := c.DueAt.Add(-24 * time.Hour) // at midnight: in quiet hours
	if got := n.reminded(work(tenth.Add(time.Minute))); got != nil {
		t.Errorf("reminded in quiet hours: %q", got)
	}
}
