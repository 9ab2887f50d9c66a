package conversation_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
	"github.com/chuyme/chuyme/internal/signal"
)

// changed is an engine of the embedded questionnaire with each old put in place of new, in pairs.
func changed(t *testing.T, oldnew ...string) *conversation.Engine {
	t.Helper()
	data, err := os.ReadFile("questionnaire.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(oldnew...).Replace(string(data))
	q, err := conversation.Parse("changed.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return conversation.New(q, newTexts(t), newLexicon(t), chat.Services())
}

// under leads a child's conversation by the embedded questionnaire and goes on with another engine.
func under(t *testing.T, next *conversation.Engine, inputs ...chat.Input) *chat.House {
	t.Helper()
	h := &chat.House{Engine: newEngine(t), Now: evening, Lang: "bg"}
	do(t, h, inputs...)
	h.Engine = next
	return h
}

func do(t *testing.T, h *chat.House, inputs ...chat.Input) {
	t.Helper()
	for _, in := range inputs {
		if _, err := h.Do(in); err != nil {
			t.Fatal(err)
		}
	}
}

// TestVersionChanges changes the questionnaire in the middle of a conversation: what was answered stays, the open
// question is gone on with or the next one is, and it can be sent.
func TestVersionChanges(t *testing.T) {
	v2 := []string{"version: 1", "version: 2", "  - {id: setting, form: one, options: [home, school, street, institution, online, acquaintances, other]}\n", "", "place, setting, perpetrator", "place, perpetrator",
		"perpetrator, setting, narrative", "perpetrator, narrative", "kind, setting, perpetrator", "kind, perpetrator", "online, exploitation, self_harm, other]", "exploitation, self_harm, other]"}
	begun := inputs("/start", "[role=neighbour]", "[danger=no]", "[kind=online]", "[nav=done]", "[nav=skip]", "[nav=skip]")

	t.Run("the open question is still asked", func(t *testing.T) {
		h := under(t, changed(t, v2...), begun[:4]...)
		do(t, h, inputs("[kind=physical]")...)
		if got := h.Session.Draft.Answers[signal.KindOf]; !slices.Equal(got, []signal.Option{"physical", "online"}) {
			t.Errorf("kinds are %v, want physical and the online of before", got)
		}
	})
	t.Run("the open question is gone", func(t *testing.T) {
		h := under(t, changed(t, v2...), begun...)
		if h.Session.At != signal.Setting {
			t.Fatalf("stands at %s, want setting", h.Session.At)
		}
		came, err := h.Do(chat.Input{Text: "/help"})
		if err != nil || h.Session.At != signal.Perpetrator || came[len(came)-1].ID != "ask.perpetrator" {
			t.Fatalf("stands at %s and says %v (%v), want perpetrator, and nothing said of it", h.Session.At, came, err)
		}
		do(t, h, inputs("[nav=back]", "[nav=send]", "[nav=send]")...)
		s := h.Session
		if !s.Sent || s.Questionnaire != 1 || !s.Draft.Answers.Has(signal.KindOf, "online") {
			t.Errorf("sent %v under version %d with %v, want all that was answered, under version 1", s.Sent, s.Questionnaire, s.Draft.Answers)
		}
		do(t, h, inputs("/start")...)
		if h.Session.Questionnaire != 2 {
			t.Errorf("a new conversation begins under version %d, want 2", h.Session.Questionnaire)
		}
	})
	t.Run("what was hidden is gone on with", func(t *testing.T) {
		h := under(t, changed(t, v2...), append(begun, inputs("x")...)...)
		do(t, h, inputs("/start", "[nav=done]")...)
		if h.Session.At != signal.Perpetrator {
			t.Errorf("stands at %s, want perpetrator", h.Session.At)
		}
	})
}
