package stats

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/xuri/excelize/v2"

	"github.com/chuyme/chuyme/internal/signal"
)

// Difference is a meeting that not every institution counts, where they report apart: what an institution reports and
// the meetings it misses add up to the one figure from the log.
type Difference struct {
	Ref        signal.Ref `json:"ref,omitempty"`    // of a case
	Past       int        `json:"record,omitempty"` // of an imported record: its number among all, from 1
	Day        string     `json:"date,omitempty"`   // of the meeting; "" it has none
	Occasion   string     `json:"occasion"`
	District   string     `json:"district"`
	ReportedBy []string   `json:"reported_by"`
	Missing    []string   `json:"missing"` // institutions that do not count it
}

// differs keeps a meeting that an institution does not count.
func (c *Counter) differs(s Signal, m Meeting, district string) {
	d := Difference{Ref: s.Ref, Past: s.Past, Occasion: orUnknown(m.Occasion), District: district, ReportedBy: []string{}}
	if !m.At.IsZero() {
		d.Day = dayOf(m.At, c.o.Zone)
	}
	for _, i := range institutions() {
		if slices.Contains(m.ReportedBy, i) {
			d.ReportedBy = append(d.ReportedBy, i)
		} else {
			d.Missing = append(d.Missing, i)
		}
	}
	if len(d.Missing) > 0 {
		c.different = append(c.different, d)
	}
}

// differences are those of the occasions at which some institution reports apart, in the order of their days. Where
// none does, there is nothing to set beside the log.
func (c *Counter) differences() []Difference {
	list := []Difference{}
	for _, d := range c.different {
		if len(c.reported[d.Occasion]) > 0 {
			list = append(list, d)
		}
	}
	slices.SortStableFunc(list, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Past, b.Past), cmp.Compare(a.Occasion, b.Occasion))
	})
	return list
}

// row is the difference as cells, in the order of differenceColumns.
func (d Difference) row() []string {
	name := string(d.Ref)
	if d.Past > 0 {
		name = "imported " + strconv.Itoa(d.Past)
	}
	return []string{name, d.Day, d.Occasion, d.District, strings.Join(d.ReportedBy, " "), strings.Join(d.Missing, " ")}
}

func differenceColumns() []string {
	return []string{"ref", "date", "occasion", "district", "reported_by", "missing"}
}

// differenceRows are the columns and then one row a meeting.
func (r Report) differenceRows() [][]string {
	rows := [][]string{differenceColumns()}
	for _, d := range r.Differences {
		rows = append(rows, d.row())
	}
	return rows
}

// WriteDifferencesJSON writes the meetings that make the institutions' counts differ, as a list.
func (r Report) WriteDifferencesJSON(out io.Writer) error {
	return writeJSON(out, r.Differences)
}

// WriteDifferencesCSV writes one line a meeting.
func (r Report) WriteDifferencesCSV(out io.Writer) error {
	return csv.NewWriter(out).WriteAll(r.differenceRows())
}

// WriteDifferencesTable writes, for people, what each institution counts beside the log and then the meetings.
func (r Report) WriteDifferencesTable(out io.Writer) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%s\n\n", r.heading())
	for _, l := range r.Meetings.lines() {
		fmt.Fprintf(t, "%s\t%s\n", l.label, l.value)
	}
	fmt.Fprintf(t, "\n%s\n", strings.ToUpper(strings.Join(differenceColumns(), "\t")))
	for _, d := range r.Differences {
		fmt.Fprintln(t, strings.Join(d.row(), "\t"))
	}
	return t.Flush()
}

// fillDifferences adds their sheet to a workbook, where there are any.
func (r Report) fillDifferences(f *excelize.File) error {
	const sheet = "differences"
	if len(r.Differences) == 0 {
		return nil
	}
	if _, err := f.NewSheet(sheet); err != nil {
		return fmt.Errorf("making the sheet %s: %w", sheet, err)
	}
	for i, row := range r.differenceRows() {
		if err := f.SetSheetRow(sheet, "A"+strconv.Itoa(i+1), &row); err != nil {
			return fmt.Errorf("filling the sheet %s: %w", sheet, err)
		}
	}
	return nil
}
