package place_test

import (
	"math"
	"testing"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	r := open(t)
	for _, tt := range []struct {
		where    string
		lat, lon float64
		want     string // municipality, empty: not in Bulgaria
	}{
		{"Sofia, the cathedral", 42.6958, 23.3328, "SOF46"},
		{"Varna, the sea garden", 43.2057, 27.9220, "VAR06"},
		{"Plovdiv, the old town", 42.1487, 24.7525, "PDV22"},
		{"Ruse, at the Danube", 43.8480, 25.9470, "RSE27"},
		{"Vidin, the fortress", 43.9931, 22.8858, "VID09"},
		{"Nesebar, on the peninsula", 42.6591, 27.7360, "BGS15"},
		{"Silistra", 44.1171, 27.2606, "SLS31"},
		{"Teteven", 42.9160, 24.2670, "LOV33"},
		{"Harmanli, the camp", 41.9370, 25.9180, "HKV33"},
		{"Edirne", 41.6771, 26.5557, ""},
		{"Giurgiu", 43.9037, 25.9699, ""},
		{"Niš", 43.3209, 21.8958, ""},
		{"Skopje", 41.9981, 21.4254, ""},
		{"Istanbul", 41.0082, 28.9784, ""},
		{"the middle of the Black Sea", 43.0, 30.0, ""},
		{"off Burgas, at sea", 42.45, 28.4, ""},
		{"nowhere", math.NaN(), 25, ""},
		{"no latitude", 425, 25, ""},
		{"zero", 0, 0, ""},
	} {
		got, ok := r.Nearest(tt.lat, tt.lon)
		if got.MunicipalityCode != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: Nearest(%v, %v) = %s, %v, want %q", tt.where, tt.lat, tt.lon, show(got), ok, tt.want)
		}
		if ok && (got.Score <= 0 || got.Score > 1 || got.Name == "") {
			t.Errorf("%s: match %+v lacks a name or a score", tt.where, got)
		}
	}
}

// The seat of every municipality lies in Bulgaria and is the nearest place to itself.
func TestNearestKnowsEverySeat(t *testing.T) {
	t.Parallel()
	r := embedded(t)
	checked := 0
	for code, at := range seats(t) {
		got, ok := r.Nearest(at[0], at[1])
		if !ok {
			t.Errorf("the seat of %s at %v is not in Bulgaria", code, at)
			continue
		}
		checked++
		home := map[string]string{"PDV17": "PDV22", "PDV26": "PDV22", "DOB15": "DOB28", "JAM25": "JAM26"}
		want := code
		if h, ok := home[code]; ok {
			want = h
		}
		if got.MunicipalityCode != want {
			t.Errorf("nearest to the seat of %s is %s", code, show(got))
		}
	}
	if checked != 265 {
		t.Errorf("%d seats were checked, want 265", checked)
	}
}
