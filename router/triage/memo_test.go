package triage

import (
	"strconv"
	"testing"

	"github.com/chuyme/chuyme/internal/signal"
)

func TestMemoAsksOnceForTheSameDraft(t *testing.T) {
	asked := 0
	m := NewMemo(func(d signal.Draft) signal.Reading {
		asked++
		return signal.Reading{Urgency: signal.Standard, Lang: d.Text()}
	}, 4)
	d := signal.Draft{Answers: signal.Answers{signal.Role: {signal.RoleChild}}, Said: []signal.Said{{ID: "1", Text: "а"}}}
	for range 3 {
		if got := m.Read(d).Lang; got != "а\n" {
			t.Fatalf("got %q", got)
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times, want once", asked)
	}
	for name, change := range map[string]func(*signal.Draft){
		"another word": func(d *signal.Draft) { d.Said = append(d.Said, signal.Said{ID: "2", Text: "б"}) },
		"words joined": func(d *signal.Draft) { d.Said = []signal.Said{{ID: "1", Text: ""}, {ID: "2", Text: "а"}} },
		"another answer": func(d *signal.Draft) {
			d.Answers = signal.Answers{signal.Role: {signal.RoleChild}, signal.Danger: {signal.DangerNow}}
		},
		"another role": func(d *signal.Draft) { d.Answers = signal.Answers{signal.Role: {signal.RoleFriend}} },
		"a place":      func(d *signal.Draft) { d.Place.Text = "там" },
	} {
		other, before := d, asked
		change(&other)
		if m.Read(other); asked != before+1 {
			t.Errorf("%s: the reading of another draft was given", name)
		}
	}
	for i := range 100 {
		m.Read(signal.Draft{Lang: strconv.Itoa(i)})
	}
	if len(m.kept) > 4 {
		t.Errorf("%d readings are kept, want 4 at most", len(m.kept))
	}
}
