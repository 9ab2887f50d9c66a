package duty

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/emersion/go-ical"
	"github.com/xuri/excelize/v2"
)

// shownForm is how people are shown a moment: with the day of the week, which a schedule is read by.
const shownForm = "Mon 2006-01-02 15:04"

// together writes several officers of one shift as one field.
func together(officers []string) string { return strings.Join(officers, " + ") }

// Print writes the schedule for people: who is on, then where nobody is and which shifts run at the same time.
func (s Schedule) Print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "FROM\tTO\tHOURS\tON DUTY\tSOURCE")
	for _, x := range s.Stretches {
		fmt.Fprintf(t, "%s\t%s\t%.4g\t%s\t%s\n", x.From.Format(shownForm), x.To.Format(shownForm), x.To.Sub(x.From).Hours(), or(together(x.Officers), "nobody"), x.Source)
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("schedule: %w", err)
	}
	var b strings.Builder
	for _, g := range s.Gaps() {
		fmt.Fprintf(&b, "nobody from %s to %s\n", g.From.Format(shownForm), g.To.Format(shownForm))
	}
	for _, o := range s.Overlaps {
		fmt.Fprintf(&b, "two shifts overlap from %s to %s: %s:%d and %s:%d\n", o.From.Format(shownForm), o.To.Format(shownForm), o.One.File, o.One.Line, o.Two.File, o.Two.Line)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("schedule: %w", err)
	}
	return nil
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func (x tableRow) fields() []string { return []string{x.date, x.from, x.to, x.officers} }

// WriteCSV writes the schedule as a table that ParseTable reads. Where nobody is on there is no line.
func (s Schedule) WriteCSV(w io.Writer) error {
	t := csv.NewWriter(w)
	t.Write([]string{"date", "from", "to", "officer"})
	for _, x := range s.shifts() {
		t.Write(x.fields())
	}
	t.Flush()
	if err := t.Error(); err != nil {
		return fmt.Errorf("schedule as CSV: %w", err)
	}
	return nil
}

// WriteWorkbook writes the schedule as an Excel workbook that ParseWorkbook reads.
func (s Schedule) WriteWorkbook(w io.Writer) (err error) {
	f := excelize.NewFile()
	defer func() {
		if shut := f.Close(); err == nil {
			err = shut
		}
	}()
	rows := []tableRow{{"date", "from", "to", "officer"}}
	for i, x := range append(rows, s.shifts()...) {
		row := x.fields()
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			return fmt.Errorf("schedule as a workbook: %w", err)
		}
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("schedule as a workbook: %w", err)
	}
	return nil
}

// ErrNobody says that nobody is on in all of a schedule: iCalendar knows no file without an event.
var ErrNobody = errors.New("nobody is on in all that time: a calendar without events cannot be written")

// WriteCalendar writes the schedule as an iCalendar file that ParseCalendar and calendar programs read; made is when.
// An event's UID stays the same from one writing to the next, so that a program which subscribes doubles nothing. It is ErrNobody where
// there is nothing to write.
func (s Schedule) WriteCalendar(w io.Writer, made time.Time) error {
	c := ical.NewCalendar()
	c.Props.SetText(ical.PropVersion, "2.0")
	c.Props.SetText(ical.PropProductID, "-//chuyme//duty//EN")
	for _, x := range s.Stretches {
		if len(x.Officers) == 0 {
			continue
		}
		e := ical.NewEvent()
		e.Props.SetText(ical.PropUID, fmt.Sprintf("%s-%d@chuyme", s.Unit, x.From.Unix()))
		e.Props.SetDateTime(ical.PropDateTimeStamp, made.UTC())
		e.Props.SetDateTime(ical.PropDateTimeStart, x.From.UTC())
		e.Props.SetDateTime(ical.PropDateTimeEnd, x.To.UTC())
		e.Props.SetText(ical.PropSummary, together(x.Officers))
		c.Children = append(c.Children, e.Component)
	}
	if len(c.Children) == 0 {
		return ErrNobody
	}
	if err := ical.NewEncoder(w).Encode(c); err != nil {
		return fmt.Errorf("schedule as a calendar: %w", err)
	}
	return nil
}
