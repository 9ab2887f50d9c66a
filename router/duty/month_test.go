package duty

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// workbook makes of a table in CSV what an office program makes of it: a title, and real dates and hours.
func workbook(t testing.TB, text string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	cell := func(column, row int, value any) {
		name, err := excelize.CoordinatesToCellName(column, row)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellValue("Sheet1", name, value); err != nil {
			t.Fatal(err)
		}
	}
	cell(1, 1, "ГРАФИК за дежурствата")
	for i, word := range []string{"Дата", "От", "До", "Дежурен"} {
		cell(i+1, 3, word)
	}
	row := 3
	for line := range strings.Lines(text) {
		field := strings.Split(strings.TrimSpace(line), ",")
		day, ok := parseDay(field[0])
		if !ok {
			continue // the headings, a remark
		}
		row++
		cell(1, row, day.utc())
		for i, text := range field[1:3] {
			minutes, ok := ParseClock(text)
			if !ok {
				t.Fatalf("%q is no hour", text)
			}
			cell(i+2, row, time.Duration(minutes)*time.Minute)
		}
		cell(4, row, field[3])
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The nights and weekends of a department in March, April and October of 2026, kept as a table, as a workbook and as a
// calendar whose events repeat: whoever asks any of them at any moment gets the same officer, at both changes of the
// clock and from Good Friday to Easter Monday.
func TestMonthFromTableWorkbookAndCalendar(t *testing.T) {
	text, err := os.ReadFile("testdata/nights.csv")
	if err != nil {
		t.Fatal(err)
	}
	events, err := os.ReadFile("testdata/nights.ics")
	if err != nil {
		t.Fatal(err)
	}
	rest := office()
	rest.OffHolidays = true
	kept := map[string]someUnit{}
	for name, read := range map[string]func() (Shifts, []Fault){
		"table":    func() (Shifts, []Fault) { return ParseTable("nights.csv", text, sofia(t)) },
		"workbook": func() (Shifts, []Fault) { return ParseWorkbook("nights.xlsx", workbook(t, string(text)), sofia(t)) },
		"calendar": func() (Shifts, []Fault) { return ParseCalendar("nights.ics", events, sofia(t)) },
	} {
		shifts, faults := read()
		if len(faults) > 0 {
			t.Fatalf("%s: %v", name, faults)
		}
		kept[name] = someUnit{&Rota{Zone: sofia(t), Shifts: shifts, Patterns: []Pattern{rest},
			StandIns: []Replacement{{For: "o-2", By: "o-4", From: moment(t, "2026-04-10 00:00"), To: moment(t, "2026-04-14 00:00")}}}}
	}
	for _, tt := range instants {
		for name, u := range kept {
			got := On(u, moment(t, tt.at))
			if said := fmt.Sprint(strings.Join(got.Officers, " "), " ", got.Source); said != tt.want {
				t.Errorf("%s at %s: %s, want %s", name, tt.at, said, tt.want)
			}
		}
	}
	if len(instants) < 40 {
		t.Errorf("%d instants, want 40", len(instants))
	}
	from, to := moment(t, "2026-03-01 00:00"), moment(t, "2026-05-01 00:00")
	want := ScheduleOf("ozd", kept["table"], from, to)
	for name, u := range kept {
		if got := ScheduleOf("ozd", u, from, to); fmt.Sprint(got.Stretches) != fmt.Sprint(want.Stretches) {
			t.Errorf("%s: the schedules of spring differ:\n%v\n%v", name, got.Stretches, want.Stretches)
		}
	}
}

// Each form that a schedule is written in is read back as the same schedule.
func TestScheduleReadBack(t *testing.T) {
	u := someUnit{&Rota{Zone: sofia(t), Fallback: []string{},
		Shifts:   shiftsOf(t, "2026-03-28,08:30,08:30,o-2\n2026-03-29,08:30,08:30,o-2\n2026-03-30,17:30,08:30,o-3 + o-2\n"),
		Patterns: []Pattern{office()}, StandIns: []Replacement{{"o-3", "o-4", moment(t, "2026-03-31 00:00"), moment(t, "2026-04-01 00:00")}}}}
	from, to := moment(t, "2026-03-28 00:00"), moment(t, "2026-04-01 00:00")
	s := ScheduleOf("ozd", u, from, to)
	for name, form := range map[string]struct {
		write func(*bytes.Buffer) error
		read  func(string, []byte, *time.Location) (Shifts, []Fault)
	}{
		"csv":  {func(b *bytes.Buffer) error { return s.WriteCSV(b) }, ParseTable},
		"xlsx": {func(b *bytes.Buffer) error { return s.WriteWorkbook(b) }, ParseWorkbook},
		"ics":  {func(b *bytes.Buffer) error { return s.WriteCalendar(b, from) }, ParseCalendar},
	} {
		var b bytes.Buffer
		if err := form.write(&b); err != nil {
			t.Fatal(err)
		}
		shifts, faults := form.read(name, b.Bytes(), sofia(t))
		if len(faults) > 0 {
			t.Fatalf("%s: %v", name, faults)
		}
		back := someUnit{&Rota{Zone: sofia(t), Shifts: shifts}}
		for at := from; at.Before(to); at = at.Add(30 * time.Minute) {
			got, want := On(back, at).Officers, On(u, at).Officers
			if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
				t.Errorf("%s: at %s %v is on, want %v", name, at, got, want)
			}
		}
	}
}

func TestSchedulePrint(t *testing.T) {
	u := someUnit{&Rota{Zone: sofia(t), Shifts: shiftsOf(t, "2026-10-24,20:00,08:00,o-2\n2026-10-24,21:00,22:00,o-3\n"), Patterns: []Pattern{office()}}}
	var b bytes.Buffer
	if err := ScheduleOf("ozd", u, moment(t, "2026-10-24 00:00"), moment(t, "2026-10-26 00:00")).Print(&b); err != nil {
		t.Fatal(err)
	}
	want := `FROM                  TO                    HOURS  ON DUTY    SOURCE
Sat 2026-10-24 00:00  Sat 2026-10-24 20:00  20     nobody     none
Sat 2026-10-24 20:00  Sat 2026-10-24 21:00  1      o-2        table
Sat 2026-10-24 21:00  Sat 2026-10-24 22:00  1      o-2 + o-3  table
Sat 2026-10-24 22:00  Sun 2026-10-25 08:00  11     o-2        table
Sun 2026-10-25 08:00  Mon 2026-10-26 00:00  16     nobody     none
nobody from Sat 2026-10-24 00:00 to Sat 2026-10-24 20:00
nobody from Sun 2026-10-25 08:00 to Mon 2026-10-26 00:00
two shifts overlap from Sat 2026-10-24 21:00 to Sat 2026-10-24 22:00: table.csv:1 and table.csv:2
`
	if b.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", b.String(), want)
	}
	nobody := ScheduleOf("ozd", someUnit{}, moment(t, "2026-10-24 00:00"), moment(t, "2026-10-26 00:00"))
	if err := nobody.WriteCalendar(&b, time.Time{}); err != ErrNobody || len(nobody.Gaps()) != 1 {
		t.Errorf("a unit without a rota: %v, gaps %v", err, nobody.Gaps())
	}
}
