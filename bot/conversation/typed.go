package conversation

import (
	"slices"

	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

// What a typed answer can be taken for beside options.
const (
	navSkip = "nav=skip"
	navEdit = "nav=edit"
	navSend = "nav=send"
	navHelp = "nav=help"
)

// maxTyped is the number of words up to which a text may be nothing but a navigation word.
const maxTyped = 6

// Understand says what a typed answer to question q is taken for: identifiers of options ("child", "now", several
// for kind), or one "nav=…" where a navigation word was typed. For place and narrative, which are answered in words,
// only navigation words are understood. Nil means that it is none of these and the question is to be asked again.
// It is pure and safe for concurrent use.
func Understand(lex *lexicon.Lexicon, q signal.Question, text string) []string {
	readings := lex.Readings(text)
	for _, t := range readings {
		if got := navigation(t, q); got != "" {
			return []string{got}
		}
	}
	read, ok := readers[q]
	if !ok {
		return nil
	}
	for _, t := range readings {
		if askedBack(t) {
			return nil
		}
		if got := read(view{lex: lex, Text: t}); len(got) > 0 {
			return got
		}
	}
	return unknown(q, readings)
}

// readers holds, for each question that has options, how an answer in words is read.
var readers = map[signal.Question]func(view) []string{
	signal.Lang: readLang, signal.Role: readRole, signal.Danger: readDanger, signal.KindOf: readKind,
	signal.Setting: readSetting, signal.Perpetrator: readPerpetrator, signal.Age: readAge, signal.Sex: readSex,
	signal.Contact: readContact, signal.Review: readReview,
}

// navWords gives the button that a navigation word stands for.
var navWords = map[string]string{
	"nav_back": "nav=back", "nav_skip": navSkip, "nav_help": navHelp, "nav_hide": "nav=hide", "nav_restart": "nav=restart",
	"nav_done": "nav=done", "nav_send": navSend, "nav_edit": navEdit, "nav_lang": "nav=lang",
}

// navigation reports the navigation word that a text is. It is one only when nothing else of weight is said with it.
func navigation(t lexicon.Text, q signal.Question) string {
	for _, n := range t.Numbers {
		if n.Kind == lexicon.Phone && n.End-n.Start > 1 || n.Kind == lexicon.Phone && len(t.Tokens[n.Start].Fold) > 6 && len(t.Tokens) > 1 {
			return ""
		}
	}
	words, covered := 0, make([]bool, len(t.Tokens))
	for _, tok := range t.Tokens {
		if tok.Word {
			words++
		}
	}
	found := ""
	plea := false
	for _, h := range t.Hits {
		nav, ok := navWords[h.Concept]
		if h.Concept == "help" {
			nav, ok, plea = navHelp, true, true
		}
		if !ok || h.Typo && words > 1 {
			continue
		}
		if found == "" || nav == navEdit && q == signal.Review {
			found = nav
		}
		for i := h.Start; i < h.End; i++ {
			covered[i] = true
		}
	}
	if found == "" || words > maxTyped || plea && (q == signal.Danger || words > 2) {
		return ""
	}
	rest := 0
	for i, tok := range t.Tokens {
		if !covered[i] && tok.Word {
			rest++
		}
	}
	if found == navEdit && q == signal.Review {
		return found
	}
	return map[bool]string{true: found}[rest == 0 || rest <= 2 && !answers(t, q)]
}

// answers reports whether something in the text may be an answer to q or a part of a story.
func answers(t lexicon.Text, q signal.Question) bool {
	for _, h := range t.Hits {
		switch h.Concept {
		case "me", "want", "please", "and", "am", "aged", "thanks", "will", "must", "since", "if", "not", "no", "yes", "again", "but":
		default:
			if _, nav := navWords[h.Concept]; !nav {
				return true
			}
		}
	}
	return q == signal.Narrative || q == signal.Where
}

// askedBack reports whether the text is a question to us, a curse or small talk, and no answer.
func askedBack(t lexicon.Text) bool {
	return t.Has("why_ask", "none_business", "who_are_you", "service_q", "swear", "what_can")
}

// unknown is what "I don't know" and "I won't say" mean: the option where the question has it, else skipping it.
func unknown(q signal.Question, readings []lexicon.Text) []string {
	for _, t := range readings {
		if t.Has("dont_know") && signal.Valid(q, "unknown") {
			return []string{"unknown"}
		}
		if t.Has("dont_know", "wont_say") && q != signal.Review {
			return []string{navSkip}
		}
	}
	return nil
}

// view is one reading of an answer.
type view struct {
	lex *lexicon.Lexicon
	lexicon.Text
}

// chosen lists the options that the concepts in table stand for, in the order in which they were said, without those
// that are denied ("not my uncle"), inside a longer phrase ("the friend of my mother"), or taken back ("no, wait").
func (v view) chosen(table map[string]string) []string {
	denied := v.Denied(func(c string) bool { _, ok := table[c]; return ok })
	from := 0
	for _, h := range v.Hits {
		if h.Concept == "wait_correct" {
			from = h.End
		}
	}
	pick := func(from int) (out []string) {
		for i, h := range v.Hits {
			opt, ok := table[h.Concept]
			if !ok || denied[i] || h.Start < from || v.inside(i, table) || slices.Contains(out, opt) {
				continue
			}
			out = append(out, opt)
		}
		return out
	}
	if out := pick(from); len(out) > 0 {
		return out
	}
	return pick(0)
}

// inside reports whether hit i lies in a longer one that stands for an option too.
func (v view) inside(i int, table map[string]string) bool {
	h := v.Hits[i]
	for j, o := range v.Hits {
		if _, ok := table[o.Concept]; ok && j != i && o.Start <= h.Start && o.End >= h.End && o.End-o.Start > h.End-h.Start {
			return true
		}
	}
	return false
}

func first(options []string) []string { return options[:min(1, len(options))] }

var langTable = map[string]string{
	"lang_bg": "bg", "lang_en": "en", "lang_tr": "tr", "lang_rom": "rom", "lang_ar": "ar", "lang_fa": "fa", "lang_ps": "ps",
	"lang_ku": "ku", "lang_uk": "uk", "lang_ru": "ru",
}

func readLang(v view) []string { return first(v.chosen(langTable)) }

var sexTable = map[string]string{
	"girl": "girl", "daughter": "girl", "sister": "girl", "woman": "girl", "she": "girl",
	"boy": "boy", "son": "boy", "brother": "boy", "man": "boy", "he": "boy",
}

func readSex(v view) []string {
	got := v.chosen(sexTable)
	if len(got) == 1 {
		return got
	}
	if len(got) == 0 && len(v.Tokens) == 1 {
		switch v.Tokens[0].Fold {
		case "f", "ж", "g", "k":
			return []string{"girl"}
		case "m", "м", "b", "e":
			return []string{"boy"}
		}
	}
	return nil
}

var settingTable = map[string]string{
	"home": "home", "room": "home", "bathroom": "home", "basement": "home", "closet": "home",
	"school": "school", "kindergarten": "school",
	"street": "street", "yard": "street", "outside": "street", "park": "street", "station": "street", "shop": "street", "bus": "street",
	"institution": "institution",
	"online":      "online", "chat_online": "online", "group_chat": "online", "k_online": "online", "webcam": "online", "game": "online",
	"friends_house": "acquaintances", "neighbour": "acquaintances", "grandmother": "acquaintances", "friend": "acquaintances",
	"relative": "acquaintances", "aunt": "acquaintances", "uncle": "acquaintances",
	"other": "other", "car": "other", "forest": "other", "river": "other", "hospital": "other", "cabin": "other",
}

func readSetting(v view) []string { return first(v.chosen(settingTable)) }

var perpetratorTable = map[string]string{
	"father": "father", "husband": "father", "mother": "mother", "wife": "mother", "partner": "partner",
	"grandfather": "relative", "grandmother": "relative", "uncle": "relative", "aunt": "relative", "cousin": "relative",
	"relative": "relative", "brother": "relative", "sister": "relative", "son": "relative", "daughter": "relative",
	"nephew": "relative", "grandchild": "relative", "family": "relative",
	"neighbour": "neighbour", "classmate": "child", "child": "child", "boy": "child", "girl": "child", "pupil": "child",
	"older_kids": "child", "friend": "child", "kid_of_other": "child", "teen": "child",
	"teacher": "teacher", "coach": "teacher", "carer": "caretaker",
	"stranger": "stranger", "man": "stranger", "woman": "stranger", "driver": "stranger", "passer": "stranger", "met_online": "stranger",
	"doctor": "other", "priest": "other", "police": "other", "boss": "other", "sweetheart": "other", "other": "other",
}

func readPerpetrator(v view) []string {
	if v.Has("dont_know") && !v.Has("father", "mother", "partner", "stranger") {
		return []string{"unknown"}
	}
	return first(v.chosen(perpetratorTable))
}

var roleTable = map[string]string{
	"father": "parent", "mother": "parent", "parents": "parent", "son": "parent", "daughter": "parent", "partner": "parent",
	"grandfather": "relative", "grandmother": "relative", "uncle": "relative", "aunt": "relative", "cousin": "relative",
	"relative": "relative", "brother": "relative", "sister": "relative", "nephew": "relative", "grandchild": "relative",
	"neighbour": "neighbour", "friend": "friend", "classmate": "friend", "sweetheart": "friend",
	"teacher": "teacher", "coach": "teacher", "carer": "teacher", "pupil": "teacher", "kindergarten": "teacher",
	"doctor": "doctor", "hospital": "doctor",
	"stranger": "stranger", "passer": "stranger", "driver": "stranger", "social_worker": "stranger", "police": "stranger", "other": "stranger",
	"child": "child", "boy": "child", "girl": "child", "me": "child",
}

// readRole reads who writes. "Me" alone is the child; beside a relation it is only the one who speaks.
func readRole(v view) []string {
	got := v.chosen(roleTable)
	if len(got) == 0 {
		for _, n := range v.Numbers {
			if y, ok := n.Years(); ok && y < 18 {
				return []string{"child"}
			}
		}
		return nil
	}
	if got[0] == "child" && len(got) > 1 && !v.Has("child", "boy", "girl") {
		return got[1:2]
	}
	return got[:1]
}

func readContact(v view) []string {
	for _, n := range v.Numbers {
		if n.Kind == lexicon.Phone {
			return []string{"phone"}
		}
	}
	got := v.chosen(map[string]string{"no_contact": "none", "call_me": "phone", "phone": "phone", "here": "here", "chat_online": "here"})
	if len(got) == 0 && v.Has("no", "nobody", "not", "wont_say") && len(v.Tokens) <= 6 {
		return []string{"none"}
	}
	if slices.Contains(got, "none") {
		return []string{"none"}
	}
	return first(got)
}

func readReview(v view) []string {
	switch {
	case v.Has("nav_edit", "wait_correct"):
		return []string{navEdit}
	case v.Has("nav_send"):
		return []string{navSend}
	case v.Has("no", "not") && len(v.Tokens) <= 4:
		return []string{navEdit}
	case v.Has("yes", "all_fine") && len(v.Tokens) <= 4:
		return []string{navSend}
	}
	return nil
}
