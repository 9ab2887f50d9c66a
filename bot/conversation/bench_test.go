package conversation_test

import (
	"strings"
	"testing"

	"github.com/chuyme/chuyme/bot/conversation"
)

// BenchmarkStep measures a step without what is handed in: at most 50 µs.
func BenchmarkStep(b *testing.B) {
	e := newEngine(b)
	houses := standing(b, e)
	for _, bench := range []struct {
		name, at string
		event    conversation.Event
	}{
		{"press", "danger", conversation.Event{Data: "danger=no"}},
		{"toggle", "kind", conversation.Event{Data: "kind=online"}},
		{"crisis", "danger", conversation.Event{Data: "danger=now"}},
		{"text", "narrative", conversation.Event{Text: "баща ми ме бие всеки ден"}},
		{"long-text", "narrative", conversation.Event{Text: strings.Repeat("разказвам какво стана вчера ", 150)}},
		{"review", "place", conversation.Event{Data: "nav=skip"}},
		{"help", "kind", conversation.Event{Data: "nav=help"}},
		{"stale", "kind", conversation.Event{Data: "danger=now"}},
		{"hide", "kind", conversation.Event{Data: "nav=hide"}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			s, ev := houses[bench.at].Session, bench.event
			ev.ID, ev.At, ev.Lang = "b", evening, "bg"
			b.ReportAllocs()
			for b.Loop() {
				e.Step(s, ev)
			}
		})
	}
}
