package stats

import (
	"testing"
	"time"
)

func TestPeriods(t *testing.T) {
	zone := sofia(t)
	for _, tt := range []struct{ word, from, end string }{
		{"2023", "2022-12-31T22:00:00Z", "2023-12-31T22:00:00Z"},
		{"2023-03", "2023-02-28T22:00:00Z", "2023-03-31T21:00:00Z"},
		{"2023-03-26", "2023-03-25T22:00:00Z", "2023-03-26T21:00:00Z"}, // 23 hours
		{"2023-03-26T12:00:00Z", "2023-03-26T12:00:00Z", "2023-03-26T12:00:00Z"},
		{"2023-03-26 15:00", "2023-03-26T12:00:00Z", "2023-03-26T12:00:00Z"},
	} {
		from, err := FirstMoment(tt.word, zone)
		if err != nil {
			t.Errorf("%s: %v", tt.word, err)
		}
		end, err := EndMoment(tt.word, zone)
		if err != nil {
			t.Errorf("%s: %v", tt.word, err)
		}
		if got, want := from.UTC().Format(time.RFC3339)+" "+end.UTC().Format(time.RFC3339), tt.from+" "+tt.end; got != want {
			t.Errorf("%s: got %s, want %s", tt.word, got, want)
		}
	}
	for _, bad := range []string{"yesterday", "23", "2023-13", "2023-02-29", "2023-2-1", "0000-01-01x"} {
		if _, err := EndMoment(bad, zone); err == nil {
			t.Errorf("%s was taken for a period", bad)
		}
	}
	if from, err := FirstMoment("", zone); err != nil || !from.IsZero() {
		t.Errorf("nothing: got %v, %v, want no bound", from, err)
	}
}
