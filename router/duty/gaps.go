package duty

import (
	"time"
)

// Gap is a time in which nobody is on.
type Gap struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Gaps lists the times between from and to in which nobody of u is on, in order; those that touch are one.
func Gaps(u Rostered, from, to time.Time) []Gap {
	return Schedule{Stretches: rotaOf(u, from).stretches(from, to)}.Gaps()
}

// Overlap is two shifts of the table that run at the same time for different officers. Both are told, so it may be
// meant; more often a line was written twice.
type Overlap struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	One  Place     `json:"one"`
	Two  Place     `json:"two"`
}

// Overlaps lists, in order, the pairs of u's shifts that run at the same time for different officers between from
// and to.
func Overlaps(u Rostered, from, to time.Time) []Overlap {
	r := u.Rota()
	if r == nil {
		return nil
	}
	var found []Overlap
	spans := r.Shifts.spans
	for i, a := range spans {
		for _, b := range spans[i+1:] {
			if b.from >= a.to {
				break
			}
			start, end := time.Unix(b.from, 0), time.Unix(min(a.to, b.to), 0)
			if a.officer == b.officer || a.at == b.at || !start.Before(to) || !end.After(from) {
				continue
			}
			found = append(found, Overlap{start.In(r.Zone), end.In(r.Zone), r.Shifts.place(a), r.Shifts.place(b)})
		}
	}
	return found
}

// missingWithin bounds how many days of a table Missing looks at: a calendar may repeat for years.
const missingWithin = 366

// Missing lists the days of the first year of u's table, between its first shift and its last, on which no shift
// begins although nobody else is on for a part of them: lines that were forgotten, more often than not.
func Missing(u Rostered) []Day {
	r := u.Rota()
	if r == nil || r.Shifts.Len() == 0 {
		return nil
	}
	begins := map[Day]bool{}
	for _, x := range r.Shifts.spans {
		begins[DayOf(time.Unix(x.from, 0), r.Zone)] = true
	}
	first := DayOf(time.Unix(r.Shifts.spans[0].from, 0), r.Zone)
	last := DayOf(time.Unix(r.Shifts.spans[r.Shifts.Len()-1].from, 0), r.Zone)
	var missing []Day
	for n := range missingWithin {
		day := first.Add(n)
		if !day.Before(last) {
			break
		}
		if !begins[day] && len(Gaps(u, day.At(0, r.Zone), day.At(1440, r.Zone))) > 0 {
			missing = append(missing, day)
		}
	}
	return missing
}
