package unit

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/chuyme/chuyme/internal/signal"
)

const before = `
version: 1
national: n
units:
  - {id: n, kind: agency, name: Агенция}
  - {id: ozd, kind: ozd, name: Отдел, municipalities: [LOV33]}
  - {id: ru, kind: police, name: РУ, municipalities: [LOV33]}
`

const after = `
version: 1
national: n
units:
  - {id: n, kind: agency, name: Агенция}
  - {id: ozd-new, kind: ozd, name: Отдел, municipalities: [LOV33]}
  - {id: ru, kind: police, name: Полиция, municipalities: [LOV33, LOV38]}
`

// Another file takes the place of the first, whole: what went gets no case any more, and cases under way still find it.
func TestReplace(t *testing.T) {
	r, next := read(t, before, nil), read(t, after, nil)
	came, went := r.Changes(next)
	if !slices.Equal(came, []ID{"ozd-new"}) || !slices.Equal(went, []ID{"ozd"}) {
		t.Errorf("came %v, went %v", came, went)
	}
	r.Replace(next)
	route := r.Route(Facts{Urgency: signal.Crisis, Municipality: "LOV33"})
	if got, want := fmt.Sprint(said(route)), "[ozd-new lead R02 ru join R02]"; got != want {
		t.Errorf("a crisis goes to %s, want %s", got, want)
	}
	if u, ok := r.Unit("ru"); !ok || u.Title("bg") != "Полиция" || u != route[1].Unit {
		t.Error("the police unit is not the new file's")
	}
	if u, ok := r.Unit("ozd"); !ok || u.ID != "ozd" {
		t.Error("a case under way has lost its unit")
	}
	if slices.ContainsFunc(r.Units(), func(u *Unit) bool { return u.ID == "ozd" }) || len(r.Units()) != 3 {
		t.Errorf("%d units are listed, want the new file's 3", len(r.Units()))
	}

	// Back again: it is one of the file's, and what the file between brought stays for its cases.
	r.Replace(read(t, before, nil))
	r.Replace(read(t, before, nil))
	if _, ok := r.Unit("ozd-new"); !ok {
		t.Error("a case under way has lost its unit after two more files")
	}
	if route := r.Route(Facts{Urgency: signal.Urgent, Municipality: "LOV33"}); route[0].Unit.ID != "ozd" {
		t.Errorf("an urgent signal goes to %v", said(route))
	}
	if _, ok := next.Unit("ozd"); ok {
		t.Error("the file that was handed in has changed")
	}
}

// Whoever routes while files change sees the one or the other, never half of each.
func TestReplaceWhileRouting(t *testing.T) {
	r := read(t, before, nil)
	one, two := read(t, before, nil), read(t, after, nil)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 500 {
				route := said(r.Route(Facts{Urgency: signal.Crisis, Municipality: "LOV33"}))
				if got := fmt.Sprint(route); got != "[ozd lead R02 ru join R02]" && got != "[ozd-new lead R02 ru join R02]" {
					t.Errorf("a crisis goes to %s", got)
				}
			}
		})
	}
	for range 500 {
		r.Replace(two)
		r.Replace(one)
	}
	all.Wait()
}
