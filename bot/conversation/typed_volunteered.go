package conversation

import (
	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

// Volunteered says what a free text told for sure of role, age, sex, perpetrator and setting, so that it is not asked
// again. It is careful: one person who does it, one age, one sex, one place, or nothing.
func Volunteered(lex *lexicon.Lexicon, text string) signal.Answers {
	t := lex.Read(text)
	v := view{lex: lex, Text: t}
	out := signal.Answers{}
	if r := volunteeredRole(v); r != "" {
		out[signal.Role] = []signal.Option{r}
	}
	ages := map[string]bool{}
	for _, n := range t.Numbers {
		if y, ok := n.Years(); ok {
			if b, fits := band(y); fits {
				ages[b] = true
			}
		}
	}
	if len(ages) == 1 {
		for b := range ages {
			out[signal.Age] = []signal.Option{signal.Option(b)}
		}
	}
	one := func(q signal.Question, table map[string]string) {
		if got := v.chosen(table); len(got) == 1 {
			out[q] = []signal.Option{signal.Option(got[0])}
		}
	}
	one(signal.Sex, sureSex)
	if harmTold(v) {
		one(signal.Perpetrator, surePerpetrator)
		one(signal.Setting, sureSetting)
	}
	return out
}

// Tables of what is sure in a free text: fewer words than in an answer to the very question.
var (
	sureSex = map[string]string{"girl": "girl", "daughter": "girl", "boy": "boy", "son": "boy"}

	surePerpetrator = map[string]string{
		"father": "father", "partner": "partner", "mother": "mother", "grandfather": "relative", "uncle": "relative", "aunt": "relative",
		"cousin": "relative", "neighbour": "neighbour", "teacher": "teacher", "coach": "teacher", "carer": "caretaker",
		"stranger": "stranger", "classmate": "child", "older_kids": "child",
	}

	sureSetting = map[string]string{"home": "home", "school": "school", "kindergarten": "school", "institution": "institution",
		"street": "street", "group_chat": "online", "chat_online": "online"}
)

func harmTold(v view) bool {
	return v.Has("hit", "kick", "choke", "tie", "lock_in", "touch", "undress", "rape", "shout", "insult", "mock", "burn", "put_out",
		"threaten", "beaten", "push", "kiss", "bully", "tool")
}

// volunteeredRole says who writes: only where the writer says "I am", or speaks of a child as one's own.
func volunteeredRole(v view) signal.Option {
	if v.Has("son", "daughter") && v.Has("me") && !v.Has("neighbour", "friend") {
		return signal.RoleParent
	}
	if v.Has("grandchild", "nephew") && v.Has("me") {
		return signal.RoleRelative
	}
	for i, h := range v.Hits {
		if h.Concept != "am" && h.Concept != "me" || i == 0 && len(v.Hits) == 1 {
			continue
		}
		for _, near := range v.Hits {
			if d := near.Start - h.Start; d < -2 || d > 2 {
				continue
			}
			switch near.Concept {
			case "neighbour":
				if h.Concept == "am" {
					return signal.RoleNeighbour
				}
			case "teacher":
				if h.Concept == "am" {
					return signal.RoleTeacher
				}
			}
		}
	}
	return ""
}
