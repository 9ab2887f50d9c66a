package unit

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// WriteCSV writes the report as a table for a spreadsheet, one municipality a line: its lead and those that join for
// each urgency, and whether a unit of its own is told (own), only the national one (national), or nobody. Warnings are
// not in it.
func (r Report) WriteCSV(w io.Writer) error {
	t := csv.NewWriter(w)
	t.Write([]string{"code", "municipality", "crisis_lead", "crisis_joins", "urgent_lead", "urgent_joins", "standard_lead", "standard_joins", "covered_by"})
	for _, m := range r.Municipalities {
		t.Write([]string{m.Code, m.Name, string(m.Lead.Crisis), joining(m.Joins.Crisis), string(m.Lead.Urgent), joining(m.Joins.Urgent),
			string(m.Lead.Standard), joining(m.Joins.Standard), string(m.by)})
	}
	t.Flush()
	if err := t.Error(); err != nil {
		return fmt.Errorf("units as CSV: %w", err)
	}
	return nil
}

// joining lists units in one field.
func joining(units []ID) string { return strings.ReplaceAll(list(units), ", ", " ") }
