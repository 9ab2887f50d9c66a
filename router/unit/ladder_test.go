package unit

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/duty"
)

const day = "2006-01-02 15:04"

// moment reads "2026-12-01 08:30" on Sofia's clock.
func moment(t testing.TB, text string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation(duty.Zone)
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation(day, text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// one reads a file in which "it" is the unit that the test is about, with those further keys.
func one(t testing.TB, keys string) *Unit {
	t.Helper()
	r := read(t, "version: 1\nnational: n\nunits:\n  - {id: n, kind: agency, name: Агенция}\n"+
		"  - {id: it, kind: ozd, name: Отдел, municipalities: [LOV33]"+keys+"}\n", nil)
	u, _ := r.Unit("it")
	return u
}

// steps writes a ladder in short.
func steps(ladder []Step) string {
	var all []string
	for _, s := range ladder {
		said := fmt.Sprintf("%s %s", s.After, s.Notify)
		if s.Workdays > 0 {
			said = fmt.Sprintf("day %d %s", s.Workdays, s.Notify)
		}
		if s.Every > 0 {
			said += fmt.Sprintf(" every %s", s.Every)
		}
		all = append(all, said)
	}
	return strings.Join(all, ", ")
}

func TestLadder(t *testing.T) {
	const (
		crisis   = "0s duty, 3m0s duty, 5m0s unit, 10m0s lead, 15m0s national every 5m0s"
		urgent   = "0s duty, 2h0m0s duty, 4h0m0s unit, 8h0m0s lead, 20h0m0s national"
		standard = "0s duty, day 1 duty, day 2 unit, day 3 lead, day 5 national"
	)
	for _, tt := range []struct {
		name, keys string
		urgency    signal.Urgency
		want       string
	}{
		{"crisis by default", "", signal.Crisis, crisis},
		{"urgent by default", "", signal.Urgent, urgent},
		{"standard by default", "", signal.Standard, standard},
		{"one list for all", ", ladder: [{notify: duty}, {after: 5m, notify: unit}, {after: 1d, notify: national}]", signal.Urgent,
			"0s duty, 5m0s unit, 24h0m0s national"},
		{"in a crisis the end rings on", ", ladder: [{notify: duty}, {after: 5m, notify: national}]", signal.Crisis,
			"0s duty, 5m0s national every 5m0s"},
		{"unless the file says otherwise", `, ladder: [{notify: duty}, {after: 5m, notify: national, every: "0s"}]`, signal.Crisis,
			"0s duty, 5m0s national"},
		{"again and again", ", ladder: {urgent: [{notify: duty}, {after: 5m, notify: national, every: 1h}]}", signal.Urgent,
			"0s duty, 5m0s national every 1h0m0s"},
		{"the others keep the default", ", ladder: {urgent: [{notify: duty}, {after: 5m, notify: national}]}", signal.Crisis, crisis},
		{"the national unit at the end all the same", ", ladder: [{notify: duty}, {after: 2m, notify: duty}]", signal.Crisis,
			"0s duty, 2m0s duty, 15m0s national every 5m0s"},
		{"and never before the others", ", ladder: [{notify: duty}, {after: 30m, notify: lead}]", signal.Crisis,
			"0s duty, 30m0s lead, 35m0s national every 5m0s"},
		{"in a standard case too", ", ladder: {standard: [{notify: unit}]}", signal.Standard, "0s unit, 120h0m0s national"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := steps(one(t, tt.keys).Ladder(tt.urgency)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestLadderIsNobodysToChange(t *testing.T) {
	u := one(t, ", ladder: [{notify: duty}, {after: 5m, notify: national}]")
	u.Ladder(signal.Crisis)[0].Notify = NotifyLead
	if got := u.Ladder(signal.Crisis)[0].Notify; got != NotifyDuty {
		t.Errorf("the ladder became %s", got)
	}
}

func TestStepAt(t *testing.T) {
	u := one(t, "")
	for _, tt := range []struct {
		urgency signal.Urgency
		start   string
		step    int
		want    string
	}{
		{signal.Crisis, "2026-12-01 23:50", 0, "2026-12-01 23:50"},
		{signal.Crisis, "2026-12-01 23:50", 4, "2026-12-02 00:05"},
		{signal.Crisis, "2026-12-01 23:50", 6, "2026-12-02 00:15"}, // the last, for the third time
		{signal.Urgent, "2026-12-01 23:50", 3, "2026-12-02 07:50"},
		{signal.Standard, "2026-12-03 16:00", 1, "2026-12-04 09:00"}, // Thursday, Friday
		{signal.Standard, "2026-12-03 16:00", 2, "2026-12-07 09:00"}, // Monday
		{signal.Standard, "2026-12-23 10:00", 1, "2026-12-29 09:00"}, // Christmas, and Monday for the Saturday
		{signal.Standard, "2026-04-09 10:00", 1, "2026-04-14 09:00"}, // Easter
		{signal.Crisis, "2026-10-25 02:50", 4, "2026-10-25 03:05"},   // the hour that comes twice, the first time
		{signal.Urgent, "2026-10-25 02:50", 1, "2026-10-25 03:50"},   // two hours later, though the clock says one
	} {
		got := u.StepAt(tt.urgency, moment(t, tt.start), tt.step)
		if text := got.In(u.Zone).Format(day); text != tt.want {
			t.Errorf("%s of %s, step %d is at %s, want %s", tt.urgency, tt.start, tt.step, text, tt.want)
		}
	}
	for _, i := range []int{-1, 5} {
		if at := u.StepAt(signal.Urgent, moment(t, "2026-12-01 12:00"), i); !at.IsZero() {
			t.Errorf("step %d is at %s, want never", i, at)
		}
		if s, ok := u.Rung(signal.Urgent, i); ok {
			t.Errorf("rung %d is %v, want none", i, s)
		}
	}
	if s, ok := u.Rung(signal.Crisis, 9); !ok || s.Notify != NotifyNational {
		t.Errorf("rung 9 of a crisis is %v, %v; want the national unit again", s, ok)
	}
}

func TestStartsAt(t *testing.T) {
	const quiet = `, quiet: {from: "22:00", to: "07:00"}`
	for _, tt := range []struct {
		name, keys string
		urgency    signal.Urgency
		came, want string
	}{
		{"a crisis at once", quiet, signal.Crisis, "2026-12-02 23:00", "2026-12-02 23:00"},
		{"a crisis at once, whatever except says", `, quiet: {from: "22:00", to: "07:00", except: [urgent]}`, signal.Crisis, "2026-12-02 23:00", "2026-12-02 23:00"},
		{"urgent before midnight", quiet, signal.Urgent, "2026-12-02 22:00", "2026-12-03 07:00"},
		{"urgent after midnight", quiet, signal.Urgent, "2026-12-02 06:59", "2026-12-02 07:00"},
		{"urgent when they end", quiet, signal.Urgent, "2026-12-02 07:00", "2026-12-02 07:00"},
		{"urgent by day", quiet, signal.Urgent, "2026-12-02 21:59", "2026-12-02 21:59"},
		{"urgent is excepted", `, quiet: {from: "22:00", to: "07:00", except: [crisis, urgent]}`, signal.Urgent, "2026-12-02 23:00", "2026-12-02 23:00"},
		{"no quiet hours", "", signal.Urgent, "2026-12-05 03:00", "2026-12-05 03:00"},
		{"quiet by day", `, quiet: {from: "12:00", to: "13:00"}`, signal.Urgent, "2026-12-02 12:30", "2026-12-02 13:00"},
		{"the night of the leap", quiet, signal.Urgent, "2026-03-28 23:00", "2026-03-29 07:00"},
		{"the long night", quiet, signal.Urgent, "2026-10-24 23:00", "2026-10-25 07:00"},
		{"standard in working time", "", signal.Standard, "2026-12-02 10:00", "2026-12-02 10:00"},
		{"standard before it", "", signal.Standard, "2026-12-02 06:00", "2026-12-02 09:00"},
		{"standard after it", "", signal.Standard, "2026-12-02 17:30", "2026-12-03 09:00"},
		{"standard on Saturday", "", signal.Standard, "2026-12-05 10:00", "2026-12-07 09:00"},
		{"standard on a holiday", "", signal.Standard, "2026-12-24 10:00", "2026-12-29 09:00"},
		{"standard with a ladder of its own", ", ladder: [{notify: duty}, {after: 5m, notify: national}]", signal.Standard, "2026-12-05 10:00", "2026-12-05 10:00"},
		{"standard with both", quiet + ", ladder: [{notify: duty}, {after: 5m, notify: national}]", signal.Standard, "2026-12-05 23:00", "2026-12-06 07:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u := one(t, tt.keys)
			if got := u.StartsAt(tt.urgency, moment(t, tt.came)).In(u.Zone).Format(day); got != tt.want {
				t.Errorf("came %s, starts %s, want %s", tt.came, got, tt.want)
			}
		})
	}
}

// However the quiet hours are set, an urgent case waits a day at most, and a crisis not at all.
func TestUrgentNeverWaitsLongerThanADay(t *testing.T) {
	u := one(t, `, quiet: {from: "07:01", to: "07:00"}`)
	for came := moment(t, "2026-10-23 00:00"); came.Before(moment(t, "2026-10-27 00:00")); came = came.Add(17 * time.Minute) {
		if start := u.StartsAt(signal.Urgent, came); start.Before(came) || start.Sub(came) > 24*time.Hour {
			t.Errorf("came %s, starts %s", came, start)
		}
		if start := u.StartsAt(signal.Crisis, came); !start.Equal(came) {
			t.Errorf("a crisis of %s starts %s", came, start)
		}
	}
}

// Days that were declared free or working count beside the law.
func TestDeclaredDays(t *testing.T) {
	r := read(t, "version: 1\nnational: n\nholidays: {off: [2026-12-31], work: 12.12.2026}\nunits: [{id: n, kind: agency, name: Агенция}]\n", nil)
	for came, want := range map[string]string{"2026-12-12 08:00": "2026-12-12 09:00", "2026-12-31 10:00": "2027-01-04 09:00"} {
		if got := r.National().StartsAt(signal.Standard, moment(t, came)).In(r.National().Zone).Format(day); got != want {
			t.Errorf("came %s, starts %s, want %s", came, got, want)
		}
	}
}
