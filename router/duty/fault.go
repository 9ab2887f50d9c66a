package duty

import (
	"fmt"
	"regexp"
	"strings"
)

// Fault is one thing that is wrong in a duty file, said without quoting a person.
type Fault struct {
	Place
	Says string
}

// String gives the fault as "file:line: what is wrong and what would be right".
func (f Fault) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Says) }

// officerForm is what an officer's id looks like. A name with a blank or in Cyrillic is none.
var officerForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$`)

// ValidOfficer reports whether id has the form of an officer's id.
func ValidOfficer(id string) bool { return officerForm.MatchString(id) }

// officersIn splits what stands for officers in one field: "o-1" or "o-1 + o-2". It returns nil where it is anything
// else than ids.
func officersIn(field string) []string {
	ids := strings.FieldsFunc(field, func(r rune) bool { return strings.ContainsRune(" \t+/&,;", r) })
	for _, id := range ids {
		if !ValidOfficer(id) {
			return nil
		}
	}
	return ids
}

var figures = regexp.MustCompile(`^[0-9:./ -]{1,20}$`)

// shown quotes what is no more than figures; anything else might be a person's name in the wrong column.
func shown(text string) string {
	if figures.MatchString(text) {
		return fmt.Sprintf("%q", text)
	}
	return "what stands there"
}
