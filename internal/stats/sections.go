package stats

import (
	"slices"
	"strconv"
	"strings"
)

// section is one table of a report, laid out for people.
type section struct {
	key   string // as in JSON
	title string
	note  string // what the percentages are of; "" there are none
	rows  []line
}

// line is one row of a section.
type line struct {
	label string
	value string // as it is printed
	n     Number
	count bool   // n is a number of a table and may be drawn
	share string // percent of the section's base; "" none
}

// hiddenMark stands for a number that is not shown.
const hiddenMark = "*"

func (n Number) String() string {
	if n.Hidden {
		return hiddenMark
	}
	return strconv.Itoa(n.N)
}

// sections are all tables in the order of the report.
func (r Report) sections() []section {
	list := []section{
		{key: "signals", title: "Signals", rows: []line{counted("signals", r.Signals)}},
		r.shares("by_source", "By source", "sources; mother and father are among parents", r.BySource, "mother", "father"),
		r.shares("by_kind", "By kind of violence", "kinds; a signal counts in each of its kinds", r.ByKind),
		r.shares("by_setting", "By setting", "settings", r.BySetting),
		r.shares("by_perpetrator", "By perpetrator", "perpetrators", r.ByPerpetrator),
		r.shares("victims_by_age_and_sex", "Victims by age and sex", "children", r.Victims.flat()),
		{key: "team_meetings", title: "Meetings of teams", rows: r.Meetings.lines()},
		r.shares("team_meetings.by_district", "Meetings of teams by district", "meetings", filled(r.Meetings.ByDistrict)),
		r.shares("by_district", "Signals by district", "signals", filled(r.ByDistrict)),
		r.shares("by_urgency", "By urgency", "cases of this register", r.ByUrgency),
		{key: "time_to_acknowledge", title: "Seconds until a person took it", rows: r.Times.lines()},
	}
	if len(r.OtherSettings) > 0 {
		list = append(list, r.shares("other_settings", "Other settings, as answered", "cases of this register", r.OtherSettings))
	}
	if len(r.OtherPerpetrators) > 0 {
		list = append(list, r.shares("other_perpetrators", "Other perpetrators, as answered", "cases of this register", r.OtherPerpetrators))
	}
	return append(list, section{key: "not_counted", title: "Not counted", rows: lines(r.NotCounted)})
}

func counted(label string, n Number) line {
	return line{label: label, value: n.String(), n: n, count: true}
}

func lines(t Table) (list []line) {
	for _, row := range t {
		list = append(list, counted(row.Key, row.Number))
	}
	return list
}

// shares lays a table out with percentages of its sum. Rows that are parts of another do not add to the sum. Where
// the sum would give a hidden number away there are none.
func (r Report) shares(key, title, of string, t Table, parts ...string) section {
	s := section{key: key, title: title, rows: lines(t)}
	base, shown := 0, 0
	for _, row := range t {
		if !slices.Contains(parts, row.Key) {
			base += row.N
			if row.N > 0 {
				shown++
			}
		}
	}
	hidden := hides(t)
	if base == 0 || hidden && (base < r.Least || shown < 2) {
		return s
	}
	s.note = "base " + strconv.Itoa(base) + " " + of
	for i, row := range t {
		if !row.Hidden {
			s.rows[i].share = percent(row.N, base)
		}
	}
	return s
}

func hides(t Table) bool { return slices.ContainsFunc(t, func(row Row) bool { return row.Hidden }) }

func percent(n, base int) string {
	return strconv.FormatFloat(100*float64(n)/float64(base), 'f', 1, 64)
}

// filled leaves out the districts in which nothing was counted. Where small numbers are hidden all rows stay: an
// absent one would tell that it is empty.
func filled(t Table) (out Table) {
	if hides(t) {
		return t
	}
	for _, row := range t {
		if row.N > 0 {
			out = append(out, row)
		}
	}
	return out
}

func (g Grid) flat() (t Table) {
	for _, group := range g {
		for _, row := range group.Rows {
			t = append(t, Row{group.Key + " " + row.Key, row.Number})
		}
	}
	return t
}

func (m Meetings) lines() (list []line) {
	add := func(name string, o Occasion) {
		list = append(list, counted(name, o.Counted))
		for _, row := range o.ReportedBy {
			list = append(list, counted(name+", by "+row.Key, row.Number))
		}
	}
	add("at_first_signal", m.AtFirstSignal)
	add("at_follow_up", m.AtFollowUp)
	add("procedural", m.Procedural)
	if m.Unknown != nil {
		add("occasion_unknown", *m.Unknown)
	}
	return list
}

func (t Times) lines() []line {
	list := []line{counted("acknowledged", t.Acknowledged), counted("waiting", t.Waiting)}
	for _, q := range []struct {
		label   string
		seconds *float64
	}{{"median", t.Median}, {"p90", t.P90}, {"p99", t.P99}} {
		value := "-"
		if q.seconds != nil {
			value = strconv.FormatFloat(*q.seconds, 'f', -1, 64)
		}
		list = append(list, line{label: q.label, value: value})
	}
	return list
}

// words is a key as people read it.
func words(key string) string { return strings.ReplaceAll(key, "_", " ") }

// heading is the line that tells what was counted.
func (r Report) heading() string {
	parts := []string{"Figures"}
	switch {
	case r.From != "" && r.To != "":
		parts = append(parts, "from "+r.From+" to "+r.To)
	case r.From != "":
		parts = append(parts, "from "+r.From)
	case r.To != "":
		parts = append(parts, "to "+r.To)
	}
	if r.District != "" {
		parts = append(parts, "district "+r.District)
	}
	if r.Unit != "" {
		parts = append(parts, "unit "+r.Unit)
	}
	return strings.Join(parts, ", ")
}

// hiddenNote explains the mark, where small numbers are hidden.
func (r Report) hiddenNote() string {
	return hiddenMark + " is not shown: fewer than " + strconv.Itoa(r.Least) + ", or what would give such a number away"
}
