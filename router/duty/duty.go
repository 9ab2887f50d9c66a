// Package duty says who of a unit is on duty at a given moment, and where nobody is.
//
// A Rota is what a unit keeps: a table of shifts (the monthly schedule as CSV, or an iCalendar file), a weekly
// pattern for the hours that no shift covers, officers to fall back on, and stand-ins who replace somebody for some
// days in whichever of these names them:
//
//	answer := duty.On(u, at)          // u has a rota (router/unit)
//	holes := duty.Gaps(u, from, to)
//
// All hours are those of the rota's own zone, computed on its clock: a shift from 20:00 to 08:00 is eleven hours long
// in the night when summer time begins and thirteen when it ends.
//
// The package knows officers by id alone. It must never read a clock, a network or a store, and never learn or
// repeat an officer's name; a complaint about a file tells where it stands and never quotes a person.
package duty

import (
	"slices"
	"time"
	_ "time/tzdata" // small images have no zone files
)

// Source says where an answer comes from.
type Source string

// The sources, in the order in which they are asked.
const (
	Table    Source = "table"    // a shift of the table or calendar
	Weekly   Source = "weekly"   // the weekly pattern
	Fallback Source = "fallback" // nobody of either: those named for this case
	StandIn  Source = "standin"  // one of these, but somebody stands in
	None     Source = "none"     // nobody is on
)

// Answer is who is on.
type Answer struct {
	Officers []string  `json:"officers"` // ids, each once; empty, never nil, where nobody is on
	Source   Source    `json:"source"`
	Until    time.Time `json:"until,omitzero"` // the answer holds until then at least; zero: there is no rota
}

// Rostered is whoever has a rota: a unit. A nil rota is one with nobody in it.
type Rostered interface {
	Rota() *Rota
}

// lookAhead bounds how far Until is searched: an answer that never changes is said to hold that long.
const lookAhead = 8 * 24 * time.Hour

// On says who of u is on duty at that moment. It is safe for concurrent use.
func On(u Rostered, at time.Time) Answer {
	r := u.Rota()
	if r == nil {
		return Answer{Officers: []string{}, Source: None}
	}
	officers, source := r.at(at)
	answer := Answer{Officers: officers, Source: source}
	for t, end := at, at.Add(lookAhead); ; {
		next, ok := r.next(t)
		if !ok || next.After(end) {
			answer.Until = end.In(r.Zone)
			break
		}
		if others, src := r.at(next); src != source || !slices.Equal(others, officers) {
			answer.Until = next.In(r.Zone)
			break
		}
		t = next
	}
	return answer
}
