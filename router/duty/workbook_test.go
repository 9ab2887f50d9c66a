package duty

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// book makes a workbook of these rows.
func book(t testing.TB, since1904 bool, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &since1904}); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestParseWorkbook(t *testing.T) {
	head := []any{"date", "from", "to", "officer"}
	for _, tt := range []struct {
		name      string
		since1904 bool
		rows      [][]any
		want      string
	}{
		{"text", false, [][]any{head, {"01.12.2026", "8:30", "17.30", "o-1"}}, "12-01 08:30 12-01 17:30 o-1"},
		{"days and hours counted", false, [][]any{head, {46357, 0.729166666666667, 0.354166666666667, "o-1"}}, "12-01 17:30 12-02 08:30 o-1"},
		{"days counted from 1904", true, [][]any{head, {44895, 0.5, 1, "o-1"}}, "12-01 12:00 12-02 00:00 o-1"},
		{"hours that hold a date too", false, [][]any{head, {46357, 46357.5, 46357.75, "o-1 + o-2"}}, "12-01 12:00 12-01 18:00 o-1\n12-01 12:00 12-01 18:00 o-2"},
		{"no headings", false, [][]any{{46357, 0.5, 0.75, "o-1"}}, "12-01 12:00 12-01 18:00 o-1"},
		{"a title, an empty row, other columns in another order", false, [][]any{{"Звено"}, {}, {"Дежурен", "Телефон", "Дата", "От", "До"}, {}, {"o-1", "", 46357, 0.5, 0.75}},
			"12-01 12:00 12-01 18:00 o-1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			shifts, faults := ParseWorkbook("d.xlsx", book(t, tt.since1904, tt.rows...), sofia(t))
			if got := list(t, shifts); got != tt.want || len(faults) > 0 {
				t.Errorf("got:\n%s\n%v\nwant:\n%s", got, faults, tt.want)
			}
		})
	}
}

func TestParseWorkbookFaults(t *testing.T) {
	head := []any{"date", "from", "to", "officer"}
	hour := `begins at no hour of a clock ("8.3"): write from 00:00 to 23:59`
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"no workbook", []byte("date,from,to,officer\n"), "d.xlsx:1: this is no Excel workbook that can be read: save it as .xlsx, without a password"},
		{"an empty archive", []byte("PK\x05\x06" + strings.Repeat("\x00", 18)), "d.xlsx:1: this is no Excel workbook that can be read: save it as .xlsx, without a password"},
		{"too big", make([]byte, maxFile+1), "d.xlsx:1: the file has more than 4 MiB: keep one file a month"},
		{"an hour that is a number", book(t, false, head, []any{46357, 8.3, 0.75, "o-1"}), "d.xlsx:2: the shift " + hour},
		{"a name is never repeated", book(t, false, []any{"График"}, head, []any{}, []any{"Мария", 0.5, 0.75, "Мария Петрова"}),
			"d.xlsx:4: the date is no day (what stands there): write 2026-12-01 or 01.12.2026\n" +
				"d.xlsx:4: no officer's id stands there: write an id such as o-1, never a name"},
		{"headings", book(t, false, []any{"date", "from", "till", "officer"}), `d.xlsx:1: the headings have no "to": the first line must be date,from,to,officer`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, faults := ParseWorkbook("d.xlsx", tt.data, sofia(t))
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

func FuzzParseWorkbook(f *testing.F) {
	f.Add(book(f, false, []any{"date", "from", "to", "officer"}, []any{46357, 0.5, 0.75, "o-1"}))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	zone := sofia(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		_, faults := ParseWorkbook("f", data, zone)
		for _, fault := range faults {
			if fault.Line < 1 || fault.Says == "" {
				t.Fatalf("fault %+v", fault)
			}
		}
	})
}
