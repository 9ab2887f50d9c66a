package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"
)

const (
	noteEvery  = 20 * time.Millisecond // how long ids are gathered
	noteRetry  = time.Second           // after the server was away
	maxNotes   = 500                   // batches of ids kept of one chat
	maxPending = 100_000               // ids kept in memory while the server is away
)

// Note remembers ids of messages that the chat shows, so that they can be hidden. It returns at once; the ids of all
// chats are written together within some 20 ms, and again and again while the server is away. Close writes what is
// left. A process that is killed loses what it noted in the last moments.
func (s *Store) Note(key Key, ids ...string) {
	if key.valid() && len(ids) > 0 {
		s.notes.add(key, ids, s.opts.Now())
	}
}

// Notes gives what was noted for the chat, in order, an id that was noted twice twice.
func (s *Store) Notes(ctx context.Context, key Key) ([]Noted, error) {
	if !key.valid() {
		return nil, ErrKey
	}
	if err := s.notes.flush(ctx); err != nil {
		return nil, err
	}
	messages, err := s.read(ctx, key.notes(), "-")
	if err != nil {
		return nil, err
	}
	var noted []Noted
	for _, m := range messages {
		plain, err := s.keys.Open("notes:"+string(key), data(m))
		if err != nil {
			continue // sealed by a keyset that is gone
		}
		var batch []Noted
		if err := json.Unmarshal(plain, &batch); err != nil {
			return nil, errors.New("reading noted messages: an entry of a form that is not known here")
		}
		noted = append(noted, batch...)
	}
	return noted, nil
}

// DropNotes forgets what was noted for the chat.
func (s *Store) DropNotes(ctx context.Context, key Key) error {
	if !key.valid() {
		return ErrKey
	}
	return s.notes.drop(ctx, key)
}

// notebook gathers what Note is given until it is written.
type notebook struct {
	s       *Store
	writing sync.Mutex // held while a batch is written: what is written is written in order

	mu      sync.Mutex
	pending map[Key][]Noted
	count   int
	timer   *time.Timer // nil: none is set
	closed  bool
}

func newNotebook(s *Store) *notebook { return &notebook{s: s, pending: map[Key][]Noted{}} }

func (n *notebook) add(key Key, ids []string, at time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed || n.count+len(ids) > maxPending {
		return // ids that cannot be written for so long are of messages that will not be reached either
	}
	for _, id := range ids {
		n.pending[key] = append(n.pending[key], Noted{ID: id, At: at})
	}
	n.count += len(ids)
	n.writeIn(noteEvery)
}

// writeIn sets the timer unless it is set. The caller holds mu.
func (n *notebook) writeIn(pause time.Duration) {
	if n.timer != nil || n.closed {
		return
	}
	n.timer = time.AfterFunc(pause, func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*callTimeout)
		defer cancel()
		_ = n.flush(ctx) // keeps what it could not write and sets the timer again
	})
}

// flush writes what is pending.
func (n *notebook) flush(ctx context.Context) error {
	n.writing.Lock()
	defer n.writing.Unlock()
	batch, count := n.take()
	if count == 0 {
		return nil
	}
	err := n.write(ctx, batch)
	if err != nil {
		n.putBack(batch, count)
	}
	return err
}

func (n *notebook) take() (batch map[Key][]Noted, count int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	batch, count = n.pending, n.count
	n.pending, n.count = map[Key][]Noted{}, 0
	if n.timer != nil {
		n.timer.Stop()
		n.timer = nil
	}
	return batch, count
}

func (n *notebook) putBack(batch map[Key][]Noted, count int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for key, noted := range batch {
		n.pending[key] = append(noted, n.pending[key]...)
	}
	n.count += count
	if n.timer != nil {
		n.timer.Stop()
		n.timer = nil
	}
	n.writeIn(noteRetry)
}

func (n *notebook) write(ctx context.Context, batch map[Key][]Noted) error {
	if err := n.s.server.expire(); err != nil {
		return away(ctx, err)
	}
	var entries []entry
	for key, noted := range batch {
		plain, err := json.Marshal(noted)
		if err != nil {
			return fmt.Errorf("noting messages: %w", err)
		}
		sealed, err := n.s.keys.Seal("notes:"+string(key), plain)
		if err != nil {
			return fmt.Errorf("noting messages: %w", err)
		}
		entries = append(entries, entry{name: key.notes(), data: sealed, max: maxNotes})
	}
	return away(ctx, n.s.server.pushAll(ctx, entries))
}

// drop forgets what is pending for key and what was written.
func (n *notebook) drop(ctx context.Context, key Key) error {
	n.writing.Lock()
	defer n.writing.Unlock()
	n.mu.Lock()
	n.count -= len(n.pending[key])
	delete(n.pending, key)
	n.mu.Unlock()
	return away(ctx, n.s.server.remove(ctx, key.notes()))
}

// close writes what is left, within seconds.
func (n *notebook) close() error {
	n.mu.Lock()
	n.closed = true
	n.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), 2*callTimeout)
	defer cancel()
	if err := n.flush(ctx); err != nil {
		return fmt.Errorf("writing the last noted messages: %w", err)
	}
	return nil
}
