package conversation_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
	"github.com/chuyme/chuyme/internal/signal"
)

// at is a house whose conversation stands where the presses lead.
func at(t *testing.T, name string) *chat.House {
	t.Helper()
	h := standing(t, newEngine(t))[name]
	if h == nil {
		t.Fatalf("no conversation stands at %s", name)
	}
	return h
}

func TestNULIsStripped(t *testing.T) {
	h := at(t, "narrative")
	h.Receive(conversation.Event{ID: "1", At: evening, Text: "ма\x00ма вика"})
	if said := h.Session.Draft.Said; len(said) != 1 || said[0].Text != "мама вика" {
		t.Errorf("said %+v, want one message without U+0000", said)
	}
}

func TestLongTextIsKeptWhole(t *testing.T) {
	h := at(t, "narrative")
	text := strings.Repeat("дума ", 2000) + "край"
	h.Receive(conversation.Event{ID: "1", At: evening, Text: text})
	if said := h.Session.Draft.Said; len(said) != 1 || said[0].Text != text {
		t.Errorf("%d messages were kept, want the one of %d bytes as it was told", len(said), len(text))
	}
}

// TestSameEventTwice tells the same event twice: the draft has it once.
func TestSameEventTwice(t *testing.T) {
	h := at(t, "narrative")
	for range 2 {
		h.Receive(conversation.Event{ID: "7", At: evening, Text: "мама вика"})
	}
	if n := len(h.Session.Draft.Said); n != 1 {
		t.Errorf("%d messages were kept of one event, want 1", n)
	}
}

// TestGroupKeepsNothing writes in a group: it is refused, and the session is as if nothing had happened.
func TestGroupKeepsNothing(t *testing.T) {
	e := newEngine(t)
	res := e.Step(conversation.Session{}, conversation.Event{ID: "1", At: evening, Lang: "bg", Refused: conversation.GroupChat})
	if len(res.Replies) != 1 || res.Replies[0].ID != "refused.group" || len(res.Effects) > 0 {
		t.Errorf("a group is met with %v and %v", res.Replies, res.Effects)
	}
	if _, due := e.Deadline(res.Session); due {
		t.Error("a group has a deadline, want none")
	}
}

// TestKeptBeforeSaid steps to a crisis: nothing is said before the outcome, and when nothing was kept nobody is told
// that it was (promise 1).
func TestKeptBeforeSaid(t *testing.T) {
	e := newEngine(t)
	s := at(t, "danger").Session
	res := e.Step(s, conversation.Event{ID: "1", At: evening, Data: "danger=now"})
	if len(res.Replies) > 0 || len(res.Effects) != 1 || res.Effects[0].Kind != conversation.EffKeep || res.Effects[0].Sent {
		t.Fatalf("danger=now gives %v and %v, want one effect to keep it and no word", res.Replies, res.Effects)
	}
	failed := e.Step(res.Session, conversation.Event{ID: "1", At: evening, Outcome: &conversation.Outcome{Effect: conversation.EffKeep, Err: true}})
	if ids := replyIDs(failed); !slices.Equal(ids, []string{"store.away", "ask.danger"}) || failed.Session.At != signal.Danger {
		t.Errorf("when it was not kept it says %v at %s, want store.away and danger again", ids, failed.Session.At)
	}
	kept := e.Step(res.Session, conversation.Event{ID: "1", At: evening, Outcome: &conversation.Outcome{Effect: conversation.EffKeep, Ref: "2026-000001", Fresh: true}})
	if ids := replyIDs(kept); !slices.Equal(ids, []string{"crisis.sent", "ask.kind"}) || kept.Session.Ref != "2026-000001" {
		t.Errorf("when it was kept it says %v with the case %q", ids, kept.Session.Ref)
	}
}

func replyIDs(res conversation.Result) []string {
	var ids []string
	for _, r := range res.Replies {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestDeadline(t *testing.T) {
	e := newEngine(t)
	for _, tt := range []struct {
		name string
		s    conversation.Session
		want time.Duration // after Touched; 0: none
	}{
		{"untouched", conversation.Session{}, 0},
		{"nothing told", conversation.Session{Touched: evening, At: signal.Role}, 24 * time.Hour},
		{"standard", told(signal.Standard), 24 * time.Hour},
		{"urgent", told(signal.Urgent), 30 * time.Minute},
		{"urgent in a case", with(told(signal.Urgent), func(s *conversation.Session) { s.Opened = true }), 24 * time.Hour},
		{"urgent and sent", with(told(signal.Urgent), func(s *conversation.Session) { s.Sent = true }), 24 * time.Hour},
		{"not kept", with(told(signal.Crisis), func(s *conversation.Session) { s.Owed = true }), time.Minute},
	} {
		got, ok := e.Deadline(tt.s)
		if ok != (tt.want > 0) || ok && !got.Equal(evening.Add(tt.want)) {
			t.Errorf("%s: deadline %v, %v, want %v after the last event", tt.name, got, ok, tt.want)
		}
	}
}

func told(u signal.Urgency) conversation.Session {
	return conversation.Session{
		Touched: evening, At: signal.Narrative, Urgency: u,
		Draft: signal.Draft{ID: "d", Lang: "bg", Answers: signal.Answers{signal.KindOf: {signal.Physical}}},
	}
}

func with(s conversation.Session, change func(*conversation.Session)) conversation.Session {
	change(&s)
	return s
}

// TestEarlySweepDoesNothing sweeps before the deadline.
func TestEarlySweepDoesNothing(t *testing.T) {
	res := newEngine(t).Step(told(signal.Urgent), conversation.Event{At: evening.Add(29 * time.Minute), Silence: true})
	if len(res.Replies)+len(res.Effects) > 0 {
		t.Errorf("an early sweep gives %v and %v", res.Replies, res.Effects)
	}
}

// TestNoticeOnce tells a notice twice: it is said once, and the open question stays.
func TestNoticeOnce(t *testing.T) {
	e := newEngine(t)
	s := at(t, "review").Session
	n := conversation.Event{At: evening, Notice: &conversation.Notice{Kind: "reply", Text: "Тук съм.", ID: "n1"}}
	first := e.Step(s, n)
	if len(first.Replies) != 1 || !strings.Contains(first.Replies[0].Text, "Тук съм.") || first.Session.At != s.At {
		t.Fatalf("a notice gives %v at %s", first.Replies, first.Session.At)
	}
	if again := e.Step(first.Session, n); len(again.Replies) > 0 {
		t.Errorf("a notice told before gives %v", again.Replies)
	}
}

// TestCodeIsAlone sends and looks for the code: it stands in one message, as it is grouped, and in no other.
func TestCodeIsAlone(t *testing.T) {
	h := at(t, "review")
	_, said := h.Receive(conversation.Event{ID: "s", At: evening, Data: "nav=send"})
	found := 0
	for _, r := range said {
		if r.Code != "" {
			found++
			if r.Text != r.Code || r.Code != h.Session.Code.Grouped() {
				t.Errorf("the code's message says %q with code %q", r.Text, r.Code)
			}
		} else if strings.Contains(r.Text, h.Session.Code.Grouped()) {
			t.Errorf("message %s has the code in it", r.ID)
		}
	}
	if question, done, code := h.Session.State(); found != 1 || question != "" || !done || code == "" {
		t.Errorf("%d messages have the code; the state is %q, %v", found, question, done)
	}
}

// TestRecallShowsNothingTold comes back with a code on another telephone: nothing that was told is in any message,
// nor in the session (promise 4).
func TestRecallShowsNothingTold(t *testing.T) {
	h := at(t, "narrative")
	for i, ev := range []conversation.Event{{Text: "ТАЙНАТА е под стълбите"}, {Data: "nav=done"}, {Text: "Ловеч"}, {Data: "nav=send"}, {Data: "nav=send"}} {
		ev.ID, ev.At = "r"+string(rune('0'+i)), evening
		h.Receive(ev)
	}
	code := h.Session.Code
	if code == "" {
		t.Fatal("it was not sent")
	}
	h.Session = conversation.Session{}
	_, said := h.Receive(conversation.Event{ID: "c", At: evening, Lang: "bg", Text: "код " + code.Grouped()})
	for _, r := range said {
		for _, secret := range []string{"ТАЙНАТА", "Ловеч", "Бият"} {
			if strings.Contains(r.Text, secret) {
				t.Errorf("message %s shows %q", r.ID, secret)
			}
		}
	}
	if h.Session.Draft.Told() || h.Session.Code != code || !h.Session.Sent {
		t.Errorf("the session after the code: %+v", h.Session)
	}
}

// TestEditedInDraft edits what nobody else has seen: the first words are gone.
func TestEditedInDraft(t *testing.T) {
	h := at(t, "narrative")
	h.Receive(conversation.Event{ID: "1", At: evening, Text: "мама вика"})
	h.Receive(conversation.Event{ID: "1", At: evening.Add(time.Minute), Text: "леля вика", Edited: true})
	if said := h.Session.Draft.Said; len(said) != 1 || said[0].Text != "леля вика" {
		t.Errorf("said %+v, want the edited words alone", said)
	}
}
