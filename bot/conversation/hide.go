package conversation

import (
	"cmp"
	"strconv"

	"github.com/chuyme/chuyme/internal/signal"
)

// innocentWords is the number of innocent messages in the catalogs (innocent.1 …).
const innocentWords = 4

// hide makes the conversation vanish. A draft that was urgent becomes a case at once; any draft is kept sealed for a
// day, to be gone on with unseen; what was sent comes back by its code alone.
func (t *turn) hide() {
	if t.s.told() && !t.s.Sent {
		mustKeep := t.s.unsafe() || t.s.Owed
		t.setAside()
		if mustKeep {
			t.s.Then = &Then{Mode: modeAside, Draft: t.s.Draft.ID}
			t.keep(false)
		}
	}
	role := cmp.Or(t.s.Draft.Answers.First(signal.Role), signal.Option(t.s.Extra["role"]))
	t.blank()
	if role != "" {
		t.s.Extra = map[string]string{"role": string(role)} // who comes back with the code is spoken to as before
	}
	t.s.Stage = stageInnocent
	t.effects = append(t.effects, Effect{Kind: EffHide})
	t.innocentWords()
}

// innocentWords says something that anybody may read.
func (t *turn) innocentWords() {
	n := t.ev.At.YearDay()%innocentWords + 1
	t.replies = append(t.replies, t.words("innocent."+strconv.Itoa(n), nil))
}

// innocent handles what comes after hiding: an innocent face, until somebody begins anew, goes on, types a code, or
// tells something. Danger does not wait for the right button.
func (t *turn) innocent() {
	text := clean(t.ev.Text)
	_, isCode := signal.FindCode(text)
	command, payload := command(text)
	switch {
	case t.ev.Data == "nav=done" && t.aside() != nil:
		t.resume()
	case t.ev.Data == "nav=restart":
		t.dropAside()
		t.anew("")
	case t.ev.Data == "nav=hide" || isHide(text) || command == "hide":
		t.effects = append(t.effects, Effect{Kind: EffHide})
		t.innocentWords()
	case command == "start" && t.aside() == nil:
		t.anew(payload)
	case isCode, t.ev.Data == "" && (t.ev.Media != nil || t.ev.Location != nil || t.tells(text)):
		t.s.Stage = stageNone // the draft is a new one already: what came with this event belongs to it
		t.first()
	default:
		t.innocentFace()
	}
}

// innocentFace says something innocent with an unobtrusive way on below it.
func (t *turn) innocentFace() {
	t.innocentWords()
	last := &t.replies[len(t.replies)-1]
	if t.aside() != nil {
		r := t.words("innocent.goon", nil)
		r.Buttons = [][]Button{{t.button("innocent.yes", "nav=done"), t.button("innocent.new", "nav=restart")}}
		t.replies = append(t.replies, r)
		return
	}
	last.Buttons = [][]Button{{t.button("innocent.new", "nav=restart")}}
}

// tells reports whether a text alone says that a child may be hurt.
func (t *turn) tells(text string) bool {
	return text != "" && t.alone(text).Urgency.Rank() > signal.NotASignal.Rank()
}
