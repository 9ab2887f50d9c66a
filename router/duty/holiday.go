package duty

import (
	"slices"
	"time"
)

// Calendar tells working days from the others: the public holidays of Bulgaria (Labour Code, Art. 154), and what the
// Council of Ministers declared beside them. The zero Calendar knows the law alone.
type Calendar struct {
	Off  []Day // declared free
	Work []Day // declared working, as the Saturdays that make up for a bridge
}

// Holiday reports whether d is a public holiday, or declared free.
func (c Calendar) Holiday(d Day) bool {
	return slices.Contains(c.Off, d) || !slices.Contains(c.Work, d) && slices.Contains(holidays(d.Year), d)
}

// Workday reports whether offices are open on d.
func (c Calendar) Workday(d Day) bool {
	if slices.Contains(c.Work, d) {
		return true
	}
	return !weekend(d) && !c.Holiday(d)
}

// NextWorkday is the n-th working day after d.
func (c Calendar) NextWorkday(d Day, n int) Day {
	for n > 0 {
		if d = d.Add(1); c.Workday(d) {
			n--
		}
	}
	return d
}

func weekend(d Day) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// holidays lists the days of Art. 154 (1) and, by (2), the first working days after those of them that fall on a
// Saturday or Sunday; Good Friday to Easter Monday are not made up for.
func holidays(year int) []Day {
	easter := easter(year)
	days := make([]Day, 0, 20)
	for n := -2; n <= 1; n++ {
		days = append(days, easter.Add(n))
	}
	fixed := [...]Day{
		{year, time.January, 1}, {year, time.March, 3}, {year, time.May, 1}, {year, time.May, 6}, {year, time.May, 24},
		{year, time.September, 6}, {year, time.September, 22},
		{year, time.December, 24}, {year, time.December, 25}, {year, time.December, 26},
	}
	days = append(days, fixed[:]...)
	for _, d := range fixed {
		if !weekend(d) {
			continue
		}
		for weekend(d) || slices.Contains(days, d) {
			d = d.Add(1)
		}
		days = append(days, d)
	}
	return days
}

// easter is Orthodox Easter Sunday: Meeus's rule for the Julian calendar, and the 13 days to ours (1900 to 2099).
func easter(year int) Day {
	d := (19*(year%19) + 15) % 30
	e := (2*(year%4) + 4*(year%7) - d + 34) % 7
	month, day := (d+e+114)/31, (d+e+114)%31+1
	return Day{year, time.Month(month), day}.Add(13)
}
