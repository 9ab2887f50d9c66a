package triage

import (
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

// floor is one rule over answers: the level that an answer gives by itself (T01 to T11 of the definitions).
type floor struct {
	rule  string
	level signal.Urgency
	says  string
}

// answered gives the floors of the answers. A danger that was skipped counts as unknown.
func answered(d signal.Draft) []floor {
	a := d.Answers
	kinds := a[signal.KindOf]
	has := func(k ...signal.Option) bool {
		return slices.ContainsFunc(k, func(o signal.Option) bool { return slices.Contains(kinds, o) })
	}
	danger := a.First(signal.Danger)
	var out []floor
	add := func(when bool, rule string, level signal.Urgency, says string) {
		if when {
			out = append(out, floor{rule, level, says})
		}
	}
	role := a.First(signal.Role)
	young := role == signal.RoleChild || role == signal.RoleFriend
	add(danger == signal.DangerNow, "T01", signal.Crisis, "отговор: опасност сега")
	grave := young || has(signal.Physical, signal.Sexual, signal.SelfHarm)
	add(danger == signal.DangerToday && grave, "T02", signal.Crisis, "отговор: опасност днес")
	add(danger == signal.DangerToday && !grave, "T02", signal.Urgent, "отговор: опасност днес")
	at := a.First(signal.Setting)
	near := slices.Contains([]signal.Option{"father", "mother", "partner", "relative", "caretaker"}, a.First(signal.Perpetrator)) &&
		(at == "home" || at == "institution")
	add(has(signal.Sexual) && near, "T03", signal.Crisis, "отговор: сексуално, от човек, който живее с детето")
	add(has(signal.Sexual) && !near, "T03", signal.Urgent, "отговор: сексуално")
	add(has(signal.SelfHarm) && danger != signal.DangerNo, "T04", signal.Crisis, "отговор: самонараняване, опасността не е изключена")
	add(has(signal.SelfHarm) && danger == signal.DangerNo, "T04", signal.Urgent, "отговор: самонараняване")
	age := a.First(signal.Age)
	baby := age == "0-3" && has(signal.Physical)
	add(baby && danger != signal.DangerNo, "T05", signal.Crisis, "отговор: физическо, дете до 3 г.")
	add(baby && danger == signal.DangerNo, "T05", signal.Urgent, "отговор: физическо, дете до 3 г.")
	add((age == "0-3" || age == "4-7") && has(signal.Neglect), "T06", signal.Urgent, "отговор: неглижиране, дете до 7 г.")
	who := a.First(signal.Perpetrator)
	add(who == "teacher" || who == "caretaker", "T07", signal.Urgent, "отговор: учител или гледач")
	add(has(signal.Exploitation), "T08", signal.Urgent, "отговор: експлоатация")
	add(has(signal.Physical), "T09", signal.Urgent, "отговор: физическо")
	add(has(signal.Psychological, signal.Neglect, signal.Online), "T10", signal.Standard, "отговор: психическо, неглижиране или онлайн")
	add(answeredBeyond(d), "T11", signal.Standard, "има отговор на въпрос")
	return out
}

// answeredBeyond reports whether anything was answered beyond language and role: a tap, a place, a photo, a phone.
// Words alone do not count here, they are read; so is nothing but words.
func answeredBeyond(d signal.Draft) bool {
	for q, v := range d.Answers {
		if q != signal.Lang && q != signal.Role && len(v) > 0 {
			return true
		}
	}
	for _, s := range d.Said {
		if s.Media != nil {
			return true
		}
	}
	return d.Place.Known() || d.Phone != ""
}
