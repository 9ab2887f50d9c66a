package duty

import (
	"strings"
	"testing"
	"time"
)

// list writes shifts as they are, in order, on Sofia's clock.
func list(t testing.TB, s Shifts) string {
	t.Helper()
	var all []string
	for _, x := range s.spans {
		from, to := time.Unix(x.from, 0).In(sofia(t)), time.Unix(x.to, 0).In(sofia(t))
		all = append(all, from.Format("01-02 15:04")+" "+to.Format("01-02 15:04")+" "+s.officers[x.officer])
	}
	return strings.Join(all, "\n")
}

func TestParseTable(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"as specified", "date,from,to,officer\n2026-12-01,08:30,17:30,o-1\n", "12-01 08:30 12-01 17:30 o-1"},
		{"overnight", "date,from,to,officer\n2026-12-31,20:00,08:00,o-1\n", "12-31 20:00 01-01 08:00 o-1"},
		{"to midnight", "date,from,to,officer\n2026-12-01,20:00,24:00,o-1\n", "12-01 20:00 12-02 00:00 o-1"},
		{"until the same hour", "date,from,to,officer\n2026-12-05,08:30,08:30,o-1\n", "12-05 08:30 12-06 08:30 o-1"},
		{"the whole day", "date,from,to,officer\n2026-12-05,00:00,24:00,o-1\n", "12-05 00:00 12-06 00:00 o-1"},
		{"semicolons, a mark, Windows lines", "\xef\xbb\xbfdate;from;to;officer\r\n01.12.2026;8:30;17:30;o-1\r\n", "12-01 08:30 12-01 17:30 o-1"},
		{"tabs", "date\tfrom\tto\tofficer\n1.12.2026\t8.30\t17.30\to-1\n", "12-01 08:30 12-01 17:30 o-1"},
		{"Bulgarian headings in another order", "Дежурен;Дата;От;До\no-1;01.12.2026 г.;08:30:00;17:30:00\n", "12-01 08:30 12-01 17:30 o-1"},
		{"no headings", "2026-12-01,08:30,17:30,o-1\n", "12-01 08:30 12-01 17:30 o-1"},
		{"blank lines and remarks", "date,from,to,officer\n\n# the first\n2026-12-01,08:30,17:30,o-1\n,,,\n", "12-01 08:30 12-01 17:30 o-1"},
		{"more columns", "date,weekday,from,to,officer\n2026-12-01,Tuesday,08:30,17:30,o-1\n", "12-01 08:30 12-01 17:30 o-1"},
		{"in order whatever the lines", "2026-12-02,08:00,09:00,o-2\n2026-12-01,08:00,09:00,o-1\n", "12-01 08:00 12-01 09:00 o-1\n12-02 08:00 12-02 09:00 o-2"},
		{"quoted", "date,from,to,officer\n\"2026-12-01\",\"08:30\",\"17:30\",\"o-1, o-2\"\n", "12-01 08:30 12-01 17:30 o-1\n12-01 08:30 12-01 17:30 o-2"},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := list(t, shiftsOf(t, tt.text)); got != tt.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, tt.want)
			}
		})
	}
}

func TestParseTableFaults(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"no such day", "date,from,to,officer\n2026-02-30,08:00,09:00,o-1\n",
			`d.csv:2: the date is no day ("2026-02-30"): write 2026-12-01 or 01.12.2026`},
		{"no such hour", "date,from,to,officer\n2026-12-01,08:00,25:00,o-1\n",
			`d.csv:2: the shift ends at no hour of a clock ("25:00"): write from 00:00 to 24:00`},
		{"midnight at the beginning", "date,from,to,officer\n2026-12-01,24:00,08:00,o-1\n",
			`d.csv:2: the shift begins at no hour of a clock ("24:00"): write from 00:00 to 23:59`},
		{"a line too short", "date,from,to,officer\n2026-12-01,08:00\n",
			"d.csv:2: the shift ends at no hour of a clock (what stands there): write from 00:00 to 24:00\n" +
				"d.csv:2: no officer's id stands there: write an id such as o-1, never a name"},
		{"a name is never repeated", "date,from,to,officer\n2026-12-01,08:00,09:00,Мария Петрова\nМария,08:00,09:00,o-1\n",
			"d.csv:2: no officer's id stands there: write an id such as o-1, never a name\n" +
				"d.csv:3: the date is no day (what stands there): write 2026-12-01 or 01.12.2026"},
		{"headings", "date,from,till,officer\n2026-12-01,08:00,09:00,o-1\n",
			`d.csv:1: the headings have no "to": the first line must be date,from,to,officer`},
		{"another encoding", "date,from,to,officer\n2026-12-01,08:00,09:00,\xec\xe0\xf0\n",
			"d.csv:2: this is not UTF-8 text: save the table as CSV UTF-8"},
		{"too big", strings.Repeat("#", maxFile+1), "d.csv:1: the file has more than 4 MiB: keep one file a month"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, faults := ParseTable("d.csv", []byte(tt.text), sofia(t))
			var got []string
			for _, f := range faults {
				got = append(got, f.String())
			}
			if got := strings.Join(got, "\n"); got != tt.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, tt.want)
			}
		})
	}
}

// A unit keeps one file a month; a shift over the border of two is there as it is.
func TestJoin(t *testing.T) {
	both := Join(shiftsOf(t, "2026-12-31,20:00,08:00,o-1\n"), shiftsOf(t, "2027-01-01,08:00,20:00,o-2\n"), Shifts{})
	if got, want := list(t, both), "12-31 20:00 01-01 08:00 o-1\n01-01 08:00 01-01 20:00 o-2"; got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	from, to := both.Bounds()
	if !from.Equal(moment(t, "2026-12-31 20:00")) || !to.Equal(moment(t, "2027-01-01 20:00")) || both.Len() != 2 {
		t.Errorf("bounds %s to %s, %d shifts", from, to, both.Len())
	}
}

func FuzzParseTable(f *testing.F) {
	f.Add([]byte("date,from,to,officer\n2026-12-01,08:30,17:30,o-1\n"))
	f.Add([]byte("\xef\xbb\xbfдата;от;до;дежурен\n1.12.2026;20:00;24:00;o-1+o-2\n"))
	f.Add([]byte("\"\n\"\"\"2026"))
	zone := sofia(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		shifts, faults := ParseTable("f", data, zone)
		for i, s := range shifts.spans {
			if s.from >= s.to || i > 0 && shifts.spans[i-1].from > s.from {
				t.Fatalf("shift %d: %+v", i, s)
			}
		}
		for _, fault := range faults {
			if fault.Line < 1 || fault.Says == "" {
				t.Fatalf("fault %+v", fault)
			}
		}
	})
}
