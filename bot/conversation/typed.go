package conversation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

// maxUnsaid is the number of words up to which "I won't say" is all that a text says.
const maxUnsaid = 4

// Understand says what a typed answer to question q is taken for: identifiers of options ("child", "now", several
// for kind), or one "nav=…" where a navigation word was typed. For place and narrative, which are answered in words,
// only navigation words are understood. Nil means that it is none of these and the question is to be asked again.
// Without the time a year of birth tells no age: UnderstandAt has it. It is pure and safe for concurrent use.
func Understand(lex *lexicon.Lexicon, q signal.Question, text string) []string {
	return UnderstandAt(lex, q, text, time.Time{})
}

// UnderstandAt is Understand for an answer typed at now, which turns a year of birth into an age.
func UnderstandAt(lex *lexicon.Lexicon, q signal.Question, text string, now time.Time) []string {
	readings := fullFirst(lex.Readings(text))
	for i, t := range readings {
		if got := navigation(t, q, i == 0); got != "" {
			return []string{got}
		}
	}
	read, ok := readers[q]
	if !ok {
		return unsaid(q, readings)
	}
	for _, t := range plausible(readings) {
		if askedBack(t) {
			return nil
		}
		if got := read(view{lex: lex, now: now, Text: t}); len(got) > 0 {
			return got
		}
	}
	return unknown(q, readings)
}

// fullFirst puts the readings that leave no word over before the others: an answer of two words can be likelier in a
// language that knows but one of them.
func fullFirst(readings []lexicon.Text) []lexicon.Text {
	slices.SortStableFunc(readings, func(a, b lexicon.Text) int {
		return cmp.Compare(min(unread(a), 1), min(unread(b), 1))
	})
	return readings
}

// plausible drops the readings that leave more words over than the likeliest, or than that and one more where it leaves
// any: "he" is yes in Turkish, but not in "he is drunk".
func plausible(readings []lexicon.Text) []lexicon.Text {
	most := unread(readings[0])
	if most > 0 {
		most++
	}
	return slices.DeleteFunc(slices.Clone(readings), func(t lexicon.Text) bool { return unread(t) > most })
}

// unread counts the words of a text in which nothing was found, or only by forgiving a typing error.
func unread(t lexicon.Text) int {
	found := make([]bool, len(t.Tokens))
	for _, h := range t.Hits {
		for i := h.Start; i < h.End && !h.Typo; i++ {
			found[i] = true
		}
	}
	n := 0
	for i, tok := range t.Tokens {
		if tok.Word && !found[i] {
			n++
		}
	}
	return n
}

// readers holds, for each question that has options, how an answer in words is read.
var readers = map[signal.Question]func(view) []string{
	signal.Lang: readLang, signal.Role: readRole, signal.Danger: readDanger, signal.KindOf: readKind,
	signal.Setting: readSetting, signal.Perpetrator: readPerpetrator, signal.Age: readAge, signal.Sex: readSex,
	signal.Contact: readContact, signal.Review: readReview,
}

// askedBack reports whether the text is a question to us, a curse or small talk, and no answer.
func askedBack(t lexicon.Text) bool {
	return t.Has("why_ask", "none_business", "who_are_you", "service_q", "swear", "what_can") || namesAsked(t)
}

// namesAsked reports whether the text asks what a word on a button means: a question word and names of kinds alone.
func namesAsked(t lexicon.Text) bool {
	named := false
	for _, h := range t.Hits {
		switch {
		case strings.HasPrefix(h.Concept, "k_"):
			named = true
		case h.Concept != "how" && h.Concept != "but" && h.Concept != "and":
			return false
		}
	}
	return named && t.Has("how")
}

// unsaid reports an answer in words that only says that there will be none: "I won't say".
func unsaid(q signal.Question, readings []lexicon.Text) []string {
	for _, t := range readings {
		if len(t.Tokens) <= maxUnsaid && (t.Has("wont_say") || q == signal.Where && t.Has("dont_know")) {
			return []string{navSkip}
		}
	}
	return nil
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

var langTable = map[string]string{
	"lang_bg": "bg", "lang_en": "en", "lang_tr": "tr", "lang_rom": "rom", "lang_ar": "ar", "lang_fa": "fa", "lang_ps": "ps",
	"lang_ku": "ku", "lang_uk": "uk", "lang_ru": "ru",
}

func readLang(v view) []string { return first(v.chosen(langTable)) }

var sexTable = map[string]string{
	"girl": "girl", "daughter": "girl", "sister": "girl", "woman": "girl", "she": "girl", "big_sister": "girl", "teen_mother": "girl",
	"boy": "boy", "son": "boy", "brother": "boy", "man": "boy", "he": "boy", "big_brother": "boy",
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
