package place

import (
	"fmt"
	"strings"
)

// senseKind is what a name is the name of.
type senseKind uint8

const (
	ofSettlement senseKind = iota
	ofMunicipality
	ofProvince
	ofDistrict
)

// sense is one thing a name may mean, with the settlement that answers it.
type sense struct {
	kind         senseKind
	settlement   int32
	municipality string // code that the answer bears
	area         string // code of the municipality or province that is meant
	district     string
	name         string // lower case, as the register writes it: an exact spelling goes first
	weight       float64
	short        bool // an abbreviation: it counts only where nothing else was said
	verbatim     bool // a nickname, a former name or a short foreign one: only as it is written
}

// initial is a name of several words whose first may be shortened: Ст. Загора.
type initial struct {
	first string
	sense senseID
}

// How much a sense weighs beside a settlement's size, which is the logarithm of its people: who names a municipality or province is
// given its seat first; an official district of the three largest cities outweighs villages of the same name, another neighbourhood does not.
const (
	weightProvince     = 7.1
	weightMunicipality = 7.0
	weightDistrict     = 4.6
	weightNeighbour    = 1.5
)

// maxSpellings bounds the keys of one name, which multiply with its words.
const maxSpellings = 64

// naming collects senses by the keys of their names.
type naming struct {
	r    *Register
	keys map[string]entry
}

// loadNames gives every settlement, area, district and alias its names, in all the spellings under which they are looked up.
func (r *Register) loadNames() error {
	n := &naming{r: r, keys: make(map[string]entry, 3*len(r.settlements))}
	r.initials = make(map[string][]initial)
	r.skeletons = make(map[string][]senseID)
	r.adjectives = make(map[string][]string)
	n.addAreas()
	for i := range r.settlements {
		n.addSettlement(i)
	}
	for _, load := range []func() error{n.loadDistricts, n.loadAliases, r.loadAdjectives} {
		if err := load(); err != nil {
			return err
		}
	}
	r.index = newIndex(n.keys)
	r.words.settle(n.keys)
	return nil
}

func (n *naming) addAreas() {
	for _, p := range n.r.Provinces() {
		seat := n.r.municipalities[n.r.provinces[p.Code].seat]
		if p.Code == "SOF" {
			continue // "София" is the city and the province around it; the capital's own province is the same as its municipality
		}
		n.add(p.Name, n.areaSense(ofProvince, p.Code, seat))
	}
	for _, p := range n.r.Provinces() {
		for _, a := range n.r.Municipalities(p.Code) {
			n.add(a.Name, n.areaSense(ofMunicipality, a.Code, n.r.municipalities[a.Code]))
		}
	}
}

// areaSense is a municipality or a province, answered by its seat.
func (n *naming) areaSense(kind senseKind, area string, m municipality) sense {
	weight := weightMunicipality
	if kind == ofProvince {
		weight = weightProvince
	}
	return sense{kind: kind, settlement: int32(m.seat), municipality: m.Code, area: area, weight: weight + n.r.size(m.seat)/20}
}

func (n *naming) addSettlement(i int) {
	s := n.r.settlements[i]
	name := s.name
	if rest, ok := strings.CutPrefix(name, "ман. "); ok {
		name = rest
	}
	n.add(name, sense{kind: ofSettlement, settlement: int32(i), municipality: s.municipality, weight: n.r.size(i)})
}

// add makes a sense known by a name and gives its number.
func (n *naming) add(name string, s sense) senseID {
	id := senseID(len(n.r.senses))
	s.name = strings.ToLower(name)
	n.r.senses = append(n.r.senses, s)
	n.alias(name, id)
	return id
}

// alias makes a sense known by one more name.
func (n *naming) alias(name string, id senseID) {
	tokens := tokenize(name)
	if len(tokens) == 0 {
		return
	}
	keys := []string{""}
	for _, t := range tokens {
		var longer []string
		variants := spellings(t.text)
		if len(keys)*len(variants) > maxSpellings {
			variants = variants[:1]
		}
		for _, v := range variants {
			for _, k := range keys {
				longer = append(longer, k+v)
			}
		}
		keys = longer
	}
	for _, key := range keys {
		e := n.keys[key]
		if len(e.senses) == 0 || e.senses[len(e.senses)-1] != id {
			e.senses = append(e.senses, id)
		}
		e.words |= 1 << min(len(tokens), 7)
		n.keys[key] = e
	}
	if len(tokens) > 1 {
		rest := ""
		for _, t := range tokens[1:] {
			rest += t.key
		}
		n.r.initials[rest] = append(n.r.initials[rest], initial{tokens[0].key, id})
	}
	n.consonants(keys[0], id)
}

// consonants makes a sense known by its consonants alone, v counted as the f that Arabic has for it and not counted, as in Persian.
func (n *naming) consonants(key string, id senseID) {
	forms := []string{skeleton(key)}
	if strings.Contains(key, "v") {
		forms = append(forms, skeleton(strings.ReplaceAll(key, "v", "f")))
	}
	for _, form := range forms {
		if len(form) >= 2 {
			n.r.skeletons[form] = append(n.r.skeletons[form], id)
		}
	}
}

// spellings gives the folded forms of a word: ъ is typed a, u or y in Latin letters, ю also u or ju, я also ja,
// й also j, which else is ж.
func spellings(word string) []string {
	out := []string{word}
	for _, swap := range [...][2]string{{"ъ", "у"}, {"ъ", "и"}, {"ъ", "о"}, {"ю", "у"}, {"ю", "жу"}, {"я", "жа"}, {"й", "ж"}} {
		if !strings.Contains(word, swap[0]) {
			continue
		}
		for _, w := range out {
			if v := strings.ReplaceAll(w, swap[0], swap[1]); v != w {
				out = append(out, v)
			}
		}
	}
	for i, w := range out {
		out[i] = fold(w)
	}
	return out
}

func (n *naming) loadDistricts() error {
	return rows("districts.tsv", 3, func(f []string) error {
		m, ok := n.r.municipalities[f[0]]
		if !ok {
			return fmt.Errorf("municipality %s is not in the register", f[0])
		}
		weight := weightNeighbour
		switch f[0] {
		case "SOF46", "PDV22", "VAR06":
			weight = weightDistrict
		}
		seat := n.r.settlements[m.seat]
		s := sense{kind: ofDistrict, settlement: int32(m.seat), municipality: seat.municipality, district: f[1], weight: weight}
		var id senseID
		for i, name := range strings.Split(f[2], "|") {
			if i == 0 {
				id = n.add(name, s)
				continue
			}
			n.alias(name, id)
		}
		return nil
	})
}

// loadAliases reads the other names of places. Where the register lacks the settlement, its municipality's seat answers.
func (n *naming) loadAliases() error {
	return rows("aliases.tsv", 3, func(f []string) error {
		code, name, _ := strings.Cut(f[1], "/")
		var s sense
		if p, ok := n.r.provinces[code]; ok {
			s = n.areaSense(ofProvince, code, n.r.municipalities[p.seat])
		} else if m, ok := n.r.municipalities[code]; ok {
			s = n.areaSense(ofMunicipality, code, m)
		} else {
			return fmt.Errorf("%s is neither a municipality nor a province", code)
		}
		if name != "" {
			for i, t := range n.r.settlements {
				if t.municipality == code && strings.EqualFold(t.name, name) {
					s = sense{kind: ofSettlement, settlement: int32(i), municipality: code, weight: n.r.size(i)}
				}
			}
		}
		if f[2] == "hist" {
			s.weight = weightNeighbour // a place that is called so today goes first
		}
		letters := len([]rune(f[0]))
		s.verbatim = letters < 6 || letters < 9 && (f[2] == "nick" || f[2] == "hist")
		s.short = f[2] == "nick" && letters <= 3
		n.add(f[0], s)
		return nil
	})
}
