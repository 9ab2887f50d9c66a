package stats

import (
	"slices"
	"time"
)

// gathered joins what was written down of one and the same meeting of a case: a day and an occasion are one meeting,
// whoever reports it and however often, with all who report it and all who came. Meetings without a date cannot be told
// to be the same, so each stands for itself. What is given comes in the order of the days, undated ones at the end.
func gathered(meetings []Meeting, zone *time.Location) (list []Meeting) {
	type gathering struct{ day, occasion string }
	seen := map[gathering]int{}
	for _, m := range meetings {
		g := gathering{dayOf(m.At, zone), m.Occasion}
		at, known := seen[g]
		if !known || m.At.IsZero() {
			at, list = len(list), append(list, Meeting{At: m.At, Occasion: m.Occasion})
			seen[g] = at
		}
		one := &list[at]
		if m.At.Before(one.At) {
			one.At = m.At
		}
		one.ReportedBy, one.Attended = union(one.ReportedBy, m.ReportedBy), union(one.Attended, m.Attended)
	}
	slices.SortStableFunc(list, func(a, b Meeting) int {
		switch {
		case a.At.IsZero() == b.At.IsZero():
			return a.At.Compare(b.At)
		case a.At.IsZero():
			return 1
		}
		return -1
	})
	return list
}

func dayOf(at time.Time, zone *time.Location) string { return at.In(zone).Format(time.DateOnly) }

func union(a, b []string) []string {
	for _, word := range b {
		if !slices.Contains(a, word) {
			a = append(a, word)
		}
	}
	return a
}
