package console

import (
	"context"
	"io"
	"time"

	"github.com/chuyme/chuyme/internal/attachment"
	"github.com/chuyme/chuyme/internal/signal"
)

// Officer is who looks or acts: a person of a unit, or a unit's own system.
type Officer struct {
	Unit string
	ID   string // unique in the unit; "key:3" for a unit's system
	Role string // duty, lead, admin; "system" for a unit's own system
	Saw  int64  // the version of the case that an act is meant for, problem.Changed for another; 0: any
}

// Filter narrows a list of cases. Zero fields narrow nothing.
type Filter struct {
	States  []signal.State
	Urgency []signal.Urgency
	Limit   int        // 0: what the desk thinks right
	After   signal.Ref // the last case of the page before; "" begins
}

// CaseView is a case as an officer may see it, opened.
type CaseView struct {
	Case       signal.Case
	Bells      []signal.Bell      // every unit that has a part in it
	Draft      signal.Draft       // all that was told, merged
	Gloss      map[string][]Gloss // by the id of a message: its words, where it is not in Bulgarian
	Events     []signal.Event
	Deliveries []signal.Delivery
	Due        []Due
	Related    []Related // cases that may be about the same child, the likeliest first
	SameText   int       // how many other cases have the very same text
	Closing    Closing
	Purged     bool // what was sealed can be opened no more: Draft and the texts of Events are empty
}

// Closing is a request to close the case that waits for a second person; the zero Closing is none.
type Closing struct {
	By     string // who asks, as "unit/officer"
	Reason string // one of CloseReasons
	At     time.Time
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
	// Close ends the case for one of CloseReasons; note may be empty. closed is false where a second person is to
	// confirm it first.
	Close(ctx context.Context, who Officer, ref signal.Ref, reason, note string) (closed bool, err error)
	// Confirm closes a case that another person has asked to close.
	Confirm(ctx context.Context, who Officer, ref signal.Ref) error
	// Transfer hands the case to another unit; unless that takes it, it comes back.
	Transfer(ctx context.Context, who Officer, ref signal.Ref, unit, reason string) error
	// Decline gives a case that was handed to who's unit, and not taken there, back to whoever handed it over.
	Decline(ctx context.Context, who Officer, ref signal.Ref, reason string) error
	// StepAside takes an officer of who's unit out of the case, "" for who: they see nothing of it any more, and what they
	// had of it passes on.
	StepAside(ctx context.Context, who Officer, ref signal.Ref, officer string) error
	// Enter makes a case of a signal that came another way. An answer or a source that is none is problem.Invalid.
	Enter(ctx context.Context, who Officer, e Entry) (Entered, error)
	// Escalate tells the next step of the ladder now.
	Escalate(ctx context.Context, who Officer, ref signal.Ref) error
	// Check writes down what was found on the spot.
	Check(ctx context.Context, who Officer, ref signal.Ref, found string) error
	// Correct keeps what a signal was, for judging triage; withText lets what was told go along, sealed. The case stays as
	// it is. problem.Conflict: nobody has taken it yet.
	Correct(ctx context.Context, who Officer, ref signal.Ref, was signal.Urgency, withText bool) error
	// Meeting records a meeting of the team.
	Meeting(ctx context.Context, who Officer, ref signal.Ref, m Meeting) error
	// List gives the cases that who may see, the most urgent first and the oldest first among those.
	List(ctx context.Context, who Officer, f Filter) ([]signal.Case, error)
	// View opens a case; why is written into the audit log.
	View(ctx context.Context, who Officer, ref signal.Ref, why string) (CaseView, error)
	// Undelivered lists what could not be delivered to who's unit, from the one after the number after; a limit of 0 gives
	// all.
	Undelivered(ctx context.Context, who Officer, after int64, limit int) ([]signal.Delivery, error)
	// Resend delivers one of them once more; problem.Conflict where it is none.
	Resend(ctx context.Context, who Officer, id int64) error
	// OpenFile opens one attachment of a case in one of attachment.Forms and writes it down with the reason why, which
	// may be empty unless the form is attachment.AsOriginal. attachment.ErrNoCopy: the photo cannot be shown.
	OpenFile(ctx context.Context, who Officer, ref signal.Ref, id string, form attachment.Form, why string) (signal.Media, error)
	// File gives an attachment in a form in which who has opened it lately, or blurred, with the type of that form.
	// It is asked often (a player jumps about) and not written down.
	File(ctx context.Context, who Officer, ref signal.Ref, id string, form attachment.Form) (io.ReadSeekCloser, signal.Media, error)
	// Stamp is the version of the case; it changes whenever something changed that who would see in the case (or, with ref "", in the list), but
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
	// Municipalities lists the codes of all municipalities.
	Municipalities() []string
	// Municipality is the name of a municipality by its code; the code where it is not known.
	Municipality(code, lang string) string
}

// Texts are the catalogs.
type Texts interface {
	Text(lang, id string, args map[string]any) string
	// Has reports whether the catalog of lang itself has id.
	Has(lang, id string) bool
	// Known reports whether a language is spoken.
	Known(lang string) bool
	// GuessHeader takes a language that is spoken from an Accept-Language header.
	GuessHeader(header string) (lang string, ok bool)
}
