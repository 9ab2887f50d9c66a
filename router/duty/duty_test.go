package duty

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// someUnit is a unit with a rota and nothing else.
type someUnit struct{ rota *Rota }

func (u someUnit) Rota() *Rota { return u.rota }

func sofia(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// moment reads "2026-12-01 08:30" on Sofia's clock.
func moment(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, sofia(t))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// shiftsOf reads a CSV that must hold no fault.
func shiftsOf(t testing.TB, text string) Shifts {
	t.Helper()
	shifts, faults := ParseTable("table.csv", []byte(text), sofia(t))
	if len(faults) > 0 {
		t.Fatalf("%v", faults)
	}
	return shifts
}

func weekdays(days ...time.Weekday) (set [7]bool) {
	for _, d := range days {
		set[d] = true
	}
	return set
}

func office() Pattern {
	days := weekdays(time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
	return Pattern{Days: days, From: 8*60 + 30, To: 17*60 + 30, Officers: []string{"o-1"}}
}

func TestOn(t *testing.T) {
	full := &Rota{
		Zone:     sofia(t),
		Shifts:   shiftsOf(t, "date,from,to,officer\n2026-12-01,17:30,08:30,o-2\n2026-12-02,10:00,12:00,o-3\n"),
		Patterns: []Pattern{office()},
		StandIns: []Replacement{
			{For: "o-1", By: "o-4", From: moment(t, "2026-12-03 00:00"), To: moment(t, "2026-12-05 00:00")},
			{For: "o-4", By: "o-5", From: moment(t, "2026-12-04 00:00"), To: moment(t, "2026-12-05 00:00")},
			{For: "o-2", By: "o-4", From: moment(t, "2026-12-02 00:00"), To: moment(t, "2026-12-03 00:00")},
		},
	}
	behind := *full
	behind.Fallback = []string{"o-9"}
	for _, tt := range []struct {
		name, at, officers string
		source             Source
		until              string
		rota               *Rota
	}{
		{"office hours", "2026-12-01 12:00", "o-1", Weekly, "2026-12-01 17:30", full},
		{"table from its first minute", "2026-12-01 17:30", "o-2", Table, "2026-12-02 00:00", full},
		{"stand-in inside a shift", "2026-12-02 03:00", "o-4", StandIn, "2026-12-02 08:30", full},
		{"table over the week", "2026-12-02 11:00", "o-3", Table, "2026-12-02 12:00", full},
		{"the week again", "2026-12-02 12:00", "o-1", Weekly, "2026-12-02 17:30", full},
		{"nobody at night", "2026-12-02 22:00", "", None, "2026-12-03 08:30", full},
		{"stand-in for the week", "2026-12-03 09:00", "o-4", StandIn, "2026-12-03 17:30", full},
		{"stand-in for the stand-in", "2026-12-04 09:00", "o-5", StandIn, "2026-12-04 17:30", full},
		{"the weekend", "2026-12-05 12:00", "", None, "2026-12-07 08:30", full},
		{"fallback", "2026-12-05 12:00", "o-9", Fallback, "2026-12-07 08:30", &behind},
		{"fallback only behind the others", "2026-12-02 11:00", "o-3", Table, "2026-12-02 12:00", &behind},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := On(someUnit{tt.rota}, moment(t, tt.at))
			if who := strings.Join(got.Officers, " "); who != tt.officers || got.Source != tt.source {
				t.Errorf("On(%s) = %q, %s; want %q, %s", tt.at, who, got.Source, tt.officers, tt.source)
			}
			if until := got.Until.Format("2006-01-02 15:04"); until != tt.until {
				t.Errorf("On(%s) holds until %s, want %s", tt.at, until, tt.until)
			}
		})
	}
}

func TestOnWithoutRota(t *testing.T) {
	got := On(someUnit{}, moment(t, "2026-12-01 12:00"))
	if got.Officers == nil || len(got.Officers) != 0 || got.Source != None || !got.Until.IsZero() {
		t.Errorf("On = %+v, want nobody, for ever", got)
	}
	if gaps := Gaps(someUnit{}, moment(t, "2026-12-01 00:00"), moment(t, "2026-12-02 00:00")); len(gaps) != 1 {
		t.Errorf("Gaps = %v, want the whole day", gaps)
	}
}

// An answer that never changes is sure for a while all the same.
func TestOnAlwaysTheSame(t *testing.T) {
	r := &Rota{Zone: sofia(t), Patterns: []Pattern{{
		Days: [7]bool{true, true, true, true, true, true, true}, From: 0, To: 1440, Officers: []string{"o-1"},
	}}}
	at := moment(t, "2026-12-01 12:00")
	if got := On(someUnit{r}, at); got.Until.Sub(at) != lookAhead {
		t.Errorf("holds for %s, want %s", got.Until.Sub(at), lookAhead)
	}
}

// Two who stand in for each other have changed places.
func TestChangedPlaces(t *testing.T) {
	from, to := moment(t, "2026-12-01 00:00"), moment(t, "2026-12-08 00:00")
	r := &Rota{
		Zone:     sofia(t),
		Shifts:   shiftsOf(t, "date,from,to,officer\n2026-12-02,08:00,20:00,o-1\n2026-12-02,20:00,08:00,o-2\n"),
		StandIns: []Replacement{{"o-1", "o-2", from, to}, {"o-2", "o-1", from, to}},
	}
	for at, want := range map[string]string{"2026-12-02 12:00": "o-2", "2026-12-02 23:00": "o-1"} {
		if got := On(someUnit{r}, moment(t, at)); !slices.Equal(got.Officers, []string{want}) || got.Source != StandIn {
			t.Errorf("On(%s) = %v from %s, want %s", at, got.Officers, got.Source, want)
		}
	}
}

// Stand-ins in a circle end with the last of them before it closes, and somebody is on.
func TestStandInsInACircle(t *testing.T) {
	from, to := moment(t, "2026-12-01 00:00"), moment(t, "2026-12-08 00:00")
	r := &Rota{Zone: sofia(t), Fallback: []string{"o-1"}, StandIns: []Replacement{
		{"o-1", "o-2", from, to}, {"o-2", "o-3", from, to}, {"o-3", "o-1", from, to},
	}}
	if got := On(someUnit{r}, from); !slices.Equal(got.Officers, []string{"o-3"}) {
		t.Errorf("On = %v, want the last before the circle closes", got.Officers)
	}
}

// Two of one shift are both on, and one who stands in for both is there once.
func TestSeveralOfficers(t *testing.T) {
	r := &Rota{Zone: sofia(t), Shifts: shiftsOf(t, "date,from,to,officer\n2026-12-01,08:00,20:00,o-1 + o-2\n")}
	at := moment(t, "2026-12-01 12:00")
	if got := On(someUnit{r}, at); !slices.Equal(got.Officers, []string{"o-1", "o-2"}) {
		t.Errorf("On = %v, want both", got.Officers)
	}
	for _, officer := range []string{"o-1", "o-2"} {
		r.StandIns = append(r.StandIns, Replacement{officer, "o-3", at.Add(-time.Hour), at.Add(time.Hour)})
	}
	if got := On(someUnit{r}, at); !slices.Equal(got.Officers, []string{"o-3"}) {
		t.Errorf("On = %v, want o-3 once", got.Officers)
	}
}

func TestOfficers(t *testing.T) {
	r := &Rota{
		Zone: sofia(t), Patterns: []Pattern{office()}, Fallback: []string{"o-7"},
		Shifts:   shiftsOf(t, "2026-12-01,08:00,20:00,o-2\n"),
		StandIns: []Replacement{{For: "o-1", By: "o-3"}},
	}
	if got := r.Officers(); !slices.Equal(got, []string{"o-1", "o-2", "o-3", "o-7"}) {
		t.Errorf("Officers = %v", got)
	}
	if r.Empty() || !(&Rota{}).Empty() || !(*Rota)(nil).Empty() {
		t.Error("Empty is wrong")
	}
}
