package duty

import (
	"slices"
	"time"
)

// Zone is the zone of a rota that names none.
const Zone = "Europe/Sofia"

// Rota is who is on duty in a unit, as the unit keeps it. It must not be changed once it is asked, and may then be
// asked by many at once. Zone must be set.
type Rota struct {
	Zone     *time.Location
	Shifts   Shifts
	Patterns []Pattern
	StandIns []Replacement
	Fallback []string // officers who are on whenever nobody else is
	Calendar Calendar
}

// Empty reports whether r can never name anybody.
func (r *Rota) Empty() bool {
	return r == nil || r.Shifts.Len() == 0 && len(r.Patterns) == 0 && len(r.Fallback) == 0
}

// Officers lists every officer that r may name, stand-ins included, sorted.
func (r *Rota) Officers() []string {
	if r == nil {
		return nil
	}
	all := slices.Concat(r.Shifts.officers, r.Fallback)
	for _, p := range r.Patterns {
		all = append(all, p.Officers...)
	}
	for _, s := range r.StandIns {
		all = append(all, s.By)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// at asks the sources in order and lets stand-ins take their places.
func (r *Rota) at(t time.Time) ([]string, Source) {
	officers, source := r.Shifts.at(t), Table
	if len(officers) == 0 {
		officers, source = r.weekly(t), Weekly
	}
	if len(officers) == 0 {
		officers, source = slices.Clone(r.Fallback), Fallback
	}
	if len(officers) == 0 {
		return []string{}, None
	}
	replaced := false
	present := make([]string, 0, len(officers))
	for _, officer := range officers {
		by := r.standIn(officer, t)
		replaced = replaced || by != officer
		if !slices.Contains(present, by) {
			present = append(present, by)
		}
	}
	if replaced {
		source = StandIn
	}
	return present, source
}

// next gives the first moment after t at which a shift, a pattern or a stand-in begins or ends; false: none is
// known to come.
func (r *Rota) next(t time.Time) (time.Time, bool) {
	var first time.Time
	sooner := func(x time.Time) {
		if x.After(t) && (first.IsZero() || x.Before(first)) {
			first = x
		}
	}
	if x, ok := r.Shifts.next(t); ok {
		sooner(x)
	}
	if x, ok := r.nextWeekly(t); ok {
		sooner(x)
	}
	for _, s := range r.StandIns {
		sooner(s.From)
		sooner(s.To)
	}
	return first, !first.IsZero()
}
