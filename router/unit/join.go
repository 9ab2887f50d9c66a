package unit

import (
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

// joiners lists who must act beside the lead, in the order of the file. Of several units of one kind that serve the
// place, none of which is named by the file, the nearest alone is told: one alert for one person.
func (c *content) joiners(f Facts, lead *Unit, serving []service) []Assignment {
	var route []Assignment
	for _, s := range serving {
		u := s.unit
		if excluded(u, f) || s.level == outside && nearest(serving, u.Kind, anyUnit) != u {
			continue
		}
		if u.Joins != nil {
			if fits(u.Joins, f) > 0 {
				route = append(route, Assignment{u, signal.Join, ByFile})
			}
			continue
		}
		why := joinsByKind(u.Kind, f, lead.Kind)
		if why == "" || nearest(serving, u.Kind, unsaid) != u {
			continue
		}
		route = append(route, Assignment{u, signal.Join, why})
	}
	return route
}

// nearest gives the first of the units of that kind that serve the place most closely, of those that count.
func nearest(serving []service, kind Kind, counts func(*Unit) bool) *Unit {
	best := service{}
	for _, s := range serving {
		if s.unit.Kind == kind && counts(s.unit) && (best.unit == nil || s.level > best.level) {
			best = s
		}
	}
	return best.unit
}

func anyUnit(*Unit) bool  { return true }
func unsaid(u *Unit) bool { return u.Joins == nil } // the file says nothing of what it joins

// joinsByKind gives the rule by which a unit of that kind joins, "" where it does not.
func joinsByKind(kind Kind, f Facts, lead Kind) string {
	switch {
	case kind == OZD && lead == OZD:
		return "" // one department is enough
	case kind == OZD && f.institution():
		return "R06" // the inspectorate leads
	case kind == OZD && f.Missing:
		return "R03" // the police lead
	case kind == OZD:
		return "R02" // whoever leads, the department does not stay away
	case kind == Police && f.policeMatter():
		return "R03"
	case kind == Police && f.Urgency == signal.Crisis:
		return "R02"
	case kind == PedagogicRoom && f.Perpetrator == "child":
		return "R04" // how old the one who did it is, is not asked: so always unknown
	case kind == Helpline && f.Urgency == signal.Crisis && f.selfHarmAlone():
		return "R12"
	}
	return ""
}

// level says how closely a unit serves a place.
type level int

// The levels, the nearest last.
const (
	outside    level = iota + 1 // another district of the same city: the last resort, and it hands on
	wide                        // the whole country
	municipal                   // the municipality
	district                    // this district of the city
	settlement                  // this very settlement
)

// service is a unit that serves a place.
type service struct {
	unit  *Unit
	level level
}

// serving lists the units that serve the place, in the order of the file. Where none of a kind serves the district
// that was told, or none was told, those of the city's other districts stand in.
func (c *content) serving(at Spot) []service {
	found := make([]service, 0, 16)
	add := func(u *Unit, l level) {
		for i := range found {
			if found[i].unit == u {
				found[i].level = max(found[i].level, l)
				return
			}
		}
		found = append(found, service{u, l})
	}
	for _, u := range c.everywhere {
		add(u, wide)
	}
	for _, u := range c.byMunicipality[at.Municipality] {
		switch {
		case len(u.Districts) == 0:
			add(u, municipal)
		case at.District != "" && u.inDistrict(at.District):
			add(u, district)
		default:
			add(u, outside)
		}
	}
	for _, u := range c.bySettlement[at.EKATTE] {
		add(u, settlement)
	}
	slices.SortFunc(found, func(a, b service) int { return a.unit.place - b.unit.place })
	return found
}
