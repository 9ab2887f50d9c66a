package conversation

import (
	"strconv"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// keptAside is how long a draft that is out of sight may still be gone on with.
const keptAside = 24 * time.Hour

// innocentWords is the number of innocent messages in the catalogs (innocent.1 …).
const innocentWords = 4

// hide makes the conversation vanish. A draft that was urgent becomes a case at once; any draft is kept sealed for a
// day, to be gone on with unseen; what was sent comes back by its code alone.
func (t *turn) hide() {
	if t.s.told() && !t.s.Sent {
		mustKeep := t.s.unsafe() || t.s.Owed
		t.setAside()
		if mustKeep {
			t.s.Then = &Then{Mode: modeAside}
			t.keep(false)
		}
	}
	t.blank()
	t.s.Stage = stageInnocent
	t.effects = append(t.effects, Effect{Kind: EffHide})
	t.innocentWords()
}

// innocentWords says something that anybody may read.
func (t *turn) innocentWords() {
	n := t.ev.At.YearDay()%innocentWords + 1
	t.replies = append(t.replies, t.words("innocent."+strconv.Itoa(n), nil))
}

// setAside puts the draft out of sight.
func (t *turn) setAside() {
	t.s.Aside = &Aside{
		Since: t.ev.At, Draft: cloneDraft(t.s.Draft), At: t.s.At, Path: t.s.Path, Passed: t.s.Passed,
		Urgency: t.s.Urgency, Ref: t.s.Ref, Opened: t.s.Opened, Owed: t.s.Owed || t.s.unsafe(),
	}
}

// aside is the draft that is out of sight, nil where there is none or its day is over.
func (t *turn) aside() *Aside {
	if a := t.s.Aside; a != nil && t.ev.At.Sub(a.Since) < keptAside {
		return a
	}
	return nil
}

// resume goes on with the draft that was out of sight. What was told in it is not shown.
func (t *turn) resume(a *Aside) {
	t.blank()
	t.s.Aside = nil
	t.s.Draft, t.s.At, t.s.Path, t.s.Passed = a.Draft, a.At, a.Path, a.Passed
	t.s.Urgency, t.s.Ref, t.s.Opened, t.s.Owed = a.Urgency, a.Ref, a.Opened, a.Owed
	t.s.mark(markUnseen)
	t.s.mark(markThanked)
	t.prompt()
}

// innocent handles what comes after hiding: an innocent face, until somebody begins anew, goes on, types a code, or
// tells something. Danger does not wait for the right button.
func (t *turn) innocent() {
	text := clean(t.ev.Text)
	_, isCode := signal.FindCode(text)
	command, payload := command(text)
	switch {
	case t.ev.Data == "nav=done" && t.aside() != nil:
		t.resume(t.aside())
	case t.ev.Data == "nav=restart":
		t.s.Aside = nil
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
