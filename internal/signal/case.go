package signal

import "time"

// State says where a case stands.
type State string

// The states of a case.
const (
	Open         State = "open"         // nobody has taken it
	Acknowledged State = "acknowledged" // a person of the lead unit has
	Transferred  State = "transferred"  // handed to another unit, not yet taken there
	Closed       State = "closed"
	Purged       State = "purged" // made unreadable for ever
)

// Case is the register's projection of a case: what may be listed. Nothing in it is sealed, so nothing in it
// tells who reported or what was said.
type Case struct {
	Ref          Ref
	Urgency      Urgency
	Category     []Option
	State        State
	Unit         string // lead unit's id
	Municipality string // code; "" not known
	Lang         string
	Source       string // channel
	Reasons      []Reason
	OpenedAt     time.Time
	SentAt       time.Time // zero: the reporter has not sent it
	TakenAt      time.Time // first acknowledgement; zero: none
	ClosedAt     time.Time
	CloseReason  string
	DueWhat      string    // what the lead unit must have done next; "" nothing
	DueAt        time.Time // by then
	Changed      time.Time
	Version      int64 // grows with each change
}

// Sent reports whether the reporter pressed "send".
func (c Case) Sent() bool { return !c.SentAt.IsZero() }

// Part is what a unit has to do with a case.
type Part string

// The parts a unit may have.
const (
	Lead Part = "lead" // responsible
	Join Part = "join" // must act too; rings for itself
	Told Part = "told" // was responsible or is informed; does not ring
)

// Bell is one unit's ladder in one case: it rings step by step until an officer of that unit takes the case.
type Bell struct {
	Ref     Ref
	Unit    string
	Part    Part
	Since   time.Time // the moment the ladder counts from: when the case came, or quiet hours ended
	Step    int       // last step that was told, from 1; 0: none yet (quiet hours)
	Round   int64     // the log entry with which the ladder began again; 0: it is the first time
	Next    time.Time // when the next step is due; zero: never (taken, ended or only told)
	TakenBy string    // officer's id
	TakenAt time.Time
	Acted   time.Time // last act of the unit's officers in the case, to notice one left alone
	Nudged  bool
	Aside   []string // officers of the unit who stepped aside: they are told nothing and see nothing
	From    string   // the unit that handed the case over and gets it back unless it is taken here; "" none
}

// Rings reports whether the unit must still take the case.
func (b Bell) Rings() bool { return b.TakenBy == "" && b.Part != Told }

// EventKind says what an entry of the case log records.
type EventKind string

// What the case log can hold. Entries are never changed or removed; a purge takes their keys.
const (
	EvOpened       EventKind = "opened"
	EvTold         EventKind = "told"      // the reporter added something (sealed)
	EvEntered      EventKind = "entered"   // an officer wrote down what came another way
	EvJoined       EventKind = "joined"    // the same text came many times: the case waits for another's bells
	EvAlike        EventKind = "alike"     // others with the same text have joined this case
	EvSent         EventKind = "sent"      // the reporter pressed "send"
	EvTriaged      EventKind = "triaged"   // urgency or category changed
	EvRouted       EventKind = "routed"    // a unit came to it
	EvRang         EventKind = "rang"      // a step of a unit's ladder was told
	EvDelivered    EventKind = "delivered" // or failed; Data says which
	EvAcknowledged EventKind = "acknowledged"
	EvReplied      EventKind = "replied" // an officer to the reporter (sealed)
	EvNoted        EventKind = "noted"   // officers' note (sealed)
	EvEscalated    EventKind = "escalated"
	EvAside        EventKind = "aside" // an officer stepped aside
	EvTransferred  EventKind = "transferred"
	EvMeeting      EventKind = "meeting"
	EvChecked      EventKind = "checked"     // the signal was looked into on the spot (sealed)
	EvReminded     EventKind = "reminded"    // of a term that runs out
	EvCloseAsked   EventKind = "close_asked" // an officer asks to close; a second person is to confirm
	EvClosed       EventKind = "closed"
	EvReopened     EventKind = "reopened"
	EvLooked       EventKind = "looked"    // somebody opened what is sealed
	EvCorrected    EventKind = "corrected" // what a signal was, in an officer's eyes, beside what it was taken for
	EvCameBack     EventKind = "came_back"
	EvPurged       EventKind = "purged"
)

// Event is one entry of the append-only case log. Data holds what may be read by whoever reads the register
// (ids, codes, never words of people); Sealed is opened with the case's key.
type Event struct {
	Seq    int64 // in the whole log
	Ref    Ref
	At     time.Time
	Kind   EventKind
	Unit   string
	Actor  string            // "reporter", "system", or unit/officer ("ozd-teteven/o-1")
	Data   map[string]string // small facts by name
	Sealed []byte            // ciphertext; Text after opening
	Text   string            // filled in when the event was opened, else ""
	News   *Draft            // for EvOpened and EvTold, after opening: what was new
}

// DeliveryState says what became of one message that had to leave the house.
type DeliveryState string

// States of a delivery.
const (
	Queued  DeliveryState = "queued"
	Sending DeliveryState = "sending" // claimed by a process
	Delayed DeliveryState = "delayed" // will be tried again; Cause says why
	Sent    DeliveryState = "sent"
	Failed  DeliveryState = "failed"  // for good; Cause says why
	Seen    DeliveryState = "seen"    // the officer opened or took it
	Dropped DeliveryState = "dropped" // not needed any more (taken, closed)
)

// DeliveryKind says what is delivered.
type DeliveryKind string

// What leaves the house through the outbox.
const (
	AlertNew     DeliveryKind = "alert"        // case.alert, one for each case, step and endpoint
	AlertUpdated DeliveryKind = "updated"      // case.updated: something was added
	AlertTaken   DeliveryKind = "acknowledged" // case.acknowledged, to the others of that unit
	AlertMoved   DeliveryKind = "transferred"
	AlertClosed  DeliveryKind = "closed"
	ToReporter   DeliveryKind = "reporter" // an officer's reply or a notice to the reporter, by the way back
	NudgeOfficer DeliveryKind = "nudge"
	AlertDue     DeliveryKind = "due" // a term of the case runs out
)

// Delivery is one message to one officer's channel, one endpoint of a unit, or the reporter.
// (Ref, Unit, Kind, Step, Officer, Endpoint, Event) is unique: however often it is asked for, it is one.
type Delivery struct {
	ID       int64
	Ref      Ref
	Unit     string
	Officer  string // "" for a unit's endpoint and for the reporter
	Endpoint string // "telegram", the endpoint's id in the units file, or "reporter"
	Kind     DeliveryKind
	Step     int
	Event    int64 // Seq of the log entry it is about; 0 for alerts
	State    DeliveryState
	Attempt  int
	Doubtful bool   // an earlier attempt may have arrived: a repeat must say that it is one
	Repeats  int    // how many repeats were sent
	Cause    string // why it is delayed or failed, a short code and no words of others
	Message  string // the far side's id of what was sent, for a later edit; sealed outside this struct
	Created  time.Time
	NextTry  time.Time
	Done     time.Time
}
