package place

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Register is the settlements, municipalities and provinces of Bulgaria with all the names they go by.
// It does not change after it was built and is safe for concurrent use.
type Register struct {
	settlements    []settlement
	municipalities map[string]municipality
	provinces      map[string]province
	senses         []sense
	index          *index
	initials       map[string][]initial // the rest of a name of several words → its first word and senses
	adjectives     map[string][]string  // folded adjective → codes of municipalities and provinces
	skeletons      map[string][]senseID // consonants of a name → senses, for Arabic script
	words          *words
	border         []point
}

type settlement struct {
	ekatte, name, latin, kind string
	municipality              string // code
	population                int    // -1: not known
	category                  int    // of the statistics institute, 1 (large) to 8; 0: not known
	lat, lon                  float64
}

type municipality struct {
	Area
	seatName string
	seat     int // in settlements
}

type province struct {
	Area
	seat string // code of the municipality
}

// Embedded gives the register that is part of the program: every municipality with its seat, some fifty settlements more, and the
// districts of the large cities. It has no EKATTE codes and no populations.
func Embedded() (*Register, error) { return build(nil, nil) }

// build makes a register of the settlements of a file, or of the embedded ones where there are none. Areas that the file names
// override the embedded ones; a municipality whose seat the file lacks keeps the embedded seat, so that every municipality is found.
func build(settlements []settlement, areas []municipality) (*Register, error) {
	r := &Register{settlements: settlements, municipalities: make(map[string]municipality), provinces: make(map[string]province)}
	embedded := len(settlements) == 0
	for _, load := range []func() error{
		r.loadProvinces,
		func() error { return r.loadMunicipalities(areas) },
		func() error {
			if embedded {
				return r.loadSettlements()
			}
			return nil
		},
		r.checkSettlements, r.loadBorder, r.loadWords, r.loadNames,
	} {
		if err := load(); err != nil {
			return nil, fmt.Errorf("places: %w", err)
		}
	}
	return r, nil
}

func (r *Register) loadProvinces() error {
	return rows("provinces.tsv", 4, func(f []string) error {
		r.provinces[f[0]] = province{Area{Code: f[0], Name: f[1], Latin: f[2], Province: f[0]}, f[3]}
		return nil
	})
}

// loadMunicipalities reads the embedded municipalities, lets areas override them and finds the seat of each.
func (r *Register) loadMunicipalities(areas []municipality) error {
	seats := make(map[string][]int) // by folded name
	for i, s := range r.settlements {
		seats[s.name] = append(seats[s.name], i)
	}
	err := rows("municipalities.tsv", 7, func(f []string) error {
		lat, lon, err := coordinates(f[5], f[6])
		if err != nil {
			return err
		}
		m := municipality{Area: Area{Code: f[0], Name: f[1], Latin: f[2], Province: f[0][:3]}, seatName: f[3]}
		if m.seatName == "" {
			m.seatName = m.Name
		}
		for _, a := range areas {
			if a.Code == m.Code {
				m.Name, m.Latin = a.Name, orElse(a.Latin, m.Latin)
			}
		}
		m.seat = r.findSeat(seats[m.seatName], m)
		if m.seat < 0 {
			m.seat = len(r.settlements)
			r.settlements = append(r.settlements, settlement{name: m.seatName, latin: m.Latin, kind: f[4], municipality: m.home(),
				population: -1, lat: lat, lon: lon})
			seats[m.seatName] = append(seats[m.seatName], m.seat)
		}
		if s := &r.settlements[m.seat]; s.lat == 0 {
			s.lat, s.lon = lat, lon
		}
		r.municipalities[m.Code] = m
		return nil
	})
	if err != nil {
		return err
	}
	return r.addNewMunicipalities(areas)
}

// home is the code of the municipality in which the seat lies, which four rural municipalities have in the city beside them.
func (m municipality) home() string {
	switch m.Code {
	case "PDV17", "PDV26":
		return "PDV22"
	case "DOB15":
		return "DOB28"
	case "JAM25":
		return "JAM26"
	}
	return m.Code
}

// findSeat gives the settlement among candidates that lies in the seat's municipality, a town before a village, or -1.
func (r *Register) findSeat(candidates []int, m municipality) int {
	found := -1
	for _, i := range candidates {
		s := r.settlements[i]
		if s.municipality == m.home() && (found < 0 || s.kind == "town" && r.settlements[found].kind != "town") {
			found = i
		}
	}
	return found
}

// addNewMunicipalities takes over what a file knows and this program does not: a municipality founded since.
func (r *Register) addNewMunicipalities(areas []municipality) error {
	for _, a := range areas {
		if _, known := r.municipalities[a.Code]; known {
			continue
		}
		if _, known := r.provinces[a.Province]; !known {
			return fmt.Errorf("municipality %s: no province begins with %s (LOV is Ловеч)", a.Code, a.Province)
		}
		a.seat = slices.IndexFunc(r.settlements, func(s settlement) bool { return s.municipality == a.Code && s.name == a.seatName })
		if a.seat < 0 {
			a.seat = slices.IndexFunc(r.settlements, func(s settlement) bool { return s.municipality == a.Code })
		}
		if a.seat < 0 {
			return fmt.Errorf("municipality %s has no settlement", a.Code)
		}
		r.municipalities[a.Code] = a
	}
	return nil
}

func (r *Register) loadSettlements() error {
	return rows("settlements.tsv", 6, func(f []string) error {
		lat, lon, err := coordinates(f[4], f[5])
		if err != nil {
			return err
		}
		r.settlements = append(r.settlements, settlement{name: f[0], latin: f[1], kind: f[2], municipality: f[3], population: -1, lat: lat, lon: lon})
		return nil
	})
}

func (r *Register) checkSettlements() error {
	for _, s := range r.settlements {
		if _, ok := r.municipalities[s.municipality]; !ok {
			return fmt.Errorf("settlement %s: municipality %q is not in the register (LOV33 is Тетевен)", s.ekatte, s.municipality)
		}
	}
	return nil
}

// size says how large a settlement is, on one scale for population, category and kind: the decimal logarithm of its people.
func (r *Register) size(i int) float64 {
	s := r.settlements[i]
	switch {
	case s.population >= 0:
		return math.Log10(float64(s.population) + 1)
	case s.category > 0:
		return 6 - 0.6*float64(s.category)
	}
	m := r.municipalities[s.municipality]
	switch {
	case m.seat == i && r.provinces[m.Province].seat == m.Code:
		return 4.8
	case m.seat == i && s.kind == "town":
		return 3.9
	case m.seat == i:
		return 3.2
	case s.kind == "town":
		return 3.4
	}
	return 2.5
}

// match describes a settlement as an answer; municipality is that which was named, where the seat lies in another.
func (r *Register) match(s sense, score float64) Match {
	place := r.settlements[s.settlement]
	m := r.municipalities[s.municipality]
	return Match{
		EKATTE: place.ekatte, Name: place.name, Kind: place.kind, MunicipalityCode: m.Code, Municipality: m.Name,
		Province: r.provinces[m.Province].Name, District: s.district, Score: math.Round(score*1000) / 1000,
	}
}

// Provinces gives the 28 provinces in the order of the Bulgarian alphabet.
func (r *Register) Provinces() []Area {
	out := make([]Area, 0, len(r.provinces))
	for _, p := range r.provinces {
		out = append(out, p.Area)
	}
	return byName(out)
}

// Municipalities gives those of a province ("LOV") in the order of the Bulgarian alphabet, none where there is no such province.
func (r *Register) Municipalities(province string) []Area {
	var out []Area
	for _, m := range r.municipalities {
		if m.Province == province {
			out = append(out, m.Area)
		}
	}
	return byName(out)
}

// Municipality gives the municipality with an NSI code ("LOV33").
func (r *Register) Municipality(code string) (Area, bool) {
	m, ok := r.municipalities[code]
	return m.Area, ok
}

func byName(areas []Area) []Area {
	slices.SortFunc(areas, func(a, b Area) int { return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Code, b.Code)) })
	return areas
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
