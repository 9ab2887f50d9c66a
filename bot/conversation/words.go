package conversation

import (
	"cmp"
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

// adults are the roles that are spoken to as grown-ups ("Вие").
var adults = [...]signal.Option{
	signal.RoleParent, signal.RoleRelative, signal.RoleNeighbour, signal.RoleTeacher, signal.RoleDoctor, signal.RoleStranger,
}

// variant is the id of the text for this reporter: the one for the role, else the one for grown-ups, else the plain
// one. Whoever has not said who they are is spoken to as a child.
func (t *turn) variant(id string) string {
	role := t.s.Draft.Answers.First(signal.Role)
	if role == "" {
		role = signal.Option(t.s.Extra["role"])
	}
	if role == "" {
		return id
	}
	spoken := t.e.texts.Speaks(t.lang(), id)
	if v := id + "." + string(role); t.e.texts.Has(spoken, v) {
		return v
	}
	if v := id + ".adult"; slices.Contains(adults[:], role) && t.e.texts.Has(spoken, v) {
		return v
	}
	return id
}

// lang is the language that is spoken: the reporter's, or the service's own until it is known.
func (t *turn) lang() string { return cmp.Or(t.s.Draft.Lang, t.e.do.Lang, "bg") }

// text is the text id in the reporter's language and for their role.
func (t *turn) text(id string, args map[string]any) string {
	return t.e.texts.Text(t.lang(), t.variant(id), args)
}

// words makes a reply of the text id.
func (t *turn) words(id string, args map[string]any) Reply {
	v := t.variant(id)
	return Reply{ID: id, Text: t.e.texts.Text(t.lang(), v, args), Lang: t.e.texts.Speaks(t.lang(), v)}
}

// reply says the text id.
func (t *turn) reply(id string, args map[string]any) {
	t.replies = append(t.replies, t.words(id, args))
}

// button makes a button with the text id.
func (t *turn) button(id, data string) Button { return Button{Text: t.text(id, nil), Data: data} }

// label is an option as this reporter reads it.
func (t *turn) label(q signal.Question, o signal.Option) string {
	return t.text(string(q)+"."+string(o), nil)
}

// unit is a unit's name in the reporter's language, or words for "the child protection department".
func (t *turn) unit(names map[string]string) string {
	for _, lang := range []string{t.lang(), "en", "bg"} {
		if t.lang() == "bg" && lang == "en" {
			continue
		}
		if n := names[lang]; n != "" {
			return n
		}
	}
	return t.text("unit.any", nil)
}

// rows puts buttons in rows of at most n.
func rows(list []Button, n int) [][]Button {
	var out [][]Button
	for chunk := range slices.Chunk(list, max(n, 1)) {
		out = append(out, slices.Clone(chunk))
	}
	return out
}
