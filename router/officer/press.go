package officer

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/router/alert"
	"github.com/chuyme/chuyme/router/casework"
	"github.com/chuyme/chuyme/router/unit"
)

// pressed is one press of an officer's button, understood.
type pressed struct {
	chat   int64
	msg    int // id of the message whose button it was
	action string
	ref    signal.Ref
	extra  string
	by     casestore.Officer
}

func (p pressed) who() casework.Officer {
	return casework.Officer{Unit: p.by.Unit, ID: p.by.ID, Role: p.by.Role}
}

// press handles "case=ACTION:REF[:EXTRA]" of a chat that has joined. Whatever else comes from such a chat is a stale
// button of another time; from any other chat it is not ours.
func (g *Dialog) press(ctx context.Context, cb *telegram.Callback) (bool, error) {
	data, ours := strings.CutPrefix(cb.Data, "case=")
	if !ours && !strings.HasPrefix(cb.Data, "officer=") {
		if all, err := g.who(ctx, cb.Message.Chat.ID); err != nil || len(all) == 0 {
			return false, err
		}
	}
	all, err := g.who(ctx, cb.Message.Chat.ID)
	if err != nil || len(all) == 0 {
		return false, err
	}
	p := pressed{chat: cb.Message.Chat.ID, msg: cb.Message.ID}
	p.action, data, _ = strings.Cut(data, ":")
	ref, extra, _ := strings.Cut(data, ":")
	p.ref, p.extra = signal.Ref(ref), extra
	if ours && p.action == "ack" && casestore.IsDrill(ref) && cb.From.ID == cb.Message.Chat.ID {
		return true, g.drill(ctx, cb, all, ref)
	}
	if !ours || !p.ref.Valid() || cb.From.ID != cb.Message.Chat.ID {
		return true, g.answer(ctx, cb.ID, "officer.err.stale")
	}
	p.by = g.chosen(ctx, all, p.ref)
	note, err := g.do(ctx, p)
	if err != nil {
		return true, g.answer(ctx, cb.ID, g.because(err))
	}
	return true, g.answer(ctx, cb.ID, note)
}

// chosen is the officer whose unit has a part in the case, where a chat has joined several units.
func (g *Dialog) chosen(ctx context.Context, all []casestore.Officer, ref signal.Ref) casestore.Officer {
	if len(all) > 1 {
		bells, err := g.Store.Bells(ctx, ref)
		for _, o := range all {
			for _, b := range bells {
				if err == nil && b.Unit == o.Unit {
					return o
				}
			}
		}
	}
	return all[0]
}

func (g *Dialog) answer(ctx context.Context, id, text string) error {
	if text != "" {
		text = g.text(text, nil)
	}
	if err := g.Client.AnswerCallback(ctx, id, text); err != nil {
		return g.unsaid(err)
	}
	return nil
}

// do carries out a press; note is the text that is flashed over the chat.
func (g *Dialog) do(ctx context.Context, p pressed) (note string, err error) {
	switch p.action {
	case "ack":
		return g.ack(ctx, p)
	case "view":
		return "", g.view(ctx, p)
	case "reply", "note":
		return "", g.ask(ctx, p, p.action, nil)
	case "phrase":
		return g.phrase(ctx, p)
	case "escalate":
		return g.escalate(ctx, p)
	case "close":
		return g.close(ctx, p)
	case "confirm":
		return "officer.done.close", g.Desk.Confirm(ctx, p.who(), p.ref)
	case "transfer":
		return "", g.transfer(ctx, p)
	}
	return "officer.err.stale", nil
}

// escalate passes the case on in the unit; where it was handed to the unit and nobody took it yet, it asks why it is not
// theirs, to give it back.
func (g *Dialog) escalate(ctx context.Context, p pressed) (string, error) {
	if p.extra == "aside" {
		return "officer.done.aside", g.Desk.StepAside(ctx, p.who(), p.ref, "")
	}
	bells, err := g.Store.Bells(ctx, p.ref)
	if err != nil {
		return "", err
	}
	if b, _ := bellOf(bells, p.by.Unit); b.From != "" {
		return "", g.ask(ctx, p, "decline", nil)
	}
	return "officer.done.escalate", g.Desk.Escalate(ctx, p.who(), p.ref)
}

// ack takes the case and says so in place of the alert.
func (g *Dialog) ack(ctx context.Context, p pressed) (string, error) {
	holder, err := g.Desk.Acknowledge(ctx, p.who(), p.ref)
	if err != nil {
		return "", err
	}
	kase, err := g.Store.Case(ctx, p.ref)
	if err != nil {
		return "", err
	}
	card := alert.Card{Case: kase, Place: g.place(kase.Municipality)}
	id, note := "officer.taken.you", "officer.done.ack"
	if holder != p.by.ID {
		id, note = "officer.taken.other", "officer.taken.note"
	}
	m := telegram.Message{Text: g.text(id, map[string]any{"Card": card.Line(g.Texts), "Who": holder}), Protect: true, Buttons: g.after(p.ref)}
	switch err := g.Client.EditText(ctx, p.chat, p.msg, m); {
	case telegram.KindOf(err) == telegram.Gone:
		return note, g.say(ctx, p.chat, m.Text, m.Buttons)
	case err != nil:
		return note, g.unsaid(err)
	}
	return note, nil
}

// after are the buttons of a case that somebody has.
func (g *Dialog) after(ref signal.Ref) [][]telegram.Button {
	b := func(action string) telegram.Button { return alert.Button(g.Texts, action, ref) }
	return [][]telegram.Button{{b("view"), b("reply")}, {b("note"), b("escalate")}, {b("transfer"), b("close")},
		{{Text: g.text("officer.button.aside", nil), Data: "case=escalate:" + string(ref) + ":aside"}}}
}

// ask puts the officer into the mode in which the next words are an answer, a note or a reason.
func (g *Dialog) ask(ctx context.Context, p pressed, mode string, buttons [][]telegram.Button) error {
	if _, err := g.Desk.Stamp(ctx, p.who(), p.ref); err != nil { // may this officer see the case at all?
		return err
	}
	value := mode + ":" + string(p.ref)
	if p.extra != "" {
		value += ":" + p.extra
	}
	if err := g.setMode(ctx, p.by, value); err != nil {
		return err
	}
	if mode == "reply" {
		buttons = g.phrases(p.ref)
	}
	return g.say(ctx, p.chat, g.text("officer.ask."+mode, map[string]any{"Ref": string(p.ref)}), buttons)
}

// phraseCount is how many prepared first sentences there are: the box is never empty for who does not know how to begin.
const phraseCount = 4

func (g *Dialog) phrases(ref signal.Ref) (rows [][]telegram.Button) {
	for i := 1; i <= phraseCount; i++ {
		n := strconv.Itoa(i)
		rows = append(rows, []telegram.Button{{Text: g.text("officer.phrase."+n, nil), Data: "case=phrase:" + string(ref) + ":" + n}})
	}
	return rows
}

func (g *Dialog) phrase(ctx context.Context, p pressed) (string, error) {
	if n, err := strconv.Atoi(p.extra); err != nil || n < 1 || n > phraseCount {
		return "officer.err.stale", nil
	}
	if err := g.Desk.Reply(ctx, p.who(), p.ref, g.text("officer.phrase."+p.extra, nil)); err != nil {
		return "", err
	}
	if err := g.setMode(ctx, p.by, "reply:"+string(p.ref)); err != nil {
		return "", err
	}
	return "officer.done.phrase", nil
}

// close offers the reasons, then closes with the one that was pressed.
func (g *Dialog) close(ctx context.Context, p pressed) (string, error) {
	if p.extra == "" {
		if _, err := g.Desk.Stamp(ctx, p.who(), p.ref); err != nil {
			return "", err
		}
		var rows [][]telegram.Button
		for _, r := range casework.CloseReasons() {
			rows = append(rows, []telegram.Button{{Text: g.text("officer.close."+r, nil), Data: "case=close:" + string(p.ref) + ":" + r}})
		}
		return "", g.say(ctx, p.chat, g.text("officer.ask.close", map[string]any{"Ref": string(p.ref)}), rows)
	}
	closed, err := g.Desk.Close(ctx, p.who(), p.ref, p.extra, "")
	switch {
	case errors.Is(err, casework.ErrReason):
		return "officer.err.stale", nil
	case err != nil:
		return "", err
	case !closed:
		return "officer.done.close_asked", g.say(ctx, p.chat, g.text("officer.close_asked", map[string]any{"Ref": string(p.ref)}), nil)
	}
	return "officer.done.close", g.say(ctx, p.chat, g.text("officer.closed", map[string]any{"Ref": string(p.ref), "Reason": g.text("officer.close."+p.extra, nil)}), nil)
}

// transfer offers the units that could have the case instead, then asks for the reason.
func (g *Dialog) transfer(ctx context.Context, p pressed) error {
	kase, err := g.Store.Case(ctx, p.ref)
	if err != nil {
		return err
	}
	if p.extra != "" {
		return g.ask(ctx, p, "transfer", nil)
	}
	if _, err := g.Desk.Stamp(ctx, p.who(), p.ref); err != nil {
		return err
	}
	var rows [][]telegram.Button
	for _, u := range g.Units.Units() {
		data := "case=transfer:" + string(p.ref) + ":" + string(u.ID)
		if string(u.ID) == kase.Unit || len(data) > telegram.MaxData || len(rows) >= telegram.MaxButtons-1 || !near(u, kase.Municipality) {
			continue
		}
		rows = append(rows, []telegram.Button{{Text: u.Title(lang), Data: data}})
	}
	return g.say(ctx, p.chat, g.text("officer.ask.unit", map[string]any{"Ref": string(p.ref)}), rows)
}

// near reports whether a unit could have a case of a municipality: it serves it, or its province, or everywhere.
func near(u *unit.Unit, municipality string) bool {
	if len(u.Municipalities) == 0 || municipality == "" {
		return true
	}
	for _, m := range u.Municipalities {
		if len(m) >= 3 && len(municipality) >= 3 && m[:3] == municipality[:3] {
			return true
		}
	}
	return false
}

func (g *Dialog) place(municipality string) string {
	if municipality == "" {
		return ""
	}
	return g.Place(municipality)
}
