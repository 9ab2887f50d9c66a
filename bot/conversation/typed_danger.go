package conversation

import (
	"slices"

	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

var dangerTable = map[string]string{
	"now": "now", "is_coming": "now", "at_door": "now", "break_door": "now", "hide": "now", "chase": "now", "search_me": "now",
	"came_back": "now", "downstairs": "now", "help": "now", "save": "now", "come_quick": "now", "in_danger": "now", "screaming": "now",
	"life_fear": "now", "call_police": "now", "still": "now", "hit": "now", "knife": "now", "gun": "now", "axe": "now",
	"choke": "now", "break_things": "now", "send_someone": "now", "minutes": "now", "cannot_out": "now", "lock_in": "now", "put_out": "now",
	"unconscious": "now", "blood": "now",
	"today": "today", "tonight": "today", "comes_back": "today", "soon": "today", "tomorrow": "today", "night": "today", "after_school": "today",
	"ended": "no", "safe_now": "no", "all_fine": "no", "everyone_ok": "no", "yesterday": "no", "last_night": "no", "long_ago": "no",
	"recently": "no", "when_small": "no", "days": "no", "earlier_today": "today",
}

// readDanger reads an answer to "is there danger right now". What is sure wins over a bare yes or no; of several
// moments the nearest that is not denied.
func readDanger(v view) []string {
	got := v.chosen(dangerTable)
	coming := v.Has("tonight", "comes_back", "soon", "tomorrow") || clockIn(v.Text)
	switch {
	case slices.Contains(got, "now") && !coming:
		if onlyWeak(v) && slices.Contains(got, "no") {
			break
		}
		if bareNow(v) && v.Has("no") && !v.Has("yes") { // "сейчас нет"
			return []string{"no"}
		}
		return []string{"now"}
	case slices.Contains(got, "now") && v.Has("at_door", "hide", "break_door", "chase"):
		return []string{"now"}
	case coming:
		return []string{"today"}
	}
	if slices.Contains(got, "no") {
		return []string{"no"}
	}
	if v.Has("dont_know", "maybe") {
		return []string{"unknown"}
	}
	if slices.Contains(got, "today") {
		return []string{"today"}
	}
	return yesOrNo(v)
}

// onlyWeak reports that "now" comes only from a deed, which may as well be over.
func onlyWeak(v view) bool {
	return !v.Has("now", "is_coming", "at_door", "break_door", "hide", "chase", "help", "came_back", "still")
}

// bareNow reports that of all that means "now" only the word itself is said.
func bareNow(v view) bool {
	for _, h := range v.Hits {
		if dangerTable[h.Concept] == "now" && h.Concept != "now" {
			return false
		}
	}
	return v.Has("now")
}

func yesOrNo(v view) []string {
	for _, h := range v.Hits {
		switch h.Concept {
		case "yes":
			return []string{"now"}
		case "no", "not", "nobody", "none", "never":
			return []string{"no"}
		}
	}
	return nil
}

// clockIn reports whether a time of day is named.
func clockIn(t lexicon.Text) bool {
	return slices.ContainsFunc(t.Numbers, func(n lexicon.Number) bool { return n.Kind == lexicon.Clock })
}

// kindOfGroup gives the kind that a group of concepts is a sign of. Groups that are named as a kind need no entry.
var kindOfGroup = map[string]string{
	"injury": "physical", "physical_tool": "physical", "threat": "psychological", "weapon": "psychological", "sexual_hint": "sexual",
	"online_hint": "online", "neglect_hint": "neglect", "work": "exploitation", "self_harm_hint": "self_harm", "missing": "other", "taken": "other",
}

// readKind reads what is done to the child: every deed that is named and not denied.
func readKind(v view) []string {
	table := map[string]string{}
	for _, h := range v.Hits {
		c, _ := v.lex.Concept(h.Concept)
		switch {
		case c.Group != "" && signal.Valid(signal.KindOf, signal.Option(c.Group)):
			table[h.Concept] = c.Group
		case kindOfGroup[c.Group] != "":
			table[h.Concept] = kindOfGroup[c.Group]
		case h.Concept == "other":
			table[h.Concept] = "other"
		}
	}
	return v.chosen(table)
}
