package unit

import (
	"cmp"
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

// Assignment is a unit's part in a case.
type Assignment struct {
	Unit *Unit
	Part signal.Part
	Why  string // the rule, "R02" …, or ByFile
}

// ByFile is the reason of an assignment that the units file asks for by "leads" or "joins".
const ByFile = "file"

// Route says which units a signal goes to: the lead first, then those that must act beside it, each with its own
// bell, then those that are only told. There always is a lead, and no unit stands twice. The same facts give the same
// route. What was routed before its place was known (R09) is routed again once it is: the national unit's bell is for
// the caller to keep.
func (r *Register) Route(f Facts) []Assignment { return r.now.Load().route(f) }

func (c *content) route(f Facts) []Assignment {
	serving := c.serving(f.spot())
	if f.Abroad {
		serving = slices.DeleteFunc(serving, func(s service) bool { return s.level != wide })
	}
	lead, displaced := c.lead(f, serving)
	route := []Assignment{lead}
	add := func(u *Unit, part signal.Part, why string) {
		if !slices.ContainsFunc(route, func(a Assignment) bool { return a.Unit == u }) {
			route = append(route, Assignment{u, part, why})
		}
	}
	if displaced != nil {
		add(displaced, signal.Join, lead.Why)
	}
	for _, a := range c.joiners(f, lead.Unit, serving) {
		add(a.Unit, a.Part, a.Why)
	}
	if slices.ContainsFunc(route, func(a Assignment) bool { return slices.Contains(f.Named, a.Unit.ID) }) {
		add(c.national, signal.Join, "R07")
	}
	for _, spot := range f.Also {
		if spot.known() && !f.Abroad {
			if there, _ := c.lead(elsewhere(f, spot), c.serving(spot)); there.Unit != c.national {
				add(there.Unit, signal.Told, "R01")
			}
		}
	}
	return route
}

// elsewhere gives the same facts at another place.
func elsewhere(f Facts, at Spot) Facts {
	f.Municipality, f.EKATTE, f.District = at.Municipality, at.EKATTE, at.District
	return f
}

// lead chooses who is responsible. The national unit takes what has no place (R08, at once in a crisis: R09) and what
// nobody of the place takes (R10). displaced would have led but for a rule that names this kind of case; it acts too.
func (c *content) lead(f Facts, serving []service) (lead Assignment, displaced *Unit) {
	national := func(why string) Assignment { return Assignment{c.national, signal.Lead, why} }
	switch {
	case f.Abroad || !f.spot().known() && f.Urgency != signal.Crisis:
		return national("R08"), nil
	case !f.spot().known():
		return national("R09"), nil
	}
	best, ordinary := choose(f, serving)
	switch {
	case f.institution() && c.national.Kind == Agency && (best.unit == nil || best.unit.Kind != Inspectorate):
		return national("R06"), best.unit // the agency runs the inspectorate that has no unit here
	case best.unit == nil:
		return national("R10"), nil
	case best.byRule == 0:
		return Assignment{best.unit, signal.Lead, best.why}, nil
	}
	return Assignment{best.unit, signal.Lead, best.why}, ordinary.unit
}

// choose gives the best bid, and the best of those that no rule puts first. The nearest unit of the place is weighed
// first; one that serves the whole country takes the case from it only where a rule or the file says so more closely.
func choose(f Facts, serving []service) (best, ordinary bid) {
	var local, far, localOrdinary, farOrdinary bid
	for _, s := range serving {
		b, ok := s.leads(f)
		if !ok {
			continue
		}
		near, plain := &local, &localOrdinary
		if s.level == wide {
			near, plain = &far, &farOrdinary
		}
		if b.beats(*near) {
			*near = b
		}
		if b.byRule == 0 && b.beats(*plain) {
			*plain = b
		}
	}
	return local.or(far), localOrdinary.or(farOrdinary)
}

// bid is one unit's claim to lead.
type bid struct {
	service
	why    string
	byRule int // a rule puts it before the others of the place: 2 for R06, 1 for R03
	stated int // what the file says of it: 0 nothing, 1 this urgency, 2 this category
}

// beats orders bids from the same distance: a rule that names this very kind of case, then the nearer place, then
// what the file states, then the kind that usually leads, then the order of the file.
func (b bid) beats(o bid) bool {
	if o.unit == nil {
		return true
	}
	kinds := Kinds()
	return cmp.Or(
		cmp.Compare(b.byRule, o.byRule),
		cmp.Compare(b.level, o.level),
		cmp.Compare(b.stated, o.stated),
		cmp.Compare(slices.Index(kinds, o.unit.Kind), slices.Index(kinds, b.unit.Kind)),
		cmp.Compare(o.unit.place, b.unit.place),
	) > 0
}

// or gives b, a bid of the place, unless the nationwide one is better founded.
func (b bid) or(far bid) bid {
	if b.unit == nil || far.unit != nil && cmp.Or(cmp.Compare(far.byRule, b.byRule), cmp.Compare(far.stated, b.stated)) > 0 {
		return far
	}
	return b
}

// leads tells whether the unit would lead, and how well founded that is.
func (s service) leads(f Facts) (bid, bool) {
	if excluded(s.unit, f) {
		return bid{}, false
	}
	if s.unit.Leads != nil {
		fit := fits(s.unit.Leads, f)
		return bid{service: s, why: ByFile, stated: fit}, fit > 0
	}
	switch s.unit.Kind {
	case OZD:
		return bid{service: s, why: "R02"}, true
	case Police:
		return bid{service: s, why: "R03", byRule: 1}, f.Missing
	case Inspectorate:
		return bid{service: s, why: "R06", byRule: 2}, f.institution()
	}
	return bid{}, false
}

// fits tells how closely the nearest claim fits the facts: 0 not at all, 1 by urgency, 2 by category too.
func fits(claims []Claim, f Facts) int {
	fit := 0
	for _, c := range claims {
		if len(c.Urgency) > 0 && !slices.Contains(c.Urgency, f.Urgency) {
			continue
		}
		if len(c.Category) == 0 {
			fit = max(fit, 1)
		} else if slices.ContainsFunc(c.Category, f.has) {
			fit = 2
		}
	}
	return fit
}

// excluded reports whether the unit must never see the case: whoever runs the institution that it is about (R06).
func excluded(u *Unit, f Facts) bool { return f.institution() && u.Kind == Municipality }
