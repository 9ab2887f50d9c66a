package unit

import (
	"slices"
	"sync/atomic"
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

// Register holds the units of one file. It may be read by many at once, also while another file takes its place.
type Register struct {
	now atomic.Pointer[content]
}

// content is what one file says; it never changes. Whatever is decided in one call is decided by one of them.
type content struct {
	units          []*Unit
	byID           map[ID]*Unit
	byMunicipality map[string][]*Unit // in the order of the file
	bySettlement   map[string][]*Unit
	everywhere     []*Unit
	national       *Unit
	municipalities Municipalities // by code
	warnings       []string
	gone           map[ID]*Unit // of earlier files: no case comes to them, those under way stay with them
}

// National is the unit that stands behind all others. There always is one.
func (r *Register) National() *Unit { return r.now.Load().national }

// Unit finds a unit by its id, also one that an earlier file had and this one has not.
func (r *Register) Unit(id ID) (*Unit, bool) {
	now := r.now.Load()
	u, ok := now.byID[id]
	if !ok {
		u, ok = now.gone[id]
	}
	return u, ok
}

// Units lists the units in the order of the file.
func (r *Register) Units() []*Unit { return slices.Clone(r.now.Load().units) }

// Warnings lists what the file leaves doubtful, in words, without being wrong.
func (r *Register) Warnings() []string { return slices.Clone(r.now.Load().warnings) }

// Changes lists the units that next has and r has not, and those that r has and next has not.
func (r *Register) Changes(next *Register) (came, went []ID) {
	old, put := r.now.Load(), next.now.Load()
	return put.without(old), old.without(put)
}

// without lists c's units that the other does not have.
func (c *content) without(other *content) (ids []ID) {
	for _, u := range c.units {
		if _, there := other.byID[u.ID]; !there {
			ids = append(ids, u.ID)
		}
	}
	return ids
}

// Replace puts the units of next, a file read anew, in the place of r's, all at once for everybody who holds r. A unit
// that next does not have gets no case any more; cases under way keep it until the program ends.
func (r *Register) Replace(next *Register) {
	old, put := r.now.Load(), *next.now.Load()
	put.gone = map[ID]*Unit{}
	for _, before := range []map[ID]*Unit{old.gone, old.byID} {
		for id, u := range before {
			if _, stays := put.byID[id]; !stays {
				put.gone[id] = u
			}
		}
	}
	r.now.Store(&put)
}
