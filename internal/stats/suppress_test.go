package stats

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func tableOf(counts ...int) (t Table) {
	for i, n := range counts {
		t = append(t, Row{fmt.Sprintf("r%d", i), Number{N: n}})
	}
	return t
}

func shown(t Table) string {
	var list []string
	for _, r := range t {
		list = append(list, r.String())
	}
	return strings.Join(list, " ")
}

func TestSuppress(t *testing.T) {
	for _, tt := range []struct {
		counts []int
		want   string
	}{
		{[]int{5, 9, 120}, "5 9 120"},
		{[]int{4, 9, 120}, "* * 120"},        // the sum would give the four away
		{[]int{30, 9, 3, 120}, "30 * * 120"}, // the second smallest, wherever it stands
		{[]int{4, 3, 120}, "* * 120"},        // seven in two rows may be 3 and 4, or a larger one
		{[]int{1, 1, 9, 120}, "* * * 120"},   // two in two rows are one and one
		{[]int{4, 4, 9, 120}, "* * * 120"},
		{[]int{0, 2, 9}, "* * *"}, // it is often known which row is empty
		{[]int{0, 0, 9}, "* * 9"},
		{[]int{2}, "*"},
		{nil, ""},
	} {
		if got := shown(tableOf(tt.counts...).suppress(Least)); got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.counts, got, tt.want)
		}
	}
}

func TestSuppressKnowsThatParentsAreMothersAndFathers(t *testing.T) {
	for _, tt := range []struct {
		parents, mother, father, others int
		want                            string
	}{
		{20, 11, 9, 30, "20 11 9"},
		{20, 17, 3, 30, "20 * *"},  // 20 less 17
		{20, 11, 8, 30, "20 11 *"}, // one did not say which: it would be 20 less 11 less 8
		{20, 16, 2, 30, "20 16 *"}, // two mothers, or fathers, or neither
		{4, 2, 2, 30, "* * *"},
		{20, 11, 9, 3, "* * *"}, // the parents hide the others, and are the sum of their parts
	} {
		table := Table{{"parents", Number{N: tt.parents}}, {"mother", Number{N: tt.mother}}, {"father", Number{N: tt.father}}, {"friend", Number{N: tt.others}}}
		if got := shown(suppressSources(table, Least)[:3]); got != tt.want {
			t.Errorf("%d parents, %d mothers, %d fathers, %d friends: got %s, want %s", tt.parents, tt.mother, tt.father, tt.others, got, tt.want)
		}
	}
}

// TestSuppressLeavesNothingToReckon: nothing small is shown, and where a small number is hidden the sum of the table
// leaves more than one possibility for it.
func TestSuppressLeavesNothingToReckon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 12), 1, 9).Draw(t, "counts")
		before := tableOf(counts...)
		after := before.suppress(Least)
		small, hidden, sum, large := 0, 0, 0, 0
		for i, r := range after {
			switch {
			case !r.Hidden && r.N < Least:
				t.Fatalf("%v: %d is shown", counts, r.N)
			case r.Hidden && r.N > 0:
				hidden, sum = hidden+1, sum+r.N
				if r.N < Least {
					small++
				}
			case !r.Hidden:
				large++
			}
			if before[i].Hidden || before[i].N != r.N {
				t.Fatalf("%v: the report itself was changed", counts)
			}
		}
		if small > 0 && large > 0 && (hidden == 1 || sum == hidden) {
			t.Fatalf("%v: what is hidden adds up to %d in %d rows", counts, sum, hidden)
		}
	})
}

func TestSuppressedReport(t *testing.T) {
	c := NewCounter(Options{})
	for i := range 40 {
		r := Record{Source: "neighbour", Kind: []string{"neglect"}, Municipality: "GAB29", Victims: []Victim{{"0-3", "boy"}}}
		if i < 3 {
			r = Record{Source: "friend", Kind: []string{"sexual"}, Municipality: "SML16", Victims: []Victim{{"4-7", "girl"}},
				Meetings: []Meeting{{Occasion: "follow_up", ReportedBy: []string{"state_agency"}}}}
		}
		c.Add(OfRecord(r))
	}
	full := c.Report()
	r := full.Suppress(Least)
	var out strings.Builder
	if err := r.WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	for _, table := range []Table{r.BySource, r.ByKind, r.ByDistrict, r.Victims.flat(), r.Meetings.ByDistrict, r.Meetings.AtFollowUp.ReportedBy, r.ByUrgency, r.NotCounted} {
		for _, row := range table {
			if !row.Hidden && row.N < Least {
				t.Errorf("%s: %d is shown", row.Key, row.N)
			}
		}
	}
	if r.Signals.Hidden || r.Signals.N != 40 || !r.Meetings.AtFollowUp.Counted.Hidden || !r.Times.Acknowledged.Hidden {
		t.Errorf("signals, follow-ups, taken: got %s %s %s, want 40 * *", r.Signals, r.Meetings.AtFollowUp.Counted, r.Times.Acknowledged)
	}
	if !strings.Contains(out.String(), `"suppressed": true`) || !strings.Contains(out.String(), `"sexual": null`) {
		t.Errorf("JSON: want suppressed and null for what is hidden:\n%s", out.String())
	}
	if n := full.BySource[6]; full.Suppressed || n.Hidden || n.Key != "friend" || n.N != 3 {
		t.Errorf("the full report: got %+v for friends, want 3 as before", n)
	}
}
