package conversation

import "github.com/chuyme/chuyme/internal/signal"

// Services are the readings that are handed to the engine as functions, so that a step knows no store,
// no network and no clock. Each must be pure and safe for concurrent use.
type Services struct {
	// Read triages a whole draft.
	Read func(signal.Draft) signal.Reading
	// Find finds settlements for what was typed, best first, at most 5, each with a score of 0 to 1.
	Find func(query string) []Match
	// Nearest finds the settlement of a shared location.
	Nearest func(lat, lon string) (signal.Place, bool)
	// Provinces lists the 28 provinces for browsing by taps: code ("LOV") and Bulgarian name.
	Provinces func() []Area
	// Municipalities lists those of a province: code ("LOV33") and Bulgarian name.
	Municipalities func(province string) []Area
	// Lang is spoken where nothing tells a person's language; "" is Bulgarian.
	Lang string
}

// Match is one place that may have been meant.
type Match struct {
	Place signal.Place
	Score float64
}

// Area is a province or a municipality.
type Area struct {
	Code string
	Name string // Bulgarian
	Latn string // the same in Latin letters
}

// Result is what a step gives: the next session, what to say now, and what must be done. When there are effects,
// the reception hands each outcome back through Step before it says anything further.
type Result struct {
	Session Session
	Replies []Reply
	Effects []Effect
}
