package telegram

import (
	"sync"
	"time"
)

// ledger knows which polled updates are not done with, and so how far Telegram may be told that we are.
//
// Telegram forgets everything below the offset of a poll. The offset is therefore the lowest update that is not done:
// a crash at any moment loses none. The price is that a poll brings again what is known already, at most a hundred at
// once; when those hundred are all waiting here, nothing new can come. Then, and only then, updates that have been in
// hand for long are let go: the others are read, and those few live in memory alone until they are done. Updates that
// wait because our parts are away are never let go.
type ledger struct {
	mu    sync.Mutex
	open  map[int64]*pending
	done  map[int64]struct{} // above the lowest open one: they will come again
	next  int64              // one above the highest update ever seen; 0: ask for whatever waits
	seen  time.Time          // when an update last came
	quiet chan struct{}      // closed while nothing is open
}

type pending struct {
	since time.Time
	away  bool // it waits for our parts to come back
	let   bool // let go: Telegram may forget it
}

// idleAnew is after how long without updates Telegram's ids may begin anew, lower than before (it does so after a week).
const idleAnew = 24 * time.Hour

func newLedger() *ledger {
	l := &ledger{open: map[int64]*pending{}, done: map[int64]struct{}{}, quiet: make(chan struct{})}
	close(l.quiet)
	return l
}

// admit takes an update in hand; false means that it is in hand, or done, already.
func (l *ledger) admit(id int64, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen = now
	if _, done := l.done[id]; done || l.open[id] != nil {
		return false
	}
	if len(l.open) == 0 {
		l.quiet = make(chan struct{})
	}
	l.open[id] = &pending{since: now}
	l.next = max(l.next, id+1)
	return true
}

// finish notes that an update is done with.
func (l *ledger) finish(id int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[id] == nil {
		return
	}
	delete(l.open, id)
	l.done[id] = struct{}{}
	if len(l.open) == 0 {
		close(l.quiet)
	}
}

// mark notes whether an update waits for our parts to come back.
func (l *ledger) mark(id int64, away bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p := l.open[id]; p != nil {
		p.away = away
	}
}

// offset is what the next poll asks from, and whether an update in hand holds it back.
func (l *ledger) offset(now time.Time) (from int64, held bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.open) == 0 && now.Sub(l.seen) > idleAnew {
		l.next = 0 // all that came is confirmed; what comes next may have a lower id
	}
	from = l.next
	for id, p := range l.open {
		if !p.let && id < from {
			from, held = id, true
		}
	}
	for id := range l.done {
		if id < from {
			delete(l.done, id)
		}
	}
	return from, held
}

// idle is closed when nothing is open.
func (l *ledger) idle() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.quiet
}

// letGo lets go of what has been in hand for longer than patience, and returns how many that were.
func (l *ledger) letGo(now time.Time, patience time.Duration) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range l.open {
		if !p.let && !p.away && now.Sub(p.since) > patience {
			p.let = true
			n++
		}
	}
	return n
}
