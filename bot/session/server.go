package session

import (
	"context"
	"time"
)

// server is what a Redis and the embedded server do differently: every write. What is only read goes through the
// client of either. Each method does all it says or nothing, also when a call is repeated because its answer was lost.
type server interface {
	// step writes the next session if the chat still stands where the caller thinks.
	step(ctx context.Context, a stepArgs) (verdict, error)
	// claim takes the lease of the chat for owner, on the same conditions.
	claim(ctx context.Context, a claimArgs) (verdict, error)
	// release gives the lease back, if owner still has it.
	release(ctx context.Context, key Key, owner string) error
	// push adds one entry to a stream and rings its bell; the same entry twice in a row is one.
	push(ctx context.Context, e entry) (id string, err error)
	// pushAll adds many entries, in one trip and without bells; they may come twice when an answer is lost.
	pushAll(ctx context.Context, entries []entry) error
	// setNew sets name unless it is there, and gives what it holds then.
	setNew(ctx context.Context, name, value string, ttl time.Duration) (current string, err error)
	set(ctx context.Context, name, value string, ttl time.Duration) error
	remove(ctx context.Context, names ...string) error
	// expire forgets what has run out, where the server does not do so by itself.
	expire() error
	// shared reports whether other processes may write to the same server.
	shared() bool
	close() error
}

type answer string

const (
	done  answer = "ok"
	seen  answer = "seen"  // the event was done before
	busy  answer = "busy"  // another has the lease
	stale answer = "stale" // the chat stands elsewhere
)

// verdict is a script's answer. version and sealed are where the chat stands, with seen and stale.
type verdict struct {
	answer  answer
	version string
	sealed  []byte
	nonce   string        // seen: that of the call which did the event
	left    time.Duration // busy: how long the lease lasts at most
}

// stepArgs are the arguments of a step. Times are Unix seconds but for the deadline.
type stepArgs struct {
	key      Key
	expect   string // version that the caller has seen, "" no session
	version  string // the new one
	sealed   []byte // nil: no session any more
	deadline int64  // Unix milliseconds, 0 none
	bucket   int64  // minute that the deadline is looked for in
	file     bool   // the chat is not known to lie in that bucket
	event    string // 16 hex digits, "" not to be remembered
	nonce    string // 8 hex digits of the call
	owner    string // whose lease may be standing, "" nobody's
	now      int64
}

type claimArgs struct {
	key    Key
	expect string
	event  string
	owner  string
	lease  time.Duration
}

// entry is one value for a stream of at most max.
type entry struct {
	name string
	data []byte
	max  int64
	bell string // pub/sub channel, "" none
}
