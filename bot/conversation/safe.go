package conversation

import (
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// safeAfter is how long the reporter may be silent before somebody else may hold the phone: what comes after that waits
// until they say that they can read it.
const safeAfter = 30 * time.Minute

// What the buttons below the safe question carry. They are of their own, so that a "done" or "skip" of a question above it,
// pressed by whoever holds the phone, shows nothing.
const (
	safeYes = "safe=yes"
	safeNo  = "safe=no"
)

// hold keeps a notice back, where the reporter has been silent for long, and asks, once for all that waits, whether they
// can read it. The words that ask tell nobody what this chat is.
func (t *turn) hold(n Notice) bool {
	if len(t.s.Waiting) == 0 && t.ev.At.Sub(t.s.Touched) < safeAfter {
		return false
	}
	t.s.Waiting = append(t.s.Waiting, n)
	t.askSafe()
	return true
}

// askSafe asks whether what waits can be read, unless nothing waits or it is asked already. What an effect of the same
// step has to say comes first; it is asked after that.
func (t *turn) askSafe() {
	if len(t.s.Waiting) == 0 || len(t.effects) > 0 || t.s.Stage == stageSafe || t.s.Stage == stageInnocent {
		return
	}
	t.s.Stage = stageSafe
	t.prompt()
}

// safe takes the answer to whether what waits can be read. All else that the reporter does is met as ever.
func (t *turn) safe() {
	switch text := clean(t.ev.Text); {
	case t.ev.Data == safeYes, t.yes(text):
		t.show()
	case t.ev.Data == safeNo, t.no(text):
		t.s.Stage = stageNone
		t.reply("begin", nil)
	default:
		t.s.Stage = stageNone
		t.dispatch()
		t.askSafe()
	}
}

// show says what has waited, and then the open question.
func (t *turn) show() {
	waiting := t.s.Waiting
	t.s.Waiting, t.s.Stage = nil, stageNone
	for _, n := range waiting {
		t.announce(n)
	}
	t.prompt()
}

// yes and no report whether a text is that alone, and no account of what happens.
func (t *turn) yes(text string) bool { return t.says(text, signal.DangerNow) }
func (t *turn) no(text string) bool  { return t.says(text, signal.DangerNo) }

// says holds a short text against a question that is answered with yes or no.
func (t *turn) says(text string, o signal.Option) bool {
	return text != "" && t.ev.Media == nil && isShort(text) && !isHide(text) &&
		slices.Equal(Understand(t.e.lex, signal.Danger, text), []string{string(o)}) && !t.tells(text)
}
