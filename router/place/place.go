// Package place finds the settlement a person meant when asked where a child is, for the whole of Bulgaria: names with typing
// errors, in Latin letters, on the wrong keyboard, in other languages and alphabets, inside a sentence; districts and
// neighbourhoods, municipalities, provinces, nicknames; and the place of a shared location.
//
//	places, err := place.Embedded()
//	matches := places.Find("от Якоруда сме, но сега е в Девин") // Девин first
//
// A query is cut into words and each word folded into one form for all spellings (fold.go). Names are looked up exactly, then nearly
// (index.go), and become mentions (mention.go); what stands around them tells which mention is the place itself and which only
// narrows it, as "Клисура до Самоков" does (choose.go).
//
// It must never keep, log or put into an error what was asked, and never guess: what names no place gives none.
package place

// Match is one settlement that may have been meant.
type Match struct {
	EKATTE           string  `json:"ekatte"`            // five digits; empty where the register in use has none
	Name             string  `json:"name"`              // Bulgarian, without "гр." or "с."
	Kind             string  `json:"kind"`              // town, village or monastery
	MunicipalityCode string  `json:"municipality_code"` // as LOV33
	Municipality     string  `json:"municipality"`
	Province         string  `json:"province"`
	District         string  `json:"district,omitempty"` // of the city, where one was named
	Score            float64 `json:"score"`              // 0 to 1: how sure it is that this one was meant
}

// Area is a province or a municipality.
type Area struct {
	Code     string // LOV, LOV33
	Name     string // Bulgarian
	Latin    string // in the official transliteration
	Province string // the code of the province; of a province its own
}
