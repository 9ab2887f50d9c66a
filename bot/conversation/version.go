package conversation

import (
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

// underVersion lets a draft that was begun under another version of the questionnaire end: what was answered stays as
// it was answered, and nothing is said of it.
func (t *turn) underVersion() {
	switch t.s.Questionnaire {
	case t.e.questions.Version:
	case 0:
		t.s.Questionnaire = t.e.questions.Version
	default:
		t.adopt()
	}
}

// adopt leaves what the questionnaire does not ask any more: the open question stays where it still is one, else the
// next that is open takes its place.
func (t *turn) adopt() {
	gone := func(q signal.Question) bool { return t.e.questions.byID[q] == nil }
	t.s.Path = slices.DeleteFunc(t.s.Path, gone)
	if t.s.At == "" || !gone(t.s.At) {
		return
	}
	t.s.At = ""
	if t.s.Sent {
		t.open("")
		return
	}
	t.open(t.nextQuestion())
}
