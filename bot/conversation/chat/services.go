package chat

import (
	"cmp"
	"slices"
	"strings"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/signal"
)

// Services are readings small enough to be foreseen by whoever writes a transcript: a dozen places, and a triage of a
// few words. What triage and the place search can do is tested where they are; a transcript is about the
// conversation.
func Services() conversation.Services {
	return conversation.Services{
		Read: read, Find: find, Nearest: nearest, Provinces: provinces, Municipalities: municipalities,
	}
}

// places are the settlements that the transcripts know: one name is borne by three of them.
var places = [...]signal.Place{
	{EKATTE: "72343", Name: "Тетевен", Kind: "town", Municipality: "LOV33", MunicipalityName: "Тетевен", Province: "Ловеч"},
	{EKATTE: "43952", Name: "Ловеч", Kind: "town", Municipality: "LOV18", MunicipalityName: "Ловеч", Province: "Ловеч"},
	{EKATTE: "40909", Name: "Кърджали", Kind: "town", Municipality: "KRZ16", MunicipalityName: "Кърджали", Province: "Кърджали"},
	{EKATTE: "77181", Name: "Харманли", Kind: "town", Municipality: "HKV33", MunicipalityName: "Харманли", Province: "Хасково"},
	{EKATTE: "02693", Name: "Баня", Kind: "village", Municipality: "BLG33", MunicipalityName: "Разлог", Province: "Благоевград"},
	{EKATTE: "02720", Name: "Баня", Kind: "village", Municipality: "PAZ21", MunicipalityName: "Панагюрище", Province: "Пазарджик"},
	{EKATTE: "02707", Name: "Баня", Kind: "town", Municipality: "PDV13", MunicipalityName: "Карлово", Province: "Пловдив"},
}

// latin are names in Latin letters as children type them.
var latin = map[string]string{"teteven": "тетевен", "lovech": "ловеч", "lowe4": "ловеч", "harmanli": "харманли", "banq": "баня"}

// find finds a place by its name, alone or as a word among others.
func find(query string) []conversation.Match {
	var found []conversation.Match
	for word := range strings.FieldsFuncSeq(strings.ToLower(query), func(r rune) bool { return strings.ContainsRune(" ,.;:-\n", r) }) {
		word = cmp.Or(latin[word], word)
		for _, p := range places {
			if strings.ToLower(p.Name) == word {
				found = append(found, conversation.Match{Place: p, Score: 1})
			}
		}
	}
	return found
}

// nearest knows one place, and that what lies west of 22° is not in Bulgaria.
func nearest(_, lon string) (signal.Place, bool) {
	if lon < "22" {
		return signal.Place{}, false
	}
	return places[0], true
}

func provinces() []conversation.Area {
	return []conversation.Area{
		{Code: "BLG", Name: "Благоевград", Latn: "Blagoevgrad"}, {Code: "LOV", Name: "Ловеч", Latn: "Lovech"},
		{Code: "HKV", Name: "Хасково", Latn: "Haskovo"}, {Code: "KRZ", Name: "Кърджали", Latn: "Kardzhali"},
	}
}

func municipalities(province string) []conversation.Area {
	var list []conversation.Area
	for _, p := range places {
		if strings.HasPrefix(p.Municipality, province) {
			list = append(list, conversation.Area{Code: p.Municipality, Name: p.MunicipalityName})
		}
	}
	return list
}

// rule is what a word means to the small triage.
type rule struct {
	word  string
	level signal.Urgency
	kind  signal.Option
}

var rules = [...]rule{
	{"бие", signal.Urgent, signal.Physical}, {"удря", signal.Urgent, signal.Physical}, {"hits", signal.Urgent, signal.Physical},
	{"нож", signal.Crisis, signal.Physical}, {"knife", signal.Crisis, signal.Physical}, {"помощ", signal.Crisis, ""},
	{"да умра", signal.Crisis, signal.SelfHarm}, {"обижда", signal.Standard, signal.Psychological},
	{"вика", signal.Standard, signal.Psychological}, {"гладни", signal.Urgent, signal.Neglect}, {"плаче", signal.Standard, signal.Other},
	{"изнудва", signal.Crisis, signal.Online}, {"изнудва", signal.Crisis, signal.Sexual}, {"изгони", signal.Crisis, signal.Neglect},
	{"kicked me out", signal.Crisis, signal.Neglect}, {"want to die", signal.Crisis, signal.SelfHarm},
	{"синини", signal.Urgent, signal.Physical}, {"страх", signal.Standard, signal.Other}, {"лошо", signal.Standard, signal.Other},
}

// read is the small triage: the answers that weigh most, and a few words.
func read(d signal.Draft) signal.Reading {
	r := signal.Reading{Urgency: signal.NotASignal, Category: slices.Clone(d.Answers[signal.KindOf]), Lang: language(d)}
	for q, v := range d.Answers {
		if q != signal.Lang && q != signal.Role && len(v) > 0 {
			r.Urgency = r.Urgency.AtLeast(signal.Standard)
		}
	}
	kinds := d.Answers
	danger := d.Answers.First(signal.Danger)
	switch {
	case danger == signal.DangerNow, danger == signal.DangerToday && d.Answers.Has(signal.Role, signal.RoleChild),
		kinds.Has(signal.KindOf, signal.SelfHarm) && danger != signal.DangerNo:
		r.Urgency = signal.Crisis
	case danger == signal.DangerToday, kinds.Has(signal.KindOf, signal.Physical), kinds.Has(signal.KindOf, signal.Sexual),
		kinds.Has(signal.KindOf, signal.SelfHarm), kinds.Has(signal.KindOf, signal.Exploitation):
		r.Urgency = signal.Urgent
	}
	text := strings.ToLower(d.Text())
	for _, rule := range rules {
		if !strings.Contains(text, rule.word) {
			continue
		}
		r.Urgency = r.Urgency.AtLeast(rule.level)
		if rule.kind != "" && !slices.Contains(r.Category, rule.kind) {
			r.Category = append(r.Category, rule.kind)
		}
	}
	if r.Category == nil {
		r.Category = []signal.Option{}
	}
	return r
}

// language is English where the first letter is Latin, else Bulgarian.
func language(d signal.Draft) string {
	for _, c := range d.Text() {
		if c >= 'A' && c <= 'z' {
			return "en"
		}
	}
	return "bg"
}
