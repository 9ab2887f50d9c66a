package i18n

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/language"
)

// stray names a sign in a text that is not seen and does not belong there, or a word that mixes alphabets: such a word
// looks right and is found by nobody. "" is none.
func stray(lang, text string) string {
	for i, r := range text {
		switch {
		case r == '\u200E' || r == '\u200F':
			if !RTL(lang) {
				return fmt.Sprintf("the mark of direction U+%04X, which belongs in a language that is written from right to left", r)
			}
		case r == '\u200C' || r == '\u200D':
			if !joins(lang) || i == 0 || strings.HasSuffix(text[:i], " ") {
				return fmt.Sprintf("the joiner U+%04X where nothing is joined", r)
			}
		case r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) || r == unicode.ReplacementChar:
			return fmt.Sprintf("the sign U+%04X, which is not seen", r)
		}
	}
	for _, w := range strings.FieldsFunc(placeholder.ReplaceAllString(text, " "), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		if mixed(w) {
			return fmt.Sprintf("the word %q, which mixes two alphabets", w)
		}
	}
	return ""
}

// joins reports whether the script of lang has letters that joiners part or join.
func joins(lang string) bool {
	script, _ := language.Make(lang).Script()
	switch script.String() {
	case "Latn", "Cyrl", "Grek", "Armn", "Geor", "Hebr":
		return false
	}
	return true
}

// mixed reports whether a word has letters of more than one of the alphabets whose letters look alike.
func mixed(word string) bool {
	n := 0
	for _, table := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek} {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(table, r) }) {
			n++
		}
	}
	return n > 1
}
