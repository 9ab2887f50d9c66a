package conversation

import (
	"cmp"
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

// codeTyped takes a code: the one asked back, or one that somebody comes back with. "" is digits that are no code.
func (t *turn) codeTyped(code signal.Code) {
	if t.s.Stage == stageAskback && code == t.s.Code && code != "" {
		t.reply("code.right", nil)
		t.farewell()
		return
	}
	if t.s.Stage == stageAskback {
		t.reply("code.wrong", nil)
		t.showCode()
		t.prompt()
		return
	}
	t.recall(code)
}

// recall asks for the case of a code. A draft of one's own is put out of sight first, and kept if it is urgent.
func (t *turn) recall(code signal.Code) {
	t.s.Then = &Then{Mode: modeRecall, Code: code}
	if t.s.unsafe() || t.s.Owed && !t.s.Sent {
		t.keep(false)
	}
	t.effects = append(t.effects, Effect{Kind: EffRecall, Code: code})
}

// showCode says the code, alone in its message, so that it can be copied and written down as it stands.
func (t *turn) showCode() {
	grouped := t.s.Code.Grouped()
	t.replies = append(t.replies, Reply{ID: "code.show", Text: grouped, Code: grouped, Lang: t.lang()})
}

// sent tells that the signal has arrived, gives the code and asks it back.
func (t *turn) sent(o Outcome) {
	t.s.Sent, t.s.Code, t.s.Owed = true, o.Code, false
	t.s.Path, t.s.Heard = nil, nil
	t.open("")
	id := "sent"
	if o.Taken {
		id = "sent.taken"
	}
	t.reply(id, map[string]any{"unit": t.unit(o.Unit)})
	t.showCode()
	t.reply("code.keep", nil)
	t.s.Stage = stageAskback
	t.prompt()
}

// farewell ends the conversation with what can be done tonight. The door stays open: whatever is told is added.
func (t *turn) farewell() {
	t.s.Stage = stageNone
	r := t.words(t.tonight(), nil)
	r.Buttons = [][]Button{{t.button("nav.add", "nav=edit")}, t.navRow(false)}
	t.replies = append(t.replies, r)
}

// tonight is the text of what can be done now, by what was told. What the plain text says of staying at home is for a
// child that is not safe there; the variants of it for others say nothing of a place.
func (t *turn) tonight() string {
	told := func(o signal.Option) bool {
		return t.s.Draft.Answers.Has(signal.KindOf, o) || slices.Contains(t.current().Category, o)
	}
	switch {
	case told(signal.SelfHarm):
		return "tonight.self_harm"
	case t.s.has(markAway) && t.young():
		return "tonight.away"
	case told(signal.Online) && told(signal.Sexual) && t.s.has(markLed):
		return "tonight.images" // what to do with the messages was said before
	case told(signal.Online):
		return "tonight.online"
	case t.atSchool() && t.variant("tonight") == "tonight":
		return "tonight.school"
	}
	return "tonight"
}

// atSchool reports whether it happens among children or teachers, and not at home as far as is known.
func (t *turn) atSchool() bool {
	a := t.s.Draft.Answers
	if where := a.First(signal.Setting); where != "" {
		return where == "school"
	}
	return a.Has(signal.Perpetrator, "teacher") || a.Has(signal.Perpetrator, "child")
}

// recalled tells where a case stands and what its officers answered, never what was told in it.
func (t *turn) recalled(o Outcome, code signal.Code) {
	if !o.Known {
		t.reply("code.unknown", nil)
		t.prompt()
		return
	}
	if t.s.told() && !t.s.Sent {
		t.setAside()
	}
	role := cmp.Or(t.s.Draft.Answers.First(signal.Role), signal.Option(t.s.Extra["role"]))
	t.blank()
	t.s.Ref, t.s.Code, t.s.Sent, t.s.Opened = o.Ref, code, true, true
	// Only for how the person is spoken to: whoever is not known, as one speaks to somebody one does not know.
	t.s.Extra = map[string]string{"role": string(cmp.Or(role, signal.RoleStranger))}
	t.reply("case.received", nil)
	args := map[string]any{"unit": t.unit(o.Unit)}
	switch {
	case o.State == signal.Closed:
		t.closed("case.closed", o.Close, args)
	case o.State == signal.Transferred:
		t.reply("case.transferred", args)
	case o.Taken || o.State == signal.Acknowledged:
		t.reply("case.taken", args)
	default:
		t.reply("case.waiting", args)
	}
	for _, w := range o.Words {
		t.spoken(w.ID, w.Text, o.Unit)
	}
	r := t.words("case.add", nil)
	r.Buttons = [][]Button{t.navRow(false)}
	t.replies = append(t.replies, r)
}

// closed says that a case is closed, and in a plain sentence of its own why.
func (t *turn) closed(id, reason string, args map[string]any) {
	why := "closed." + reason
	if !t.e.texts.Has("bg", why) {
		why = "closed.other"
	}
	r := t.words(id, args)
	r.Text += "\n" + t.text(why, args)
	t.replies = append(t.replies, r)
}

// spoken says an officer's words, clearly as theirs.
func (t *turn) spoken(id, text string, unit map[string]string) {
	r := t.words("officer.says", map[string]any{"unit": t.unit(unit)})
	r.Text += "\n\n" + text
	t.replies = append(t.replies, r)
	if id != "" {
		t.s.Notices = append(t.s.Notices, id)
	}
}
