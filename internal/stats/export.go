package stats

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/xuri/excelize/v2"
)

// WriteJSON writes the report as indented JSON.
func (r Report) WriteJSON(out io.Writer) error {
	return writeJSON(out, r)
}

func writeJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// WriteTable writes the report for people: each table with percentages and what they are of.
func (r Report) WriteTable(out io.Writer) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, r.heading())
	for _, s := range r.sections() {
		fmt.Fprintf(t, "\n%s", s.title)
		if s.note != "" {
			fmt.Fprintf(t, " (%s)", s.note)
		}
		fmt.Fprintln(t)
		for _, l := range s.rows {
			share := l.share
			if share != "" {
				share += " %"
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t\n", l.label, l.value, share)
		}
	}
	if r.Suppressed {
		fmt.Fprintf(t, "\n%s\n", r.hiddenNote())
	}
	return t.Flush()
}

// columns are the heads of CSV and of each sheet.
func columns() []string { return []string{"table", "row", "count", "percent"} }

// WriteCSV writes one line a row of each table. A text that a spreadsheet would take for a formula gets a ' before it.
func (r Report) WriteCSV(out io.Writer) error {
	w := csv.NewWriter(out)
	if err := w.Write(columns()); err != nil {
		return err
	}
	for _, s := range r.sections() {
		for _, l := range s.rows {
			if err := w.Write([]string{plain(s.key), plain(l.label), plain(l.value), l.share}); err != nil {
				return err
			}
		}
	}
	w.Flush()
	return w.Error()
}

// plain keeps a spreadsheet from taking a text for a formula.
func plain(text string) string {
	if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r") {
		return "'" + text
	}
	return text
}

// WriteXLSX writes a workbook with one sheet for each table.
func (r Report) WriteXLSX(out io.Writer) (err error) {
	f := excelize.NewFile()
	defer func() {
		if shut := f.Close(); err == nil {
			err = shut
		}
	}()
	for i, s := range r.sections() {
		name := sheetName(s.key)
		if i == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err != nil {
			return fmt.Errorf("making the sheet %s: %w", name, err)
		}
		if err := s.fill(f, name); err != nil {
			return fmt.Errorf("filling the sheet %s: %w", name, err)
		}
	}
	if err := r.fillDifferences(f); err != nil {
		return err
	}
	_, err = f.WriteTo(out)
	return err
}

// sheetName is a key within the 31 letters that a sheet's name may have.
func sheetName(key string) string {
	const most = 31
	if len(key) > most {
		return key[:most]
	}
	return key
}

func (s section) fill(f *excelize.File, sheet string) error {
	rows := [][]any{{s.title, "", s.note}, {"row", "count", "percent"}}
	for _, l := range s.rows {
		row := []any{l.label, l.value, l.share}
		if l.count && !l.n.Hidden {
			row[1] = l.n.N
		}
		rows = append(rows, row)
	}
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := f.SetSheetRow(sheet, at, &row); err != nil {
			return err
		}
	}
	return f.SetColWidth(sheet, "A", "A", 40)
}
