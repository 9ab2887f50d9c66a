package place

import (
	"slices"
	"strings"
)

// Find gives the places that a query may mean, best first, at most five, none when it names no place. It reads the first 8 KiB of a query
// of any text; its time is bounded and grows with the length up to there.
func (r *Register) Find(query string) []Match {
	tokens := together(tokenize(query))
	if len(tokens) == 0 {
		return nil
	}
	d := r.newReading(tokens)
	d.skipOthers()
	d.findExact()
	d.dropUnfounded()
	if len(d.mentions) == 0 && (d.hasUnknownWord() || strings.ContainsAny(query, "`[];\\")) {
		if matches := r.retyped(query); matches != nil {
			return matches
		}
	}
	if !d.findWholeNear() {
		d.findInflected()
		d.findNear(d.hasPlace())
	}
	for i := range d.mentions {
		d.describe(&d.mentions[i])
	}
	return d.choose()
}

// hasUnknownWord reports whether some word of the query is no everyday word.
func (d *reading) hasUnknownWord() bool { return slices.Contains(d.roles, 0) }

// hasPlace reports whether something other than what narrows was found.
func (d *reading) hasPlace() bool {
	for _, m := range d.mentions {
		if m.candidates != nil && m.side&roleNear == 0 {
			return true
		}
	}
	return false
}

// leastRetyped is how long a name must be to be no chance hit: keys that are no letters on one of the keyboards betray the wrong one,
// and four Cyrillic letters more often are a word than a name.
func (d *reading) leastRetyped(query string, m mention) int {
	switch {
	case strings.ContainsAny(query, ",.;'[]`"):
		return 3
	case hasCyrillic(query) && d.weightiest(m) < weightMunicipality:
		return 5
	}
	return 4
}

// retyped reads a query as it would stand there if the keyboard had been switched. Chance hits are too many to allow more than a
// whole query that names one place exactly; so a query of more words than a name with its kind has is not read again.
func (r *Register) retyped(query string) []Match {
	if len(strings.Fields(query)) > maxSpan+3 {
		return nil
	}
	for _, text := range otherLayouts(query) {
		d := r.newReading(tokenize(text))
		d.findExact()
		if len(d.mentions) != 1 {
			continue
		}
		m := d.mentions[0]
		if m.candidates == nil || !m.bare || len(d.key(m.from, m.to)) < d.leastRetyped(query, m) {
			continue
		}
		matches := d.choose()
		for i := range matches {
			matches[i].Score *= 0.9
		}
		return matches
	}
	return nil
}
