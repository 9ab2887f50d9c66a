package place

import "testing"

// Every municipality has a seat within the country, so that a map shows all of them.
func TestSeats(t *testing.T) {
	r, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Provinces() {
		for _, m := range r.Municipalities(p.Code) {
			lat, lon, ok := r.Seat(m.Code)
			if !ok || lat < 41 || lat > 44.5 || lon < 22 || lon > 29 {
				t.Errorf("the seat of %s lies at %v, %v (known: %v)", m.Code, lat, lon, ok)
			}
		}
	}
	if _, _, ok := r.Seat("LOV99"); ok {
		t.Error("a municipality that there is not has a seat")
	}
}
