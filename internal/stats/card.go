package stats

import (
	"context"
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// Card is the information card of one case, as a local team of the Coordination Mechanism enters it on the agency's
// platform. Its values are the keys of the figures, so the card and the tables cannot disagree. It is filled in from
// what lies in clear in the register: nothing in it tells who reported or what was told.
type Card struct {
	Ref              signal.Ref   `json:"ref"`
	ReceivedAt       time.Time    `json:"received_at"`
	Unit             string       `json:"unit"` // responsible for the case now
	Source           string       `json:"source"`
	Kind             []string     `json:"kind"`
	Setting          string       `json:"setting"`
	Perpetrator      string       `json:"perpetrator"`
	Victims          []Victim     `json:"victims"`
	MunicipalityCode string       `json:"municipality_code"`
	Municipality     string       `json:"municipality"` // in Bulgarian, as is the province
	Province         string       `json:"province"`
	District         string       `json:"district"` // as in the figures
	Meetings         []HeldByTeam `json:"meetings"`
	State            signal.State `json:"state"`
	ClosedAt         time.Time    `json:"closed_at,omitzero"`
	CloseReason      string       `json:"close_reason"` // what was done
	Missing          []Gap        `json:"missing"`      // what a person still has to find out
}

// HeldByTeam is a meeting as the card has it.
type HeldByTeam struct {
	Meeting
	Absent []string `json:"absent,omitempty"` // kinds of units that have to come and are not written down
}

// CardSource is what cards are filled in from; the case store is one.
type CardSource interface {
	// EachFigure calls do with what is counted of each case.
	EachFigure(ctx context.Context, unit string, do func(casestore.Figure) error) error
	// Case gives where a case stands.
	Case(ctx context.Context, ref signal.Ref) (signal.Case, error)
}

// Naming gives the Bulgarian names of a municipality's code and of its province.
type Naming func(municipality string) (name, province string)

// CardOf fills in the card of one case; casestore.ErrNotFound where there is none.
func CardOf(ctx context.Context, from CardSource, ref signal.Ref, names Naming, o Options) (Card, error) {
	if _, err := from.Case(ctx, ref); err != nil {
		return Card{}, err
	}
	found, err := cards(ctx, from, names, o, func(f casestore.Figure) bool { return f.Ref == ref })
	if err == nil && len(found) == 0 {
		err = casestore.ErrNotFound // the unit asked for has no part in it
	}
	if err != nil {
		return Card{}, err
	}
	return found[0], nil
}

// Cards fills in the cards of the cases that came in a period, in the order of their references. What never counts as
// a signal has none.
func Cards(ctx context.Context, from CardSource, names Naming, o Options) ([]Card, error) {
	c := NewCounter(o)
	return cards(ctx, from, names, o, func(f casestore.Figure) bool {
		in := districtOf(c.names, f.Municipality)
		return c.within(f.OpenedAt) && (o.District == "" || o.District == in) && notCounted(OfCase(f)) == ""
	})
}

// cards asks for where the cases stand once all figures are read: two readings must not wait for each other.
func cards(ctx context.Context, from CardSource, names Naming, o Options, wanted func(casestore.Figure) bool) ([]Card, error) {
	var figures []casestore.Figure
	err := from.EachFigure(ctx, o.Unit, func(f casestore.Figure) error {
		if wanted(f) {
			figures = append(figures, f)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	list := make([]Card, 0, len(figures))
	for _, f := range figures {
		stands, err := from.Case(ctx, f.Ref)
		if err != nil {
			return nil, err
		}
		list = append(list, cardOf(f, stands, names, o.Zone))
	}
	return list, nil
}

func cardOf(f casestore.Figure, stands signal.Case, names Naming, zone *time.Location) Card {
	s := OfCase(f)
	byCode, _ := districtNames()
	c := Card{
		Ref: f.Ref, ReceivedAt: f.OpenedAt.In(zone), Unit: stands.Unit, Source: s.Source, Kind: append([]string{}, s.Kind...), Setting: s.Setting,
		Perpetrator: s.Perpetrator, Victims: append([]Victim{}, s.Victims...), Meetings: []HeldByTeam{}, MunicipalityCode: f.Municipality, District: districtOf(byCode, f.Municipality),
		State: stands.State, CloseReason: f.CloseReason,
	}
	if !stands.ClosedAt.IsZero() {
		c.ClosedAt = stands.ClosedAt.In(zone)
	}
	c.Municipality, c.Province = names(f.Municipality)
	for _, m := range gathered(s.Meetings, zone) {
		m.At = m.At.In(zone) // the log gives each meeting a time
		c.Meetings = append(c.Meetings, HeldByTeam{Meeting: m, Absent: absent(m)})
	}
	c.Missing = c.gaps(s.otherPerpetrator)
	return c
}

// absent are the mandatory members of a team that are not written down as having come, where anybody is. What was about
// the way of working together, and not about a child, has none.
func absent(m Meeting) (kinds []string) {
	if m.Occasion == "procedural" || len(m.Attended) == 0 {
		return nil
	}
	for _, k := range []string{"ozd", "police", "pedagogic_room"} {
		if !slices.Contains(m.Attended, k) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}
