package stats

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

func TestDifferencesNameTheMeetings(t *testing.T) {
	c := NewCounter(Options{Zone: sofia(t)})
	held := func(at, occasion, by string) signal.Event {
		return signal.Event{Kind: signal.EvMeeting, At: noon, Data: map[string]string{"at": at, "occasion": occasion, "reported_by": by}}
	}
	c.Add(liveCase(func(f *casestore.Figure) {
		f.Meetings = []signal.Event{
			held("2026-05-12T08:00:00Z", "follow_up", "state_agency"),
			held("2026-05-12T12:00:00Z", "follow_up", "ministry_of_interior"), // the same, seen by another
			held("2026-05-13T08:00:00Z", "follow_up", "state_agency,ministry_of_interior,district_administrations"),
			held("2026-05-11T08:00:00Z", "first_signal", ""), // at first signal nobody reports apart
		}
	}))
	past := OfRecord(Record{Municipality: "LOV33", Meetings: []Meeting{{At: noon.AddDate(0, 0, -3), Occasion: "follow_up"}}})
	past.Past = 7
	c.Add(past)
	r := c.Report()
	want := strings.Join([]string{
		"ref,date,occasion,district,reported_by,missing",
		"imported 7,2026-05-09,follow_up,Lovech,,state_agency ministry_of_interior district_administrations",
		"2026-000001,2026-05-12,follow_up,Gabrovo,state_agency ministry_of_interior,district_administrations", "",
	}, "\n")
	if got := written(t, r.WriteDifferencesCSV); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := written(t, r.WriteDifferencesTable); !strings.Contains(got, "at_follow_up, by ministry_of_interior      2\n") || !strings.Contains(got, "imported 7") {
		t.Errorf("the counts and the meetings are missing in\n%s", got)
	}
	if got := written(t, r.Suppress(Least).WriteJSON); strings.Contains(got, "2026-000001") || !strings.Contains(written(t, r.WriteJSON), `"missing": [`) {
		t.Errorf("what is published names a case, or what stays in the house does not:\n%s", got)
	}
	if got := written(t, NewCounter(Options{}).Report().WriteDifferencesJSON); got != "[]\n" {
		t.Errorf("no differences: got %q, want an empty list", got)
	}
}

// TestDifferencesAddUp: what an institution reports and what it misses is what the log counts, whatever was written down.
func TestDifferencesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := NewCounter(Options{})
		meeting := rapid.Custom(func(t *rapid.T) Meeting {
			m := Meeting{
				Occasion:   rapid.SampledFrom(with(occasions(), "")).Draw(t, "occasion"),
				ReportedBy: rapid.SliceOfN(rapid.SampledFrom(institutions()), 0, 3).Draw(t, "by"),
			}
			if day := rapid.IntRange(0, 5).Draw(t, "day"); day > 0 {
				m.At = noon.Add(time.Duration(day) * 11 * time.Hour)
			}
			return m
		})
		for range rapid.IntRange(0, 6).Draw(t, "records") {
			c.Add(OfRecord(Record{Meetings: rapid.SliceOfN(meeting, 0, 8).Draw(t, "meetings")}))
		}
		r := c.Report()
		by := map[string]Occasion{"first_signal": r.Meetings.AtFirstSignal, "follow_up": r.Meetings.AtFollowUp, "procedural": r.Meetings.Procedural}
		if r.Meetings.Unknown != nil {
			by[unknown] = *r.Meetings.Unknown
		}
		for name, o := range by {
			for _, reported := range o.ReportedBy {
				missed := 0
				for _, d := range r.Differences {
					if d.Occasion == name && slices.Contains(d.Missing, reported.Key) {
						missed++
					}
				}
				if reported.N+missed != o.Counted.N {
					t.Fatalf("%s: %s reports %d and misses %d of %d", name, reported.Key, reported.N, missed, o.Counted.N)
				}
			}
		}
	})
}
