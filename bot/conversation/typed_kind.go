package conversation

import (
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

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
	return throughScreen(v, v.chosen(table))
}

// throughScreen settles what is done through a screen: bullying there is one kind, a threat with somebody's images is
// blackmail, which is sexual too, and images without clothes that are to be sent go through one.
func throughScreen(v view, kinds []string) []string {
	images := v.Has("photo", "video", "send_photo", "nude")
	online := slices.Contains(kinds, "online")
	switch {
	case images && v.Has("blackmail", "blackmail_words", "threaten", "extort"):
		return withKinds(kinds, "psychological", "online", "sexual")
	case slices.Contains(kinds, "sexual") && (v.Has("send_photo") || images && v.Has("nav_send")):
		return withKinds(kinds, "", "online")
	case online && v.Has("bully") && !v.Has("threaten", "insult", "mock", "humiliate", "shout", "k_psychological"):
		return withKinds(kinds, "psychological")
	}
	return kinds
}

// withKinds is kinds without drop, and with those of more that are missing.
func withKinds(kinds []string, drop string, more ...string) []string {
	out := slices.DeleteFunc(slices.Clone(kinds), func(k string) bool { return k == drop })
	for _, k := range more {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}
