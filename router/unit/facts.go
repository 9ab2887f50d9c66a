package unit

import (
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

// Facts are what a route is chosen by. The zero value of each field is "not known".
type Facts struct {
	Urgency  signal.Urgency
	Category []signal.Option

	// Where the child is now, or else as near to that as was told (R01).
	Municipality string // code
	EKATTE       string
	District     string // of a city, as the place register names it
	Also         []Spot // other places that were told
	Abroad       bool

	Setting     signal.Option
	Perpetrator signal.Option
	Role        signal.Option
	Age         signal.Option
	Missing     bool   // the child is missing or being taken away
	Injury      bool   // it is hurt, or a weapon was shown (C2)
	Threat      bool   // somebody threatens to kill or maim (C7)
	Away        bool   // thrown out, run away, on the street, sold (C6)
	Named       []ID   // units one of whose officers is named as perpetrator or kin (R07)
	Lang        string // of the signal; no route depends on it (R11)
}

// Spot is a place as routing needs it.
type Spot struct {
	Municipality string // code
	EKATTE       string
	District     string
}

// known reports whether the spot says anything that a unit can be found by.
func (s Spot) known() bool { return s.Municipality != "" || s.EKATTE != "" }

func (f Facts) spot() Spot { return Spot{f.Municipality, f.EKATTE, f.District} }

// FactsOf gathers the facts of a draft as triage read it.
func FactsOf(d signal.Draft, read signal.Reading) Facts {
	rule := func(id string) bool {
		return slices.ContainsFunc(read.Reasons, func(r signal.Reason) bool { return r.Rule == id })
	}
	return Facts{
		Urgency:      read.Urgency,
		Category:     read.Category,
		Municipality: d.Place.Municipality,
		EKATTE:       d.Place.EKATTE,
		District:     d.Place.District,
		Abroad:       d.Place.Abroad,
		Setting:      d.Answers.First(signal.Setting),
		Perpetrator:  d.Answers.First(signal.Perpetrator),
		Role:         d.Answers.First(signal.Role),
		Age:          d.Answers.First(signal.Age),
		// C6 holds more than a missing child; what is told of one who is missing or taken has no kind of its own.
		Missing: rule("C6") && slices.Contains(read.Category, signal.Other),
		Injury:  rule("C2"),
		Threat:  rule("C7"),
		Away:    rule("C6"),
		Lang:    read.Lang,
	}
}

func (f Facts) has(kind signal.Option) bool { return slices.Contains(f.Category, kind) }

// institution reports whether an institution's own people are said to have done it (R06). A child of the institution
// or a visitor who did it does not take the case from the department.
func (f Facts) institution() bool {
	return f.Setting == "institution" && (f.Perpetrator == "teacher" || f.Perpetrator == "caretaker")
}

// policeMatter reports whether the police join whatever the level (R03: sexual, C2, C4, C6, C7).
func (f Facts) policeMatter() bool {
	return f.has(signal.Sexual) || f.Missing || f.Injury || f.Threat || f.Away
}

// selfHarmAlone reports whether a child hurts itself and nobody else is said to (R12).
func (f Facts) selfHarmAlone() bool {
	byOthers := []signal.Option{
		signal.Physical, signal.Psychological, signal.Sexual, signal.Online, signal.Exploitation,
	}
	for _, violence := range byOthers {
		if f.has(violence) {
			return false
		}
	}
	return f.has(signal.SelfHarm)
}
