package conversation

import (
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
)

// maxData is the most that a button may carry, in bytes.
const maxData = 64

// press takes a pressed button. Whatever does not belong to what is open now, an old button, one of another chat,
// a forged one, does nothing but say where the conversation stands.
func (t *turn) press(data string) {
	key, option, ok := strings.Cut(data, "=")
	if !ok || len(data) > maxData || key == "" || option == "" || !t.take(key, option) {
		t.reply("stale.press", nil)
		t.prompt()
	}
}

// take takes a press, or reports that it means nothing here.
func (t *turn) take(key, option string) bool {
	switch q := signal.Question(key); {
	case key == "nav":
		return t.navigate(option)
	case q == signal.Lang:
		return t.setLang(option)
	case key == "edit":
		return t.edit(signal.Question(option))
	case t.s.At == "":
		return false
	case t.s.At == signal.Where && slices.Contains([]string{"place", "province", "municipality"}, key):
		return t.choosePlace(key, option)
	case q == signal.Danger && option == string(signal.DangerNow) && t.direct():
		t.answer(q, signal.DangerNow)
		t.finish(modeNext)
		return true
	case q != t.s.At || !t.e.questions.allows(q, signal.Option(option)):
		return false
	default:
		t.choose(q, signal.Option(option))
		return true
	}
}

// choose takes an option of the open question.
func (t *turn) choose(q signal.Question, o signal.Option) {
	t.s.Stage = stageNone
	if ask, _ := t.e.questions.Question(q); ask.Form == Many {
		t.toggle(q, o)
		t.finish(modeToggle)
		return
	}
	t.answer(q, o)
	t.finish(modeNext)
}

// toggle adds o to the answers of q, or takes it away.
func (t *turn) toggle(q signal.Question, o signal.Option) {
	had := t.s.Draft.Answers[q]
	if slices.Contains(had, o) {
		had = slices.DeleteFunc(had, func(h signal.Option) bool { return h == o })
	} else {
		had = append(had, o)
	}
	t.s.Draft.Answers[q] = t.inOrder(q, had)
	if len(had) == 0 {
		delete(t.s.Draft.Answers, q)
	}
	t.unpass(q)
	t.changed = true
}

// inOrder puts answers in the order in which they are offered.
func (t *turn) inOrder(q signal.Question, answers []signal.Option) []signal.Option {
	ask, _ := t.e.questions.Question(q)
	var list []signal.Option
	for _, o := range ask.Options {
		if slices.Contains(answers, o) {
			list = append(list, o)
		}
	}
	for _, o := range answers {
		if !slices.Contains(ask.Options, o) {
			list = append(list, o) // answered under an earlier version of the questionnaire
		}
	}
	return list
}

// answer sets the answer to a question and what follows from it.
func (t *turn) answer(q signal.Question, options ...signal.Option) {
	t.s.Draft.Answers[q] = t.inOrder(q, options)
	t.unpass(q)
	t.changed = true
	switch q {
	case signal.Role:
		t.ack = append(t.ack, "note")
	case signal.Contact:
		t.contact(options[0])
	}
}

// contact notes how the reporter wants to be reached.
func (t *turn) contact(o signal.Option) {
	t.s.Draft.Silent = o == "none"
	if o != "phone" {
		t.s.Draft.Phone = ""
	}
}

// setLang changes the language; nothing that was told is lost.
func (t *turn) setLang(lang string) bool {
	if !t.e.texts.Known(lang) {
		return false
	}
	first := t.s.At == signal.Lang || t.s.At == signal.Role && !t.s.told()
	t.s.Draft.Lang = lang
	if t.s.Stage == stageLang {
		t.s.Stage = stageNone
	}
	switch {
	case first:
		t.open(signal.Role)
		t.greet()
	case t.s.At == "":
		t.reply("lang.done", nil)
		t.prompt()
	default:
		t.next()
	}
	return true
}
