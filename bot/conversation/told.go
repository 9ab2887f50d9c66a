package conversation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// enoughWords is how many words make an account of what happened, so that it is not asked for once more.
const enoughWords = 6

// maxHeard bounds how much of what tells nothing is kept in case that more comes.
const maxHeard = 50

// clean takes away what no store can hold (U+0000, bytes that are no UTF-8) and blanks around. All else stays as it
// was told.
func clean(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", ""))
}

// enough reports whether what was said is an account of what happened.
func enough(said []signal.Said) bool {
	n := 0
	for _, s := range said {
		n += len(strings.Fields(s.Text))
		if s.Media != nil && (s.Media.Kind == "voice" || s.Media.Kind == "video") {
			return true
		}
	}
	return n >= enoughWords
}

// alone reads a text by itself, with nothing known but the role of who wrote it.
func (t *turn) alone(text string) signal.Reading {
	d := signal.Draft{Lang: t.s.Draft.Lang, Answers: signal.Answers{}, Said: []signal.Said{{ID: "1", Text: text}}}
	if role := t.s.Draft.Answers[signal.Role]; len(role) > 0 {
		d.Answers[signal.Role] = role
	}
	return t.e.do.Read(d)
}

// tell keeps a text as told, whatever question is open. Nobody who tells is asked to press a button instead.
func (t *turn) tell(text string) {
	reading := t.alone(text)
	idle := reading.Urgency == signal.NotASignal && !t.s.told() && !t.s.Sent && !t.s.Opened && t.s.At != signal.Narrative
	if t.s.At == signal.Lang && !(idle && t.fresh) {
		t.languageOf(text, reading.Lang)
	}
	if idle {
		t.hear(text)
		return
	}
	t.fresh = false
	if reading.Urgency == signal.NotASignal && strings.HasSuffix(text, "?") && t.s.At != signal.Narrative && !t.s.Sent {
		t.say(text, nil)
		t.ack = append(t.ack, "help.what")
		t.finish(modeMore)
		return
	}
	t.volunteer(text, reading)
	t.say(text, nil)
	if t.s.At == signal.KindOf && t.s.has(markKind) && !t.s.Sent {
		t.pass(signal.KindOf) // told in other words
	}
	t.thank()
	t.finish(t.afterTelling())
}

// afterTelling is how it goes on after something was told: at "what happened" more may come, elsewhere the open
// question is asked again, unless it is answered by now.
func (t *turn) afterTelling() string {
	if t.s.At == signal.Narrative {
		return modeMore
	}
	return modeNext
}

// thank acknowledges what was told: in full once, briefly after that.
func (t *turn) thank() {
	switch {
	case t.s.Sent:
		t.ack = append(t.ack, "sent.added")
	case t.s.At == signal.Narrative:
		t.s.mark(markThanked) // the reply that asks for more says thanks
	case t.s.has(markThanked):
		t.ack = append(t.ack, "told.more")
	default:
		t.s.mark(markThanked)
		t.ack = append(t.ack, "told.first")
	}
}

// hear answers a text that tells nothing, and keeps it in case that more comes.
func (t *turn) hear(text string) {
	if len(t.s.Heard) == maxHeard {
		t.s.Heard = slices.Delete(t.s.Heard, 0, 1)
	}
	t.s.Heard = append(t.s.Heard, signal.Said{ID: t.sayID(), At: t.ev.At, Text: text})
	if t.fresh {
		t.greet()
		return
	}
	t.reply("not_a_signal", nil)
	t.prompt()
}

// say adds a message to what was told. The same event adds nothing twice.
func (t *turn) say(text string, media *signal.Media) {
	id := t.sayID()
	if slices.ContainsFunc(t.s.Draft.Said, func(s signal.Said) bool { return s.ID == id }) {
		return
	}
	t.s.Draft.Said = append(t.s.Draft.Said, signal.Said{ID: id, At: t.ev.At, Text: text, Media: media})
	t.changed = true
}

// sayID names what this event said. An event without a name is told apart by when it came.
func (t *turn) sayID() string {
	if t.ev.ID != "" {
		return t.ev.ID
	}
	return "at-" + t.ev.At.UTC().Format(time.RFC3339Nano)
}

// languageOf takes the language of a text that answers "which language?" by being in one.
func (t *turn) languageOf(text, lang string) {
	if strings.IndexFunc(text, isLetter) < 0 || lang == "" {
		return
	}
	t.s.Draft.Lang = lang
	t.open(signal.Role)
}

// media keeps an attachment, with its caption.
func (t *turn) media() {
	t.fresh = false
	t.say(clean(t.ev.Text), t.ev.Media)
	if text := clean(t.ev.Text); text != "" {
		t.volunteer(text, t.alone(text))
	}
	if t.s.At == signal.Lang {
		t.s.Draft.Lang = t.lang()
		t.open(signal.Role)
	}
	t.thank()
	t.finish(t.afterTelling())
}

// edited takes the new text of an earlier message: it replaces the old one while the draft is nobody's but the
// reporter's; an open case is told of it, and keeps both.
func (t *turn) edited(text string) {
	i := slices.IndexFunc(t.s.Draft.Said, func(s signal.Said) bool { return s.ID == t.ev.ID })
	if i < 0 || text == "" {
		t.editedHeard(text)
		return
	}
	if t.s.Draft.Said[i].Text == text {
		return
	}
	if t.s.Opened || t.s.Sent {
		t.ev.ID = fmt.Sprintf("%s/%d", t.ev.ID, t.ev.At.UnixMilli())
		t.say(text, nil)
	} else {
		t.s.Draft.Said[i].Text = text
		t.changed = true
	}
	t.volunteer(text, t.alone(text))
	t.ack = append(t.ack, "told.edited")
	t.finish(t.afterTelling())
}

// editedHeard takes the new text of a message that is not among what was told: an answer, or an idle word.
func (t *turn) editedHeard(text string) {
	t.s.Heard = slices.DeleteFunc(t.s.Heard, func(s signal.Said) bool { return s.ID == t.ev.ID })
	if text == "" {
		t.prompt()
		return
	}
	t.typed(text)
}
