package conversation_test

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
	"github.com/chuyme/chuyme/internal/signal"
)

var evening = time.Date(2026, 5, 4, 20, 0, 0, 0, time.UTC)

// standing are conversations that stand at different points, made by pressing what is named.
func standing(t testing.TB, e *conversation.Engine) map[string]*chat.House {
	t.Helper()
	houses := map[string]*chat.House{}
	for name, presses := range map[string][]string{
		"role":      {},
		"danger":    {"role=child"},
		"kind":      {"role=child", "danger=no"},
		"narrative": {"role=child", "danger=no", "kind=physical", "nav=done"},
		"place":     {"role=child", "danger=now", "nav=skip", "nav=skip"},
		"contact":   {"role=relative", "danger=no", "nav=skip", "nav=skip", "nav=skip", "nav=skip", "nav=skip", "nav=skip", "nav=skip", "contact=phone"},
		"review":    {"role=child", "danger=now", "nav=send"},
		"edit":      {"role=child", "danger=now", "nav=send", "nav=edit"},
		"sent":      {"role=child", "danger=now", "nav=send", "nav=send"},
		"hidden":    {"role=child", "danger=now", "nav=hide"},
	} {
		h := &chat.House{Engine: e, Now: evening, Lang: "bg"}
		h.Receive(conversation.Event{ID: "start", At: evening, Lang: "bg", Text: "/start"})
		for i, data := range presses {
			h.Receive(conversation.Event{ID: string(rune('a' + i)), At: evening, Lang: "bg", Data: data})
		}
		if stands := chat.FormatState(h.Session); stands != cmp.Or(map[string]string{"edit": "review/edit", "sent": "-/askback", "hidden": "-/innocent"}[name], name) {
			t.Fatalf("%s stands at %s", name, stands)
		}
		houses[name] = h
	}
	return houses
}

// FuzzPress presses whatever a stranger may send. What is no button of this place changes nothing.
func FuzzPress(f *testing.F) {
	e := newEngine(f)
	for _, seed := range []string{
		"", "=", "nav=", "role=child", "danger=now", "nav=send", "nav=fly", "place=72343", "municipality=LOV99", "province=",
		"edit=kind", "lang=xx", "case=ack:2026-000001", "kind=physical=other", strings.Repeat("a", 70) + "=b", "\x00=\xff",
	} {
		f.Add(seed)
	}
	houses := standing(f, e)
	f.Fuzz(func(t *testing.T, data string) {
		for name, h := range houses {
			before := h.Session
			res := e.Step(before, conversation.Event{ID: "f", At: evening, Lang: "bg", Data: data})
			if len(res.Replies)+len(res.Effects) == 0 {
				t.Errorf("at %s the press %q is met with silence", name, data)
			}
			stale := slices.ContainsFunc(res.Replies, func(r conversation.Reply) bool { return r.ID == "stale.press" })
			if stale && encodeSession(t, res.Session) != encodeSession(t, before) {
				t.Errorf("at %s the stale press %q changed the session", name, data)
			}
			if !strings.Contains(data, "=") && data != "" && !stale && name != "hidden" {
				t.Errorf("at %s the press %q means something", name, data)
			}
		}
	})
}

func encodeSession(t *testing.T, s conversation.Session) string {
	t.Helper()
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// FuzzText types whatever a stranger may type. Nothing breaks, and no word is lost that was neither an answer nor a
// word that navigates.
func FuzzText(f *testing.F) {
	e := newEngine(f)
	for _, seed := range texts {
		f.Add(seed)
	}
	f.Add(strings.Repeat("😀", 4096))
	f.Add("\u202eобърнат\u200b\u200dтекст\u2066")
	f.Add("Z̶̛a̸lg̴o " + strings.Repeat("\u0301", 300))
	f.Add(strings.Repeat("дълъг текст ", 500))
	houses := standing(f, e)
	f.Fuzz(func(t *testing.T, text string) {
		for name, h := range houses {
			res := e.Step(h.Session, conversation.Event{ID: "f", At: evening, Lang: "bg", Text: text})
			if len(res.Replies)+len(res.Effects) == 0 {
				t.Errorf("at %s the text %q is met with silence", name, text)
			}
			told := strings.TrimSpace(strings.ReplaceAll(text, "\x00", ""))
			if !utf8.ValidString(told) || told == "" || strings.HasPrefix(told, "/") || !isFreeText(e, h, told) {
				continue
			}
			if !keeps(res.Session, told) {
				t.Errorf("at %s the text %q is lost: %+v", name, told, res.Session)
			}
		}
	})
}

// isFreeText reports whether a text is neither a code, a hide word, a number that answers, nor understood as an answer.
func isFreeText(e *conversation.Engine, h *chat.House, text string) bool {
	if _, isCode := signal.FindCode(text); isCode || h.Session.Stage != "" || h.Session.At == "" {
		return false
	}
	switch strings.ToLower(text) {
	case "x", "х":
		return false
	}
	return len(e.Understand(h.Session, text)) == 0
}

// keeps reports whether a session has a text as it was told.
func keeps(s conversation.Session, text string) bool {
	has := func(m signal.Said) bool { return m.Text == text }
	return slices.ContainsFunc(s.Draft.Said, has) || slices.ContainsFunc(s.Heard, has) || s.Draft.Place.Text == text || s.Draft.Phone == text
}
