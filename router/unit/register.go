package unit

import (
	"slices"
)

// MunicipalityArea is one of the country's municipalities, as the register of places knows it.
type MunicipalityArea struct {
	Code     string // "LOV33"
	Name     string // Bulgarian
	Latin    string
	Province string // "LOV"
}

// Municipalities are all municipalities of the country, in whatever order.
type Municipalities []MunicipalityArea

// find gives the municipality with that code.
func (m Municipalities) find(code string) (MunicipalityArea, bool) {
	i := slices.IndexFunc(m, func(a MunicipalityArea) bool { return a.Code == code })
	if i < 0 {
		return MunicipalityArea{}, false
	}
	return m[i], true
}

// Register holds the units of one file. It never changes and may be read by many at once.
type Register struct {
	units          []*Unit
	byID           map[ID]*Unit
	byMunicipality map[string][]*Unit // in the order of the file
	bySettlement   map[string][]*Unit
	everywhere     []*Unit
	national       *Unit
	municipalities Municipalities // by code
	warnings       []string
}

// National is the unit that stands behind all others. There always is one.
func (r *Register) National() *Unit { return r.national }

// Unit finds a unit by its id.
func (r *Register) Unit(id ID) (*Unit, bool) {
	u, ok := r.byID[id]
	return u, ok
}

// Units lists the units in the order of the file.
func (r *Register) Units() []*Unit { return slices.Clone(r.units) }

// Warnings lists what the file leaves doubtful, in words, without being wrong.
func (r *Register) Warnings() []string { return slices.Clone(r.warnings) }
