package unit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/place"
	"github.com/chuyme/chuyme/router/unit"
)

// country gives the municipalities as the program has them, and the provinces' names.
func country(t *testing.T) (all unit.Municipalities, provinces map[string]string) {
	t.Helper()
	places, err := place.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	provinces = map[string]string{}
	for _, province := range places.Provinces() {
		provinces[province.Code] = province.Name
		for _, m := range places.Municipalities(province.Code) {
			all = append(all, unit.MunicipalityArea{Code: m.Code, Name: m.Name, Latin: m.Latin, Province: m.Province})
		}
	}
	return all, provinces
}

// The example leaves none of the country's 265 municipalities without somebody, and what the register of places calls
// a district is what the example calls it.
func TestExampleCoversTheCountry(t *testing.T) {
	all, _ := country(t)
	places, err := place.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	units, err := unit.Example(all)
	if err != nil {
		t.Fatal(err)
	}
	report := unit.Check(units, nil, unit.Reach{SMTP: true})
	if len(report.Municipalities) != 265 || !report.Holds() {
		t.Errorf("%d municipalities, uncovered %v", len(report.Municipalities), report.Uncovered)
	}
	found := places.Find("Люлин, София")
	if len(found) == 0 {
		t.Fatal("the register of places does not know Lyulin")
	}
	route := units.Route(unit.Facts{Urgency: signal.Urgent, Municipality: found[0].MunicipalityCode, District: found[0].District})
	if route[0].Unit.ID != "ozd-sofia-lyulin" {
		t.Errorf("%+v is led by %s", found[0], route[0].Unit.ID)
	}
}

// A file to begin from names two units for every municipality, holds no fault, and is not taken for a finished one:
// whoever has not joined is asked for.
func TestStartCoversTheCountry(t *testing.T) {
	all, provinces := country(t)
	file, err := unit.Start(all, func(code string) string { return provinces[code] })
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "units.yaml")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	units, err := unit.Load(path, all)
	if err != nil {
		t.Fatal(err)
	}
	report := unit.Check(units, func(unit.ID) []string { return nil }, unit.Reach{})
	if len(report.Municipalities) != 265 || !report.Holds() || len(units.Units()) != 531 {
		t.Errorf("%d municipalities, %d units, uncovered %v", len(report.Municipalities), len(units.Units()), report.Uncovered)
	}
	for _, m := range report.Municipalities {
		if m.Lead.Crisis == "agency" || m.Lead.Standard == "agency" || len(m.Joins.Crisis) != 1 {
			t.Errorf("%s is led by %s, and %v join", m.Code, m.Lead.Crisis, m.Joins.Crisis)
		}
	}
	if len(report.Warnings) != 531 || !strings.Contains(report.Warnings[0], "its duty names o-1, who have not joined") {
		t.Errorf("%d warnings, the first %q", len(report.Warnings), report.Warnings[:1])
	}
	for _, id := range []unit.ID{"ozd-byala-rse04", "ozd-byala-var05", "ozd-byala-slatina", "ru-teteven"} {
		if _, ok := units.Unit(id); !ok {
			t.Errorf("there is no unit %s", id)
		}
	}
	if strings.Contains(string(file), "\n\n\n") || !strings.Contains(string(file), "# ── Ловеч ──\n  - id: ozd-") {
		t.Error("the file is not laid out as it should be")
	}
}
