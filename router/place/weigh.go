package place

// weigh gives each sense of each mention its value.
func (d *reading) weigh() []weighed {
	var all []weighed
	for i, m := range d.mentions {
		for _, c := range m.candidates {
			s := d.r.senses[c.id]
			if s.kind == ofDistrict && m.kind&roleVillage != 0 && m.kind&roleDistrict == 0 {
				continue
			}
			w := weighed{sense: c.id, mention: i, is: c.is}
			w.value = s.weight*0.1 + (c.is-1)*3 - float64(i)*0.03 + sideValue(m.side) + kindValue(m.kind, s, d.r)
			if s.name == m.typed {
				w.value += 0.15
			}
			for j, q := range d.mentions {
				if j == i || d.apart(m, q) {
					continue
				}
				l := d.link(s, q)
				w.linked = w.linked || l > 0
				w.value += l
				if l == 0 && q.narrows() && !m.narrows() {
					w.value -= 0.7
				}
			}
			all = append(all, w)
		}
	}
	return all
}

// sideValue is what the words around a mention say for or against it being where the child is.
func sideValue(side role) float64 {
	v := 0.0
	for _, part := range [...]struct {
		role  role
		value float64
	}{{roleIn, 0.3}, {roleFrom, -0.3}, {roleNear, -0.6}, {roleNow, 0.6}, {rolePast, -0.5}, {roleNot, -0.9}, {roleCalled, 0.4}, {roleLive, 0.3}} {
		if side&part.role != 0 {
			v += part.value
		}
	}
	return v
}

// kindValue is what "село", "община", "кв." beside a name say for a sense of it.
func kindValue(kind role, s sense, r *Register) float64 {
	isVillage := r.settlements[s.settlement].kind != "town"
	switch {
	case kind == 0:
		return 0
	case kind&roleDistrict != 0 && kind&roleProvince == 0:
		if s.kind == ofDistrict {
			return 1
		}
		return -0.5
	case kind&roleMunicipality != 0:
		if s.kind == ofMunicipality {
			return 0.6
		}
		return -0.4
	case kind&roleProvince != 0:
		if s.kind == ofProvince {
			return 0.6
		}
		return -0.4
	case kind&roleVillage != 0:
		if s.kind == ofDistrict || !isVillage {
			return -0.8
		}
		return 0.4
	}
	if s.kind == ofDistrict || isVillage {
		return -0.4
	}
	return 0.4
}

// link is how far mention q speaks for sense s: it names the municipality, the province, the city around it, or a place beside it.
func (d *reading) link(s sense, q mention) float64 {
	best := 0.0
	for _, code := range q.areas {
		switch code {
		case s.municipality:
			best = max(best, 1)
		case s.municipality[:3]:
			best = max(best, 0.8)
		}
	}
	for _, c := range q.candidates {
		other := d.r.senses[c.id]
		switch {
		case s.kind == ofDistrict:
			if other.settlement == s.settlement && other.kind != ofDistrict {
				best = max(best, 1)
			}
			continue
		case other.settlement == s.settlement && other.municipality == s.municipality || other.kind == ofDistrict:
			continue
		case other.kind == ofMunicipality && other.area == s.municipality:
			best = max(best, 0.8)
		case other.kind == ofProvince && other.area == s.municipality[:3]:
			best = max(best, 0.6)
		}
		best = max(best, d.beside(s, other, q))
	}
	return best
}

// beside is how far a place that is said to be near speaks for s.
func (d *reading) beside(s, other sense, q mention) float64 {
	const far = 35 // km; nobody says "до Самоков" of more
	if other.weight < 2 {
		return 0
	}
	km := kilometres(d.r.at(s.settlement), d.r.at(other.settlement))
	if km > far {
		return 0
	}
	if q.side&roleNear != 0 {
		return 0.3 + 0.4*(1-km/far)
	}
	return 0.25 * (1 - km/far)
}
