package duty

import (
	"slices"
	"time"
)

// Stretch is a time in which the same officers are on for the same reason.
type Stretch struct {
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Officers []string  `json:"officers"` // ids; empty, never nil, where nobody is on
	Source   Source    `json:"source"`
}

// Schedule is who will be on in a unit for a while: tables, weekly pattern, stand-ins and fallback taken together.
type Schedule struct {
	Unit      string // its id
	Zone      *time.Location
	Stretches []Stretch // without a hole between them, in order; those in which nobody is on are among them
	Overlaps  []Overlap // never nil
}

// ScheduleOf tells who of u will be on between from and to. unit is its id.
func ScheduleOf(unit string, u Rostered, from, to time.Time) Schedule {
	r := rotaOf(u, from)
	return Schedule{Unit: unit, Zone: r.Zone, Stretches: r.stretches(from, to), Overlaps: append([]Overlap{}, Overlaps(u, from, to)...)}
}

// rotaOf gives a unit's rota; where it has none, an empty one in the zone of that moment.
func rotaOf(u Rostered, at time.Time) *Rota {
	if r := u.Rota(); r != nil {
		return r
	}
	return &Rota{Zone: at.Location()}
}

// stretches cuts the time between from and to wherever somebody else comes on.
func (r *Rota) stretches(from, to time.Time) []Stretch {
	list := []Stretch{}
	for t := from; t.Before(to); {
		until, ok := r.next(t)
		if !ok || until.After(to) {
			until = to
		}
		officers, source := r.at(t)
		if last := len(list) - 1; last >= 0 && list[last].Source == source && slices.Equal(list[last].Officers, officers) {
			list[last].To = until.In(r.Zone)
		} else {
			list = append(list, Stretch{t.In(r.Zone), until.In(r.Zone), officers, source})
		}
		t = until
	}
	return list
}

// Gaps lists the times in which nobody is on, in order.
func (s Schedule) Gaps() []Gap {
	gaps := []Gap{}
	for _, x := range s.Stretches {
		if len(x.Officers) == 0 {
			gaps = append(gaps, Gap{x.From, x.To})
		}
	}
	return gaps
}

// tableRow is a line of a table: one day at most, as ParseTable reads it.
type tableRow struct{ date, from, to, officers string }

// shifts cuts the stretches in which somebody is on into lines of a table, each at most from one hour to the same of
// the next day.
func (s Schedule) shifts() []tableRow {
	var lines []tableRow
	for _, x := range s.Stretches {
		for from := x.From; len(x.Officers) > 0 && from.Before(x.To); {
			day, minutes := DayOf(from, s.Zone), from.Hour()*60+from.Minute()
			to := day.Add(1).At(minutes, s.Zone)
			if to.After(x.To) {
				to = x.To
			}
			lines = append(lines, tableRow{day.String(), from.Format("15:04"), to.Format("15:04"), together(x.Officers)})
			from = to
		}
	}
	return lines
}

// Of gives the times in which that officer is on, alone or with others, in order; those that touch are one.
func (s Schedule) Of(officer string) []Stretch {
	var own []Stretch
	for _, x := range s.Stretches {
		switch last := len(own) - 1; {
		case !slices.Contains(x.Officers, officer):
		case last >= 0 && own[last].To.Equal(x.From):
			own[last].To = x.To
		default:
			own = append(own, Stretch{x.From, x.To, []string{officer}, x.Source})
		}
	}
	return own
}
