package channel

import (
	"errors"
	"time"
)

// ErrUnavailable is returned by a Handler when its parts are away (sessions, store): nothing was done, nothing was
// said, and the event must come again.
var ErrUnavailable = errors.New("the conversation's parts cannot be reached now; bring the event again")

// ErrTooBig is returned by Upload.Open, or by reading what it opened, for a file over the channel's limit.
var ErrTooBig = errors.New("the file is bigger than this channel lets us fetch")

// Unsaid is why something could not be said. Its text holds neither words nor addresses.
type Unsaid struct {
	Cause      string        // a short code: "blocked", "gone", "too_many", "refused", "passing"
	Permanent  bool          // it will never work for this address (blocked, deleted); do not try again
	RetryAfter time.Duration // the far side asked to wait so long; 0: it did not say
	Doubtful   bool          // it may have arrived all the same: a repeat may be seen twice
	Err        error         // what the channel saw
}

// Error names the cause.
func (u *Unsaid) Error() string { return "not said (" + u.Cause + "): " + u.Err.Error() }

// Unwrap gives what the channel saw.
func (u *Unsaid) Unwrap() error { return u.Err }
