package unit

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// partly has a municipality of each coverage, once the national unit can be told.
const partly = `
version: 1
national: n
units:
  - {id: n, kind: agency, name: Агенция, duty: {fallback: [o-1]}}
  - {id: ozd, kind: ozd, name: Отдел, municipalities: [LOV33], endpoints: [{id: mail, kind: email, to: duty@example.org}]}
  - {id: ozd-empty, kind: ozd, name: Отдел, municipalities: [LOV38]}
  - {id: ozd-s, kind: ozd, name: Отдел, municipalities: [SLV20], leads: [{urgency: [urgent, standard]}], duty: {fallback: o-1}}
`

func TestWriteCSV(t *testing.T) {
	var b bytes.Buffer
	if err := Check(read(t, partly, nil), nil, Reach{SMTP: true}).WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 9 {
		t.Fatalf("%d rows, %v, want a heading and 8 municipalities", len(rows), err)
	}
	for _, want := range []string{
		"code,municipality,crisis_lead,crisis_joins,urgent_lead,urgent_joins,standard_lead,standard_joins,covered_by",
		"LOV33,Тетевен,ozd,,ozd,,ozd,,own",
		"LOV36,Угърчин,n,,n,,n,,national",
		"LOV38,Ябланица,ozd-empty,,ozd-empty,,ozd-empty,,national",
		"SLV20,Сливен,n,ozd-s,ozd-s,,ozd-s,,national",
	} {
		if !slices.ContainsFunc(rows, func(row []string) bool { return strings.Join(row, ",") == want }) {
			t.Errorf("no row %s in %v", want, rows)
		}
	}
}

// The map is well-formed, has a mark for each municipality, where its seat lies, and counts them in its legend.
func TestWriteMap(t *testing.T) {
	seats := map[string][2]float64{"LOV33": {42.92, 24.26}, "HKV33": {41.93, 25.9}}
	seat := func(code string) (lat, lon float64, ok bool) {
		at, ok := seats[code]
		return at[0], at[1], ok
	}
	for _, tt := range []struct {
		name, units string
		want        []string
	}{
		{"covered", partly, []string{
			"<title>Тетевен (LOV33): ozd</title><circle class=\"own\" cx=\"328\" cy=\"306\" r=\"6\"/>",
			"<title>Харманли (HKV33): n</title><rect class=\"national\" x=\"569\" y=\"504\"",
			"<title>Сливен (SLV20): n, ozd-s</title><rect class=\"national\"",
			">1: a unit of its own<", ">7: the national unit only<", ">0: nobody<",
		}},
		{"holed", covered, []string{"<title>Харманли (HKV33): nobody</title><path class=\"nobody\"", ">1: a unit of its own<", ">7: nobody<"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := Check(read(t, tt.units, nil), nil, Reach{SMTP: true}).WriteMap(&b, seat); err != nil {
				t.Fatal(err)
			}
			for _, want := range tt.want {
				if !strings.Contains(b.String(), want) {
					t.Errorf("no %s in\n%s", want, b.String())
				}
			}
			if n := strings.Count(b.String(), "<g><title>"); n != 8 {
				t.Errorf("%d marks, want 8", n)
			}
			for d := xml.NewDecoder(&b); ; {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("the map is no XML: %v", err)
				}
			}
		})
	}
}
