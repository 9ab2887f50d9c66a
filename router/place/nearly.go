package place

import (
	"slices"
	"strings"
)

// maxSearches bounds how many stretches of a query are looked for nearly; each costs some ten microseconds.
const maxSearches = 10

// findInflected adds names that bear an ending of another language: в Несебре, з Варни, Burgasta.
func (d *reading) findInflected() {
	for i, t := range d.tokens {
		if d.covered[i] || d.roles[i] != 0 || len(t.key) < 4 || isArabic(t.key) {
			continue
		}
		m := mention{from: i, to: i + 1}
		d.describe(&m)
		for _, form := range baseForms(t.key) {
			for _, id := range d.r.index.exact[form].senses {
				if d.inflects(m, t, form, d.r.senses[id]) {
					m.candidates = append(m.candidates, candidate{id, 0.9})
				}
			}
		}
		if m.candidates != nil {
			d.cover(m)
		}
	}
}

// inflects says whether a word may be a form of a name: short ones, small places and everyday words only where more speaks for it.
func (d *reading) inflects(m mention, t token, form string, s sense) bool {
	beside := m.side&(roleIn|roleFrom|roleNear) != 0
	switch {
	case s.short || d.r.words.roles[form]&roleNever != 0:
		return false
	case d.r.words.roles[form]&roleWeak != 0 || len(t.key) < 5:
		return m.side&(roleIn|roleFrom) != 0 && t.upper && m.alone
	}
	return (beside || m.alone) && (s.weight >= 3 || m.kind != 0 || len(form) >= 6)
}

// inflectedSpan finds a name of several words whose last bears an ending: в Старой Загоре, из Бяла Слатины.
func (d *reading) inflectedSpan(i, j int) []senseID {
	last := d.tokens[j-1].key
	if j-i < 2 || j-i > 3 || len(last) < 5 || isArabic(last) || d.roles[i]&sideRoles != 0 {
		return nil
	}
	head := d.key(i, j-1)
	for _, form := range baseForms(last) {
		if e, ok := d.r.index.exact[head+form]; ok && e.words&(1<<(j-i)) != 0 {
			return e.senses
		}
	}
	return nil
}

// baseForms gives what a folded word may be an inflected form of, the least changed first.
func baseForms(key string) []string {
	var out []string
	for _, end := range [...]string{"da", "de", "ta", "te", "dan", "den", "tan", "ten", "dq", "ta", "om", "em", "oi", "ei"} {
		if s, ok := strings.CutSuffix(key, end); ok && len(s) >= 4 {
			out = append(out, s)
			if end == "oi" || end == "ei" || end == "om" {
				out = append(out, s+"a", s+"o")
			}
		}
	}
	switch key[len(key)-1] {
	case 'a', 'e', 'i', 'u', 'q':
		s := key[:len(key)-1]
		out = append(out, s+"a", s+"q", s+"o", s)
	}
	return out
}

// findWholeNear reads a short query as one name of several words with an error in it, though a part of it may be a name by itself:
// "нова зягора" is not Загора. It reports whether it is.
func (d *reading) findWholeNear() bool {
	from, to := 0, len(d.tokens)
	for from < to && d.roles[from]&(kindRoles|roleIn) != 0 {
		from++
	}
	for to > from && d.roles[to-1]&(kindRoles|roleCountry) != 0 {
		to--
	}
	n := to - from
	if n < 2 || n > 4 {
		return false
	}
	for _, m := range d.mentions {
		if m.from <= from && m.to >= to {
			return false
		}
	}
	for k := from; k < to; k++ {
		if d.tokens[k].brk && k > from || d.roles[k]&(roleIn|roleFrom|roleNear|roleNot|kindRoles|roleStreet|roleSchool) != 0 {
			return false
		}
	}
	covered, mentions := d.covered, d.mentions
	d.covered, d.mentions = make([]bool, len(d.tokens)), nil
	if d.tryNear(from, to, func(e entry) bool { return e.words&(1<<n) != 0 }) {
		return true
	}
	d.covered, d.mentions = covered, mentions
	return false
}

// findNear adds names that are nearly written in the stretches that no mention covers and no everyday word explains; where a place is
// named already, only in what is called a village or a town: "с. Перовмай, общ. Петрич".
func (d *reading) findNear(named bool) {
	searches := 0
	for i := 0; i < len(d.tokens); {
		j := i
		for j < len(d.tokens) && j < i+3 && d.free(j) && (j == i || !d.tokens[j].brk) {
			j++
		}
		if j == i {
			i++
			continue
		}
		found := false
		for n := j - i; n >= 1 && !found; n-- {
			for k := i; k+n <= j && searches < maxSearches; k++ {
				if named && !d.calledPlace(k) {
					continue
				}
				searches++
				found = d.tryNear(k, k+n, func(entry) bool { return true }) || found
			}
		}
		i = j
	}
}

// free reports whether a token may be part of a name that is not written as the register knows it.
func (d *reading) free(i int) bool {
	return !d.covered[i] && d.roles[i]&^roleCalled == 0 && !isArabic(d.tokens[i].key)
}

// tryNear adds what tokens [i, j) nearly are, of the names that fit.
func (d *reading) tryNear(i, j int, fits func(entry) bool) bool {
	for k := i; k < j; k++ {
		if d.covered[k] || d.surname(k) {
			return false
		}
	}
	key, doubled := d.key(i, j), d.doubled(i, j)
	m := mention{from: i, to: j}
	d.describe(&m)
	limit := m.tolerance(doubled, d.tokens[i])
	if limit == 0 || !d.tokens[i].upper && m.side != 0 && definite(d.tokens[j-1].text) {
		return false // "в колибата" is no Колибите
	}
	if m.candidates = d.lastWord(m, key); m.candidates == nil {
		near := d.r.index.near(key, limit)
		if doubled != key {
			near = append(near, d.r.index.near(doubled, limit)...)
		}
		near = slices.DeleteFunc(near, func(n nearKey) bool {
			return !fits(d.r.index.exact[n.key]) || d.r.words.roles[n.key]&roleWeak != 0 && !m.bare
		})
		m.candidates = d.r.likeliest(near, m, key[0], limit)
	}
	if m.candidates == nil {
		m.candidates = d.beginning(m, key)
	}
	if m.candidates == nil {
		return false
	}
	d.cover(m)
	return true
}

// likeliest gives the senses of nearly written names that may have been meant, weighing the error against how large the place is:
// of two that are as near, more people mean the town. A first letter that differs weighs more than another.
func (r *Register) likeliest(names []nearKey, m mention, first byte, limit int) []candidate {
	const margin = 40 // hundredths of a letter: what is behind by less may have been meant as well
	least := 1 << 20
	var (
		found []candidate
		ranks []int
	)
	for _, n := range names {
		cost := n.cost
		if n.key[0] != first {
			cost += 3
		}
		for _, id := range r.index.exact[n.key].senses {
			s := r.senses[id]
			if s.verbatim || cost > r.allowed(limit, s, m) {
				continue
			}
			rank := cost * 10
			if m.kind&roleVillage == 0 || r.settlements[s.settlement].kind != "town" { // "с." is not said of the town, however large
				rank -= int(s.weight * 12)
			}
			least = min(least, rank)
			found = append(found, candidate{id, 1 - float64(cost)/(8*whole)})
			ranks = append(ranks, rank)
		}
	}
	var out []candidate
	for k, c := range found {
		if ranks[k] <= least+margin {
			out = append(out, c)
		}
	}
	return out
}

// beginning finds towns and municipalities whose name was broken off, where nothing else was said: Благоевгр., Стара Заг.
func (d *reading) beginning(m mention, key string) []candidate {
	if !m.bare || len(key) < 4 {
		return nil
	}
	keys := d.r.index.keys
	at, _ := slices.BinarySearch(keys, key)
	var out []candidate
	for ; at < len(keys) && strings.HasPrefix(keys[at], key) && len(out) < 2*maxMatches; at++ {
		for _, id := range d.r.index.exact[keys[at]].senses {
			if s := d.r.senses[id]; s.weight >= weightMunicipality && !s.verbatim && len(keys[at]) <= 2*len(key) {
				out = append(out, candidate{id, 0.7})
			}
		}
	}
	return out
}

// lastWord finds names of several words whose first was left out, where nothing else was said: Пасарел for Долни Пасарел.
func (d *reading) lastWord(m mention, key string) []candidate {
	if !m.bare || len(key) < 5 {
		return nil
	}
	var out []candidate
	for _, c := range d.r.initials[key] {
		if s := d.r.senses[c.sense]; s.kind != ofDistrict && !s.verbatim {
			out = append(out, candidate{c.sense, 0.8})
		}
	}
	return out
}

// doubled is the folded form of tokens [i, j) with its doubled letters.
func (d *reading) doubled(i, j int) string {
	key := ""
	for _, t := range d.tokens[i:j] {
		key += foldDoubled(t.text)
	}
	return key
}

// tolerance is how many tenths of a letter a writing may be away from a name: more for long words, and little where nothing
// says that a place is meant.
func (m mention) tolerance(key string, first token) int {
	limit := 0
	switch n := len(key); {
	case n < 4:
		return 0
	case n == 4:
		limit = 10
	case n == 5:
		limit = 13
	case n <= 7:
		limit = 18
	case n <= 9:
		limit = 22
	default:
		limit = 26
	}
	switch {
	case m.bare, m.kind != 0 && m.side&roleIn != 0:
	case m.side&(roleIn|roleFrom|roleNear) != 0, m.kind != 0, m.alone:
		limit = limit * 4 / 5
	case first.upper && m.from > 0:
		limit = limit * 3 / 5
	default:
		return 0
	}
	return limit
}

// wholeRegister is how many settlements a register has at least that holds the villages too; there are some 5,270.
const wholeRegister = 3000

// allowed lowers the limit for a small place, of which there are thousands so that every word is near one, and for a
// neighbourhood, unless it is called one.
func (r *Register) allowed(limit int, s sense, m mention) int {
	if len(r.settlements) < wholeRegister {
		limit = limit * 2 / 3 // the village that was meant is likely to be missing, and something else to look like it
	}
	if m.kind&roleVillage != 0 && (s.kind == ofDistrict || r.settlements[s.settlement].kind == "town") {
		limit /= 2
	}
	switch {
	case s.kind == ofDistrict && m.kind&roleDistrict == 0:
		return limit * 3 / 5
	case s.weight >= 3.3, r.settlements[s.settlement].kind == "town":
		return limit
	case s.weight >= 2.3:
		return limit * 3 / 4
	}
	return limit * 3 / 5
}
