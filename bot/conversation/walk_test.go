package conversation_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
	"github.com/chuyme/chuyme/internal/signal"
)

// walk is a conversation that chance leads.
type walk struct {
	*rapid.T
	house   *chat.House
	n       int
	buttons []conversation.Button // of all that was said so far, the newest last
	counted bool                  // it ended as no signal
	kept    bool                  // something became a case
}

// texts are things that people type.
var texts = []string{
	"баща ми ме бие", "той има нож", "здравей", "Баня", "Тетевен", "няма такова място", "не знам", "да", "/help", "/start",
	"😀😀", "0888123456", "1234 5678 1234 5678", "x", "искам да умра", "съсед съм", "\x00", "", "my dad hits me every day", "назад",
}

func newWalk(t *rapid.T, e *conversation.Engine) *walk {
	lang := rapid.SampledFrom([]string{"bg", "en", "tr", "pt", ""}).Draw(t, "lang")
	return &walk{T: t, house: &chat.House{Engine: e, Now: time.Date(2026, 5, 4, 20, 0, 0, 0, time.UTC), Lang: lang}}
}

// step lets one event happen and holds what comes of it to the rules that hold for every step.
func (w *walk) step(ev conversation.Event) ([]chat.Carried, []conversation.Reply) {
	w.n++
	ev.At, ev.Lang = w.house.Now, w.house.Lang
	if ev.ID == "" {
		ev.ID = fmt.Sprintf("e%d", w.n)
	}
	before := encode(w, w.house.Session)
	given := w.house.Session
	first := w.house.Engine.Step(given, ev)
	if after := encode(w, given); after != before {
		w.Fatalf("Step changed the session that it was given:\n%s\n%s", before, after)
	}
	if again := w.house.Engine.Step(given, ev); encode(w, again) != encode(w, first) {
		w.Fatalf("Step gave two answers to one event")
	}
	carried, said := w.house.Receive(ev)
	for _, c := range carried {
		w.counted = w.counted || c.Effect.Kind == conversation.EffCount
		w.kept = w.kept || c.Effect.Kind == conversation.EffKeep && !c.Outcome.Err
	}
	w.restore()
	for _, r := range said {
		w.holds(r)
		w.buttons = append(w.buttons, slices.Concat(r.Buttons...)...)
	}
	return carried, said
}

// restore keeps the session and reads it again, as the sessions' store does between two events.
func (w *walk) restore() {
	var s conversation.Session
	data := encode(w, w.house.Session)
	if err := json.Unmarshal([]byte(data), &s); err != nil {
		w.Fatal(err)
	}
	w.house.Session = s
	if again := encode(w, s); again != data {
		w.Fatalf("the session changes when it is kept:\n%s\n%s", data, again)
	}
}

func encode(w *walk, v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		w.Fatal(err)
	}
	return string(data)
}

// holds checks what must be true of every message.
func (w *walk) holds(r conversation.Reply) {
	if r.Text == "" || r.Text == r.ID || strings.Contains(r.Text, "<no value>") {
		w.Fatalf("message %s says %q", r.ID, r.Text)
	}
	for _, b := range slices.Concat(r.Buttons...) {
		if len(b.Data) > 64 || b.Text == "" || !strings.Contains(b.Data, "=") {
			w.Fatalf("message %s has the button %q with %q", r.ID, b.Text, b.Data)
		}
	}
	if !r.Asks {
		return
	}
	last := r.Buttons[len(r.Buttons)-1]
	for _, want := range []string{"nav=help", "nav=hide"} {
		if !slices.ContainsFunc(last, func(b conversation.Button) bool { return b.Data == want }) {
			w.Fatalf("question %s has no %s in its last row: %v", r.ID, want, last)
		}
	}
}

// anything lets something happen that can.
func (w *walk) anything() {
	switch rapid.IntRange(0, 9).Draw(w.T, "what") {
	case 0, 1:
		w.step(conversation.Event{Text: rapid.SampledFrom(texts).Draw(w.T, "text")})
	case 2:
		w.step(conversation.Event{Media: &signal.Media{ID: "m", Kind: rapid.SampledFrom([]string{"voice", "photo"}).Draw(w.T, "media")}})
	case 3:
		w.house.Down = rapid.Bool().Draw(w.T, "down")
	case 4:
		w.house.Now = w.house.Now.Add(time.Duration(rapid.IntRange(0, 40).Draw(w.T, "minutes")) * time.Minute)
		w.step(conversation.Event{Silence: true})
	case 5:
		if w.house.Session.Ref != "" {
			w.step(conversation.Event{Notice: &conversation.Notice{Kind: "taken", ID: fmt.Sprint(w.n)}})
		}
	default:
		if len(w.buttons) > 0 {
			i := len(w.buttons) - 1 - rapid.IntRange(0, min(40, len(w.buttons)-1)).Draw(w.T, "button")
			w.step(conversation.Event{Data: w.buttons[i].Data})
		}
	}
}

// end leads from wherever the conversation stands to "send" or to a goodbye, by taps that are on offer.
func (w *walk) end() {
	w.house.Down = false
	_, said := w.step(conversation.Event{Text: "/help"})
	w.counted = false
	for range 40 {
		if w.house.Session.Sent || w.counted {
			return
		}
		_, said = w.step(conversation.Event{Data: w.wayOut(said)})
	}
	w.Fatalf("no end can be reached from %s", chat.FormatState(w.house.Session))
}

// wayOut chooses among the buttons of what was said the one that leads on soonest.
func (w *walk) wayOut(said []conversation.Reply) string {
	var offered []string
	for _, r := range said {
		for _, b := range slices.Concat(r.Buttons...) {
			offered = append(offered, b.Data)
		}
	}
	for _, want := range []string{"nav=send", "nav=done", "nav=skip", "lang=bg", "nav=restart"} {
		if slices.Contains(offered, want) {
			return want
		}
	}
	w.Fatalf("at %s nothing leads on: %v", chat.FormatState(w.house.Session), offered)
	return ""
}

// TestWalkEnds walks by chance and then looks for an end: from every state a sent signal or a goodbye can be reached.
func TestWalkEnds(t *testing.T) {
	e := newEngine(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := newWalk(rt, e)
		for range rapid.IntRange(0, 25).Draw(rt, "steps") {
			w.anything()
		}
		w.end()
	})
}

// TestWalkHides walks by chance and then hides: nothing that was told is left to be seen, and nothing tells what this
// chat is (promise 5).
func TestWalkHides(t *testing.T) {
	e := newEngine(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := newWalk(rt, e)
		for range rapid.IntRange(0, 20).Draw(rt, "steps") {
			w.anything()
		}
		carried, said := w.step(conversation.Event{Text: "x"})
		if !slices.ContainsFunc(carried, func(c chat.Carried) bool { return c.Effect.Kind == conversation.EffHide }) {
			rt.Fatalf("nothing was hidden: %v", carried)
		}
		if len(said) != 1 || !strings.HasPrefix(said[0].ID, "innocent.") || len(said[0].Buttons) > 0 {
			rt.Fatalf("hiding says %v, want one innocent message without buttons", said)
		}
		if s := w.house.Session; s.At != "" || s.Draft.Told() || s.Ref != "" || s.Code != "" || len(s.Heard) > 0 {
			rt.Fatalf("the session still holds what was told: %+v", s)
		}
	})
}

// TestWalkIsNotLost walks by chance and then falls silent: what is urgent has become a case before the session is
// forgotten, and everything is forgotten in the end (promise 2).
func TestWalkIsNotLost(t *testing.T) {
	e := newEngine(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := newWalk(rt, e)
		w.step(conversation.Event{Text: "/start"})
		for range rapid.IntRange(0, 20).Draw(rt, "steps") {
			w.anything()
		}
		w.house.Down = false
		s := w.house.Session
		must := s.Owed || !s.Sent && !s.Opened && s.Draft.Told() && s.Urgency.Rank() >= signal.Urgent.Rank()
		w.kept = false
		for range 6 {
			w.house.Now = w.house.Now.Add(13 * time.Hour)
			carried, _ := w.step(conversation.Event{Silence: true})
			for _, c := range carried {
				if c.Effect.Kind != conversation.EffForget {
					continue
				}
				if must && !w.kept {
					rt.Fatalf("forgotten before it was kept: %+v", s)
				}
				return
			}
		}
		rt.Fatalf("never forgotten: %s", encode(w, w.house.Session))
	})
}

// TestWalkAsksOnce answers by chance without going back: no question is opened twice, whatever is told between.
func TestWalkAsksOnce(t *testing.T) {
	e := newEngine(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := newWalk(rt, e)
		_, said := w.step(conversation.Event{Text: "/start"})
		seen, at := map[signal.Question]bool{}, signal.Question("")
		for range 60 {
			s := w.house.Session
			if s.At != at {
				if seen[s.At] {
					rt.Fatalf("%s was asked twice", s.At)
				}
				seen[s.At], at = true, s.At
			}
			if s.At == signal.Review {
				return
			}
			_, said = w.step(w.onward(said))
		}
		rt.Fatalf("review was never reached, stands at %s", at)
	})
}

// onward is an answer: a button that does not lead aside, or words.
func (w *walk) onward(said []conversation.Reply) conversation.Event {
	if rapid.IntRange(0, 4).Draw(w.T, "tell") == 0 {
		return conversation.Event{Text: rapid.SampledFrom([]string{"баща ми ме бие всеки ден у дома", "има синини", "той има нож"}).Draw(w.T, "text")}
	}
	var list []string
	for _, r := range said {
		for _, b := range slices.Concat(r.Buttons...) {
			key, value, _ := strings.Cut(b.Data, "=")
			if key != "edit" && (key != "nav" || value == "skip" || value == "done") {
				list = append(list, b.Data)
			}
		}
	}
	if len(list) == 0 {
		return conversation.Event{Data: "nav=skip"}
	}
	return conversation.Event{Data: rapid.SampledFrom(list).Draw(w.T, "press")}
}
