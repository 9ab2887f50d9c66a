package stats

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// threeSignals is a report with two sources, one of them with a name that a spreadsheet would run.
func threeSignals() Report {
	c := NewCounter(Options{})
	c.Add(OfRecord(Record{Source: "mother", Municipality: "GAB29"}))
	c.Add(OfRecord(Record{Source: "mother"}))
	c.Add(OfRecord(Record{Source: `=cmd|'<&>'!A1`}))
	return c.Report()
}

func written(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTableHasPercentagesAndTheirBase(t *testing.T) {
	got := written(t, threeSignals().WriteTable)
	lines := strings.Split(got, "\n")
	for _, want := range []string{
		"By source (base 3 sources; mother and father are among parents)", "parents 2 66.7 %", "mother 2 66.7 %", "neighbour 0 0.0 %",
		"Signals by district (base 3 signals)", "Gabrovo 1 33.3 %", "unknown 2 66.7 %", "signals 3", "median -",
	} {
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.Join(strings.Fields(l), " ") == want }) {
			t.Errorf("no line %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "is not shown") || strings.Contains(got, "Plovdiv") {
		t.Errorf("nothing is hidden and districts without signals are left out, but:\n%s", got)
	}
	hidden := written(t, threeSignals().Suppress(Least).WriteTable)
	if !strings.Contains(hidden, "is not shown: fewer than 5") || strings.Contains(hidden, "base 3") || !strings.Contains(hidden, "Plovdiv") {
		t.Errorf("want the note, no base and every district in\n%s", hidden)
	}
}

func TestCSVRunsNothing(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(written(t, threeSignals().WriteCSV))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range [][]string{
		{"table", "row", "count", "percent"}, {"by_source", "mother", "2", "66.7"}, {"by_source", `'=cmd|'<&>'!A1`, "1", "33.3"}, {"by_district", "Gabrovo", "1", "33.3"},
	} {
		if !slices.ContainsFunc(rows, func(r []string) bool { return slices.Equal(r, want) }) {
			t.Errorf("no row %q in %q", want, rows)
		}
	}
	for in, want := range map[string]string{"=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\tx": "'\tx", "a=1": "a=1", "": ""} {
		if got := plain(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestXLSXOpens(t *testing.T) {
	book, err := excelize.OpenReader(strings.NewReader(written(t, threeSignals().WriteXLSX)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if n := len(book.GetSheetList()); n != len(threeSignals().sections()) {
		t.Errorf("%d sheets, want one for each table", n)
	}
	rows, err := book.GetRows("by_source")
	if err != nil {
		t.Fatal(err)
	}
	last := rows[len(rows)-1]
	if rows[0][0] != "By source" || !slices.Equal(rows[4], []string{"mother", "2", "66.7"}) || !slices.Equal(last, []string{`=cmd|'<&>'!A1`, "1", "33.3"}) {
		t.Errorf("by_source: got %q", rows)
	}
	if kind, err := book.GetCellType("by_source", "B5"); err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("a count is of type %v, %v, want a number", kind, err)
	}
	if formula, err := book.GetCellFormula("by_source", "A17"); err != nil || formula != "" {
		t.Errorf("a text became the formula %q, %v", formula, err)
	}
}

// TestSVGIsReadAloud: the drawing is well formed, and the whole, each chart and each bar have a title.
func TestSVGIsReadAloud(t *testing.T) {
	text := written(t, threeSignals().WriteSVG)
	d := xml.NewDecoder(strings.NewReader(text))
	var titles []string
	inside := ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well formed: %v\n%s", err, text)
		}
		switch v := token.(type) {
		case xml.StartElement:
			inside = v.Name.Local
			if slices.Contains([]string{"script", "image", "foreignObject"}, inside) {
				t.Errorf("the drawing has a %s", inside)
			}
		case xml.CharData:
			if inside == "title" {
				titles = append(titles, string(v))
			}
		case xml.EndElement:
			inside = ""
		}
	}
	for _, want := range []string{"Figures", "By source (base 3 sources; mother and father are among parents)", "mother: 2 (66.7 %)", `=cmd|'<&>'!A1: 1 (33.3 %)`} {
		if !slices.Contains(titles, want) {
			t.Errorf("no title %q in %q", want, titles)
		}
	}
}
