package conversation

import (
	"slices"

	"github.com/chuyme/chuyme/internal/lexicon"
)

var dangerTable = map[string]string{
	"now": "now", "is_coming": "now", "at_door": "now", "break_door": "now", "hide": "now", "chase": "now", "search_me": "now",
	"came_back": "now", "downstairs": "now", "help": "now", "save": "now", "come_quick": "now", "in_danger": "now", "screaming": "now",
	"life_fear": "now", "call_police": "now", "still": "now", "hit": "now", "knife": "now", "gun": "now", "axe": "now",
	"choke": "now", "break_things": "now", "send_someone": "now", "minutes": "now", "cannot_out": "now", "lock_in": "now", "put_out": "now",
	"unconscious": "now", "blood": "now", "outside_door": "now", "key_turn": "now", "car_arrives": "now",
	"handle_moves": "now", "hide_with_sibling": "now", "chair_against_door": "now", "corner_block": "now", "knock": "now", "footsteps": "now",
	"overdose": "now", "little_time": "now", "at_dark": "today", "after_news": "today", "when_asleep": "today", "noon": "today",
	"next_week": "no", "long_time": "no", "just_now_left": "no", "calm_safe_place": "no",
	"today": "today", "tonight": "today", "comes_back": "today", "soon": "today", "tomorrow": "today", "night": "today", "after_school": "today",
	"at_night": "today", "ended": "no", "safe_now": "no", "all_fine": "no", "everyone_ok": "no", "yesterday": "no", "last_night": "no", "long_ago": "no",
	"recently": "no", "when_small": "no", "days": "no", "earlier_today": "today", "better_now": "no", "past_year": "no",
}

// calm are words that say of the moment that it is a good one.
var calm = map[string]string{
	"all_fine": "no", "safe_now": "no", "everyone_ok": "no", "better_now": "no", "ended": "no", "quiet": "no", "happy": "no", "good": "no",
	"calm_safe_place": "no", "just_now_left": "no",
}

// readDanger reads an answer to "is there danger right now". What is sure wins over a bare yes or no; of several
// moments the nearest that is not denied.
func readDanger(v view) []string {
	v = answeredNo(v)
	got := v.chosen(dangerTable)
	over := slices.Contains(got, "no")
	coming := v.Has("tonight", "comes_back", "soon", "tomorrow") || clockIn(v.Text)
	switch {
	case slices.Contains(got, "now") && !coming:
		if onlyWeak(v) && over {
			break
		}
		if nowOnly(v, over) && nothingNow(v) { // "сейчас нет", "yesterday he hit me, it's quiet now"
			return []string{"no"}
		}
		return []string{"now"}
	case slices.Contains(got, "now") && (v.Has("at_door", "hide", "break_door", "chase") || arriving(v)):
		return []string{"now"}
	case coming:
		return []string{"today"}
	}
	if over || bareToday(v) && len(v.chosen(calm)) > 0 { // "it's fine today"
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

// answeredNo is v where an English "no" at the beginning is an answer and denies nothing: "no it's fine".
func answeredNo(v view) view {
	if v.Lang == "en" && slices.ContainsFunc(v.Hits, func(h lexicon.Hit) bool { return h.Concept == "no" && h.Start == 0 }) {
		v.Hits = slices.DeleteFunc(slices.Clone(v.Hits), func(h lexicon.Hit) bool { return h.Concept == "not" && h.Start == 0 })
	}
	return v
}

// arriving reports that somebody is said to come this moment ("сега ще дойде"), not to be back some time.
func arriving(v view) bool {
	return v.Has("now") && !v.Has("tonight", "soon", "tomorrow") && !clockIn(v.Text) && !nothingNow(v)
}

// bareToday reports that of all that means "today" only the word itself is said.
func bareToday(v view) bool {
	return !slices.ContainsFunc(v.Hits, func(h lexicon.Hit) bool { return dangerTable[h.Concept] == "today" && h.Concept != "today" })
}

// onlyWeak reports that "now" comes only from a deed, which may as well be over.
func onlyWeak(v view) bool {
	return !v.Has("now", "is_coming", "at_door", "break_door", "hide", "chase", "help", "came_back", "still")
}

// nowOnly reports that of all that means "now" only the word itself is said, deeds aside where they are over.
func nowOnly(v view, over bool) bool {
	for _, h := range v.Hits {
		deed := h.Concept == "hit" || h.Concept == "choke" || h.Concept == "break_things" || h.Concept == "blood"
		if dangerTable[h.Concept] == "now" && h.Concept != "now" && !(over && deed) {
			return false
		}
	}
	return v.Has("now")
}

// nothingNow reports that the moment is said to be a good one, or that "no" is the answer.
func nothingNow(v view) bool {
	return len(v.chosen(calm)) > 0 || slices.Equal(yesOrNo(v), []string{"no"})
}

// yesOrNo reads a bare answer: the first of yes, no, and a word for calm. "Not safe" is danger; whoever is "not well" is
// asked again.
func yesOrNo(v view) []string {
	denied := v.Denied(func(c string) bool { return calm[c] != "" || c == "yes" })
	for i, h := range v.Hits {
		switch {
		case denied[i] && (h.Concept == "quiet" || h.Concept == "safe_now"):
			return []string{"now"}
		case denied[i]:
			return nil
		case calm[h.Concept] != "":
			return []string{"no"}
		}
	}
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
