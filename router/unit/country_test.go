package unit_test

import (
	"testing"

	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/place"
	"github.com/chuyme/chuyme/router/unit"
)

// The example leaves none of the country's 265 municipalities without somebody, and what the register of places calls
// a district is what the example calls it.
func TestExampleCoversTheCountry(t *testing.T) {
	places, err := place.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var all unit.Municipalities
	for _, province := range places.Provinces() {
		for _, m := range places.Municipalities(province.Code) {
			all = append(all, unit.MunicipalityArea{Code: m.Code, Name: m.Name, Latin: m.Latin, Province: m.Province})
		}
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
