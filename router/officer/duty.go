package officer

import (
	"context"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/router/duty"
	"github.com/chuyme/chuyme/router/unit"
)

// How far ahead an officer is shown the duty of a unit, and how many lines of it.
const (
	dutyAhead = 14
	dutyMost  = 10
)

// duty tells for each unit of an officer who is on now, when the officer is, and when nobody is.
func (g *Dialog) duty(ctx context.Context, chat int64, all []casestore.Officer) error {
	var parts []string
	for _, o := range all {
		if u, ok := g.Units.Unit(unit.ID(o.Unit)); ok {
			parts = append(parts, g.dutyOf(u, o.ID, g.Desk.Now()))
		}
	}
	if len(parts) == 0 {
		return g.say(ctx, chat, g.text("officer.duty.no_rota", map[string]any{"Unit": g.title(all[0].Unit)}), nil)
	}
	return g.say(ctx, chat, strings.Join(parts, "\n\n"), nil)
}

// dutyOf writes the duty of one unit as plain text.
func (g *Dialog) dutyOf(u *unit.Unit, officer string, now time.Time) string {
	on := duty.On(u, now)
	said := map[string]any{"Unit": u.Title(lang), "Who": strings.Join(on.Officers, ", "), "Until": shownAt(on.Until)}
	switch {
	case u.Duty.Empty():
		return g.text("officer.duty.no_rota", said)
	case len(on.Officers) == 0:
		said["Who"] = g.text("officer.duty.nobody", nil)
	}
	schedule := duty.ScheduleOf(string(u.ID), u, now, now.In(u.Zone).AddDate(0, 0, dutyAhead))
	var own, gaps []string
	for _, x := range schedule.Of(officer) {
		own = append(own, g.span(x.From, x.To))
	}
	for _, x := range schedule.Gaps() {
		gaps = append(gaps, g.span(x.From, x.To))
	}
	return g.text("officer.duty.now", said) + "\n\n" + g.listed("officer.duty.own", "officer.duty.own_none", own) +
		"\n\n" + g.listed("officer.duty.gaps", "officer.duty.gaps_none", gaps)
}

// listed puts a title over lines, or says that there are none; of many it shows the first.
func (g *Dialog) listed(title, none string, lines []string) string {
	if len(lines) == 0 {
		return g.text(none, map[string]any{"Days": dutyAhead})
	}
	if more := len(lines) - dutyMost; more > 0 {
		lines = append(lines[:dutyMost:dutyMost], g.text("officer.duty.more", map[string]any{"Count": more}))
	}
	return g.text(title, map[string]any{"Days": dutyAhead}) + "\n– " + strings.Join(lines, "\n– ")
}

func (g *Dialog) span(from, to time.Time) string {
	return g.text("officer.duty.span", map[string]any{"From": shownAt(from), "To": shownAt(to)})
}

// shownAt writes a moment on the clock that it stands on, that of the unit.
func shownAt(at time.Time) string { return at.Format("02.01 15:04") }
