package conversation

import (
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
)

// review shows in short what was told, not the account itself, and offers to send it or to change something.
func (t *turn) review() {
	r := t.words("ask.review", nil)
	change, end := "nav.edit", "nav.send"
	switch {
	case !t.s.told() && len(t.s.Heard) == 0:
		r.Text = t.text("review.empty", nil)
		change, end = "nav.add", "review.stop" // there is nothing to send: to "send" is to take leave
	case t.s.has(markUnseen):
		// somebody else may hold the phone by now: what was told before it was hidden stays out of sight
	default:
		r.Text = t.text("review.head", nil) + "\n" + strings.Join(t.summary(), "\n") + "\n\n" + r.Text
	}
	if t.s.Opened {
		r.Text += "\n" + t.text("review.opened", nil)
	}
	r.Asks = true
	r.Buttons = [][]Button{{t.button(end, "nav=send"), t.button(change, "nav=edit")}}
	if len(t.s.Path) > 0 {
		r.Buttons = append(r.Buttons, []Button{t.button("nav.back", "nav=back")})
	}
	r.Buttons = append(r.Buttons, t.navRow(false))
	t.replies = append(t.replies, r)
}

// summary lists what was told, a line for each question.
func (t *turn) summary() []string {
	var lines []string
	for _, q := range t.e.questions.Questions {
		if value := t.value(q); value != "" {
			lines = append(lines, "• "+t.text("name."+string(q.ID), nil)+": "+value)
		}
	}
	return lines
}

// value is what was answered to q in the words of its buttons, "" nothing.
func (t *turn) value(q Ask) string {
	d := &t.s.Draft
	switch {
	case q.Form == Words:
		if n := len(d.Said) + len(t.s.Heard); n > 0 {
			return t.e.texts.Plural(t.lang(), "review.messages", n, nil)
		}
		return ""
	case q.Form == Placed:
		if !d.Place.Known() {
			return ""
		}
		return t.placeName(d.Place)
	}
	var labels []string
	for _, o := range d.Answers[q.ID] {
		labels = append(labels, t.label(q.ID, o))
	}
	value := strings.Join(labels, "; ")
	if q.ID == signal.Contact && d.Phone != "" {
		value += ", " + d.Phone
	}
	return value
}

// chooseEdit asks which answer is to be changed or added.
func (t *turn) chooseEdit() bool {
	if t.s.At == "" && !t.s.Sent || t.s.At == signal.Lang {
		return false
	}
	t.s.Stage = stageEdit
	t.prompt()
	return true
}

// editable lists the questions whose answers can be changed or added: those of the way, those answered, and once
// the signal is sent all of them.
func (t *turn) editable() []Ask {
	asked := map[signal.Question]bool{signal.Role: !t.s.Sent}
	for _, q := range t.e.questions.way(t.facts()).Ask {
		asked[q] = true
	}
	var list []Ask
	for _, q := range t.e.questions.Questions {
		if q.ID == signal.Lang || q.Form == Last {
			continue
		}
		if asked[q.ID] || len(t.s.Draft.Answers[q.ID]) > 0 || t.s.Sent && q.ID != signal.Role && q.Form != Words {
			list = append(list, q)
		}
	}
	return list
}

// editButtons names the questions, and the way back.
func (t *turn) editButtons() [][]Button {
	var list []Button
	for _, q := range t.editable() {
		list = append(list, t.button("name."+string(q.ID), "edit="+string(q.ID)))
	}
	return append(rows(list, 2), []Button{t.button("edit.none", "nav=done")})
}

// edit opens a question once more. What was answered to it stays until it is answered anew.
func (t *turn) edit(q signal.Question) bool {
	if t.s.At == "" && !t.s.Sent || t.s.At == signal.Lang {
		return false
	}
	for _, e := range t.editable() {
		if e.ID == q {
			t.goTo(q)
			t.reopen(q)
			t.prompt()
			return true
		}
	}
	return false
}
