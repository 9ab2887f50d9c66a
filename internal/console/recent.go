package console

import (
	"crypto/rand"
	"fmt"
	"sync"
)

// newToken draws a random token.
func newToken() string { return rand.Text() }

// text is a value as a word.
func text(v any) string { return fmt.Sprint(v) }

// recent remembers the forms that were sent lately, so that a double tap acts once. A form sent to another replica
// at the same moment is not known here; what it does is then seen twice in the log and lost nowhere.
type recent struct {
	mu    sync.Mutex
	known map[string]bool
	order []string
	next  int
}

func newRecent(size int) *recent {
	return &recent{known: map[string]bool{}, order: make([]string, size)}
}

// first reports whether token was not seen before. One that is "" always is the first.
func (r *recent) first(token string) bool {
	if token == "" {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known[token] {
		return false
	}
	delete(r.known, r.order[r.next])
	r.known[token] = true
	r.order[r.next] = token
	r.next = (r.next + 1) % len(r.order)
	return true
}

// forget lets a form that failed be sent again.
func (r *recent) forget(token string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.known, token)
}
