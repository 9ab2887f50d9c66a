package unit

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/chuyme/chuyme/internal/signal"
)

// What operators copy is what the program starts with.
func TestExampleIsTheOneForOperators(t *testing.T) {
	for _, name := range []string{"example.yaml", "duty/teteven.csv"} {
		embedded, err := example.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		shown, err := os.ReadFile(filepath.Join("../../deploy/units", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(embedded, shown) {
			t.Errorf("deploy/units/%s differs from router/unit/%[1]s: copy the one over the other", name)
		}
	}
}

func TestExampleHolds(t *testing.T) {
	r, err := Example(places())
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Warnings(); len(got) != 0 {
		t.Errorf("the example warns: %q", got)
	}
	report := Check(r, nil, Reach{SMTP: true})
	if !report.Holds() || len(report.Warnings) != 0 {
		t.Errorf("uncovered %v, warnings %q", report.Uncovered, report.Warnings)
	}
	if u := r.National(); u.ID != "agency" || u.Duty.Empty() {
		t.Errorf("the national unit is %s, its duty is empty: %v", u.ID, u.Duty.Empty())
	}
}

func TestExampleFromDisk(t *testing.T) {
	r, err := Load("../../deploy/units/example.yaml", places())
	if err != nil {
		t.Fatal(err)
	}
	route := r.Route(Facts{Urgency: signal.Crisis, Municipality: "LOV33"})
	if len(route) != 2 || route[0].Unit.ID != "ozd-teteven" || route[1].Unit.ID != "ru-teteven" {
		t.Errorf("a crisis in Teteven goes to %v", said(route))
	}
}

// said is a route in short: "ozd-teteven lead R02".
func said(route []Assignment) []string {
	var all []string
	for _, a := range route {
		all = append(all, string(a.Unit.ID)+" "+string(a.Part)+" "+a.Why)
	}
	return all
}
