package triage

import (
	"hash/maphash"
	"sync"

	"github.com/chuyme/chuyme/internal/signal"
)

// Memo remembers the last readings, because a conversation asks for the same draft at each step and most steps add no
// word to it. It is safe for concurrent use; what it gives back must not be changed. It remembers hashes of drafts,
// never their words.
type Memo struct {
	read func(signal.Draft) signal.Reading
	seed maphash.Seed

	mu   sync.Mutex
	kept map[uint64]signal.Reading
	ring []uint64
	at   int
}

// NewMemo remembers up to size readings of read.
func NewMemo(read func(signal.Draft) signal.Reading, size int) *Memo {
	return &Memo{read: read, seed: maphash.MakeSeed(), kept: make(map[uint64]signal.Reading, size), ring: make([]uint64, size)}
}

// Read gives what read makes of d.
func (m *Memo) Read(d signal.Draft) signal.Reading {
	key := m.key(d)
	m.mu.Lock()
	r, ok := m.kept[key]
	m.mu.Unlock()
	if ok {
		return r
	}
	r = m.read(d)
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.kept[key]; !ok {
		delete(m.kept, m.ring[m.at])
		m.ring[m.at], m.kept[key] = key, r
		m.at = (m.at + 1) % len(m.ring)
	}
	return r
}

// key hashes what a reading depends on: the answers in the order of the questions, and what was said.
func (m *Memo) key(d signal.Draft) uint64 {
	var h maphash.Hash
	h.SetSeed(m.seed)
	for _, q := range []signal.Question{signal.Lang, signal.Role, signal.Danger, signal.KindOf, signal.Setting, signal.Perpetrator, signal.Age, signal.Sex, signal.Contact} {
		for _, o := range d.Answers[q] {
			h.WriteString(string(o))
			h.WriteByte(1)
		}
		h.WriteByte(2)
	}
	for _, s := range d.Said {
		h.WriteString(s.Text)
		if s.Media != nil {
			h.WriteString(s.Media.Kind)
			h.WriteByte(3)
		}
		h.WriteByte(4)
	}
	h.WriteString(d.Lang)
	if d.Place.Known() {
		h.WriteByte(5)
	}
	if d.Phone != "" {
		h.WriteByte(6)
	}
	return h.Sum64()
}
