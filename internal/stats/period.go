package stats

import (
	"fmt"
	"time"
)

// FirstMoment reads the beginning of a period: a year, a month, a day or a moment. "" is not bounded.
func FirstMoment(word string, zone *time.Location) (time.Time, error) {
	from, _, err := span(word, zone)
	return from, err
}

// EndMoment reads the end of a period, which is in it: of a year, a month or a day the end of that. What it gives is
// the first moment after. "" is not bounded.
func EndMoment(word string, zone *time.Location) (time.Time, error) {
	_, to, err := span(word, zone)
	return to, err
}

func span(word string, zone *time.Location) (from, to time.Time, err error) {
	if word == "" {
		return from, to, nil
	}
	for _, form := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {time.DateOnly, 0, 0, 1}} {
		if from, err = time.ParseInLocation(form.layout, word, zone); err == nil {
			return from, from.AddDate(form.years, form.months, form.days), nil
		}
	}
	if from, err = moment(word, zone); err == nil {
		return from, from, nil
	}
	return from, to, fmt.Errorf("not a date; right would be 2025, 2025-03, 2025-03-31 or 2025-03-31T18:30:00Z")
}

// moment reads a date, or a date with a time, in the zone where it names none.
func moment(word string, zone *time.Location) (at time.Time, err error) {
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if at, err = time.ParseInLocation(layout, word, zone); err == nil && at.Year() > 0 {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("not a date; right would be 2025-03-31 or 2025-03-31T18:30:00Z")
}
