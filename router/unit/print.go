package unit

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Print writes the report as a table for people, then what is uncovered and what is doubtful.
func (r Report) Print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "CODE\tMUNICIPALITY\tCRISIS\tURGENT\tSTANDARD")
	for _, m := range r.Municipalities {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", m.Code, m.Name,
			acting(m.Lead.Crisis, m.Joins.Crisis), acting(m.Lead.Urgent, m.Joins.Urgent), acting(m.Lead.Standard, m.Joins.Standard))
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("units table: %w", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n%d municipalities, %d uncovered", len(r.Municipalities), len(r.Uncovered))
	if len(r.Uncovered) > 0 {
		b.WriteString(": " + strings.Join(r.Uncovered, " "))
	}
	b.WriteString("\n")
	for _, said := range r.Warnings {
		b.WriteString("warning: " + said + "\n")
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("units table: %w", err)
	}
	return nil
}

// acting is the lead and, behind a plus each, those that join it.
func acting(lead ID, joins []ID) string {
	said := string(lead)
	for _, j := range joins {
		said += " +" + string(j)
	}
	return said
}
