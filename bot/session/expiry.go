package session

import (
	"container/heap"
	"time"
)

// expiries say what has run out, at a cost that does not grow with how much is kept: the embedded server would have to
// walk over all its keys. Each name stands in the heap once; one that lives longer than it says there is put back.
type expiries struct {
	at    map[string]time.Time
	queue expiryQueue
}

func newExpiries() *expiries { return &expiries{at: map[string]time.Time{}} }

// touch lets name live until at.
func (e *expiries) touch(name string, at time.Time) {
	if _, waits := e.at[name]; !waits {
		heap.Push(&e.queue, expiry{name, at})
	}
	e.at[name] = at
}

// due takes out what has run out by now.
func (e *expiries) due(now time.Time) (names []string) {
	for len(e.queue) > 0 && !e.queue[0].at.After(now) {
		first := heap.Pop(&e.queue).(expiry)
		if at := e.at[first.name]; at.After(now) {
			heap.Push(&e.queue, expiry{first.name, at})
			continue
		}
		delete(e.at, first.name)
		names = append(names, first.name)
	}
	return names
}

type expiry struct {
	name string
	at   time.Time
}

type expiryQueue []expiry

func (q expiryQueue) Len() int           { return len(q) }
func (q expiryQueue) Less(i, j int) bool { return q[i].at.Before(q[j].at) }
func (q expiryQueue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *expiryQueue) Push(x any)        { *q = append(*q, x.(expiry)) }
func (q *expiryQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
