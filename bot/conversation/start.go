package conversation

import (
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
)

// first begins a conversation with whatever came first: a greeting, a press, or what happened.
func (t *turn) first() {
	t.fresh = true
	if t.s.Draft.Lang == "" {
		t.s.Draft.Lang, _ = t.e.texts.Guess(t.ev.Lang)
	}
	t.s.Path, t.s.Passed, t.s.Stage = nil, nil, stageNone
	t.s.At = signal.Role
	if t.s.Draft.Lang == "" {
		t.s.At = signal.Lang
	}
	switch {
	case t.ev.Data != "":
		t.firstPress(t.ev.Data)
	case t.ev.Refused != "":
		t.reply("refused."+string(t.ev.Refused), nil)
		t.greet()
	case t.ev.Media == nil && t.ev.Location == nil && clean(t.ev.Text) == "":
		t.greet()
	default:
		t.dispatch()
	}
}

// firstPress takes an answer to the question that would have been asked first, and greets at any other press: it
// comes from a conversation that is over.
func (t *turn) firstPress(data string) {
	key, option, _ := strings.Cut(data, "=")
	switch {
	case key == "lang" && t.e.texts.Known(option):
		t.setLang(option)
	case data == "nav=hide", data == "nav=help":
		t.navigate(option)
	case key == string(signal.Role) && t.s.At == signal.Role && t.e.questions.allows(signal.Role, signal.Option(option)):
		t.choose(signal.Role, signal.Option(option))
	default:
		t.greet()
	}
}

// start handles "/start" and what may come with it. In the middle of a draft it offers to go on first.
func (t *turn) start(payload string) {
	if t.unsent() || t.aside() != nil && t.s.Stage != stageAnew {
		t.s.Stage = stageAnew
		t.prompt()
		return
	}
	t.anew(payload)
}

// unsent reports whether something was told that is not sent.
func (t *turn) unsent() bool { return t.s.told() && !t.s.Sent }

// restart begins anew, after a question where something was told that is not sent.
func (t *turn) restart() {
	if t.s.Stage != stageAnew && t.unsent() {
		t.s.Stage = stageAnew
		t.prompt()
		return
	}
	t.dropAside()
	t.anew("")
}

// anew begins anew. What was urgent, and is in no case yet, becomes one first; the rest is let go, as was asked.
func (t *turn) anew(payload string) {
	if t.s.unsafe() || t.s.Owed {
		t.setAside()
		t.s.Then = &Then{Mode: modeDrop, Draft: t.s.Draft.ID}
		t.keep(false)
	}
	t.blank()
	t.fresh = true
	t.s.At = signal.Role
	payload = strings.ToLower(payload)
	if t.e.texts.Known(payload) {
		t.s.Draft.Lang = payload
	}
	if t.s.Draft.Lang == "" {
		t.s.Draft.Lang, _ = t.e.texts.Guess(t.ev.Lang)
	}
	if t.s.Draft.Lang == "" {
		t.s.At = signal.Lang
	}
	if o := signal.Option(payload); t.s.At == signal.Role && t.e.questions.allows(signal.Role, o) {
		t.choose(signal.Role, o)
		return
	}
	t.greet()
}

// blank clears all but the language, the channel and what is out of sight.
func (t *turn) blank() {
	old := t.s
	t.s = t.e.Begin(old.Draft.Lang)
	t.s.Draft.Source = old.Draft.Source
	t.s.Draft.Answers = signal.Answers{}
	t.s.Touched, t.s.Aside, t.s.Then = old.Touched, old.Aside, old.Then
}

// greet says what this is and asks the first question, in one message.
func (t *turn) greet() {
	if t.s.At == signal.Lang {
		t.prompt()
		return
	}
	t.fresh = true
	t.prompt()
}
