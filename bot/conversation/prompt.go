package conversation

import (
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

// prompt says what is open: the question, or what stands before it.
func (t *turn) prompt() {
	switch t.s.Stage {
	case stageInnocent:
		t.innocentWords()
	case stageAnew:
		t.between("anew.ask", [][]Button{{t.button("anew.goon", "nav=done"), t.button("anew.new", "nav=restart")}})
	case stageEdit:
		t.between("edit.ask", t.editButtons())
	case stageLang:
		t.between("ask.lang", t.langButtons())
	case stageAskback:
		t.between("code.ask", nil)
	case stageSafe:
		t.between("safe.ask", [][]Button{{t.button("safe.yes", safeYes), t.button("safe.no", safeNo)}})
	default:
		t.question()
	}
}

// between says something that stands before the open question.
func (t *turn) between(id string, buttons [][]Button) {
	r := t.words(id, nil)
	r.Asks = true
	r.Buttons = append(buttons, t.navRow(t.s.Stage == stageAskback))
	t.replies = append(t.replies, r)
}

// question asks the open question; where none is, it says that more may be told.
func (t *turn) question() {
	q := t.s.At
	if q == "" {
		id := "begin"
		if t.s.Sent {
			id = "sent.open"
		}
		r := t.words(id, nil)
		r.Buttons = [][]Button{t.navRow(false)}
		t.replies = append(t.replies, r)
		return
	}
	if q == signal.Review {
		t.review()
		return
	}
	r := t.words("ask."+string(q), nil)
	if t.fresh && q == signal.Role {
		r.ID = "hello"
		r.Text = t.text("hello", nil) + "\n" + t.text("hello.read", nil) + "\n\n" + r.Text
	}
	t.ask(t.directly(r))
}

// ask puts the open question with its keyboard.
func (t *turn) ask(r Reply) {
	q, _ := t.e.questions.Question(t.s.At)
	wantsNumber := q.ID == signal.Contact && t.wantsNumber()
	if wantsNumber {
		r = t.words("ask.phone", nil)
	}
	switch {
	case wantsNumber, q.Form == Words:
	case q.ID == signal.Lang:
		r.Buttons = t.langButtons()
	case q.Form == Placed:
		r = t.placeWords(r)
		r.Buttons = t.placeButtons(q.Columns)
	default:
		r.Buttons = t.optionButtons(q)
	}
	var row []Button
	if len(t.s.Path) > 0 || t.s.Province != "" || len(t.s.Found) > 0 || wantsNumber {
		row = append(row, t.button("nav.back", "nav=back"))
	}
	switch {
	case q.Form == Many && len(t.s.Draft.Answers[q.ID]) > 0:
		row = append(row, t.button("nav.done", "nav=done"))
	case q.Form == Words && len(t.s.Draft.Said) > 0:
		row = append(row, t.button("nav.all", "nav=done"))
	case q.ID == signal.Role:
		row = append(row, t.langRow()...)
	}
	if len(row) > 0 {
		r.Buttons = append(r.Buttons, row)
	}
	r.Buttons = append(r.Buttons, t.navRow(true))
	r.Asks = true
	t.replies = append(t.replies, r)
}

// placeWords asks for the place according to where the search stands.
func (t *turn) placeWords(r Reply) Reply {
	switch {
	case len(t.s.Found) > 0:
		return t.words("place.several", nil)
	case t.s.Province != "":
		return t.words("place.municipalities", nil)
	case t.s.Draft.Place.Text != "" && t.s.Draft.Place.Municipality == "":
		return t.words("place.none", nil)
	}
	return r
}

// askMore acknowledges what was told and leaves room for more.
func (t *turn) askMore() {
	r := t.words("told.go_on", nil)
	r.Asks = true
	var row []Button
	if len(t.s.Path) > 0 {
		row = append(row, t.button("nav.back", "nav=back"))
	}
	r.Buttons = [][]Button{append(row, t.button("nav.all", "nav=done")), t.navRow(true)}
	t.replies = append(t.replies, r)
}

// optionButtons are the options of q, those chosen with a mark.
func (t *turn) optionButtons(q Ask) [][]Button {
	chosen := t.s.Draft.Answers[q.ID]
	list := make([]Button, 0, len(q.Options))
	for _, o := range q.Options {
		b := Button{Text: t.label(q.ID, o), Data: string(q.ID) + "=" + string(o), On: slices.Contains(chosen, o)}
		if b.On {
			b.Text = "✓ " + b.Text
		}
		list = append(list, b)
	}
	return rows(list, q.Columns)
}

// langButtons are the languages, each by its own name.
func (t *turn) langButtons() [][]Button {
	var list []Button
	for _, l := range t.e.texts.Languages() {
		list = append(list, Button{Text: l.Name, Data: "lang=" + l.Code})
	}
	return rows(list, 2)
}

// langRow offers another language beside the first question; Bulgarian in one tap to whoever is spoken to in another.
func (t *turn) langRow() []Button {
	row := []Button{t.button("nav.lang", "nav=lang")}
	if t.lang() != "bg" {
		row = append(row, Button{Text: t.e.texts.Name("bg"), Data: "lang=bg"})
	}
	return row
}

// navRow is the last row of every question: the numbers, letting go, and hiding, one tap away each.
func (t *turn) navRow(skippable bool) []Button {
	row := []Button{t.button("nav.help", "nav=help")}
	if skippable {
		row = append(row, t.button("nav.skip", "nav=skip"))
	}
	return append(row, t.button("nav.hide", "nav=hide"))
}
