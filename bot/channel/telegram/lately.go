package telegram

import (
	"sync"
	"time"
)

// lately remembers in memory, for a while, that something was done for a chat. It holds nothing that outlives it.
type lately struct {
	mu    sync.Mutex
	keep  time.Duration
	at    map[int64]time.Time
	sweep int // size at which old ones are dropped
}

const latelySweep = 1024

func newLately(d time.Duration) *lately {
	return &lately{keep: d, at: map[int64]time.Time{}, sweep: latelySweep}
}

// first reports whether it was not done for this chat within the while, and marks it as done.
func (l *lately) first(chat int64, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if at, ok := l.at[chat]; ok && now.Sub(at) < l.keep {
		return false
	}
	if len(l.at) >= l.sweep {
		for id, at := range l.at {
			if now.Sub(at) >= l.keep {
				delete(l.at, id)
			}
		}
		l.sweep = max(latelySweep, 2*len(l.at))
	}
	l.at[chat] = now
	return true
}
