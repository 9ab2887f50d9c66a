package duty

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// In 2026 the clocks of Sofia leap from 03:00 to 04:00 on 29 March and go back from 04:00 to 03:00 on 25 October.
func TestDayAtClockChange(t *testing.T) {
	spring, autumn := Day{2026, time.March, 29}, Day{2026, time.October, 25}
	for _, tt := range []struct {
		name string
		day  Day
		at   int
		want string // UTC
	}{
		{"before the leap", spring, 2*60 + 59, "2026-03-29 00:59"},
		{"the leap itself", spring, 3 * 60, "2026-03-29 01:00"},
		{"an hour that is left out", spring, 3*60 + 30, "2026-03-29 01:00"},
		{"after the leap", spring, 4 * 60, "2026-03-29 01:00"},
		{"later that day", spring, 8 * 60, "2026-03-29 05:00"},
		{"the next midnight", spring, 1440, "2026-03-29 21:00"},
		{"before the hour that comes twice", autumn, 2*60 + 59, "2026-10-24 23:59"},
		{"an hour that comes twice", autumn, 3*60 + 30, "2026-10-25 00:30"},
		{"after it", autumn, 4 * 60, "2026-10-25 02:00"},
		{"an ordinary day", Day{2026, time.July, 1}, 9 * 60, "2026-07-01 06:00"},
	} {
		if got := tt.day.At(tt.at, sofia(t)).UTC().Format("2006-01-02 15:04"); got != tt.want {
			t.Errorf("%s: %s %02d:%02d is %s UTC, want %s", tt.name, tt.day, tt.at/60, tt.at%60, got, tt.want)
		}
	}
}

func TestNightAcrossClockChange(t *testing.T) {
	for _, tt := range []struct {
		date  string
		hours float64
	}{{"2026-03-28", 11}, {"2026-10-24", 13}, {"2026-06-10", 12}} {
		s := shiftsOf(t, "date,from,to,officer\n"+tt.date+",20:00,08:00,o-1\n")
		if got := time.Duration(s.longest) * time.Second; got.Hours() != tt.hours {
			t.Errorf("the night of %s lasts %s, want %v hours", tt.date, got, tt.hours)
		}
	}
}

// Hourly shifts through both changes leave no hole, and nobody is there twice. The hour that is left out belongs to
// nobody; the hour that comes twice is one shift of two hours.
func TestHourlyShiftsAcrossClockChange(t *testing.T) {
	for _, date := range []string{"2026-03-29", "2026-10-25"} {
		var b strings.Builder
		b.WriteString("date,from,to,officer\n")
		for h := range 24 {
			fmt.Fprintf(&b, "%s,%02d:00,%02d:00,o-%d\n", date, h, h+1, h)
		}
		u := someUnit{&Rota{Zone: sofia(t), Shifts: shiftsOf(t, b.String())}}
		from := moment(t, date+" 00:00")
		to := from.AddDate(0, 0, 1)
		if gaps := Gaps(u, from, to); len(gaps) != 0 {
			t.Errorf("%s has holes: %v", date, gaps)
		}
		if twice := Overlaps(u, from, to); len(twice) != 0 {
			t.Errorf("%s has shifts that overlap: %v", date, twice)
		}
		for at := from; at.Before(to); at = at.Add(10 * time.Minute) {
			want := fmt.Sprintf("o-%d", at.In(sofia(t)).Hour())
			if got := On(u, at); len(got.Officers) != 1 || got.Officers[0] != want {
				t.Errorf("at %s %v is on, want %s", at.In(sofia(t)), got.Officers, want)
			}
		}
	}
}

func TestWeeklyAcrossClockChange(t *testing.T) {
	night := Pattern{Days: weekdays(time.Saturday), From: 20 * 60, To: 32 * 60, Officers: []string{"o-1"}}
	u := someUnit{&Rota{Zone: sofia(t), Patterns: []Pattern{night}}}
	for _, tt := range []struct{ at, until string }{
		{"2026-03-29T00:30:00Z", "2026-03-29T05:00:00Z"}, // 02:30, an hour before there would be 04:30
		{"2026-10-25T00:30:00Z", "2026-10-25T06:00:00Z"}, // 03:30 for the first time
		{"2026-10-25T01:30:00Z", "2026-10-25T06:00:00Z"}, // 03:30 for the second
	} {
		at, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		got := On(u, at)
		if len(got.Officers) != 1 || got.Until.UTC().Format(time.RFC3339) != tt.until {
			t.Errorf("On(%s) = %v until %s, want o-1 until %s", tt.at, got.Officers, got.Until.UTC(), tt.until)
		}
	}
}
