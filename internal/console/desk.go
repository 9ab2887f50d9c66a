package console

import (
	"context"
	"io"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// Officer is who looks or acts: a person of a unit, or a unit's own system.
type Officer struct {
	Unit string
	ID   string // unique in the unit; "key:3" for a unit's system
	Role string // duty, lead, admin; "system" for a unit's own system
}

// Filter narrows a list of cases. Zero fields narrow nothing.
type Filter struct {
	States  []signal.State
	Urgency []signal.Urgency
	Limit   int // 0: what the desk thinks right
}

// CaseView is a case as an officer may see it, opened.
type CaseView struct {
	Case       signal.Case
	Bells      []signal.Bell // every unit that has a part in it
	Draft      signal.Draft  // all that was told, merged
	Events     []signal.Event
	Deliveries []signal.Delivery
	Due        []Due
	Purged     bool // what was sealed can be opened no more: Draft and the texts of Events are empty
}

// Due is one thing that must be done by a time.
type Due struct {
	What   string // an id of the catalogs under "console.due."
	By     time.Time
	Source string // the legal source of the term, as the operator set it; "" to be confirmed
}

// Meeting is a meeting of the multidisciplinary team in a case.
type Meeting struct {
	At         time.Time
	Occasion   string   // first_signal, follow_up, procedural
	ReportedBy []string // institutions that count it
	Attended   []string // kinds of units
}

// Occasions lists the occasions of a team meeting.
func Occasions() []string { return []string{"first_signal", "follow_up", "procedural"} }

// CloseReasons lists why a case may be closed, in the order in which they are offered.
func CloseReasons() []string {
	return []string{"measure_taken", "police_protection", "family_supported", "handed_over", "not_confirmed",
		"not_child_protection", "duplicate", "unreachable"}
}

// Desk is all that an officer may do with cases. It decides alone who may do what (an officer sees the cases in which
// their unit has a part, an admin of the national unit sees all), writes down every look and every act, and answers
// problem.NotFound for a case that who may not see, problem.Forbidden for an act that who may not do,
// problem.Conflict where the case stands otherwise by now, problem.Invalid for what cannot be, problem.Unavailable
// where the register cannot be reached. It is safe for concurrent use.
type Desk interface {
	// Acknowledge takes the case for who's unit. first is the id of the officer who has it: who, or whoever of the
	// same unit came before, which is no error.
	Acknowledge(ctx context.Context, who Officer, ref signal.Ref) (first string, err error)
	// Reply writes to the reporter.
	Reply(ctx context.Context, who Officer, ref signal.Ref, text string) error
	// Note writes for officers only.
	Note(ctx context.Context, who Officer, ref signal.Ref, text string) error
	// Close ends the case for one of CloseReasons; note may be empty.
	Close(ctx context.Context, who Officer, ref signal.Ref, reason, note string) error
	// Transfer hands the case to another unit.
	Transfer(ctx context.Context, who Officer, ref signal.Ref, unit, reason string) error
	// Escalate tells the next step of the ladder now.
	Escalate(ctx context.Context, who Officer, ref signal.Ref) error
	// Meeting records a meeting of the team.
	Meeting(ctx context.Context, who Officer, ref signal.Ref, m Meeting) error
	// List gives the cases that who may see, the most urgent first and the oldest first among those.
	List(ctx context.Context, who Officer, f Filter) ([]signal.Case, error)
	// View opens a case; why is written into the audit log.
	View(ctx context.Context, who Officer, ref signal.Ref, why string) (CaseView, error)
	// Attachment opens one attachment of a case.
	Attachment(ctx context.Context, who Officer, ref signal.Ref, id, why string) (io.ReadCloser, signal.Media, error)
	// Stamp changes whenever something changed that who would see in the case (or, with ref "", in the list), but
	// not by a mere look. It is asked every second by each open page, so it is to be cheap; it is not written down.
	Stamp(ctx context.Context, who Officer, ref signal.Ref) (string, error)
}

// Sessions keeps who is signed in. Tokens are random and known to this package only in passing.
type Sessions interface {
	// Join takes a one-time invite and begins a session; problem.NotFound when the invite was taken, is too old or
	// never was.
	Join(ctx context.Context, invite string) (who Officer, session string, err error)
	// Officer says whose session it is; problem.NotFound when it has ended.
	Officer(ctx context.Context, session string) (Officer, error)
	// End ends it; one that has ended already is no error.
	End(ctx context.Context, session string) error
}

// Keys knows the bearer keys of the units' own systems.
type Keys interface {
	// APIKey says whose key it is; problem.NotFound when it is none or was revoked.
	APIKey(ctx context.Context, key string) (unit, id string, err error)
}

// Units names the units and municipalities for people.
type Units interface {
	// Title is the unit's name; its id where it has none.
	Title(unit, lang string) string
	// All lists the ids of all units, in the order of the units file.
	All() []string
	// Municipality is the name of a municipality by its code; the code where it is not known.
	Municipality(code, lang string) string
}

// Texts are the catalogs.
type Texts interface {
	Text(lang, id string, args map[string]any) string
	// Has reports whether the catalog of lang itself has id.
	Has(lang, id string) bool
}
