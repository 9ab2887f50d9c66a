package unit

import (
	"fmt"
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

// Reach says which ways out the settings open.
type Reach struct {
	SMTP bool // e-mail can be sent
}

// ByUrgency holds one answer for each urgency that a unit may get a case of.
type ByUrgency[T any] struct {
	Crisis   T `json:"crisis"`
	Urgent   T `json:"urgent"`
	Standard T `json:"standard"`
}

// Cover is who acts in one municipality, in a case of which nothing but its place and urgency is known.
type Cover struct {
	Code  string          `json:"code"`
	Name  string          `json:"name"`
	Lead  ByUrgency[ID]   `json:"lead"`
	Joins ByUrgency[[]ID] `json:"joins"`

	by coverage
}

// coverage is by whom a municipality is covered.
type coverage string

// The coverages, the best first.
const (
	byOwn      coverage = "own"      // a unit of its own in which somebody can be told, for every urgency
	byNational coverage = "national" // at least one urgency ends with the national unit alone
	byNobody   coverage = "nobody"
)

// Report says for every municipality who acts there, and where a signal would end with nobody. No list in it is nil.
type Report struct {
	Municipalities []Cover  `json:"municipalities"`
	Uncovered      []string `json:"uncovered"` // codes
	Warnings       []string `json:"warnings"`
}

// Holds reports whether each municipality ends with somebody.
func (r Report) Holds() bool { return len(r.Uncovered) == 0 }

// Check tells who acts in each municipality. Somebody is an endpoint, a source of duty or an officer who joined, of
// the lead unit or of the national unit behind it. joined lists the ids of a unit's officers who have joined; nil
// where that is not known. A way that the settings do not open counts as somebody, and is warned of.
func Check(r *Register, joined func(ID) []string, reach Reach) Report {
	c := checker{content: r.now.Load(), joined: joined, reach: reach}
	report := Report{Municipalities: []Cover{}, Uncovered: []string{}, Warnings: append([]string{}, c.content.warnings...)}
	for _, m := range c.content.municipalities {
		cover := c.cover(m)
		report.Municipalities = append(report.Municipalities, cover)
		if cover.by == byNobody {
			report.Uncovered = append(report.Uncovered, m.Code)
		}
	}
	for _, u := range c.content.units {
		report.Warnings = append(report.Warnings, c.warnings(u)...)
	}
	return report
}

type checker struct {
	content *content
	joined  func(ID) []string
	reach   Reach
}

// cover routes a bare case of each urgency.
func (c checker) cover(m MunicipalityArea) Cover {
	cover := Cover{Code: m.Code, Name: m.Name, by: byOwn}
	route := func(urgency signal.Urgency) (lead ID, joins []ID) {
		joins = []ID{}
		for _, a := range c.content.route(Facts{Urgency: urgency, Municipality: m.Code}) {
			switch a.Part {
			case signal.Lead:
				lead = a.Unit.ID
				cover.by = worse(cover.by, c.by(a.Unit))
			case signal.Join:
				joins = append(joins, a.Unit.ID)
			}
		}
		return lead, joins
	}
	cover.Lead.Crisis, cover.Joins.Crisis = route(signal.Crisis)
	cover.Lead.Urgent, cover.Joins.Urgent = route(signal.Urgent)
	cover.Lead.Standard, cover.Joins.Standard = route(signal.Standard)
	return cover
}

// by tells who would be told of a case that u leads.
func (c checker) by(u *Unit) coverage {
	switch {
	case c.somebody(u) && u != c.content.national:
		return byOwn
	case c.somebody(c.content.national):
		return byNational
	}
	return byNobody
}

func worse(a, b coverage) coverage {
	order := []coverage{byOwn, byNational, byNobody}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

func (c checker) officers(u *Unit) []string {
	if c.joined == nil {
		return nil
	}
	return c.joined(u.ID)
}

// somebody reports whether anybody could be told at u.
func (c checker) somebody(u *Unit) bool {
	return len(u.Endpoints) > 0 || !u.Duty.Empty() || len(c.officers(u)) > 0
}

// warnings lists what of u cannot be relied on.
func (c checker) warnings(u *Unit) []string {
	var said []string
	warn := func(format string, args ...any) {
		said = append(said, fmt.Sprintf("unit %s: ", u.ID)+fmt.Sprintf(format, args...))
	}
	if !c.somebody(u) {
		if u == c.content.national {
			warn("it stands behind all others and has nobody: give it an endpoint, a duty or officers")
		} else {
			warn("it has nobody: each of its steps passes at once, up to the national unit")
		}
	}
	for _, e := range u.Endpoints {
		if e.Kind == Email && !c.reach.SMTP {
			warn("endpoint %s cannot be reached: set CHUYME_SMTP_URL", e.ID)
		}
	}
	if c.joined != nil {
		missing := slices.DeleteFunc(u.Duty.Officers(), func(officer string) bool {
			return slices.Contains(c.officers(u), officer)
		})
		if len(missing) > 0 {
			warn("its duty names %s, who have not joined: officer invite --unit %s --officer %s", list(missing), u.ID, missing[0])
		}
	}
	return said
}
