package casework_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
)

// same sends the text that all signals of a flood have.
func (n *night) same(name string, urgency signal.Urgency, kind signal.Option, municipality string) error {
	n.draft[name] = signal.Draft{ID: signal.DraftID("draft-" + name), Lang: "bg", Source: "web", Answers: signal.Answers{signal.Role: {signal.RoleChild}},
		Said: []signal.Said{{ID: "same", At: n.now, Text: "Това изречение го пращат всички от класа."}}}
	return n.tell(name, urgency, kind, municipality)
}

// about is what a signal tells of whom it is about.
type about struct {
	place         signal.Place
	age, sex, who signal.Option
	kind          signal.Option
	text          string
}

var (
	ribaritsa = signal.Place{EKATTE: "62671", Name: "Рибарица", Kind: "village", Municipality: "LOV33"}
	teteven   = signal.Place{EKATTE: "72343", Name: "Тетевен", Kind: "town", Municipality: "LOV33"}
)

// file makes a case of a standard urgency.
func (n *night) file(name string, a about) signal.Ref {
	n.t.Helper()
	answers := signal.Answers{}
	for q, o := range map[signal.Question]signal.Option{signal.Age: a.age, signal.Sex: a.sex, signal.Perpetrator: a.who, signal.KindOf: a.kind} {
		if o != "" {
			answers[q] = []signal.Option{o}
		}
	}
	d := signal.Draft{ID: signal.DraftID("draft-" + name), Lang: "bg", Source: "web", Answers: answers, Place: a.place}
	if a.text != "" {
		d.Said = []signal.Said{{ID: "1", At: n.now, Text: a.text}}
	}
	read := signal.Reading{Urgency: signal.Standard, Category: answers[signal.KindOf], Lang: "bg"}
	told, err := n.desk.Tell(n.t.Context(), casework.Telling{Draft: d, Reading: read, Sent: true})
	if err != nil {
		n.t.Fatal(err)
	}
	n.refs[name] = told.Ref
	return told.Ref
}

// beside says what an officer is shown beside a case: the names of cases with why.
func (n *night) beside(unit string, ref signal.Ref) map[string][]string {
	n.t.Helper()
	v, err := n.desk.View(context.Background(), casework.Officer{Unit: unit, ID: "x"}, ref, "test")
	if err != nil {
		n.t.Fatal(err)
	}
	shown := map[string][]string{}
	for _, r := range v.Related {
		for name, known := range n.refs {
			if known == r.Case.Ref {
				shown[name] = r.Why
			}
		}
	}
	return shown
}

func TestRelatedIsShownWithWhy(t *testing.T) {
	const text = "Всяка вечер чувам как момичето от третия етаж плаче и се крие на стълбите."
	girl := about{place: ribaritsa, age: "8-11", sex: "girl", who: "father", kind: signal.Physical}
	for name, c := range map[string]struct {
		earlier about
		age     time.Duration
		want    []string // nil: not shown
	}{
		"the same child in a village": {about{place: ribaritsa, age: "8-11", sex: "girl"}, 0, []string{"village", "child", "time"}},
		"weeks before":                {girl, 40 * 24 * time.Hour, []string{"village", "child", "who", "kind"}},
		"too long ago":                {girl, 61 * 24 * time.Hour, nil},
		"another child":               {about{place: ribaritsa, age: "12-16", sex: "boy", who: "mother"}, 0, nil},
		"only the village":            {about{place: ribaritsa}, 0, nil},
		"in the town":                 {about{place: teteven, age: "8-11", sex: "girl", who: "father", kind: signal.Physical}, 0, []string{"municipality", "child", "who", "kind", "time"}},
		"unknown is nothing shared":   {about{place: ribaritsa, age: "unknown", sex: "unknown", who: "other", kind: signal.Neglect}, 0, nil},
		"the same text":               {about{place: teteven, text: "всяка вечер чувам, как момичето от третия етаж плаче и се крие на стълбите"}, 0, []string{"text", "municipality", "time"}},
		"nearly the same text": {about{place: ribaritsa, text: "Пак чувам как момичето от третия етаж плаче и се крие на стълбите."}, 0,
			[]string{"words", "village", "time"}},
	} {
		t.Run(name, func(t *testing.T) {
			bothStores(t, func(t *testing.T, n *night) {
				n.file("earlier", c.earlier)
				n.now = n.now.Add(c.age + time.Hour)
				later := girl
				later.text = text
				ref := n.file("later", later)
				if got := n.beside("ozd-teteven", ref)["earlier"]; !slices.Equal(got, c.want) {
					t.Errorf("beside it: %q, want %q", got, c.want)
				}
			})
		})
	}
}

// TestRelatedIsTheUnitsOwn looks at cases of two units that have all in common but the municipality.
func TestRelatedIsTheUnitsOwn(t *testing.T) {
	bothStores(t, func(t *testing.T, n *night) {
		a := about{place: ribaritsa, age: "8-11", sex: "girl", text: "Едно и също, казано на двама души в два града."}
		n.file("theirs", about{place: signal.Place{Municipality: "LOV18"}, age: a.age, sex: a.sex, text: a.text})
		n.file("purged", a)
		ref := n.file("own", a)
		if got := n.beside("ozd-teteven", ref); len(got) != 1 || got["purged"] == nil {
			t.Errorf("beside it: %v", got)
		}
		if _, err := n.store.Purge(t.Context(), n.refs["purged"], casestore.System, "test"); err != nil {
			t.Fatal(err)
		}
		if got := n.beside("ozd-teteven", ref); len(got) != 0 {
			t.Errorf("beside it, once that is purged: %v", got)
		}
		v, err := n.desk.Inspect(t.Context(), "operator", ref, "test")
		if err != nil || len(v.Related) != 1 || v.Related[0].Case.Ref != n.refs["theirs"] || v.SameText != 1 {
			t.Errorf("to the operator: %+v, same text %d, %v", v.Related, v.SameText, err)
		}
	})
}

// TestFloodIsHeard sends one text thirty times within half an hour, by day to a unit that answers late, and looks every
// half minute whether each case has a bell to come or a person; at the end all have one and little was rung.
func TestFloodIsHeard(t *testing.T) {
	bothStores(t, func(t *testing.T, n *night) {
		who := casework.Officer{Unit: "ozd-teteven", ID: "o-1", Role: "duty"}
		n.now = time.Date(2026, 3, 9, 10, 0, 0, 0, n.now.Location()) // a Monday: what is standard rings in office hours
		for minute := range 60 {
			if minute < 30 {
				if err := n.same(string(rune('A'+minute)), signal.Standard, signal.Neglect, "LOV33"); err != nil {
					t.Fatal(err)
				}
			}
			if minute == 25 {
				for _, name := range []string{"A", "B"} {
					if _, err := n.desk.Acknowledge(t.Context(), who, n.refs[name]); err != nil {
						t.Fatal(err)
					}
				}
			}
			for range 2 {
				n.turn()
				if found, err := n.desk.Audit(t.Context()); err != nil || !found.Well() {
					t.Fatalf("minute %d: %+v %v", minute, found, err)
				}
				n.now = n.now.Add(30 * time.Second)
			}
		}
		count := map[string]int{}
		for _, told := range n.told {
			count[strings.Fields(told)[1]]++
		}
		if count["alert"] != 2 || count["updated"] > 5 || count["taken"] != 30 {
			t.Errorf("told %v", count)
		}
		taken, err := n.desk.List(t.Context(), who, casestore.Filter{States: []signal.State{signal.Acknowledged}})
		if err != nil || len(taken) != 30 {
			t.Errorf("taken %d, %v", len(taken), err)
		}
	})
}
