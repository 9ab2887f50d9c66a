package conversation

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chuyme/chuyme/internal/signal"
)

// A typed answer of at most so many words and letters is the answer alone; a longer one is kept as told as well.
const (
	shortWords = 4
	shortRunes = 40
)

// maxAnswer is how many letters a typed answer to a question with buttons may have; what is longer is an account.
const maxAnswer = 300

// typed takes what was typed. A hide word, a command and a code mean the same everywhere; then it may answer what is
// open; all else is kept as told.
func (t *turn) typed(text string) {
	cmd, payload := command(text)
	code, isCode := signal.FindCode(text)
	switch {
	case text == "":
		t.prompt()
	case isHide(text) || cmd == "hide":
		t.hide()
	case cmd != "":
		t.command(cmd, payload)
	case isCode:
		t.codeTyped(code)
	case t.s.Stage == stageAskback && digits(text) >= 6:
		t.codeTyped("")
	case t.s.At == signal.Contact && t.number(text):
		t.finish(modeNext)
	case t.direct() && t.yes(text):
		t.say(text, nil)
		t.answer(signal.Danger, signal.DangerNow)
		t.finish(modeNext)
	case t.understood(text):
	case t.s.At == signal.Where && t.s.Stage == stageNone:
		t.placeTyped(text)
	default:
		t.tell(text)
	}
}

// understood takes text as the answer to what is open, or as a word that navigates, or reports that it is neither.
func (t *turn) understood(text string) bool {
	if q := t.asked(); utf8.RuneCountInString(text) > maxAnswer || (q == signal.Narrative || q == signal.Where) && len(strings.Fields(text)) > enoughWords {
		return false // too long for an answer, or for a word that navigates
	}
	list := UnderstandAt(t.e.lex, t.asked(), text, t.ev.At)
	if len(list) == 0 {
		return false
	}
	if to, isNav := strings.CutPrefix(list[0], "nav="); isNav {
		return t.navWord(to, text)
	}
	var options []signal.Option
	for _, o := range list {
		options = append(options, signal.Option(o))
	}
	return t.answered(t.asked(), options, text)
}

// Understand says what a typed text is taken for in a chat that stands at s, as the function Understand does.
func (e *Engine) Understand(s Session, text string) []string {
	t := &turn{e: e, s: s}
	return Understand(e.lex, t.asked(), text)
}

// asked is the question that typed words are held against.
func (t *turn) asked() signal.Question {
	switch {
	case t.s.Stage == stageLang:
		return signal.Lang
	case t.s.Stage != stageNone || t.s.At == "":
		return signal.Review
	}
	return t.s.At
}

// navWord follows a typed navigation word, unless it is a plea: "help me" asks for more than the numbers.
func (t *turn) navWord(to, text string) bool {
	if (to == "help" || !isShort(text)) && t.tells(text) {
		if to == "help" {
			t.ack = append(t.ack, "help.numbers")
		}
		return false
	}
	if t.s.Sent && t.s.At == "" && t.s.Stage != stageAskback && to != "help" && to != "lang" && to != "edit" && to != "hide" {
		return false
	}
	return t.navigate(to)
}

// answered takes typed options. What says more than the option is kept as told too, and so is who did it, in the
// words in which it was told.
func (t *turn) answered(q signal.Question, options []signal.Option, text string) bool {
	if q == signal.Lang {
		return t.setLang(string(options[0]))
	}
	if q != t.s.At {
		return false
	}
	if options = t.allowed(q, options); len(options) == 0 {
		return false
	}
	many := false
	if ask, _ := t.e.questions.Question(q); ask.Form == Many {
		many = true
	} else {
		options = options[:1]
	}
	long := !isShort(text)
	if long && q == signal.Role {
		return false // an account of what happened names many people; only what is sure of it is taken
	}
	t.s.Stage = stageNone
	t.answer(q, options...)
	if many {
		t.pass(q)
	}
	reading := t.alone(text)
	tells := long || reading.Urgency != signal.NotASignal
	if tells || q == signal.Perpetrator && !strings.EqualFold(text, t.label(q, options[0])) {
		t.say(text, nil)
	}
	if tells {
		t.volunteer(text, reading)
	}
	if long {
		t.thank()
	}
	t.finish(modeNext)
	return true
}

// number takes a telephone number that answers "how may we reach you?".
func (t *turn) number(text string) bool {
	if n := digits(text); n < 6 || n > 15 || !isShort(text) {
		return false
	}
	t.s.Draft.Answers[signal.Contact] = []signal.Option{"phone"}
	t.s.Draft.Phone = text
	t.s.Draft.Silent = false
	t.s.Stage = stageNone
	t.unpass(signal.Contact)
	t.changed = true
	return true
}

// command splits "/start@name payload"; name is "" where text is no command.
func command(text string) (name, payload string) {
	rest, ok := strings.CutPrefix(text, "/")
	if !ok || rest == "" {
		return "", ""
	}
	name, payload, _ = strings.Cut(rest, " ")
	name, _, _ = strings.Cut(name, "@")
	name = strings.ToLower(name)
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' {
			return "", ""
		}
	}
	if name == "x" || name == "х" {
		name = "hide"
	}
	return name, strings.TrimSpace(payload)
}

// command follows a typed command.
func (t *turn) command(name, payload string) {
	switch name {
	case "start":
		t.start(payload)
	case "back", "skip", "restart", "done", "send", "edit", "lang", "help":
		if t.navigate(name) {
			return
		}
		t.prompt()
	case "language":
		if t.e.texts.Known(payload) && t.setLang(payload) {
			return
		}
		t.navigate("lang")
	case "stop", "cancel":
		t.restart()
	default:
		t.reply("unknown.command", nil)
		t.prompt()
	}
}

// isHide reports whether text is the one letter that hides, in either alphabet.
func isHide(text string) bool {
	switch strings.ToLower(text) {
	case "x", "х": // Latin, Cyrillic
		return true
	}
	return false
}

func isShort(text string) bool {
	return utf8.RuneCountInString(text) <= shortRunes && len(strings.Fields(text)) <= shortWords
}

func digits(text string) (n int) {
	for _, r := range text {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
