package unit

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/duty"
)

func TestParseUnit(t *testing.T) {
	u := one(t, `, languages: [bg, tr], settlements: [62579, "72343"],
    leads: [{urgency: [urgent, standard]}, {urgency: [crisis], category: [neglect]}], joins: [],
    endpoints: [{id: mail, kind: email, to: duty@example.org},
                {id: case-system, kind: webhook, url: "https://cases.example.org/in", secret_env: OUR_HOOK}],
    quiet: {from: "22:00", to: "7:00"}`)
	if u.Kind != OZD || u.Title("en") != "Отдел" || !slices.Equal(u.Languages, []string{"bg", "tr"}) {
		t.Errorf("unit %+v", u)
	}
	if !slices.Equal(u.Municipalities, []string{"LOV33"}) || !slices.Equal(u.Settlements, []string{"62579", "72343"}) {
		t.Errorf("serves %v and %v", u.Municipalities, u.Settlements)
	}
	if got, want := fmt.Sprint(u.Leads, u.Joins), "[{[urgent standard] []} {[crisis] [neglect]}] []"; got != want || u.Joins == nil {
		t.Errorf("claims %s, want %s", got, want)
	}
	hook, ok := u.Endpoint("case-system")
	if want := (Endpoint{"case-system", Webhook, "", "https://cases.example.org/in", "OUR_HOOK"}); !ok || hook != want {
		t.Errorf("endpoint %+v, want %+v", hook, want)
	}
	if _, ok := u.Endpoint("none"); ok {
		t.Error("there is an endpoint called none")
	}
	if u.Quiet == nil || u.Quiet.From != 22*60 || u.Quiet.To != 7*60 || !slices.Equal(u.Quiet.Except, []signal.Urgency{signal.Crisis}) {
		t.Errorf("quiet %+v", u.Quiet)
	}
	if u.Duty != nil || u.Zone.String() != duty.Zone {
		t.Errorf("duty %+v in %s, want none in %s", u.Duty, u.Zone, duty.Zone)
	}
}

func TestParseDuty(t *testing.T) {
	for _, tt := range []struct {
		name, keys, at, officers string
		source                   duty.Source
	}{
		{"a week", `, duty: {weekly: {mon-fri: "08:30-17:30", officer: o-1}}`, "2026-12-01 12:00", "o-1", duty.Weekly},
		{"outside it", `, duty: {weekly: {mon-fri: "08:30-17:30", officer: o-1}}`, "2026-12-05 12:00", "", duty.None},
		{"a list", `, duty: {weekly: [{mon-fri: "08:30-17:30", officer: o-1}, {"sat,sun": "08:00-20:00", officer: [o-2, o-3]}]}`,
			"2026-12-05 12:00", "o-2 o-3", duty.Weekly},
		{"two ranges of one officer", `, duty: {weekly: {mon: "08:30-17:30", tue-sat: ["08:00-12:00", "13:00-17:00"], officers: o-1}}`,
			"2026-12-05 13:00", "o-1", duty.Weekly},
		{"the pause between", `, duty: {weekly: {mon: "08:30-17:30", tue-sat: "08:00-12:00,13:00-17:00", officer: o-1}}`, "2026-12-05 12:30", "", duty.None},
		{"across the week's end", `, duty: {weekly: {fri-mon: "20:00-08:00", officer: o-1}}`, "2026-12-08 07:59", "o-1", duty.Weekly},
		{"daily", `, duty: {weekly: {daily: "00:00-24:00", officer: o-1}}`, "2026-12-06 23:59", "o-1", duty.Weekly},
		{"resting on holidays", `, duty: {weekly: {mon-fri: "08:30-17:30", officer: o-1, holidays: off}}`, "2026-12-25 12:00", "", duty.None},
		{"a table", `, duty: {table: duty/it.csv, weekly: {daily: "00:00-24:00", officer: o-1}}`, "2026-12-01 21:00", "o-7", duty.Table},
		{"several tables", `, duty: {table: [duty/it.csv, duty/it.ics]}`, "2026-12-02 09:00", "o-8", duty.Table},
		{"the last day of a stand-in", `, duty: {weekly: {daily: "00:00-24:00", officer: o-1}, standins: [{for: o-1, by: o-2, from: 2026-12-24, to: 2026-12-31}]}`,
			"2026-12-31 23:59", "o-2", duty.StandIn},
		{"the day after", `, duty: {weekly: {daily: "00:00-24:00", officer: o-1}, standins: [{for: o-1, by: o-2, from: 2026-12-24, to: 2026-12-31}]}`,
			"2027-01-01 00:00", "o-1", duty.Weekly},
		{"fallback", `, duty: {fallback: [o-9]}`, "2026-12-01 12:00", "o-9", duty.Fallback},
		{"another zone", `, duty: {timezone: Europe/London, weekly: {daily: "08:00-09:00", officer: o-1}}`, "2026-12-01 10:30", "o-1", duty.Weekly},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := read(t, "version: 1\nnational: n\nunits:\n  - {id: n, kind: agency, name: Агенция"+tt.keys+"}\n", map[string]string{
				"duty/it.csv": "date;from;to;officer\n01.12.2026;20:00;08:00;o-7\n",
				"duty/it.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:o-8\nDTSTART:20261202T080000\nDTEND:20261202T200000\nEND:VEVENT\nEND:VCALENDAR\n",
			})
			got := duty.On(r.National(), moment(t, tt.at))
			if who := strings.Join(got.Officers, " "); who != tt.officers || got.Source != tt.source {
				t.Errorf("On(%s) = %q from %s, want %q from %s", tt.at, who, got.Source, tt.officers, tt.source)
			}
		})
	}
}

// Aliases are welcome where they say once what several units share.
func TestAliases(t *testing.T) {
	r := read(t, `
version: 1
national: n
units:
  - {id: n, kind: agency, name: Агенция, ladder: &quick [{notify: duty}, {after: 1m, notify: national}]}
  - {id: ozd, kind: ozd, name: Отдел, municipalities: [LOV33], ladder: *quick}
`, nil)
	u, _ := r.Unit("ozd")
	if got := u.Ladder(signal.Urgent); len(got) != 2 || got[1].After != time.Minute {
		t.Errorf("ladder %v", got)
	}
}

// The national unit may stand anywhere in the file, and be of any kind.
func TestAnyNational(t *testing.T) {
	for _, kind := range Kinds() {
		r := read(t, "version: 1\nnational: n\nunits:\n  - {id: ozd, kind: ozd, name: Отдел, municipalities: [LOV33]}\n  - {id: n, kind: "+string(kind)+", name: Н}\n", nil)
		if r.National().ID != "n" {
			t.Errorf("the national unit is %s", r.National().ID)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{country, covered, "version: 1\nnational: n\nunits: [&a {id: n, kind: agency, name: *a}]", "a: &a [*a, *a]", "!0", "{", "units: {<<: [1]}"} {
		f.Add([]byte(seed))
	}
	embedded, err := example.ReadFile("example.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(embedded)
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := tryRead(string(data), map[string]string{"duty/teteven.csv": "2026-12-01,08:00,20:00,o-1\n"})
		if err != nil {
			faults, ok := err.(Faults)
			if !ok || len(faults) == 0 || len(faults) > maxFaults+1 {
				t.Fatalf("%T with %d faults", err, len(faults))
			}
			for _, fault := range faults {
				if fault.Line < 1 || fault.Says == "" {
					t.Fatalf("fault %+v", fault)
				}
			}
			return
		}
		for _, urgency := range signal.Urgencies() {
			if route := r.Route(Facts{Urgency: urgency, Municipality: "LOV33"}); len(route) == 0 || route[0].Part != signal.Lead || route[0].Unit == nil {
				t.Fatalf("%s goes to %v", urgency, said(route))
			}
			for _, u := range r.Units() {
				if ladder := u.Ladder(urgency); ladder[len(ladder)-1].Notify != NotifyNational {
					t.Fatalf("the ladder of %s ends with %v", u.ID, ladder)
				}
			}
		}
	})
}
