package session

import (
	"context"
	"errors"
	"time"
)

// Key names one chat. It is an HMAC made by the caller (seal.Keyset.MAC), so that it tells nobody whose chat it is.
// It must be printable, without spaces or braces, and at most 128 bytes long.
type Key string

// Errors of the store. Callers compare with errors.Is.
var (
	// ErrUnavailable says that the sessions cannot be reached just now: nothing is known to have been done, and the
	// same event may be tried again. It heals by itself.
	ErrUnavailable = errors.New("sessions are out of reach")
	// ErrBusy says that another replica held the chat for longer than a caller is made to wait.
	ErrBusy = errors.New("the chat is held by another replica")
	// ErrKey says that a Key has not the form of one.
	ErrKey = errors.New("not a session key: it is to be 1 to 128 printable bytes without spaces or braces")
)

// Plan is what a step of the conversation wants done with the session. Next nil deletes it. When Then is set, Next
// and Deadline are not looked at: the chat is claimed for this process, Then does what must be done outside (it
// may take a second; its context ends before the claim does) and gives what is to be written.
type Plan struct {
	Next     []byte
	Deadline time.Time // when Sweep is to visit this chat; zero: never
	Then     func(ctx context.Context) (next []byte, deadline time.Time, err error)
}

// Result is what became of an event. Seen says that it was done before: nothing was written now, and Data is the
// session as it stands. Otherwise Data is what was written, nil when the session was deleted.
type Result struct {
	Seen bool
	Data []byte
}

// Entry is one message of a chat's mailbox. IDs of one mailbox increase, in the order of After.
type Entry struct {
	ID   string
	At   time.Time
	Data []byte
}

// Noted is the id of a message that the chat shows, kept for hiding it.
type Noted struct {
	ID string
	At time.Time
}

// State says what is known of an id that was handed to Once.
type State string

// The states of an id.
const (
	New      State = "new"      // never seen: the caller acts, then calls Answer or Abandon
	Running  State = "running"  // somebody acts on it just now
	Done     State = "done"     // its answer is given back
	Conflict State = "conflict" // the id came before with another body
)
