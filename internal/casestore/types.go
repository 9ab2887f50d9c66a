package casestore

import (
	"errors"
	"time"

	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

// Kinds of errors that callers tell apart. Every error of this package wraps one of them or is a fault of ours.
var (
	// ErrNotFound: no such case, code, officer, session or key; a used, expired or revoked token is not found too.
	ErrNotFound = errors.New("not found")
	// ErrUnavailable: the database is away, locked or its disk is full; nothing was committed as far as is known.
	ErrUnavailable = errors.New("case store unavailable")
	// ErrPurged: the case was made unreadable for ever.
	ErrPurged = errors.New("case purged")
	// ErrConflict: somebody else was first (a claim that another process holds now).
	ErrConflict = errors.New("conflict")
)

// Actor says who did something: Reporter, System, or an officer as "unit/officer".
type Actor string

// Actors that are no officers.
const (
	Reporter Actor = "reporter"
	System   Actor = "system"
)

// ByOfficer is the actor that stands for an officer of a unit ("ozd-teteven/o-1").
func ByOfficer(unit, officer string) Actor { return Actor(unit + "/" + officer) }

// WayBack is how to reach the reporter: a channel and an address there. It is sealed with the case's key.
type WayBack struct {
	Channel string `json:"channel"`
	Address string `json:"address"`
}

// Known reports whether there is a way back at all.
func (w WayBack) Known() bool { return w.Channel != "" }

// Opening is what makes a draft a case.
type Opening struct {
	Draft   signal.Draft
	Key     []seal.Wrap // the draft's key, if attachments were sealed under it already; nil: one is made
	Reading signal.Reading
	Way     WayBack
	Sent    bool   // the reporter pressed "send"
	Source  string // channel; "" takes the draft's
	Silent  bool   // kept after silence: never sent
}

// Opened is what became of an Opening.
type Opened struct {
	Ref  signal.Ref
	Code signal.Code
	New  bool // false: the draft was a case already and what it told beyond it was merged
}

// Filter narrows a list of cases. Empty fields do not narrow.
type Filter struct {
	Units        []string // cases in which one of these units has a part
	States       []signal.State
	Urgency      []signal.Urgency
	Municipality []string
	Limit        int        // 0: all
	Officer      Actor      // leaves out the cases from which this officer has stepped aside
	After        signal.Ref // the last case of the page before
}

// Outcome is what became of one attempt to deliver.
type Outcome struct {
	State    signal.DeliveryState // Sent, Delayed, Failed or Dropped
	Cause    string               // short code, no words of others
	Message  string               // the far side's id of the message; kept sealed
	NextTry  time.Time            // for Delayed
	Doubtful bool                 // it may have arrived all the same
}

// Officer is a person of a unit, by id and never by name.
type Officer struct {
	Unit     string
	ID       string // unique in the unit
	Role     string // duty, lead or admin
	Telegram bool   // has joined with a chat
	Console  bool   // has joined the console at least once
	Mode     string // small scratch of the officer's chat, see SetMode
	Joined   time.Time
	Revoked  time.Time
}

// Invitation holds the one-time tokens of an officer's invite; they are shown once and stored as hashes.
type Invitation struct {
	Officer  string
	Telegram string
	Console  string
	Expires  time.Time
}

// APIKey is a unit's key for the HTTP API, without the key itself.
type APIKey struct {
	ID      string
	Unit    string
	Created time.Time
	Revoked time.Time
}

// Attachment is a sealed file that belongs to a case.
type Attachment struct {
	ID    string
	Ref   signal.Ref
	Kind  string
	Type  string
	Bytes int64
	At    time.Time
}

// Counts are the figures for metrics.
type Counts struct {
	Open       map[signal.Urgency]int // cases that are open or transferred
	Deliveries map[signal.DeliveryState]int
	NoSignals  int // conversations that ended as no signal
}

// Purged is what is left to do after a purge: the attachments whose files may go.
type Purged struct {
	Attachments []string
}
