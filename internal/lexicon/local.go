package lexicon

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// readLocal lays an operator's own words over the vocabularies: the syntax of the word files, concepts that are known
// only. Its lines are Bulgarian until a line "!in<TAB>tr" names another language. A form that belongs to another concept
// already is refused unless a ~ says that both are meant.
func (l *Lexicon) readLocal(builders map[string]*builder, file, data string) error {
	if !utf8.ValidString(data) {
		return fmt.Errorf("%s: is no UTF-8 text, want it saved as UTF-8", file)
	}
	lang, seen := "bg", map[string]bool{}
	return lines(file, strings.TrimPrefix(data, "\ufeff"), 2, func(at string, f []string) error {
		if f[0] != "!in" {
			return l.readLine(builders[lang], at, f, seen)
		}
		if !slices.Contains(Languages(), f[1]) {
			return fmt.Errorf("%s: language %s has no words here, want one of %s", at, f[1], strings.Join(Languages(), " "))
		}
		lang, seen = f[1], map[string]bool{}
		return nil
	})
}
