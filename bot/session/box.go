package session

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"

	"github.com/redis/go-redis/v9"
)

// maxEntries is how many messages a mailbox holds; the oldest make room.
const maxEntries = 200

// ErrEntryID says that what was given to After is no id of an entry.
var ErrEntryID = errors.New("not the id of a mailbox entry: it is to be one that Append or After gave, or empty for all")

var entryForm = regexp.MustCompile(`^\d{1,18}-\d{1,18}$`)

// Append puts an entry at the end of the chat's mailbox and wakes whoever watches it. id is greater than all before.
func (s *Store) Append(ctx context.Context, key Key, data []byte) (id string, err error) {
	if !key.valid() {
		return "", ErrKey
	}
	if err := s.server.expire(); err != nil {
		return "", away(ctx, err)
	}
	plain := binary.BigEndian.AppendUint64(nil, uint64(s.opts.Now().UnixMilli()))
	sealed, err := s.keys.Seal("box:"+string(key), append(plain, data...))
	if err != nil {
		return "", fmt.Errorf("writing to a mailbox: %w", err)
	}
	id, err = s.server.push(ctx, entry{name: key.box(), data: sealed, max: maxEntries, bell: key.box()})
	if err != nil {
		return "", away(ctx, err)
	}
	s.bells.ring(key.box())
	return id, nil
}

// After gives the entries of the chat's mailbox after the one with the given id, in order; all of them for "". It
// returns ErrEntryID for what is no id. Reading takes nothing away.
func (s *Store) After(ctx context.Context, key Key, id string) ([]Entry, error) {
	from := "-"
	if id != "" {
		from = "(" + id
	}
	switch {
	case !key.valid():
		return nil, ErrKey
	case id != "" && !entryForm.MatchString(id):
		return nil, ErrEntryID
	}
	messages, err := s.read(ctx, key.box(), from)
	if err != nil {
		return nil, err
	}
	var entries []Entry
	for _, m := range messages {
		plain, err := s.keys.Open("box:"+string(key), data(m))
		if err != nil || len(plain) < 8 {
			continue // sealed by a keyset that is gone: nobody can read it any more
		}
		entries = append(entries, Entry{ID: m.ID, At: fromMillis(int64(binary.BigEndian.Uint64(plain))), Data: plain[8:]})
	}
	return entries, nil
}

// DropBox empties the chat's mailbox.
func (s *Store) DropBox(ctx context.Context, key Key) error {
	if !key.valid() {
		return ErrKey
	}
	return away(ctx, s.server.remove(ctx, key.box()))
}

// Watch gives a channel on which something arrives soon after an entry was appended to the chat's mailbox, by any
// replica, and whenever one may have been missed: read After then. Several entries may come to one signal. It is
// closed when ctx ends. Watch first, then read: so nothing falls between.
func (s *Store) Watch(ctx context.Context, key Key) <-chan struct{} {
	return s.bells.watch(ctx, key.box())
}

// read gives the entries of a stream from a place on.
func (s *Store) read(ctx context.Context, name, from string) ([]redis.XMessage, error) {
	if err := s.server.expire(); err != nil {
		return nil, away(ctx, err)
	}
	messages, err := s.redis.XRange(ctx, name, from, "+").Result()
	return messages, away(ctx, err)
}

func data(m redis.XMessage) []byte {
	text, _ := m.Values["d"].(string)
	return []byte(text)
}
