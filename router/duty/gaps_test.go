package duty

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestGaps(t *testing.T) {
	u := someUnit{&Rota{
		Zone:     sofia(t),
		Shifts:   shiftsOf(t, "2026-12-01,17:30,08:30,o-2\n2026-12-03,20:00,22:00,o-2\n2026-12-03,22:00,23:00,o-3\n"),
		Patterns: []Pattern{office()},
	}}
	var got []string
	for _, g := range Gaps(u, moment(t, "2026-12-01 06:00"), moment(t, "2026-12-05 12:00")) {
		got = append(got, g.From.Format("02 15:04")+"–"+g.To.Format("02 15:04"))
	}
	want := "01 06:00–01 08:30, 02 17:30–03 08:30, 03 17:30–03 20:00, 03 23:00–04 08:30, 04 17:30–05 12:00"
	if got := strings.Join(got, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := Gaps(u, moment(t, "2026-12-05 00:00"), moment(t, "2026-12-05 00:00")); got == nil || len(got) != 0 {
		t.Errorf("no time has the gaps %v, want none and not nil", got)
	}
}

func TestHolidaysOff(t *testing.T) {
	rest := office()
	rest.OffHolidays = true
	every := &Rota{Zone: sofia(t), Patterns: []Pattern{office()}}
	resting := &Rota{Zone: sofia(t), Patterns: []Pattern{rest}}
	goodFriday := moment(t, "2026-04-10 12:00")
	if got := On(someUnit{every}, goodFriday); got.Source != Weekly {
		t.Errorf("by default Good Friday is %s, want an ordinary Friday", got.Source)
	}
	got := On(someUnit{resting}, goodFriday)
	if got.Source != None || !got.Until.Equal(moment(t, "2026-04-14 08:30")) {
		t.Errorf("Good Friday is %s until %s, want nobody until the Tuesday after Easter", got.Source, got.Until)
	}
}

func TestOverlaps(t *testing.T) {
	u := someUnit{&Rota{Zone: sofia(t), Shifts: shiftsOf(t, strings.Join([]string{
		"date,from,to,officer",
		"2026-12-01,08:00,20:00,o-1",
		"2026-12-01,18:00,08:00,o-2", // line 3: two hours with line 2
		"2026-12-02,08:00,20:00,o-1",
		"2026-12-02,10:00,12:00,o-1", // the same officer twice is no matter
		"2026-12-03,08:00,20:00,o-1 + o-2",
	}, "\n"))}}
	from, to := u.rota.Shifts.Bounds()
	got := Overlaps(u, from, to)
	if len(got) != 1 {
		t.Fatalf("Overlaps = %v, want one", got)
	}
	o := got[0]
	if o.One.Line != 2 || o.Two.Line != 3 || !o.From.Equal(moment(t, "2026-12-01 18:00")) || o.To.Sub(o.From) != 2*time.Hour {
		t.Errorf("Overlaps = %+v", o)
	}
	if later := Overlaps(u, moment(t, "2026-12-02 00:00"), to); len(later) != 0 {
		t.Errorf("later there is %v, want none", later)
	}
}

func TestMissing(t *testing.T) {
	nights := "2026-12-01,17:30,08:30,o-2\n2026-12-02,17:30,08:30,o-2\n2026-12-04,17:30,08:30,o-3\n2026-12-07,17:30,08:30,o-2\n"
	for _, tt := range []struct {
		name string
		rota Rota
		want string
	}{
		{"a forgotten night and a weekend", Rota{Shifts: shiftsOf(t, nights), Patterns: []Pattern{office()}}, "[2026-12-03 2026-12-05 2026-12-06]"},
		{"somebody to fall back on", Rota{Shifts: shiftsOf(t, nights), Fallback: []string{"o-9"}}, "[]"},
		{"a shift of two days", Rota{Shifts: Join(shiftsOf(t, "2026-12-01,08:00,08:00,o-1\n2026-12-04,08:00,08:00,o-1\n"),
			longShift(t, "2026-12-02 08:00", "2026-12-04 08:00"))}, "[]"},
		{"no table", Rota{Patterns: []Pattern{office()}}, "[]"},
	} {
		tt.rota.Zone = sofia(t)
		if got := fmt.Sprint(Missing(someUnit{&tt.rota})); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	if got := Missing(someUnit{}); len(got) != 0 {
		t.Errorf("no rota: %v", got)
	}
}

// longShift is one as a calendar may have it.
func longShift(t *testing.T, from, to string) Shifts {
	t.Helper()
	var b builder
	b.add(moment(t, from), moment(t, to), "o-1", Place{"long.ics", 3})
	return b.shifts()
}
