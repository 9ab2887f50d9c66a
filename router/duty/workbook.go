package duty

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Bounds of a workbook: a small file may unfold to a huge one.
const (
	maxUnzipped = 64 << 20
	maxRows     = 20_000
	maxTitles   = 20 // lines above the headings
)

// ParseWorkbook reads the monthly schedule from the first sheet of an Excel workbook (.xlsx), in the columns of
// ParseTable, with or without a title above the headings. Dates and hours may be real ones or text. name is what the
// faults call the file; their lines are the rows of the sheet.
func ParseWorkbook(name string, data []byte, zone *time.Location) (Shifts, []Fault) {
	t := table{name: name, zone: zone, order: map[string]int{"date": 0, "from": 1, "to": 2, "officer": 3}}
	rows, since1904, err := sheet(data)
	switch {
	case len(data) > maxFile:
		t.fault(1, "the file has more than 4 MiB: keep one file a month")
	case err != nil:
		t.fault(1, "this is no Excel workbook that can be read: save it as .xlsx, without a password")
	case len(rows) > maxRows:
		t.fault(maxRows, "the sheet has more than %d rows: keep one file a month", maxRows)
	default:
		t.readSheet(rows, since1904)
	}
	return t.shifts.shifts(), t.faults
}

// sheet gives the raw cells of the first sheet, and whether its days are counted from 1904. The library may panic on
// a broken file; such a file is refused like another.
func sheet(data []byte) (rows [][]string, since1904 bool, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = errors.New("the workbook is broken")
		}
	}()
	if len(data) > maxFile {
		return nil, false, nil
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		since1904 = *props.Date1904
	}
	rows, err = firstRows(f)
	return rows, since1904, err
}

// firstRows reads the first sheet, and no further than one row past the bound.
func firstRows(f *excelize.File) (rows [][]string, err error) {
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	each, err := f.Rows(sheets[0])
	if err != nil {
		return nil, err
	}
	defer each.Close()
	for each.Next() && len(rows) <= maxRows {
		row, err := each.Columns()
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, each.Error()
}

// readSheet reads the rows, from the headings on.
func (t *table) readSheet(rows [][]string, since1904 bool) {
	for i := headingRow(rows); i < len(rows); i++ {
		row := rows[i]
		for j := range row {
			row[j] = strings.TrimSpace(row[j])
		}
		if strings.Join(row, "") == "" || strings.HasPrefix(row[0], "#") {
			continue
		}
		t.written(row, since1904)
		if !t.headed {
			t.headed = true
			if t.headings(i+1, row) {
				continue
			}
		}
		t.row(i+1, row)
	}
}

// headingRow finds the row that holds all headings; 0 where there is none near the top.
func headingRow(rows [][]string) int {
	for i, row := range rows[:min(len(rows), maxTitles)] {
		found := map[string]bool{}
		for _, cell := range row {
			found[columns[strings.ToLower(strings.TrimSpace(cell))]] = true
		}
		if found["date"] && found["from"] && found["to"] && found["officer"] {
			return i
		}
	}
	return 0
}

// firstDay is 1 January 2000 as a workbook counts days.
const firstDay = 36526 - 1462 // or four years less, where it counts from 1904

// written turns real dates and hours into text, as a table in CSV has them. A number that is neither, as 8.3 typed for
// half past eight, stays what it is, for the fault to show.
func (t *table) written(row []string, since1904 bool) {
	for column, i := range t.order {
		if i >= len(row) || column == "officer" {
			continue
		}
		number, err := strconv.ParseFloat(row[i], 64)
		if err != nil || number < 0 || number > 1 && number < firstDay || number > 2*firstDay {
			continue
		}
		if column != "date" {
			row[i] = hour(number)
		} else if at, err := excelize.ExcelDateToTime(number, since1904); err == nil && number > 1 {
			row[i] = at.Format(time.DateOnly)
		}
	}
}

// hour writes the part of a day as the clock shows it. A whole day is midnight at its end; the date of a cell that has
// one too is left out.
func hour(days float64) string {
	if days > 1 {
		days -= math.Floor(days)
	}
	minutes := int(math.Round(days * 1440))
	return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}
