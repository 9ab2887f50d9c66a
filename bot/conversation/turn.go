package conversation

import (
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

// turn is one step under way: a session of its own to change, and what comes of it.
type turn struct {
	e       *Engine
	s       Session
	ev      Event
	fresh   bool // nothing was said in this chat before
	changed bool // the draft holds more than before
	reading *signal.Reading
	noted   []string
	ack     []string
	replies []Reply
	effects []Effect
}

// Stages are what stands between the reporter and the open question for a moment.
const (
	stageNone     = ""
	stageAnew     = "anew"     // go on, or begin anew?
	stageEdit     = "edit"     // which answer is to be changed?
	stageLang     = "lang"     // which language?
	stageAskback  = "askback"  // the code is asked back
	stageInnocent = "innocent" // nothing here tells what this chat is
	stageSafe     = "safe"     // can you read now what has come?
)

// Marks in Session.Extra.
const (
	markThanked = "thanked" // it was acknowledged in full that something was told
	markWarned  = "warned"  // it was said that the person on duty has been told
	markKind    = "kind"    // the kind was told in other words
	markPlace   = "place"   // a place that is known is asked for again
	markUnseen  = "unseen"  // what was told before it was hidden is not shown
	markFailed  = "failed"  // it was said that something could not be kept
	markAway    = "away"    // the child told that it has run away or was put out
	markLed     = "led"     // what helps with what was told was said
	markDirect  = "direct"  // it was asked plainly whether they think of ending their life
)

// What is to be said when an effect is done (Then.Mode).
const (
	modeNext   = "next"   // go on to the next question, or ask the open one again
	modeMore   = "more"   // more may be told
	modeToggle = "toggle" // show the open question with its marks, in place of the old one
	modeSent   = "sent"   // the code
	modeAside  = "aside"  // nothing: it was done for a draft that is out of sight
	modeDrop   = "drop"   // nothing, and the draft that is out of sight may go
	modeSilent = "silent" // nothing: nobody is there
	modeRetry  = "retry"  // that it has arrived, to whoever was told that it had not
	modeRecall = "recall" // where the case stands
)

// reporter handles what a reporter did.
func (t *turn) reporter() {
	switch {
	case t.s.Stage == stageInnocent:
		t.innocent()
	case t.s.Stage == stageSafe:
		t.safe()
	case t.s.At == "" && !t.s.Sent:
		t.first()
	default:
		t.dispatch()
		t.askSafe()
	}
}

// dispatch hands the event to what is made for it.
func (t *turn) dispatch() {
	switch {
	case t.ev.Refused != "":
		t.refused()
	case t.ev.Data != "":
		t.press(t.ev.Data)
	case t.ev.Location != nil:
		t.location(*t.ev.Location)
	case t.ev.Media != nil:
		t.media()
	case t.ev.Edited:
		t.edited(clean(t.ev.Text))
	default:
		t.typed(clean(t.ev.Text))
	}
}

// finish ends a step in which something may have been told. What is a crisis, or belongs to an open case, is kept
// before anything is said; the rest is said at once.
func (t *turn) finish(mode string) {
	if t.changed {
		t.read()
	}
	if t.s.Owed && !t.s.Sent && t.s.Urgency != signal.Crisis && !t.s.Opened {
		t.s.Owed = false // an answer was taken back before its case was opened
	}
	if !t.s.Owed {
		t.proceed(mode)
		return
	}
	t.s.Then = &Then{Mode: mode, Ack: t.ack, Noted: t.noted}
	t.ack, t.noted = nil, nil
	t.keep(false)
}

// read triages the draft anew and notes whether its case lacks what is new.
func (t *turn) read() {
	if t.s.told() {
		t.unhear()
	}
	t.reading = nil
	t.s.Urgency, t.s.Category = t.current().Urgency, t.current().Category
	if t.s.Urgency == signal.Crisis || t.s.Opened || t.s.Sent {
		t.s.Owed = true
	}
}

// current is what triage reads in the draft as it stands.
func (t *turn) current() signal.Reading {
	if t.reading == nil {
		r := t.e.do.Read(t.s.Draft)
		t.reading = &r
	}
	return *t.reading
}

// unhear makes what was heard before part of the draft, now that something was told.
func (t *turn) unhear() {
	if len(t.s.Heard) == 0 {
		return
	}
	t.s.Draft.Said = append(slices.Clone(t.s.Heard), t.s.Draft.Said...)
	t.s.Heard = nil
}

// keep asks for the draft to be kept as a case.
func (t *turn) keep(silent bool) {
	t.effects = append(t.effects, Effect{
		Kind: EffKeep, Draft: cloneDraft(t.s.Draft), Read: t.current(),
		Case: t.s.Ref, Sent: t.s.Sent, Silent: silent,
	})
}

// proceed says what was to be said and goes on.
func (t *turn) proceed(mode string) {
	t.flush()
	switch mode {
	case modeToggle:
		t.prompt()
		for i := range t.replies {
			t.replies[i].Edit = t.replies[i].Asks && len(t.replies) == 1
		}
	case modeMore:
		if t.s.At == signal.Narrative {
			t.askMore()
			return
		}
		t.prompt()
	default:
		t.next()
	}
}

// flush says the acknowledgements, and once what was understood from free text.
func (t *turn) flush() {
	for _, id := range t.ack {
		r := t.words(id, map[string]any{"place": t.placeName(t.s.Draft.Place)})
		if id == "place.taken" && !t.s.Sent {
			r.Buttons = [][]Button{{t.button("place.change", "edit=place")}}
		}
		t.replies = append(t.replies, r)
	}
	if len(t.noted) > 0 {
		r := t.words("told.noted", map[string]any{"list": join(t.noted)})
		r.Buttons = [][]Button{{t.button("nav.edit", "nav=edit")}}
		t.replies = append(t.replies, r)
	}
	t.ack, t.noted = nil, nil
}

// next goes on to the first question that is not settled, or says again where the conversation stands.
func (t *turn) next() {
	if t.s.Sent {
		t.nextSent()
		return
	}
	to := t.nextQuestion()
	if to != t.s.At {
		t.goTo(to)
	}
	t.lead()
	t.prompt()
}

// nextSent goes on after "send": what is added is acknowledged, and nothing more is asked by itself.
func (t *turn) nextSent() {
	switch {
	case t.s.At != "" && t.settled(t.s.At):
		t.open("")
		t.reply("sent.added", nil)
	case t.s.At != "" || len(t.replies) == 0:
		t.prompt()
	}
}

// nextQuestion is the open question while it is not settled, else the first of the way that is not.
func (t *turn) nextQuestion() signal.Question {
	for _, q := range []signal.Question{signal.Lang, signal.Role} {
		if !t.settled(q) {
			return q
		}
	}
	if t.s.At != signal.Review && t.s.At != "" && !t.settled(t.s.At) {
		return t.s.At
	}
	if t.s.At == signal.Review {
		return signal.Review
	}
	for _, q := range t.e.questions.way(t.facts()).Ask {
		if !t.settled(q) {
			return q
		}
	}
	return signal.Review
}

// maxPath bounds how far back one can go.
const maxPath = 40

// goTo opens a question and remembers the one that was open, for "back".
func (t *turn) goTo(q signal.Question) {
	if from := t.s.At; from != "" && from != signal.Lang && from != q {
		t.s.Path = append(t.s.Path, from)
		if len(t.s.Path) > maxPath {
			t.s.Path = slices.Delete(t.s.Path, 0, len(t.s.Path)-maxPath)
		}
	}
	t.open(q)
}

// open makes q the open question, with nothing in between.
func (t *turn) open(q signal.Question) {
	t.s.At, t.s.Stage, t.s.Province, t.s.Found = q, stageNone, "", nil
	delete(t.s.Extra, markPlace)
}

// settled reports whether q needs not be asked: it was answered, passed, or told in other words.
func (t *turn) settled(q signal.Question) bool {
	if slices.Contains(t.s.Passed, q) {
		return true
	}
	d := &t.s.Draft
	switch q {
	case signal.Lang:
		return d.Lang != ""
	case signal.Where:
		return (d.Place.Municipality != "" || d.Place.Abroad) && !t.s.has(markPlace)
	case signal.Narrative:
		return t.s.At != q && enough(d.Said)
	case signal.KindOf:
		return t.s.At != q && (len(d.Answers[q]) > 0 || t.s.has(markKind))
	case signal.Contact:
		return len(d.Answers[q]) > 0 && !t.wantsNumber()
	case signal.Review:
		return false
	}
	return len(d.Answers[q]) > 0
}

// wantsNumber reports whether the reporter asked to be called and left no number yet.
func (t *turn) wantsNumber() bool {
	return t.s.Draft.Answers.Has(signal.Contact, "phone") && t.s.Draft.Phone == "" && !slices.Contains(t.s.Passed, signal.Contact)
}

// reopen makes q the open question once more, whatever was said to it before. An answer stays until it is replaced.
func (t *turn) reopen(q signal.Question) {
	if q == signal.Danger && slices.Contains(t.s.Passed, q) {
		delete(t.s.Draft.Answers, q)
	}
	t.unpass(q)
	t.open(q)
	if q == signal.Where {
		t.s.mark(markPlace)
	}
}

// pass notes that q is done with.
func (t *turn) pass(q signal.Question) {
	if !slices.Contains(t.s.Passed, q) {
		t.s.Passed = append(t.s.Passed, q)
	}
}

// unpass makes q open again.
func (t *turn) unpass(q signal.Question) {
	t.s.Passed = slices.DeleteFunc(t.s.Passed, func(p signal.Question) bool { return p == q })
}
