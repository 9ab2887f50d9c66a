package duty

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// BenchmarkOn asks 300 units in turn, each with two years of nightly shifts, a week and stand-ins. The limit of a
// question is 100 µs.
func BenchmarkOn(b *testing.B) {
	zone := sofia(b)
	var csv strings.Builder
	for day := (Day{2026, time.January, 1}); day.Year < 2028; day = day.Add(1) {
		fmt.Fprintf(&csv, "%s,17:30,08:30,o-%d\n", day, day.Date%3+1)
	}
	units := make([]someUnit, 300)
	for i := range units {
		shifts, faults := ParseTable("b", []byte(csv.String()), zone)
		if len(faults) > 0 {
			b.Fatal(faults)
		}
		units[i] = someUnit{&Rota{Zone: zone, Shifts: shifts, Patterns: []Pattern{office()}, StandIns: []Replacement{
			{"o-1", "o-4", Day{2026, time.December, 24}.At(0, zone), Day{2027, time.January, 1}.At(0, zone)},
		}}}
	}
	at := moment(b, "2026-01-05 00:00")
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if got := On(units[n%len(units)], at.Add(time.Duration(n%10_000)*time.Hour)); len(got.Officers) == 0 && got.Source != None {
			b.Fatal(got)
		}
	}
}

// BenchmarkOnUnchanging is the slowest question: a pattern that never changes, looked ahead to the end.
func BenchmarkOnUnchanging(b *testing.B) {
	u := someUnit{&Rota{Zone: sofia(b), Patterns: []Pattern{{
		Days: [7]bool{true, true, true, true, true, true, true}, From: 0, To: 1440, Officers: []string{"o-1"}, OffHolidays: true,
	}}}}
	at := moment(b, "2026-12-01 12:00")
	for b.Loop() {
		if got := On(u, at); len(got.Officers) != 1 {
			b.Fatal(got)
		}
	}
}
