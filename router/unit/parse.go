package unit

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chuyme/chuyme/router/duty"
	"go.yaml.in/yaml/v4"
)

//go:embed example.yaml duty/*.csv
var example embed.FS

// Load reads the units file at path and the duty files that it names, which are looked for beside it. Whatever is
// wrong with them is a Faults, all faults at once; any other error means that the file could not be read.
func Load(path string, m Municipalities) (*Register, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("units file: %w", err)
	}
	beside := func(name string) string {
		if filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(filepath.Dir(path), filepath.FromSlash(name))
	}
	return parse(&parser{
		file: path, beside: beside, places: m,
		open: func(name string) ([]byte, error) { return os.ReadFile(beside(name)) },
	}, data)
}

// Example is the register that the program starts with where no file is named: units with invented addresses, so
// that everything can be tried.
func Example(m Municipalities) (*Register, error) {
	data, err := example.ReadFile("example.yaml")
	if err != nil {
		return nil, fmt.Errorf("example units: %w", err)
	}
	return parse(&parser{
		file: "example.yaml", beside: func(name string) string { return name }, places: m, open: example.ReadFile,
	}, data)
}

// parse reads a whole file.
func parse(p *parser, data []byte) (*Register, error) {
	p.places = slices.Clone(p.places)
	slices.SortFunc(p.places, func(a, b MunicipalityArea) int { return cmp.Compare(a.Code, b.Code) })
	var units []*Unit
	var national ID
	if root := p.document(data); root != nil {
		units, national = p.root(root)
	}
	if len(p.faults) > 0 {
		return nil, p.sorted()
	}
	return index(units, national, p.places, p.warnings), nil
}

// document decodes the text into nodes.
func (p *parser) document(data []byte) *yaml.Node {
	if len(data) > maxFile {
		p.faults = append(p.faults, Fault{p.file, 1, "", "the file has more than 4 MiB: a units file has a few hundred units"})
		return nil
	}
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		line, says := 1, "the file holds nothing: write version, national and units"
		if doc.Kind != 0 {
			says = "the file holds several documents: take out the lines of three hyphens"
		}
		if e, ok := errors.AsType[*yaml.LoadError](err); ok && e.Mark.Line > 0 {
			line, says = e.Mark.Line, "this is not YAML: "+e.Message
		}
		p.faults = append(p.faults, Fault{p.file, line, "", says})
		return nil
	}
	if len(doc.Content) == 0 {
		p.faults = append(p.faults, Fault{p.file, 1, "", "the file holds nothing: write version, national and units"})
		return nil
	}
	return doc.Content[0]
}

// root reads the top of the file.
func (p *parser) root(n *yaml.Node) (units []*Unit, national ID) {
	fields := p.fields(n, "the units file", "version", "national", "units", "holidays")
	if n.Kind != yaml.MappingNode {
		if len(p.faults) == 0 {
			p.fault(n, "the file holds nothing: write version, national and units")
		}
		return nil, ""
	}
	switch version := p.text(fields["version"], "version"); version {
	case "1":
	case "":
		if fields["version"] == nil {
			p.fault(n, "version is missing: write version: 1")
		}
	default:
		p.fault(fields["version"], "version %q is not known: this program reads version: 1", clip(version))
	}
	calendar := p.calendar(fields["holidays"])
	units = p.units(fields["units"], calendar)
	ids := make([]string, len(units))
	for i, u := range units {
		ids[i] = string(u.ID)
	}
	if several := p.items(fields["national"]); len(several) > 1 {
		p.fault(fields["national"], "national names %d units: name the one that stands behind all others", len(several))
		return units, ""
	}
	national = ID(p.text(fields["national"], "national"))
	switch {
	case len(p.items(fields["units"])) == 0:
		p.fault(n, "units is missing: write at least the national unit")
	case len(units) == 0: // none of them can be read, which was said
	case fields["national"] == nil:
		p.fault(n, "national is missing: name the unit that takes what no other unit takes (%s)", meant("", ids))
	case national != "" && !slices.Contains(ids, string(national)):
		p.fault(fields["national"], "national: no unit has the id %q (%s)", clip(string(national)), meant(string(national), ids))
	}
	return units, national
}

// calendar reads the days that were declared free or working beside the law.
func (p *parser) calendar(n *yaml.Node) (c duty.Calendar) {
	fields := p.fields(n, "holidays", "off", "work")
	days := func(key string) (days []duty.Day) {
		for _, item := range p.items(fields[key]) {
			if day, ok := p.date(item, "holidays "+key); ok {
				days = append(days, day)
			}
		}
		return days
	}
	return duty.Calendar{Off: days("off"), Work: days("work")}
}

func (p *parser) date(n *yaml.Node, what string) (duty.Day, bool) {
	text := p.text(n, what)
	day, ok := duty.ParseDay(text)
	if !ok && n.Kind == yaml.ScalarNode {
		p.fault(n, "%s: %q is no day: write 2026-12-24", what, clip(text))
	}
	return day, ok
}

// units reads the list of units.
func (p *parser) units(n *yaml.Node, calendar duty.Calendar) []*Unit {
	var units []*Unit
	lines := map[ID]int{}
	for _, item := range p.items(n) {
		u := p.one(item)
		p.unit = ""
		if u == nil {
			continue
		}
		if first, twice := lines[u.ID]; twice {
			p.fault(item, "unit %s is there twice, first on line %d: give one of them another id", u.ID, first)
			continue
		}
		lines[u.ID] = item.Line
		u.calendar, u.place = calendar, len(units)
		if u.Duty != nil {
			u.Duty.Calendar = calendar
		}
		units = append(units, u)
	}
	return units
}

// sorted gives the faults in the order of the lines, those of the units file before those of duty files.
func (p *parser) sorted() Faults {
	slices.SortStableFunc(p.faults, func(a, b Fault) int {
		if order := cmp.Compare(a.File, b.File); order != 0 {
			switch p.file {
			case a.File:
				return -1
			case b.File:
				return 1
			}
			return order
		}
		return cmp.Compare(a.Line, b.Line)
	})
	if more := len(p.faults) - maxFaults; more > 0 {
		p.faults = append(p.faults[:maxFaults], Fault{p.file, p.faults[maxFaults].Line, "", fmt.Sprintf("and %d more", more)})
	}
	return p.faults
}

// index builds the register of units that hold no fault.
func index(units []*Unit, national ID, places Municipalities, warnings []string) *Register {
	c := &content{
		units: units, municipalities: places, warnings: warnings,
		byID: map[ID]*Unit{}, byMunicipality: map[string][]*Unit{}, bySettlement: map[string][]*Unit{},
	}
	for _, u := range units {
		c.byID[u.ID] = u
		for _, code := range u.Municipalities {
			c.byMunicipality[code] = append(c.byMunicipality[code], u)
		}
		for _, ekatte := range u.Settlements {
			c.bySettlement[ekatte] = append(c.bySettlement[ekatte], u)
		}
		if u.everywhere() {
			c.everywhere = append(c.everywhere, u)
		}
	}
	c.national = c.byID[national]
	r := &Register{}
	r.now.Store(c)
	return r
}

// list joins words for a sentence.
func list[T ~string](words []T) string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = string(w)
	}
	return strings.Join(all, ", ")
}
