package stats

import "strings"

// district is one of the 28, by the letters with which its municipalities' codes begin.
type district struct{ code, name string }

// districts are in the order of their English names, as the yearly report writes them.
func districts() []district {
	return []district{
		{"BLG", "Blagoevgrad"}, {"BGS", "Burgas"}, {"DOB", "Dobrich"}, {"GAB", "Gabrovo"}, {"HKV", "Haskovo"},
		{"KRZ", "Kardzhali"}, {"KNL", "Kyustendil"}, {"LOV", "Lovech"}, {"MON", "Montana"}, {"PAZ", "Pazardzhik"},
		{"PER", "Pernik"}, {"PVN", "Pleven"}, {"PDV", "Plovdiv"}, {"RAZ", "Razgrad"}, {"RSE", "Ruse"},
		{"SHU", "Shumen"}, {"SLS", "Silistra"}, {"SLV", "Sliven"}, {"SML", "Smolyan"}, {"SOF", "Sofia City"},
		{"SFO", "Sofia District"}, {"SZR", "Stara Zagora"}, {"TGV", "Targovishte"}, {"VAR", "Varna"},
		{"VTR", "Veliko Tarnovo"}, {"VID", "Vidin"}, {"VRC", "Vratsa"}, {"JAM", "Yambol"},
	}
}

// FindDistrict gives the district's name of a code ("LOV") or a name in any case of letters.
func FindDistrict(word string) (name string, ok bool) {
	for _, d := range districts() {
		if strings.EqualFold(word, d.code) || strings.EqualFold(word, d.name) {
			return d.name, true
		}
	}
	return "", false
}

// districtOf is the district of a municipality's code; unknown where there is none.
func districtOf(names map[string]string, municipality string) string {
	if len(municipality) >= 3 {
		if name, ok := names[municipality[:3]]; ok {
			return name
		}
	}
	return unknown
}

func districtNames() (byCode map[string]string, names []string) {
	byCode = map[string]string{}
	for _, d := range districts() {
		byCode[d.code] = d.name
		names = append(names, d.name)
	}
	return byCode, names
}
