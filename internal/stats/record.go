package stats

import (
	"slices"
	"time"
)

// Record is a signal of a past register, its values as the keys of the yearly report. What the register does not give
// is empty. Its JSON is the form in which it is kept.
type Record struct {
	ReceivedAt   time.Time `json:"received_at,omitzero"`
	Source       string    `json:"source,omitempty"`
	Kind         []string  `json:"kind,omitempty"`
	Setting      string    `json:"setting,omitempty"`
	Perpetrator  string    `json:"perpetrator,omitempty"`
	Municipality string    `json:"municipality,omitempty"` // its code
	Victims      []Victim  `json:"victims,omitempty"`
	Meetings     []Meeting `json:"meetings,omitempty"`
}

// Victim is a child that a signal is about.
type Victim struct {
	Age string `json:"age,omitempty"` // a band of the report
	Sex string `json:"sex,omitempty"`
}

// Meeting is a meeting of a multidisciplinary team.
type Meeting struct {
	At         time.Time `json:"at,omitzero"`
	Occasion   string    `json:"occasion,omitempty"`
	ReportedBy []string  `json:"reported_by,omitempty"` // institutions that counted it
	Attended   []string  `json:"attended,omitempty"`    // kinds of units
}

// unknown is the row of what was asked and is not known.
const unknown = "unknown"

// The rows of the report's tables, in its order.

func sources() []string {
	return []string{"ministry_of_interior", "parents", "mother", "father", "neighbour", "relative", "friend", "stranger",
		"national_helpline_116111", "general_practitioner", "health_facility", "educational_institution", "child_victim", "another_child"}
}

func kinds() []string {
	return []string{"physical", "psychological", "sexual", "neglect", "cyberbullying", "exploitation", "self_harm", "other"}
}

func settings() []string { return []string{"family", "school", "street", "acquaintances", "other"} }

func perpetrators() []string {
	return []string{"father", "mother", "neighbour_or_acquaintance", "another_child", "relative", "teacher", "other"}
}

func ages() []string { return []string{"0-3", "4-7", "8-11", "12-16", "17-18"} }

func sexes() []string { return []string{"girl", "boy"} }

func occasions() []string { return []string{"first_signal", "follow_up", "procedural"} }

func institutions() []string {
	return []string{"state_agency", "ministry_of_interior", "district_administrations"}
}

func unitKinds() []string {
	return []string{"ozd", "police", "pedagogic_room", "helpline", "agency", "inspectorate", "municipality", "prosecutor", "ngo"}
}

// with is a list with more words at its end.
func with(list []string, more ...string) []string { return append(slices.Clone(list), more...) }
