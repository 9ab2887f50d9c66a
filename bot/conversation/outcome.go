package conversation

import (
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
)

// outcome goes on once the reception knows what became of an effect.
func (t *turn) outcome(o Outcome) {
	then := Then{}
	if t.s.Then != nil {
		then = *t.s.Then
	}
	switch o.Effect {
	case EffKeep:
		t.kept(o, then)
	case EffSend:
		t.s.Then = nil
		t.delivered(o)
	case EffRecall:
		t.s.Then = nil
		if o.Err {
			t.reply("code.later", nil)
			t.prompt()
			return
		}
		t.recalled(o, then.Code)
	}
}

// kept goes on after the draft was kept as a case, or could not be.
func (t *turn) kept(o Outcome, then Then) {
	switch then.Mode {
	case modeRecall: // the recall itself is still to come
		t.noteKept(o)
		return
	case modeAside, modeDrop:
		t.s.Then = nil
		t.asideKept(o, then)
		return
	case modeSilent, "":
		t.s.Then = nil
		t.noteKept(o)
		return
	case modeRetry:
		t.s.Then = nil
		t.retried(o)
		return
	}
	t.s.Then = nil
	if !t.noteKept(o) {
		t.s.mark(markFailed)
		t.reply("store.away", nil)
		t.prompt()
		return
	}
	delete(t.s.Extra, markFailed)
	t.ack, t.noted = then.Ack, then.Noted
	if t.s.Urgency == signal.Crisis && !t.s.Sent && !t.s.has(markWarned) {
		t.warn(o)
	}
	t.proceed(then.Mode)
	t.askSafe()
}

// retried tells whoever was told that it could not be kept that it is by now.
func (t *turn) retried(o Outcome) {
	if !t.noteKept(o) || !t.s.has(markFailed) {
		return
	}
	delete(t.s.Extra, markFailed)
	if t.s.Sent || t.s.Urgency != signal.Crisis {
		t.reply("sent.added", nil)
		return
	}
	if !t.s.has(markWarned) {
		t.warn(o)
	}
	t.proceed(modeNext)
}

// noteKept notes that the draft is a case and lacks nothing, or that it still does.
func (t *turn) noteKept(o Outcome) bool {
	if o.Err {
		t.s.Owed = true
		return false
	}
	t.s.Owed, t.s.Opened = false, true
	if o.Ref != "" {
		t.s.Ref = o.Ref
	}
	return true
}

// warn says, once, that the person on duty has been told, what can be done until then, and that nobody has read it
// yet. It takes the place of the thanks for what was told.
func (t *turn) warn(o Outcome) {
	t.s.mark(markWarned)
	id := "crisis.sent"
	switch {
	case o.Taken:
		id = "crisis.taken"
	case t.tonight() == "tonight.self_harm":
		id = "crisis.self_harm"
		t.s.mark(markLed)
	}
	t.reply(id, map[string]any{"unit": t.unit(o.Unit)})
	var rest []string
	for _, a := range t.ack {
		if !strings.HasPrefix(a, "told.") && a != "note" {
			rest = append(rest, a)
		}
	}
	t.ack = rest
}

// delivered goes on after "send". Only now may "sent" be said.
func (t *turn) delivered(o Outcome) {
	if o.Err {
		t.s.Owed = t.s.Owed || t.s.Opened || t.s.Urgency == signal.Crisis
		t.reply("store.away", nil)
		t.prompt()
		return
	}
	t.s.Opened = true
	if o.Ref != "" {
		t.s.Ref = o.Ref
	}
	t.sent(o)
}
