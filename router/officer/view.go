package officer

import (
	"context"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/router/alert"
	"github.com/chuyme/chuyme/router/casework"
	"github.com/chuyme/chuyme/router/unit"
)

// view shows a case: what is known and what not, what was said in order, why it is so urgent, who else has it.
func (g *Dialog) view(ctx context.Context, p pressed) error {
	v, err := g.Desk.View(ctx, p.who(), p.ref, "telegram")
	if err != nil {
		return err
	}
	if v.Purged {
		card := alert.Card{Case: v.Case, Place: g.place(v.Case.Municipality)}
		return g.say(ctx, p.chat, card.Line(g.Texts)+"\n\n"+g.text("officer.err.purged", nil), nil)
	}
	buttons := g.after(p.ref)
	if b, ok := bellOf(v.Bells, p.by.Unit); ok && b.Rings() {
		buttons = alert.AlertButtons(g.Texts, p.ref)
	}
	if v.Closing.By != "" {
		buttons = append([][]telegram.Button{{alert.Button(g.Texts, "confirm", p.ref)}}, buttons...)
	}
	return g.say(ctx, p.chat, g.page(v), buttons)
}

func bellOf(bells []signal.Bell, id string) (signal.Bell, bool) {
	for _, b := range bells {
		if b.Unit == id {
			return b, true
		}
	}
	return signal.Bell{}, false
}

// page writes a case as plain text.
func (g *Dialog) page(v casework.View) string {
	var b strings.Builder
	line := func(parts ...string) { b.WriteString(strings.Join(parts, "") + "\n") }
	card := alert.Card{Case: v.Case, Place: g.place(v.Case.Municipality)}
	line(card.Line(g.Texts))
	if !v.Case.Sent() {
		line(g.text("officer.view.not_sent", nil))
	}
	if v.Closing.By != "" {
		line(g.text("officer.view.closing", map[string]any{"Who": v.Closing.By, "Reason": g.text("officer.close."+v.Closing.Reason, nil)}))
	}
	line()
	g.answers(v, line)
	line()
	g.said(v, line)
	if len(v.Case.Reasons) > 0 {
		line(g.text("officer.view.reasons", nil))
		for _, r := range v.Case.Reasons {
			line("– ", r.Text, " (", r.Rule, ")")
		}
		line()
	}
	g.units(v, line)
	return b.String()
}

// answers lists what was answered and then what is not known.
func (g *Dialog) answers(v casework.View, line func(...string)) {
	var unknown []string
	for _, q := range []signal.Question{signal.Role, signal.Danger, signal.KindOf, signal.Setting, signal.Perpetrator, signal.Age, signal.Sex, signal.Contact} {
		name := g.text("officer.question."+string(q), nil)
		chosen := v.Draft.Answers[q]
		if len(chosen) == 0 {
			unknown = append(unknown, name)
			continue
		}
		words := make([]string, len(chosen))
		for i, o := range chosen {
			words[i] = g.text("officer.option."+string(q)+"."+string(o), nil)
		}
		line(name, ": ", strings.Join(words, ", "))
	}
	if where := g.where(v.Draft.Place); where != "" {
		line(g.text("officer.question.place", nil), ": ", where)
	} else {
		unknown = append(unknown, g.text("officer.question.place", nil))
	}
	if len(unknown) > 0 {
		line(g.text("officer.view.unknown", nil), " ", strings.Join(unknown, ", "))
	}
}

func (g *Dialog) where(p signal.Place) string {
	var parts []string
	for _, s := range []string{p.Name, p.District, p.MunicipalityName} {
		if s != "" && (len(parts) == 0 || parts[len(parts)-1] != s) {
			parts = append(parts, s)
		}
	}
	if p.Lat != "" {
		parts = append(parts, p.Lat+", "+p.Lon)
	}
	if p.Text != "" && p.Text != p.Name {
		parts = append(parts, "„"+p.Text+"“")
	}
	return strings.Join(parts, " · ")
}

// said lists what was told and what officers answered, in order.
func (g *Dialog) said(v casework.View, line func(...string)) {
	zone := g.zone(v.Case.Unit)
	for _, e := range v.Events {
		at := e.At.In(zone).Format("02.01 15:04")
		switch {
		case e.News != nil:
			for _, s := range e.News.Said {
				line(s.At.In(zone).Format("02.01 15:04"), " ", g.oneSaid(s))
			}
		case e.Kind == signal.EvCameBack:
			line(at, " ", g.text("officer.view.came_back", nil)) // a code may be in other hands
		case e.Kind == signal.EvReplied:
			line(at, " ", g.text("officer.view.reply", map[string]any{"Who": e.Actor}), " ", e.Text)
		case e.Kind == signal.EvNoted:
			line(at, " ", g.text("officer.view.note", map[string]any{"Who": e.Actor}), " ", e.Text)
		}
	}
	line()
}

func (g *Dialog) oneSaid(s signal.Said) string {
	if s.Media == nil {
		return "„" + s.Text + "“"
	}
	words := g.text("officer.view.media."+s.Media.Kind, nil)
	if s.Text != "" {
		words += " „" + s.Text + "“"
	}
	return words
}

// units lists who else must act and who has taken it.
func (g *Dialog) units(v casework.View, line func(...string)) {
	line(g.text("officer.view.units", nil))
	for _, b := range v.Bells {
		state := g.text("officer.view.rings", nil)
		switch {
		case b.TakenBy != "":
			state = g.text("officer.view.taken", map[string]any{"Who": b.TakenBy, "At": b.TakenAt.In(g.zone(b.Unit)).Format("15:04")})
		case b.Part == signal.Told:
			state = g.text("officer.view.told", nil)
		}
		line("– ", g.title(b.Unit), ": ", state)
	}
}

func (g *Dialog) zone(id string) *time.Location {
	if u, ok := g.Units.Unit(unit.ID(id)); ok {
		return u.Zone
	}
	return g.Units.National().Zone
}

// cases lists the open cases of an officer's units.
func (g *Dialog) cases(ctx context.Context, chat int64, all []casestore.Officer) error {
	var rows [][]telegram.Button
	for _, o := range all {
		cases, err := g.Desk.List(ctx, casework.Officer{Unit: o.Unit, ID: o.ID, Role: o.Role}, casestore.Filter{States: []signal.State{signal.Open, signal.Transferred, signal.Acknowledged}, Limit: 30})
		if err != nil {
			return g.refuse(ctx, chat, err)
		}
		for _, c := range cases {
			card := alert.Card{Case: c, Place: g.place(c.Municipality)}
			rows = append(rows, []telegram.Button{{Text: card.Line(g.Texts), Data: "case=view:" + string(c.Ref)}})
		}
	}
	if len(rows) == 0 {
		return g.say(ctx, chat, g.text("officer.no_cases", nil), nil)
	}
	return g.say(ctx, chat, g.text("officer.cases", nil), rows[:min(len(rows), 90)])
}

// split cuts a text into messages that Telegram takes, at the end of a line where it can.
func split(text string) []string {
	var parts []string
	start, line, units := 0, 0, 0
	for i, r := range text {
		size := 1
		if r > 0xFFFF {
			size = 2 // Telegram counts UTF-16
		}
		if units+size > telegram.MaxText {
			cut := i
			if line > start {
				cut = line
			}
			parts = append(parts, text[start:cut])
			units -= utf16Len(text[start:cut])
			start = cut
		}
		units += size
		if r == '\n' {
			line = i + 1
		}
	}
	if rest := text[start:]; strings.TrimSpace(rest) != "" || len(parts) == 0 {
		parts = append(parts, rest)
	}
	return parts
}

func utf16Len(s string) (n int) {
	for _, r := range s {
		if n++; r > 0xFFFF {
			n++
		}
	}
	return n
}
