package place

import "strings"

// candidate is a sense that a mention may have, with how alike name and writing are (1: the same).
type candidate struct {
	id senseID
	is float64
}

// mention is a stretch of a query that names a place, or the land around one.
type mention struct {
	from, to   int // tokens [from, to)
	candidates []candidate
	areas      []string // an adjective's municipalities and provinces, which it narrows another mention to
	typed      string   // lower case, as written
	side       role     // what the words around it say
	kind       role     // the kind of place that is said beside it: село, община, кв.
	weak       bool     // an everyday word as well
	bare       bool     // the rest of the query are only words like "град" and "в"
	alone      bool     // the rest of the query says nothing that could be a place
}

// narrows reports whether the mention is said only to tell which place is meant.
func (m mention) narrows() bool {
	return m.areas != nil || m.side&roleNear != 0 || m.kind&(roleMunicipality|roleProvince) != 0
}

// reading is a query being understood.
type reading struct {
	r        *Register
	tokens   []token
	roles    []role
	covered  []bool // by a mention, or not to be read: a street, the patron of a school
	mentions []mention
	spelled  int // words that were read by their sound
}

const (
	maxSpan     = 5  // words that a name may have
	maxFound    = 24 // names that are taken up of one query
	maxMentions = 8  // names that are weighed against each other; that takes the square of their number
	maxSpelled  = 24 // words in Arabic script that are read by their sound
)

func (r *Register) newReading(tokens []token) *reading {
	d := &reading{r: r, tokens: tokens, roles: make([]role, len(tokens)), covered: make([]bool, len(tokens))}
	for i, t := range tokens {
		d.roles[i] = r.words.of(t)
		if strings.Trim(t.key, "0123456789") == "" {
			d.roles[i] |= roleNever // a house, a post code, a telephone
		}
	}
	return d
}

// key is the folded form of tokens [i, j), put together.
func (d *reading) key(i, j int) string {
	if j == i+1 {
		return d.tokens[i].key
	}
	key := ""
	for _, t := range d.tokens[i:j] {
		key += t.key
	}
	return key
}

// findExact adds every name that is written as the register knows it, the longest first at each word.
func (d *reading) findExact() {
	for i := 0; i < len(d.tokens); i++ {
		for n := min(maxSpan, len(d.tokens)-i); n >= 1 && !d.covered[i]; n-- {
			d.tryExact(i, i+n)
		}
	}
	for k := range d.mentions {
		d.describe(&d.mentions[k])
	}
}

// tryExact adds the mention that tokens [i, j) are, if they are one.
func (d *reading) tryExact(i, j int) {
	for k := i; k < j; k++ {
		if d.covered[k] || k > i && d.tokens[k].brk {
			return
		}
	}
	key := d.key(i, j)
	e, found := d.r.index.exact[key]
	var areas []string
	if j-i <= 2 && d.roles[i]&sideRoles == 0 {
		areas = d.r.landAround(key)
	}
	if found && d.admits(i, j, e) {
		d.mention(i, j, e.senses, areas, 1)
		return
	}
	if areas != nil {
		d.cover(mention{from: i, to: j, areas: areas})
		return
	}
	if isArabic(key) {
		d.tryArabic(i, j)
		return
	}
	if senses := d.shortened(i, j); senses != nil {
		d.mention(i, j, senses, nil, 0.95)
		return
	}
	if senses := d.inflectedSpan(i, j); senses != nil {
		d.mention(i, j, senses, nil, 0.9)
	}
}

// admits says whether words put together may be read as one name: "Стара Загора" and "старазагора", but not "на река" as Нарека.
func (d *reading) admits(i, j int, e entry) bool {
	if j == i+1 {
		return d.roles[i]&(sideRoles|roleNever) == 0 || d.roles[i]&roleWeak != 0
	}
	if e.words&(1<<min(j-i, 7)) != 0 {
		return true
	}
	for k := i; k < j; k++ {
		if len(d.tokens[k].key) < 3 || d.roles[k]&(sideRoles|roleNever) != 0 {
			return false
		}
	}
	return true
}

// shortened finds a name of several words whose first was shortened: Ст. Загора, Г Оряховица.
func (d *reading) shortened(i, j int) []senseID {
	t := d.tokens[i]
	if len(t.key) > 5 || d.roles[i]&(kindRoles|roleStreet) != 0 {
		return nil
	}
	if !t.dot && (d.roles[i] != 0 || len(t.key) == 1 && !t.upper) {
		return nil
	}
	var out []senseID
	for _, c := range d.r.initials[d.key(i+1, j)] {
		if len(c.first) > len(t.key) && c.first[:len(t.key)] == t.key {
			out = append(out, c.sense)
		}
	}
	return out
}

// tryArabic finds what one or two words in Arabic script spell.
func (d *reading) tryArabic(i, j int) {
	key := d.key(i, j)
	if j > i+2 || d.roles[i] != 0 || d.roles[j-1] != 0 {
		return
	}
	for _, form := range arabicForms(key) {
		if e, ok := d.r.index.exact[form]; ok && j == i+1 {
			d.mention(i, j, e.senses, nil, 0.95)
			return
		}
	}
	if d.spelled++; d.spelled > maxSpelled {
		return
	}
	for _, form := range arabicForms(key) {
		if strings.HasPrefix(form, "ال") {
			continue // a word with an article is no Bulgarian name
		}
		if found := d.r.transliterated(form, j-i); found != nil {
			d.cover(mention{from: i, to: j, candidates: found})
			return
		}
	}
}

func (d *reading) mention(i, j int, senses []senseID, areas []string, is float64) {
	m := mention{from: i, to: j, areas: areas, weak: j == i+1 && d.roles[i]&roleWeak != 0}
	for _, id := range senses {
		if !d.r.senses[id].short || d.capsOrWhole(i, j) {
			m.candidates = append(m.candidates, candidate{id, is})
		}
	}
	if m.candidates != nil {
		d.cover(m)
	}
}

// capsOrWhole says whether an abbreviation may be read as one: it is all there is, or it is in capitals in a text that is not.
func (d *reading) capsOrWhole(i, j int) bool {
	others := 0
	for k, t := range d.tokens {
		if k < i || k >= j {
			if d.roles[k]&(roleIn|kindRoles|roleCountry|roleNow) == 0 && t.key != "sam" && t.key != "sme" && t.key != "az" {
				others++
			}
		}
	}
	return others == 0 || d.tokens[i].caps && others > 0 && !d.allCaps()
}

func (d *reading) allCaps() bool {
	for _, t := range d.tokens {
		if !t.caps {
			return false
		}
	}
	return true
}

func (d *reading) cover(m mention) {
	for k := m.from; k < m.to; k++ {
		d.covered[k] = true
		m.typed += " " + d.tokens[k].text
	}
	m.typed = m.typed[1:]
	if len(d.mentions) < maxFound {
		d.mentions = append(d.mentions, m)
	}
}
