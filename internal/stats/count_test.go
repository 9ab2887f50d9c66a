package stats

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// some are the rows of a table that are not zero.
func some(t Table) map[string]int {
	out := map[string]int{}
	for _, r := range t {
		if r.N != 0 {
			out[r.Key] = r.N
		}
	}
	return out
}

func wantRows(t *testing.T, what string, got Table, want map[string]int) {
	t.Helper()
	if !maps.Equal(some(got), want) {
		t.Errorf("%s: got %v, want %v", what, some(got), want)
	}
}

var noon = time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)

// liveCase is a case as the store gives it, taken after a while.
func liveCase(change func(*casestore.Figure)) Signal {
	f := casestore.Figure{Ref: "2026-000001", Urgency: signal.Urgent, OpenedAt: noon, TakenAt: noon.Add(90 * time.Second), Municipality: "GAB29"}
	change(&f)
	return OfCase(f)
}

// TestAnswersBecomeRows: what reporters answer is counted under the keys of the yearly report.
func TestAnswersBecomeRows(t *testing.T) {
	c := NewCounter(Options{})
	for role, n := range map[signal.Option]int{"child": 1, "friend": 2, "parent": 3, "relative": 4, "neighbour": 5, "teacher": 6, "doctor": 7, "stranger": 8, "": 9} {
		for range n {
			c.Add(liveCase(func(f *casestore.Figure) { f.Role = role }))
		}
	}
	for i, o := range signal.Options(signal.Setting) {
		for range i + 1 {
			c.Add(liveCase(func(f *casestore.Figure) { f.Setting = o }))
		}
	}
	for i, o := range signal.Options(signal.Perpetrator) {
		for range i + 1 {
			c.Add(liveCase(func(f *casestore.Figure) { f.Perpetrator = o }))
		}
	}
	c.Add(liveCase(func(f *casestore.Figure) {
		f.Kind, f.Category = []signal.Option{signal.Online}, []signal.Option{signal.Online, signal.Sexual}
		f.Age, f.Sex = "12-16", "girl"
	}))
	c.Add(liveCase(func(f *casestore.Figure) { f.Age = "unknown" }))
	r := c.Report()
	wantRows(t, "sources", r.BySource, map[string]int{"child_victim": 1, "another_child": 2, "parents": 3, "relative": 4, "neighbour": 5, "educational_institution": 6, "doctor": 7, "stranger": 8})
	wantRows(t, "settings", r.BySetting, map[string]int{"family": 1, "school": 2, "street": 3, "acquaintances": 6, "other": 4 + 5 + 7})
	wantRows(t, "other settings", r.OtherSettings, map[string]int{"institution": 4, "online": 5, "other": 7})
	wantRows(t, "perpetrators", r.ByPerpetrator, map[string]int{"father": 1, "mother": 2, "relative": 4, "neighbour_or_acquaintance": 5, "another_child": 6, "teacher": 7, "other": 3 + 8 + 9 + 10 + 11})
	wantRows(t, "other perpetrators", r.OtherPerpetrators, map[string]int{"partner": 3, "caretaker": 8, "stranger": 9, "unknown": 10, "other": 11})
	wantRows(t, "kinds", r.ByKind, map[string]int{"cyberbullying": 1, "sexual": 1})
	wantRows(t, "victims", r.Victims.flat(), map[string]int{"12-16 girl": 1, "unknown unknown": 1})
	wantRows(t, "urgencies", r.ByUrgency, map[string]int{"urgent": r.Signals.N})
	wantRows(t, "districts", r.ByDistrict, map[string]int{"Gabrovo": r.Signals.N})
}

func TestSignalsCountInTheirPeriod(t *testing.T) {
	zone := sofia(t)
	o := Options{From: time.Date(2025, 3, 1, 0, 0, 0, 0, zone), To: time.Date(2025, 4, 1, 0, 0, 0, 0, zone), Zone: zone, District: "Smolyan"}
	c := NewCounter(o)
	for _, r := range []Record{
		{Municipality: "SML16", Source: "friend", ReceivedAt: o.From.Add(-time.Second), Meetings: []Meeting{{At: o.From, Occasion: "follow_up"}}},
		{Municipality: "SML16", Source: "mother", ReceivedAt: o.From},
		{Municipality: "SML16", Source: "father", ReceivedAt: o.To.Add(-time.Second), Meetings: []Meeting{{At: o.To, Occasion: "follow_up"}}},
		{Municipality: "SML16", Source: "friend", ReceivedAt: o.To},
		{Municipality: "SML16", Source: "friend", Meetings: []Meeting{{At: o.From, Occasion: "first_signal"}, {Occasion: "first_signal"}}}, // no date
		{Municipality: "GAB29", Source: "friend", ReceivedAt: o.From},
		{Source: "friend", ReceivedAt: o.From},
	} {
		c.Add(OfRecord(r))
	}
	r := c.Report()
	wantRows(t, "sources", r.BySource, map[string]int{"parents": 2, "mother": 1, "father": 1})
	wantRows(t, "not counted", r.NotCounted, map[string]int{"without_date": 1})
	if r.Signals.N != 2 || r.Meetings.AtFollowUp.Counted.N != 1 || r.Meetings.AtFirstSignal.Counted.N != 1 {
		t.Errorf("signals, follow-ups, first meetings: got %d %d %d, want 2 1 1", r.Signals.N, r.Meetings.AtFollowUp.Counted.N, r.Meetings.AtFirstSignal.Counted.N)
	}
	if r.From != "2025-03-01" || r.To != "2025-03-31" {
		t.Errorf("period: got %s to %s, want 2025-03-01 to 2025-03-31", r.From, r.To)
	}
	all := NewCounter(Options{})
	all.Add(OfRecord(Record{Source: "friend"}))
	if n := all.Report().Signals.N; n != 1 {
		t.Errorf("a record without a date, in no period: counted %d times, want once", n)
	}
}

// TestMeetingsCountOnce: once for each case, day and occasion, whoever writes them down how often.
func TestMeetingsCountOnce(t *testing.T) {
	meeting := func(at, occasion, by string) signal.Event {
		return signal.Event{Kind: signal.EvMeeting, At: noon, Data: map[string]string{"at": at, "occasion": occasion, "reported_by": by, "attended": "ozd,police"}}
	}
	c := NewCounter(Options{Zone: sofia(t)})
	for range 2 { // two cases
		c.Add(liveCase(func(f *casestore.Figure) {
			f.Meetings = []signal.Event{
				meeting("2026-05-12T20:00:00Z", "first_signal", ""),
				meeting("2026-05-12T21:30:00Z", "first_signal", ""), // the next day on a clock in Sofia
				meeting("2026-05-12T20:00:00Z", "follow_up", "state_agency"),
				meeting("2026-05-12T06:00:00Z", "follow_up", "ministry_of_interior,state_agency"),
				meeting("2026-05-15T06:00:00Z", "follow_up", "ministry_of_interior"),
				meeting("no time", "procedural", ""), // at the entry's own
			}
		}))
	}
	m := c.Report().Meetings
	got := []int{m.AtFirstSignal.Counted.N, m.AtFollowUp.Counted.N, m.Procedural.Counted.N}
	if !slices.Equal(got, []int{4, 4, 2}) || m.Unknown != nil {
		t.Errorf("first, follow-up, procedural: got %v, want [4 4 2] and none of another occasion", got)
	}
	wantRows(t, "follow-ups as reported", m.AtFollowUp.ReportedBy, map[string]int{"state_agency": 2, "ministry_of_interior": 4})
	if m.AtFirstSignal.ReportedBy != nil {
		t.Errorf("first meetings: got %v as reported, want none: no institution counted them apart", m.AtFirstSignal.ReportedBy)
	}
	wantRows(t, "districts", m.ByDistrict, map[string]int{"Gabrovo": 10})
	bare := NewCounter(Options{})
	bare.Add(OfRecord(Record{Meetings: []Meeting{{}, {}}}))
	if o := bare.Report().Meetings.Unknown; o == nil || o.Counted.N != 2 {
		t.Errorf("two meetings of which nothing is known: got %v, want 2 of an unknown occasion", o)
	}
}

func TestNoSignalsAndDuplicatesNeverCount(t *testing.T) {
	c := NewCounter(Options{})
	held := []signal.Event{{At: noon, Data: map[string]string{"occasion": "follow_up"}}}
	c.Add(liveCase(func(f *casestore.Figure) { f.Urgency, f.Meetings = signal.NotASignal, held }))
	c.Add(liveCase(func(f *casestore.Figure) { f.CloseReason, f.Role, f.Meetings = "duplicate", "child", held }))
	c.Add(liveCase(func(f *casestore.Figure) { f.CloseReason = "not_child_protection" }))
	r := c.Report()
	wantRows(t, "not counted", r.NotCounted, map[string]int{"not_a_signal": 1, "duplicate": 1})
	wantRows(t, "sources", r.BySource, map[string]int{})
	if r.Signals.N != 1 || r.Times.Acknowledged.N != 1 || r.Meetings.AtFollowUp.Counted.N != 0 {
		t.Errorf("got %d signals, %d taken, %d meetings, want 1, 1, 0", r.Signals.N, r.Times.Acknowledged.N, r.Meetings.AtFollowUp.Counted.N)
	}
}

func TestTimesAreNearestRanks(t *testing.T) {
	c := NewCounter(Options{})
	if got := c.Report().Times; got.Median != nil || got.P99 != nil {
		t.Errorf("nobody waited: got %v, want no times", got)
	}
	for i := 200; i > 0; i-- {
		c.Add(liveCase(func(f *casestore.Figure) { f.TakenAt = noon.Add(time.Duration(i) * 500 * time.Millisecond) }))
	}
	c.Add(liveCase(func(f *casestore.Figure) { f.TakenAt = time.Time{} }))
	got := c.Report().Times
	if *got.Median != 50 || *got.P90 != 90 || *got.P99 != 99 || got.Waiting.N != 1 {
		t.Errorf("got %v %v %v, %d waiting, want 50 90 99, 1", *got.Median, *got.P90, *got.P99, got.Waiting.N)
	}
}
