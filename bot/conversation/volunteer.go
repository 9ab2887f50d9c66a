package conversation

import (
	"slices"
	"strings"
	"unicode"

	"github.com/chuyme/chuyme/internal/signal"
)

// A place that was named in passing is taken for the child's from these scores on: among other words, and alone.
const (
	sureScore  = 0.9
	exactScore = 0.99
)

// volunteered are the questions that free text may answer by the way, in the order in which they are said back.
var volunteered = [...]signal.Question{signal.Role, signal.Perpetrator, signal.Setting, signal.Age, signal.Sex}

// volunteer takes from free text what it says for sure of questions not asked yet. It is said back once, to be
// corrected; what was answered is never overruled.
func (t *turn) volunteer(text string, reading signal.Reading) {
	if t.s.Sent {
		return
	}
	told := Volunteered(t.e.lex, text)
	for _, q := range volunteered {
		v := t.allowed(q, told[q])
		if len(v) == 0 || t.settled(q) {
			continue
		}
		t.answer(q, v[0])
		t.noted = append(t.noted, t.label(q, v[0]))
	}
	if slices.ContainsFunc(reading.Category, func(o signal.Option) bool { return o != signal.Other }) {
		t.s.mark(markKind)
	}
	if reading.Urgency == signal.Crisis && !t.settled(signal.Danger) &&
		slices.Equal(Understand(t.e.lex, signal.Danger, text), []string{"now"}) {
		t.answer(signal.Danger, signal.DangerNow)
	}
	t.volunteerPlace(text)
	t.volunteerAway(text, reading)
}

// volunteerPlace takes a place that a longer text names, where there is exactly one that it can be.
func (t *turn) volunteerPlace(text string) {
	if t.s.Draft.Place.Known() || t.s.At == signal.Where {
		return
	}
	want := sureScore
	if len(strings.Fields(text)) < 2 {
		want = exactScore
	}
	found := t.e.do.Find(text)
	if len(found) != 1 || found[0].Score < want {
		return
	}
	p := found[0].Place
	p.Text = "" // the text itself is kept among what was said
	t.s.Draft.Place, t.changed = p, true
	t.noted = append(t.noted, t.placeName(p))
}

// allowed keeps of options those that may be answered to q.
func (t *turn) allowed(q signal.Question, options []signal.Option) []signal.Option {
	return slices.DeleteFunc(slices.Clone(options), func(o signal.Option) bool { return !t.e.questions.allows(q, o) })
}

func isLetter(r rune) bool { return unicode.IsLetter(r) }

func join(list []string) string { return strings.Join(list, " · ") }
