package place

import "strings"

// describe reads what stands around a mention.
func (d *reading) describe(m *mention) {
	m.side, m.kind = 0, 0
	d.lookBack(m)
	if m.to < len(d.tokens) && !d.tokens[m.to].brk && m.kind == 0 {
		d.lookAhead(m)
	}
	if t := d.tokens[m.to-1]; t.ends != "" {
		m.side |= ending(t)
	}
	d.lookAround(m)
	m.bare, m.alone = true, true
	for k := range d.tokens {
		if k >= m.from && k < m.to {
			continue
		}
		if d.roles[k]&(kindRoles|roleIn|roleCountry|roleNow|roleFrom) == 0 {
			m.bare = false
		}
		if d.roles[k]&(sideRoles|roleNever) == 0 && !d.covered[k] {
			m.alone = false
		}
	}
}

// lookBack reads the words before a mention: "в едно село", "до гр.".
func (d *reading) lookBack(m *mention) {
	for k := m.from - 1; k >= 0 && k >= m.from-4 && !d.tokens[k+1].brk && !d.covered[k]; k-- {
		role := d.roles[k]
		switch {
		case role&kindRoles != 0 && !(d.tokens[k].key == "s" && !d.tokens[k].dot && k < m.from-1):
			if m.kind == 0 {
				m.kind = role & kindRoles
			}
			if role&roleIn != 0 {
				m.side |= roleIn
			}
		case role&roleNear != 0:
			m.side |= roleNear
			return
		case role&roleFrom != 0:
			m.side |= roleFrom
			if k > 0 && distanceWord(d.tokens[k-1].key) {
				m.side = m.side&^roleFrom | roleNear
			}
			return
		case role&(roleIn|roleLive) != 0:
			m.side |= roleIn
			return
		case filler(d.tokens[k].key):
		default:
			return
		}
	}
}

// lookAhead reads the word behind a mention: "X köyü", "X village", "Разлог община".
func (d *reading) lookAhead(m *mention) {
	role := d.roles[m.to]
	if role&kindRoles == 0 || d.tokens[m.to].key == "s" {
		return
	}
	if next := m.to + 1; next < len(d.tokens) && !d.tokens[next].brk && d.covered[next] {
		return // it belongs to the name that follows
	}
	m.kind = role & kindRoles
}

// lookAround reads the clause: is it about now, the past, somewhere else.
func (d *reading) lookAround(m *mention) {
	for k := m.from - 1; k >= 0 && k >= m.from-6; k-- {
		if d.tokens[k+1].brk {
			break
		}
		if d.roles[k]&roleContrast != 0 {
			break
		}
		m.side |= d.roles[k] & (roleNow | rolePast | roleCalled | roleLive)
		if d.roles[k]&roleNot != 0 && k >= m.from-3 {
			m.side |= roleNot
		}
	}
	for k := m.to; k < len(d.tokens) && k < m.to+4; k++ {
		if d.tokens[k].brk || d.roles[k]&roleContrast != 0 || d.covered[k] {
			break
		}
		m.side |= d.roles[k] & (roleNow | rolePast | roleCalled | roleLive)
	}
}

// apart reports whether two mentions stand in clauses that are set against each other: "от Баня, но сега в Разлог".
func (d *reading) apart(a, b mention) bool {
	if a.from > b.from {
		a, b = b, a
	}
	for k := a.to; k < b.from; k++ {
		if d.roles[k]&(roleContrast|roleNow) != 0 {
			return true
		}
	}
	if a.side&roleFrom != 0 && b.side&roleIn != 0 && b.side&roleFrom == 0 && b.from-a.to >= 3 {
		return true
	}
	return (a.side^b.side)&(rolePast|roleNot) != 0 || (a.side&roleFrom != 0) != (b.side&roleFrom != 0) && (a.side|b.side)&roleNow != 0
}

// filler are words that may stand between a preposition and a name.
func filler(key string) bool {
	switch key {
	case "mnogo", "nqkakvo", "nqkoe", "edno", "edin", "edna", "malko", "malkoto", "na6eto", "samiq", "samq", "samoto", "the", "a", "bir", "close", "to", "blizo", "kraq":
		return true
	}
	return false
}

func distanceWord(key string) bool {
	return key == "km" || strings.HasPrefix(key, "kilom") || strings.HasPrefix(key, "minut") || key == "blizo" || key == "daleko" || key == "daleq"
}

// skipOthers covers what is named after people and is no place: streets, the patrons of schools.
func (d *reading) skipOthers() {
	for i := range d.tokens {
		if d.covered[i] {
			continue
		}
		switch {
		case d.roles[i]&roleSchool != 0:
			d.skipPatron(i)
		case d.roles[i]&roleStreet != 0:
			d.skipStreet(i)
		}
	}
}

// skipPatron covers the name behind a school: one of the usual patrons, or what stands in quotation marks.
func (d *reading) skipPatron(school int) {
	for i := school + 1; i < len(d.tokens) && i <= school+6; i++ {
		if d.roles[i]&roleIn != 0 {
			if i == school+1 && d.tokens[i].key == "na" {
				continue // "училището на Иван Вазов"
			}
			return
		}
		if d.tokens[i].quote {
			for ; i < len(d.tokens) && d.tokens[i].quote; i++ {
				d.covered[i] = true
			}
			return
		}
		for n := min(4, len(d.tokens)-i); n >= 1; n-- {
			if d.r.words.patrons[d.key(i, i+n)] {
				for k := i; k < i+n; k++ {
					d.covered[k] = true
				}
				return
			}
		}
	}
}

// skipStreet covers the name of a street: the words up to a number, a break or a preposition, three at most.
func (d *reading) skipStreet(street int) {
	for i := street + 1; i < len(d.tokens) && i <= street+3; i++ {
		t := d.tokens[i]
		if t.brk && i > street+1 || d.roles[i]&(roleIn|kindRoles|roleNear) != 0 {
			return
		}
		d.covered[i] = true
		if t.key[0] >= '0' && t.key[0] <= '9' && len(t.key) <= 3 {
			return
		}
		if i > street+1 && i+1 < len(d.tokens) && d.isArea(i+1) {
			return
		}
	}
}

// isArea reports whether a token by itself names a municipality or a province.
func (d *reading) isArea(i int) bool {
	for _, id := range d.r.index.exact[d.tokens[i].key].senses {
		if k := d.r.senses[id].kind; k == ofMunicipality || k == ofProvince {
			return true
		}
	}
	return false
}

// calledPlace reports whether the word before token i says that a village or a town follows.
func (d *reading) calledPlace(i int) bool {
	return i > 0 && !d.tokens[i].brk && d.roles[i-1]&(roleVillage|roleTown) != 0
}
