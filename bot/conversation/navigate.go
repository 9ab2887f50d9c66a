package conversation

import (
	"github.com/chuyme/chuyme/internal/signal"
)

// navigate takes a navigation button or word, or reports that it means nothing here.
func (t *turn) navigate(to string) bool {
	switch to {
	case "help":
		t.help()
	case "hide":
		t.hide()
	case "lang":
		t.s.Stage = stageLang
		t.prompt()
	case "restart":
		t.restart()
	case "edit":
		return t.chooseEdit()
	case "send":
		return t.send()
	case "skip":
		return t.skip()
	case "done":
		return t.done()
	case "back":
		return t.back()
	default:
		return false
	}
	return true
}

// help says the numbers, what this is, and then the open question again.
func (t *turn) help() {
	r := t.words("help.numbers", nil)
	t.replies = append(t.replies, r)
	what := t.words("help.what", nil)
	what.Buttons = [][]Button{{t.button("nav.lang", "nav=lang"), t.button("nav.restart", "nav=restart")}}
	t.replies = append(t.replies, what)
	t.prompt()
}

// skip lets the open question go.
func (t *turn) skip() bool {
	switch {
	case t.s.Stage == stageAskback:
		t.farewell()
		return true
	case t.s.Stage != stageNone:
		t.s.Stage = stageNone
		t.prompt()
		return true
	case t.s.At == "" || t.s.At == signal.Review:
		return false
	case t.s.At == signal.Lang:
		return t.setLang(t.lang())
	}
	q := t.s.At
	if t.wantsNumber() && q == signal.Contact {
		delete(t.s.Draft.Answers, q)
	}
	if ask, _ := t.e.questions.Question(q); ask.Skip != "" && len(t.s.Draft.Answers[q]) == 0 {
		t.s.Draft.Answers[q] = []signal.Option{ask.Skip}
		t.changed = true
	}
	t.pass(q)
	t.finish(modeNext)
	return true
}

// done goes on: with the next question where several things could be told, with the draft where it was asked.
func (t *turn) done() bool {
	switch t.s.Stage {
	case stageAnew:
		if t.aside() != nil && !t.unsent() {
			t.resume()
			return true
		}
		fallthrough
	case stageEdit, stageLang:
		t.s.Stage = stageNone
		t.prompt()
		return true
	case stageAskback:
		t.farewell()
		return true
	}
	if ask, _ := t.e.questions.Question(t.s.At); ask.Form != Many && ask.Form != Words {
		return false
	}
	t.pass(t.s.At)
	t.finish(modeNext)
	return true
}

// back goes one step back; where nothing is behind, it says again what is open.
func (t *turn) back() bool {
	switch {
	case t.s.At == "":
		return false
	case t.s.Stage != stageNone:
		t.s.Stage = stageNone
	case t.s.At == signal.Where && (t.s.Province != "" || len(t.s.Found) > 0):
		t.s.Province, t.s.Found = "", nil
	case t.s.At == signal.Contact && t.wantsNumber():
		delete(t.s.Draft.Answers, signal.Contact)
	case len(t.s.Path) > 0:
		last := len(t.s.Path) - 1
		q := t.s.Path[last]
		t.s.Path = t.s.Path[:last]
		t.reopen(q)
	}
	t.prompt()
	return true
}

// send sends what was told. Before review, review is shown first, so that nobody sends by a slip.
func (t *turn) send() bool {
	switch {
	case t.s.At == "" || t.s.Sent:
		return false
	case t.s.At != signal.Review:
		t.goTo(signal.Review)
		t.prompt()
		return true
	}
	t.unhear()
	if !t.s.told() {
		t.goodbye()
		return true
	}
	t.s.Stage = stageNone
	t.s.Then = &Then{Mode: modeSent}
	t.effects = append(t.effects, Effect{
		Kind: EffSend, Draft: cloneDraft(t.s.Draft), Read: t.current(), Case: t.s.Ref, Sent: true,
	})
	return true
}

// goodbye ends a conversation in which nothing was told: it is no case and is only counted.
func (t *turn) goodbye() {
	t.reply("goodbye", nil)
	t.effects = append(t.effects, Effect{Kind: EffCount})
	t.blank()
}
