package signal

import "slices"

// Urgency says how soon a person must act (DOMAIN section 4). It is taken from facts alone, never from the hour.
type Urgency string

// The four levels, highest first.
const (
	Crisis     Urgency = "crisis"       // a person must act now
	Urgent     Urgency = "urgent"       // within 24 hours
	Standard   Urgency = "standard"     // in the unit's ordinary time
	NotASignal Urgency = "not_a_signal" // no child is said to be hurt or at risk
)

var levels = []Urgency{NotASignal, Standard, Urgent, Crisis}

// Urgencies lists the levels, highest first.
func Urgencies() []Urgency { return []Urgency{Crisis, Urgent, Standard, NotASignal} }

// Rank orders urgencies: a greater number is more urgent; unknown words rank lowest.
func (u Urgency) Rank() int { return slices.Index(levels, u) }

// AtLeast returns the higher of u and floor.
func (u Urgency) AtLeast(floor Urgency) Urgency {
	if u.Rank() < floor.Rank() {
		return floor
	}
	return u
}

// Reason is one rule or observation that weighed, in words an officer can read.
type Reason struct {
	Rule string `json:"rule"` // "T01", "C5" …
	Text string `json:"text"` // Bulgarian, short
}

// Reading is what triage makes of a draft. It is a value: the same draft gives the same reading.
type Reading struct {
	Urgency  Urgency  `json:"urgency"`
	Category []Option `json:"category"` // kinds; empty, never nil, in JSON
	Lang     string   `json:"lang"`     // of the text; one of the ten, bg where nothing tells
	Reasons  []Reason `json:"reasons"`
}
