package signal

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"unicode"
)

// Ref is a case's reference for officers, "2026-000123". It tells nothing of the reporter.
type Ref string

var refForm = regexp.MustCompile(`^\d{4}-\d{6,}$`)

// NewRef forms the reference of the n-th case of a year.
func NewRef(year, n int) Ref { return Ref(fmt.Sprintf("%04d-%06d", year, n)) }

// Valid reports whether r has the form of a reference.
func (r Ref) Valid() bool { return refForm.MatchString(string(r)) }

// Code brings a reporter back to a case: 16 random digits (53 bits), without groups.
// It is a secret: it is stored only as a keyed hash, and never logged.
type Code string

// NewCode draws a code from the system's source of chance.
func NewCode() Code {
	n, err := rand.Int(rand.Reader, big.NewInt(1e16))
	if err != nil {
		panic("signal: the system has no source of chance: " + err.Error())
	}
	return Code(fmt.Sprintf("%016d", n))
}

// Grouped is the code as it is shown and written down: four groups of four digits.
func (c Code) Grouped() string {
	if len(c) != 16 {
		return string(c)
	}
	return string(c[0:4] + " " + c[4:8] + " " + c[8:12] + " " + c[12:16])
}

// String hides the code, so that it cannot get into a log by mistake. Use Grouped or a conversion on purpose.
func (c Code) String() string { return "hidden" }

// FindCode finds a code in what somebody typed: sixteen digits in any script, with blanks, dots or dashes
// between them, alone or among other words. A longer or shorter run of digits is none.
func FindCode(text string) (Code, bool) {
	var run strings.Builder
	flush := func() (Code, bool) { c := run.String(); run.Reset(); return Code(c), len(c) == 16 }
	for _, r := range text {
		switch d := digit(r); {
		case d >= 0:
			run.WriteByte(byte('0' + d))
		case run.Len() > 0 && (unicode.IsSpace(r) || strings.ContainsRune("-.‐–—_/·", r) || unicode.Is(unicode.Cf, r)):
		default:
			if c, ok := flush(); ok {
				return c, true
			}
		}
	}
	return flush()
}

// digit gives the value of a decimal digit of the scripts that our reporters type in, or -1.
func digit(r rune) int {
	for _, zero := range []rune{'0', '٠', '۰', '０'} {
		if r >= zero && r <= zero+9 {
			return int(r - zero)
		}
	}
	return -1
}
