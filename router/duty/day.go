package duty

import (
	"fmt"
	"time"
)

// Day is a date without a clock: the same words on the wall everywhere, a different moment in each zone.
type Day struct {
	Year  int
	Month time.Month
	Date  int
}

// DayOf is the date that the calendar on the wall shows at t in zone.
func DayOf(t time.Time, zone *time.Location) Day {
	y, m, d := t.In(zone).Date()
	return Day{y, m, d}
}

// Add is the day n days later.
func (d Day) Add(n int) Day { return DayOf(d.utc().AddDate(0, 0, n), time.UTC) }

// Weekday is d's day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// Before reports whether d comes before o.
func (d Day) Before(o Day) bool { return d.utc().Before(o.utc()) }

// String is d as ISO 8601 writes it.
func (d Day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Date) }

func (d Day) utc() time.Time { return time.Date(d.Year, d.Month, d.Date, 0, 0, 0, 0, time.UTC) }

// At is the moment when the clock on the wall shows that many minutes after midnight of d (1440 is the next
// midnight). An hour that the clock shows twice is meant the first time, and one that it leaves out is the moment of
// the leap: so two shifts that meet on paper meet in time, with no hole and nobody counted twice.
func (d Day) At(minutes int, zone *time.Location) time.Time {
	wall := d.utc().Add(time.Duration(minutes) * time.Minute)
	_, before := wall.Add(-26 * time.Hour).In(zone).Zone()
	_, after := wall.Add(26 * time.Hour).In(zone).Zone()
	first := wall.Add(-time.Duration(before) * time.Second).In(zone)
	if before == after {
		return first
	}
	second := wall.Add(-time.Duration(after) * time.Second).In(zone)
	_, shownFirst := first.Zone()
	_, shownSecond := second.Zone()
	switch {
	case shownFirst == before:
		return first
	case shownSecond == after:
		return second
	default:
		leap, _ := first.ZoneBounds()
		return leap.In(zone)
	}
}
