// Package unit holds the bodies that must act on a signal, as the operator's units file describes them, and decides
// which of them a signal goes to.
//
//	units, err := unit.Load("units.yaml", municipalities)   // err is a Faults: each with its line and a remedy
//	for _, a := range units.Route(facts) { … }              // the lead first, then whoever must act beside it
//	report := unit.Check(units, joined, reach)              // is there somebody for each municipality?
//
// A Register holds one file until Replace puts another in its place: who leads, whom a ladder tells and when are pure
// functions of it, of the facts and of the moments that are handed in. Who is on duty is router/duty's answer.
//
// The package must never read a clock, a network or a store, never hold an officer's name, and never decide by the
// hour how urgent something is.
package unit

import (
	"slices"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/duty"
)

// ID names a unit in the units file: small Latin letters, digits and hyphens.
type ID string

// Kind says what a unit is; what it leads and joins follows from it where the file says nothing.
type Kind string

// The kinds of units.
const (
	OZD           Kind = "ozd"            // child protection department (отдел „Закрила на детето“)
	Police        Kind = "police"         // district police office (РУ на МВР)
	PedagogicRoom Kind = "pedagogic_room" // inspector of the pedagogic room (ДПС)
	Helpline      Kind = "helpline"       // 116 111
	Agency        Kind = "agency"         // State Agency for Child Protection
	Inspectorate  Kind = "inspectorate"   // its control directorate
	Municipality  Kind = "municipality"   // the local administration and what it runs
	Prosecutor    Kind = "prosecutor"
	NGO           Kind = "ngo"
)

// Kinds lists the kinds of units, those that usually lead first.
func Kinds() []Kind {
	return []Kind{OZD, Police, PedagogicRoom, Helpline, Agency, Inspectorate, Municipality, Prosecutor, NGO}
}

// local reports whether a unit of this kind acts in some places only, so that it must name them.
func (k Kind) local() bool {
	return k == OZD || k == Police || k == PedagogicRoom || k == Municipality
}

// EndpointKind is how an endpoint is told.
type EndpointKind string

// The kinds of endpoints.
const (
	Email   EndpointKind = "email"
	Webhook EndpointKind = "webhook"
)

// Endpoint is an address of the unit itself, told beside its officers.
type Endpoint struct {
	ID        string // unique in the unit
	Kind      EndpointKind
	To        string // mail address, for Email
	URL       string // for Webhook
	SecretEnv string // name of the environment variable that holds the webhook's secret, never the secret
}

// Claim is one condition under which a unit leads or joins: each field that is not empty must fit.
type Claim struct {
	Urgency  []signal.Urgency
	Category []signal.Option
}

// Unit is one body that must act. It is never changed after it was loaded and may be read by many at once.
type Unit struct {
	ID             ID
	Kind           Kind
	Name           map[string]string // by language
	Languages      []string          // that its officers read
	Municipalities []string          // codes that it serves
	Settlements    []string          // EKATTE codes that it serves before others
	Districts      []string          // of a city it serves, as the place register names them
	Endpoints      []Endpoint
	Leads, Joins   []Claim // nil: what its kind does; empty: never
	Duty           *duty.Rota
	Zone           *time.Location // of its clock; never nil
	Quiet          *Quiet         // nil: none
	SecondPerson   bool           // a crisis of this unit is closed by two persons, never by one
	Line           int            // in the units file

	ladders  map[signal.Urgency][]Step // as the file gives them
	calendar duty.Calendar
	place    int // in the file, from 0
}

// Rota is who is on duty in u; nil where the file says nothing. It makes a unit a duty.Rostered.
func (u *Unit) Rota() *duty.Rota { return u.Duty }

// Title is the unit's name in lang, or else in Bulgarian, in English, in whatever language there is, or its id.
func (u *Unit) Title(lang string) string {
	for _, l := range []string{lang, "bg", "en"} {
		if name := u.Name[l]; name != "" {
			return name
		}
	}
	langs := make([]string, 0, len(u.Name))
	for l := range u.Name {
		langs = append(langs, l)
	}
	slices.Sort(langs)
	for _, l := range langs {
		if u.Name[l] != "" {
			return u.Name[l]
		}
	}
	return string(u.ID)
}

// Endpoint finds an endpoint of u by its id.
func (u *Unit) Endpoint(id string) (Endpoint, bool) {
	i := slices.IndexFunc(u.Endpoints, func(e Endpoint) bool { return e.ID == id })
	if i < 0 {
		return Endpoint{}, false
	}
	return u.Endpoints[i], true
}

// Barred reports whether u must never see a signal of these facts: it runs the institution that it is about (R06).
func (u *Unit) Barred(f Facts) bool { return excluded(u, f) }

// everywhere reports whether u serves the whole country: it names no place and is of a kind that need not.
func (u *Unit) everywhere() bool {
	return len(u.Municipalities) == 0 && len(u.Settlements) == 0 && !u.Kind.local()
}

// inDistrict reports whether u serves the district of a city by that name, however it is introduced.
func (u *Unit) inDistrict(name string) bool {
	return slices.ContainsFunc(u.Districts, func(d string) bool { return districtName(d) == districtName(name) })
}

// districtName strips what may stand before a district's name.
func districtName(name string) string {
	name = strings.ToLower(strings.Trim(name, " „“\"'"))
	for _, before := range []string{"район ", "р-н ", "кв. ", "квартал ", "ж.к. ", "жк "} {
		name = strings.TrimSpace(strings.TrimPrefix(name, before))
	}
	return strings.Trim(name, " „“\"'")
}
