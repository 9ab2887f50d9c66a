package place

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// csvColumns are the columns of a register as CSV, in the order in which they are documented; a file may have them in any order
// and others beside them.
var csvColumns = [...]string{"ekatte", "kind", "name_bg", "name_en", "municipality_code", "municipality_bg", "province_bg", "population", "lon", "lat"}

// readCSV reads a register of settlements. Errors name the file, the line and what would be right.
func readCSV(file string, in io.Reader) (*Register, error) {
	c := csv.NewReader(in)
	c.FieldsPerRecord = -1
	header, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: no header line (%s)", file, strings.Join(csvColumns[:], ","))
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	column := make(map[string]int)
	for _, name := range csvColumns {
		i := slices.Index(header, name)
		if i < 0 {
			return nil, fmt.Errorf("%s:1: column %s is missing (the columns are %s)", file, name, strings.Join(csvColumns[:], ","))
		}
		column[name] = i
	}
	var t table
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		line, _ := c.FieldPos(0)
		if len(row) != len(header) {
			return nil, fmt.Errorf("%s:%d: %d fields, the header has %d", file, line, len(row), len(header))
		}
		if err := t.addCSV(func(name string) string { return strings.TrimSpace(row[column[name]]) }); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, line, err)
		}
	}
	r, err := t.register()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return r, nil
}

// table is what a file holds, before it is a register.
type table struct {
	settlements []settlement
	areas       []municipality
	known       map[string]bool // codes of areas, and EKATTE codes
}

// register builds the register, which a file without settlements cannot be.
func (t *table) register() (*Register, error) {
	if len(t.settlements) == 0 {
		return nil, errors.New("no settlement in it")
	}
	return build(t.settlements, t.areas)
}

func (t *table) addCSV(field func(string) string) error {
	s := settlement{ekatte: field("ekatte"), name: field("name_bg"), latin: field("name_en"), kind: field("kind"),
		municipality: field("municipality_code"), population: -1}
	switch s.kind {
	case "town", "village", "monastery":
	default:
		return fmt.Errorf("kind %.20q is none of town, village, monastery", s.kind)
	}
	if p := field("population"); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 {
			return fmt.Errorf("population %.20q is not a number of people", p)
		}
		s.population = n
	}
	if lat, lon := field("lat"), field("lon"); lat != "" || lon != "" {
		var err error
		if s.lat, s.lon, err = coordinates(lat, lon); err != nil {
			return err
		}
	}
	return t.add(s, municipality{Area: Area{Code: s.municipality, Name: field("municipality_bg")}})
}

// add takes a settlement and its municipality over, once they are what they should be.
func (t *table) add(s settlement, m municipality) error {
	if t.known == nil {
		t.known = make(map[string]bool)
	}
	switch {
	case s.ekatte != "" && (len(s.ekatte) != 5 || strings.Trim(s.ekatte, "0123456789") != ""):
		return fmt.Errorf("ekatte %.20q is not five digits", s.ekatte)
	case s.ekatte != "" && t.known[s.ekatte]:
		return fmt.Errorf("ekatte %s stands twice", s.ekatte)
	case s.name == "" || utf8.RuneCountInString(s.name) > maxWord:
		return fmt.Errorf("a name has 1 to %d letters", maxWord)
	case len(m.Code) != 5 || strings.Trim(m.Code[:3], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || strings.Trim(m.Code[3:], "0123456789") != "":
		return fmt.Errorf("municipality %.20q is not three letters and two digits (LOV33 is Тетевен)", m.Code)
	case m.Name == "":
		return fmt.Errorf("municipality %s has no name", m.Code)
	}
	t.known[s.ekatte] = true
	t.settlements = append(t.settlements, s)
	if !t.known[m.Code] {
		t.known[m.Code] = true
		m.Province, m.seatName = m.Code[:3], orElse(m.seatName, m.Name)
		t.areas = append(t.areas, m)
	}
	return nil
}
