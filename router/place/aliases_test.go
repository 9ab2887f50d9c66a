package place

import (
	"strings"
	"testing"
)

// Each other name leads to the place that its line says, in the embedded register, when it is all that was typed.
func TestEveryAliasIsFound(t *testing.T) {
	t.Parallel()
	r, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	err = rows("aliases.tsv", 3, func(f []string) error {
		if seen[f[0]+f[1]] {
			t.Errorf("%s for %s stands twice", f[0], f[1])
		}
		seen[f[0]+f[1]] = true
		code, _, _ := strings.Cut(f[1], "/")
		if p, ok := r.provinces[code]; ok {
			code = p.seat
		}
		for _, m := range r.Find(f[0]) {
			if m.MunicipalityCode == code || f[2] == "hist" {
				return nil // a former name gives way to a place that bears it today
			}
		}
		t.Errorf("%s (%s) is not found as %s: %v", f[0], f[2], f[1], r.Find(f[0]))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Each neighbourhood is found with its city, by every name, beside other cities that have one of that name.
func TestEveryDistrictIsFoundInItsCity(t *testing.T) {
	t.Parallel()
	r, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	err = rows("districts.tsv", 3, func(f []string) error {
		city := r.municipalities[f[0]]
		for _, name := range strings.Split(f[2], "|") {
			query := "кв. " + name + ", " + city.seatName
			if got := r.Find(query); len(got) == 0 || got[0].MunicipalityCode != f[0] || got[0].District == "" {
				t.Errorf("Find(%q) = %v, want %s with a district", query, got, f[0])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The land around a town narrows a name, whichever form the adjective has.
func TestLandAround(t *testing.T) {
	t.Parallel()
	r, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for adjective, want := range map[string]string{
		"мездренско": "VRC27", "Старозагорско": "SZR31", "старозагорския": "SZR31", "котленско": "SLV11", "пернишко": "PER32", "ловешко": "LOV18",
		"кърджалийско": "KRZ16", "белоградчишко": "VID01", "троянско": "LOV34", "карловско": "PDV13", "поморийско": "BGS17", "разложко": "BLG37",
		"razlojko": "BLG37", "харманлийско": "HKV33", "дряновско": "GAB12", "вършечко": "MON12", "ихтиманско": "SFO20", "бургаската": "BGS04",
	} {
		key, _ := keyOf(adjective)
		found := false
		for _, code := range r.landAround(key) {
			found = found || code == want
		}
		if !found {
			t.Errorf("landAround(%s) = %v, want %s among them", adjective, r.landAround(key), want)
		}
	}
}
