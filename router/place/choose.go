package place

import (
	"cmp"
	"slices"
	"strings"
)

// maxMatches is how many places are offered.
const maxMatches = 5

// weighed is one sense of one mention with what speaks for it.
type weighed struct {
	sense   senseID
	mention int
	is      float64
	value   float64
	linked  bool // another mention narrows the choice to it
}

// choose decides which of the places that a query names was meant, best first.
func (d *reading) choose() []Match {
	d.dropUnfounded()
	d.dropStrangeDistricts()
	d.mentions = d.mentions[:min(maxMentions, len(d.mentions))]
	if len(d.mentions) == 0 {
		return nil
	}
	all := d.weigh()
	if len(all) == 0 {
		return d.land()
	}
	d.yieldContainers(all)
	slices.SortStableFunc(all, func(a, b weighed) int { return cmp.Compare(b.value, a.value) })
	return d.answer(all)
}

// dropUnfounded removes mentions that are everyday words and have nothing beside them that makes a place of them.
func (d *reading) dropUnfounded() {
	kept := d.mentions[:0:0]
	for i, m := range d.mentions {
		if m.candidates == nil || d.founded(i) {
			kept = append(kept, m)
			continue
		}
		for k := m.from; k < m.to; k++ {
			d.covered[k] = false
		}
	}
	d.mentions = kept
}

// dropStrangeDistricts removes what is called a district beside a city that is not known to have it: "жк Дружба, Пловдив" is Пловдив,
// and neither a Дружба elsewhere nor a village of that name.
func (d *reading) dropStrangeDistricts() {
	d.mentions = slices.DeleteFunc(slices.Clone(d.mentions), func(m mention) bool {
		if m.kind&roleDistrict == 0 || m.kind&roleProvince != 0 {
			return false
		}
		city := false
		for _, q := range d.mentions {
			if q.from == m.from || q.kind&roleDistrict != 0 {
				continue
			}
			for _, c := range m.candidates {
				if d.link(d.r.senses[c.id], q) >= 0.6 {
					return false
				}
			}
			city = city || d.weightiest(q) >= weightMunicipality
		}
		return city
	})
}

// founded reports whether what stands around a mention lets it be a place.
func (d *reading) founded(i int) bool {
	m := d.mentions[i]
	if d.introduces(m) {
		return false
	}
	if m.from > 0 && m.to-m.from > 1 && d.roles[m.to-1]&roleVillage != 0 && filler(d.tokens[m.from-1].key) && !d.tokens[m.from].upper {
		return false // "в едно малко село" is no Малко село
	}
	if d.partOfLonger(m) {
		return false
	}
	if t := d.tokens[m.to-1]; t.ends != "" && t.upper {
		return true // "Elena'da"
	}
	if m.bare || m.kind != 0 || m.side&roleCalled != 0 || d.linkedToAnother(i) {
		return true
	}
	capital := d.tokens[m.from].upper && (m.from > 0 && !d.tokens[m.from].brk) && !d.allCaps()
	if m.weak {
		if d.tokens[m.from].upper && !d.allCaps() && m.to < len(d.tokens) && (d.tokens[m.to].brk || d.roles[m.to]&kindRoles != 0) {
			return true // "Раковски, кв. Секирово"
		}
		if d.tokens[m.from].upper && m.alone && d.tokens[m.from].brk && slices.ContainsFunc(d.roles, func(r role) bool { return r&(roleStreet|roleSchool) != 0 }) {
			return true // an address: "ул. Васил Левски 12, Елена"
		}
		in := m.side&(roleIn|roleFrom|roleNear) != 0 && m.from > 0 && firm(d.tokens[m.from-1].key)
		return capital && (m.side&(roleIn|roleFrom|roleNear) != 0 || m.alone) || in && !definite(m.typed) && (m.alone || d.tokens[m.from].upper)
	}
	if m.side&(roleIn|roleFrom|roleNear) != 0 || capital || m.alone || d.tokens[m.from].upper {
		return true
	}
	return d.weightiest(m) >= 3.4 || m.to-m.from > 1
}

// partOfLonger reports whether a name is only a part of one that the register does not have: "Долно Дряново" is no Дряново, and
// "Горна Диканя" is not what people call Горна.
func (d *reading) partOfLonger(m mention) bool {
	if k := m.from - 1; k >= 0 && !d.tokens[m.from].brk && pairing(d.tokens[k].key) {
		return true
	}
	return m.to == m.from+1 && m.to < len(d.tokens) && !d.tokens[m.to].brk && d.roles[m.to] == 0 && pairing(d.tokens[m.from].key)
}

// pairing are the first words of names that come in pairs.
func pairing(key string) bool {
	switch key {
	case "gorna", "gorno", "gorni", "dolna", "dolno", "dolni", "golqm", "golqma", "golqmo", "golemi", "golema", "malka", "malki", "malak",
		"nova", "novi", "stara", "staro", "stari", "4erni", "4erna", "4erno", "beli", "sveti", "sveta", "general", "kapitan", "polkovnik", "veliko":
		return true
	}
	return false
}

// firm are the prepositions after which an everyday word without an article is a place: "в Баня", not "на баня".
func firm(key string) bool {
	return key == "v" || key == "vav" || key == "in" || key == "vaf" || key == "ot" || key == "do"
}

func definite(typed string) bool {
	for _, end := range []string{"та", "то", "ът", "ят", "те"} {
		if strings.HasSuffix(typed, end) {
			return true
		}
	}
	return false
}

func (d *reading) weightiest(m mention) float64 {
	w := 0.0
	for _, c := range m.candidates {
		w = max(w, d.r.senses[c.id].weight)
	}
	return w
}

// linkedToAnother reports whether some other mention speaks for a sense of mention i, or i for one of another.
func (d *reading) linkedToAnother(i int) bool {
	for _, c := range d.mentions[i].candidates {
		for j, q := range d.mentions {
			if j != i && !q.weak && d.link(d.r.senses[c.id], q) > 0.3 {
				return true
			}
		}
	}
	for j, q := range d.mentions {
		for _, c := range q.candidates {
			if j != i && d.link(d.r.senses[c.id], d.mentions[i]) >= 0.6 {
				return true
			}
		}
	}
	return false
}

// yieldContainers lets a mention that only tells in which municipality or city another lies step behind that other.
func (d *reading) yieldContainers(all []weighed) {
	for i := range all {
		a := &all[i]
		for _, b := range all {
			if a.mention == b.mention || !b.linked || d.apart(d.mentions[a.mention], d.mentions[b.mention]) {
				continue
			}
			if d.link(d.r.senses[b.sense], d.mentions[a.mention]) >= 0.5 && !d.reverse(a, b) {
				a.value -= 0.6
				if d.mentions[a.mention].kind&(roleMunicipality|roleProvince) != 0 {
					a.value -= 0.8 // "община X" behind another name is never the place itself
				}
				break
			}
		}
	}
}

// reverse reports whether a lies in what b's mention names as well; then neither steps back.
func (d *reading) reverse(a *weighed, b weighed) bool {
	return d.link(d.r.senses[a.sense], d.mentions[b.mention]) >= 0.5 && a.value > b.value && !d.mentions[a.mention].narrows()
}

// answer turns the weighed senses into matches: those of the leading mention first, then the best of each other one.
func (d *reading) answer(all []weighed) []Match {
	lead := all[0]
	narrowed := lead.linked
	rivals := make(map[int32]bool)
	for _, w := range all {
		if w.mention == lead.mention && lead.value-w.value < 0.45 {
			rivals[d.r.senses[w.sense].settlement] = true
		}
	}
	same := len(rivals)
	var out []Match
	seen := make(map[string]bool)
	add := func(w weighed, score float64) {
		s := d.r.senses[w.sense]
		id := d.r.settlements[s.settlement].name + " " + s.municipality + " " + d.r.settlements[s.settlement].ekatte
		if !seen[id] && len(out) < maxMatches {
			seen[id] = true
			out = append(out, d.r.match(s, min(max(score, 0.05), 1)))
		}
	}
	for _, w := range all {
		if w.mention != lead.mention || narrowed && !w.linked {
			continue
		}
		add(w, w.is*trust(d.mentions[w.mention].side)*sureness(len(out), same)*min(1, 1+(w.value-lead.value)/3))
	}
	for _, w := range all {
		if w.mention != lead.mention && !d.mentions[w.mention].narrows() {
			add(w, 0.3*w.is)
		}
	}
	return out
}

// trust is how far a place can be taken for the child's when the words around it speak against it and nothing else is named.
func trust(side role) float64 {
	switch {
	case side&roleNot != 0:
		return 0.4
	case side&roleNear != 0:
		return 0.7
	case side&rolePast != 0 && side&roleNow == 0:
		return 0.8
	}
	return 1
}

// sureness is how sure the place at a rank is when so many bear the name.
func sureness(rank, same int) float64 {
	switch {
	case rank == 0 && same <= 1:
		return 1
	case rank == 0:
		return 0.75
	}
	return max(0.6-0.07*float64(rank), 0.2)
}

// land answers a query that names nothing but the land around a place: "Котленско".
func (d *reading) land() []Match {
	var out []Match
	for _, m := range d.mentions {
		for _, code := range m.areas {
			if p, ok := d.r.provinces[code]; ok {
				code = p.seat
			}
			seat := d.r.municipalities[code]
			s := sense{settlement: int32(seat.seat), municipality: code}
			next := d.r.match(s, 0.6)
			if len(out) < maxMatches && !slices.ContainsFunc(out, func(o Match) bool { return o.MunicipalityCode == code }) {
				out = append(out, next)
			}
		}
	}
	return out
}
