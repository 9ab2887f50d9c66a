package stats

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// Number is one figure. In JSON it is a number, or null where it is hidden.
type Number struct {
	N      int
	Hidden bool // suppressed: too few to be shown, or it would give another away
}

// MarshalJSON writes the number, or null.
func (n Number) MarshalJSON() ([]byte, error) {
	if n.Hidden {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, int64(n.N), 10), nil
}

// Row is one row of a table.
type Row struct {
	Key string
	Number
}

// Table is rows in the order of the report; in JSON an object in that order.
type Table []Row

// MarshalJSON writes an object whose keys keep the order of the rows.
func (t Table) MarshalJSON() ([]byte, error) {
	return object(len(t), func(i int) (string, any) { return t[i].Key, t[i].Number })
}

// Group is the rows of one age band.
type Group struct {
	Key  string
	Rows Table
}

// Grid is a table of two keys.
type Grid []Group

// MarshalJSON writes an object of objects in the order of the groups.
func (g Grid) MarshalJSON() ([]byte, error) {
	return object(len(g), func(i int) (string, any) { return g[i].Key, g[i].Rows })
}

func object(n int, member func(int) (string, any)) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		key, v := member(i)
		for j, part := range []any{key, v} {
			text, err := json.Marshal(part)
			if err != nil {
				return nil, err
			}
			if j == 1 {
				b.WriteByte(':')
			}
			b.Write(text)
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Occasion is the meetings of one occasion.
type Occasion struct {
	ReportedBy Table  `json:"reported_by,omitempty"` // what each institution counts, where they report apart
	Counted    Number `json:"counted"`               // the one figure from the log
}

// Meetings are the meetings of teams.
type Meetings struct {
	AtFirstSignal Occasion  `json:"at_first_signal"`
	AtFollowUp    Occasion  `json:"at_follow_up"`
	Procedural    Occasion  `json:"procedural"`
	Unknown       *Occasion `json:"occasion_unknown,omitempty"` // nil: there was none
	ByDistrict    Table     `json:"by_district"`                // of every occasion
}

// Times are how long cases waited for a person, in seconds; nil where nobody waited, or too few to be told.
type Times struct {
	Median       *float64 `json:"median"`
	P90          *float64 `json:"p90"`
	P99          *float64 `json:"p99"`
	Acknowledged Number   `json:"acknowledged"`
	Waiting      Number   `json:"waiting"` // nobody has taken them yet
}

// Report is the figures of a period.
type Report struct {
	From       string `json:"from,omitempty"` // first day
	To         string `json:"to,omitempty"`   // last day
	Unit       string `json:"unit,omitempty"`
	District   string `json:"district,omitempty"`
	Suppressed bool   `json:"suppressed"`                 // small numbers are hidden
	Least      int    `json:"suppressed_under,omitempty"` // the smallest number that is shown then

	Signals       Number   `json:"signals"`
	BySource      Table    `json:"by_source"`
	ByKind        Table    `json:"by_kind"`
	BySetting     Table    `json:"by_setting"`
	ByPerpetrator Table    `json:"by_perpetrator"`
	Victims       Grid     `json:"victims_by_age_and_sex"`
	Meetings      Meetings `json:"team_meetings"`
	ByDistrict    Table    `json:"by_district"`
	ByUrgency     Table    `json:"by_urgency"`
	Times         Times    `json:"time_to_acknowledge"`

	OtherSettings     Table `json:"other_settings,omitempty"` // what the row "other" of by_setting holds, as answered
	OtherPerpetrators Table `json:"other_perpetrators,omitempty"`
	NotCounted        Table `json:"not_counted"`

	Differences []Difference `json:"differences,omitempty"` // meetings that not every institution counts
}

// Report gives the figures counted so far.
func (c *Counter) Report() Report {
	_, names := districtNames()
	urgencies := []string{string(signal.Crisis), string(signal.Urgent), string(signal.Standard)}
	r := Report{
		Unit: c.o.Unit, District: c.o.District,
		Signals: Number{N: c.signals}, BySource: table(c.source, sources()), ByKind: table(c.kind, kinds()),
		BySetting: table(c.setting, settings()), ByPerpetrator: table(c.perpetrator, perpetrators()),
		Victims: c.grid(), ByDistrict: table(c.district, names), ByUrgency: table(c.urgency, urgencies),
		Times: c.times(), OtherSettings: table(c.otherSetting, nil), OtherPerpetrators: table(c.otherPerpetrator, nil),
		NotCounted: table(c.apart, []string{notASignal, duplicate, undated}),
		Meetings: Meetings{
			AtFirstSignal: c.occasion("first_signal"), AtFollowUp: c.occasion("follow_up"),
			Procedural: c.occasion("procedural"), ByDistrict: table(c.heldIn, names),
		},
		Differences: c.differences(),
	}
	if o := c.occasion(unknown); o.Counted.N > 0 {
		r.Meetings.Unknown = &o
	}
	if !c.o.From.IsZero() {
		r.From = c.o.From.In(c.o.Zone).Format(time.DateOnly)
	}
	if !c.o.To.IsZero() {
		r.To = c.o.To.Add(-time.Nanosecond).In(c.o.Zone).Format(time.DateOnly)
	}
	return r
}

// table has a row for each key that the report has, also where nothing was counted, and after them what else there is.
func table(counts map[string]int, keys []string) Table {
	t := make(Table, 0, len(keys))
	for _, k := range keys {
		t = append(t, Row{k, Number{N: counts[k]}})
	}
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		if !slices.Contains(keys, k) {
			t = append(t, Row{k, Number{N: counts[k]}})
		}
	}
	return t
}

// grid is the victims; what is unknown has rows only where there is any.
func (c *Counter) grid() (g Grid) {
	rows, columns := ages(), sexes()
	for at := range c.victims {
		if at.age == unknown && !slices.Contains(rows, unknown) {
			rows = append(rows, unknown)
		}
		if at.sex == unknown && !slices.Contains(columns, unknown) {
			columns = append(columns, unknown)
		}
	}
	for _, age := range rows {
		group := Group{Key: age}
		for _, sex := range columns {
			group.Rows = append(group.Rows, Row{sex, Number{N: c.victims[cell{age, sex}]}})
		}
		g = append(g, group)
	}
	return g
}

func (c *Counter) occasion(name string) Occasion {
	o := Occasion{Counted: Number{N: c.held[name]}}
	if by := c.reported[name]; len(by) > 0 {
		o.ReportedBy = table(by, institutions())
	}
	return o
}

func (c *Counter) times() Times {
	t := Times{Acknowledged: Number{N: len(c.took)}, Waiting: Number{N: c.waiting}}
	took := slices.Sorted(slices.Values(c.took))
	t.Median, t.P90, t.P99 = rank(took, 0.5), rank(took, 0.9), rank(took, 0.99)
	return t
}

// rank is the smallest of the sorted durations that a share of them does not exceed (nearest rank), in seconds.
func rank(sorted []time.Duration, share float64) *float64 {
	if len(sorted) == 0 {
		return nil
	}
	seconds := sorted[max(int(math.Ceil(share*float64(len(sorted)))), 1)-1].Seconds()
	return &seconds
}
