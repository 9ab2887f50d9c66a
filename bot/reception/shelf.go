package reception

import (
	"bytes"
	"sync"

	"github.com/chuyme/chuyme/bot/session"
)

// shelf keeps the last records as they were written, so that the next event of the same chat need not read them from
// JSON again. A record is taken from it only where the session store gives back the very bytes that were written.
type shelf struct {
	mu   sync.Mutex
	kept map[session.Key]shelved
	ring []session.Key
	at   int
}

type shelved struct {
	raw []byte
	rec record
}

func newShelf(size int) *shelf {
	return &shelf{kept: make(map[session.Key]shelved, size), ring: make([]session.Key, size)}
}

func (s *shelf) put(key session.Key, raw []byte, rec record) {
	if raw == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.kept[key]; !ok {
		delete(s.kept, s.ring[s.at])
		s.ring[s.at] = key
		s.at = (s.at + 1) % len(s.ring)
	}
	s.kept[key] = shelved{raw, rec}
}

// get gives the record that raw holds, if it is the one that was put last.
func (s *shelf) get(key session.Key, raw []byte) (record, bool) {
	s.mu.Lock()
	k, ok := s.kept[key]
	s.mu.Unlock()
	if !ok || !bytes.Equal(k.raw, raw) {
		return record{}, false
	}
	return k.rec, true
}
