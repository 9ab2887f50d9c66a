package lexicon

import (
	"strconv"
	"strings"
)

// numbers finds the numbers of a text and what they count, from digits and from number words ("n5" five, "o3"
// third, "a6" a six-year-old).
func numbers(t *Text) []Number {
	c := counter{t: t, at: make([][]string, len(t.Tokens))}
	for _, h := range t.Hits {
		for i := h.Start; i < h.End; i++ {
			c.at[i] = append(c.at[i], h.Concept)
		}
	}
	var out []Number
	for i := 0; i < len(t.Tokens); {
		n, ok := c.number(i)
		if !ok {
			i++
			continue
		}
		out = append(out, n)
		i = n.End
	}
	return out
}

// counted are things that a number before them counts, so that it is no age.
var counted = []string{"child", "boy", "girl", "photo", "video", "pills", "man", "woman", "friend", "brother", "sister", "classmate", "minutes"}

type counter struct {
	t  *Text
	at [][]string // concepts at each token
}

func (c counter) is(i int, concepts ...string) bool {
	if i < 0 || i >= len(c.at) {
		return false
	}
	for _, have := range c.at[i] {
		for _, want := range concepts {
			if have == want {
				return true
			}
		}
	}
	return false
}

// number reads what begins at token i.
func (c counter) number(i int) (Number, bool) {
	fold := c.t.Tokens[i].Fold
	if digits(fold) {
		if n, ok := c.phone(i); ok {
			return n, true
		}
		v, err := strconv.Atoi(fold)
		if err != nil {
			v = 1 << 20
		}
		return c.classify(Number{Value: v, Start: i, End: i + 1}, false), true
	}
	if h, m, ok := strings.Cut(fold, ":"); ok && digits(h) && digits(m) {
		hours, _ := strconv.Atoi(h)
		mins, _ := strconv.Atoi(m)
		return Number{Kind: Clock, Value: hours*60 + mins, Start: i, End: i + 1}, true
	}
	for _, name := range c.at[i] {
		v, err := strconv.Atoi(name[1:])
		if err != nil {
			continue
		}
		switch name[0] {
		case 'n':
			return c.classify(c.joined(Number{Value: v, Start: i, End: i + 1}), false), true
		case 'o':
			return c.classify(Number{Value: v, Start: i, End: i + 1}, true), true
		case 'a':
			return Number{Kind: Age, Value: v, Start: i, End: i + 1}, true
		}
	}
	return Number{}, false
}

// joined adds a unit word to a tens word: twenty two, on iki.
func (c counter) joined(n Number) Number {
	if n.Value != 10 && n.Value != 20 || n.End >= len(c.at) {
		return n
	}
	for _, name := range c.at[n.End] {
		if v, err := strconv.Atoi(name[1:]); err == nil && name[0] == 'n' && v < 10 {
			n.Value += v
			n.End++
			return n
		}
	}
	return n
}

func (c counter) classify(n Number, ordinal bool) Number {
	before, after := n.Start-1, n.End
	if c.is(after, "half") { // eight and a half
		after++
	}
	switch {
	case c.is(after, "grade") || c.is(after+1, "grade") && ordinal || c.is(before, "grade") && !ordinal && n.Value <= 12:
		n.Kind = Grade
	case ordinal:
		n.Kind = Amount
	case c.is(after, "years"):
		n.Kind = c.span(before, Age)
		n.End = after + 1
	case c.is(after, "months"):
		n.Kind = c.span(before, Months)
		n.End = after + 1
	case c.is(after, "oclock") && n.Value <= 24:
		n.Kind, n.Value = Clock, n.Value*60
	case c.is(after, "unit") || c.is(n.End, counted...):
		n.Kind = Amount
	case c.is(before, "aged") && n.Value < 100 && (c.is(after, "am") || c.ends(n)):
		n.Kind = Age
	case c.is(before, "me_is") && n.Value < 100 && !c.is(after, "unit", "child", "girl", "boy"):
		n.Kind = Age
	}
	return n
}

// span tells an age ("three years old") from a time that passed ("three years ago", "since two months").
func (c counter) span(before int, kind NumberKind) NumberKind {
	if c.is(before, "since") {
		return Ago
	}
	return kind
}

// ends reports whether the clause ends after n.
func (c counter) ends(n Number) bool {
	return n.End >= len(c.t.Tokens) || c.t.Tokens[n.End].Clause != c.t.Tokens[n.Start].Clause || c.is(n.End, "and")
}

// phone joins runs of digits: eight or more together are a telephone number.
func (c counter) phone(i int) (Number, bool) {
	total, end := 0, i
	for end < len(c.t.Tokens) && digits(c.t.Tokens[end].Fold) {
		total += len(c.t.Tokens[end].Fold)
		end++
	}
	if total < 7 || total > 15 || total == 16 {
		return Number{}, false
	}
	return Number{Kind: Phone, Start: i, End: end}, true
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
