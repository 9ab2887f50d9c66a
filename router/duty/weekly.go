package duty

import (
	"slices"
	"time"
)

// Pattern is one line of a weekly duty: on these days, between these hours, these officers.
type Pattern struct {
	Days        [7]bool // by time.Weekday: the days on which it begins
	From, To    int     // minutes after midnight; To is greater than From and past 1440 where it ends next day
	Officers    []string
	OffHolidays bool // it does not begin on a public holiday
}

// on reports whether p begins on day.
func (p Pattern) on(day Day, calendar Calendar) bool {
	return p.Days[day.Weekday()] && !(p.OffHolidays && calendar.Holiday(day))
}

// weekly lists whom the patterns name at t, in the order in which they stand.
func (r *Rota) weekly(t time.Time) []string {
	var officers []string
	if len(r.Patterns) == 0 {
		return nil
	}
	today := DayOf(t, r.Zone)
	for _, p := range r.Patterns {
		for back := 0; back*1440 < p.To; back++ {
			day := today.Add(-back)
			if !p.on(day, r.Calendar) || t.Before(day.At(p.From, r.Zone)) || !t.Before(day.At(p.To, r.Zone)) {
				continue
			}
			for _, officer := range p.Officers {
				if !slices.Contains(officers, officer) {
					officers = append(officers, officer)
				}
			}
		}
	}
	return officers
}

// nextWeekly gives the first moment after t at which a pattern begins or ends. It looks a month ahead: a pattern
// that rests on holidays may pause longer than a week.
func (r *Rota) nextWeekly(t time.Time) (time.Time, bool) {
	var first time.Time
	if len(r.Patterns) == 0 {
		return first, false
	}
	for ahead := -2; ahead <= 31; ahead++ {
		day := DayOf(t, r.Zone).Add(ahead)
		if !first.IsZero() && !day.At(0, r.Zone).Before(first) {
			break
		}
		for _, p := range r.Patterns {
			if !p.on(day, r.Calendar) {
				continue
			}
			for _, edge := range []time.Time{day.At(p.From, r.Zone), day.At(p.To, r.Zone)} {
				if edge.After(t) && (first.IsZero() || edge.Before(first)) {
					first = edge
				}
			}
		}
	}
	return first, !first.IsZero()
}
