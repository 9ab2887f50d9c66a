package reception

import "sync"

// recent remembers the last events that this process has answered, so that a repeat of one is not answered twice.
type recent struct {
	mu   sync.Mutex
	seen map[string]struct{}
	ring []string
	at   int
}

func newRecent(size int) *recent {
	return &recent{seen: make(map[string]struct{}, size), ring: make([]string, size)}
}

func (r *recent) add(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.seen[id]; ok {
		return
	}
	delete(r.seen, r.ring[r.at])
	r.ring[r.at], r.seen[id] = id, struct{}{}
	r.at = (r.at + 1) % len(r.ring)
}

func (r *recent) has(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.seen[id]
	return ok
}
