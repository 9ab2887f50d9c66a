// Package chattest is what the tests of the web chat, the signed webhook and the terminal share: mailboxes in the real
// session store, and a short conversation that is always the same.
//
// It must never be used outside tests.
package chattest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/internal/seal"
)

// Box is mailboxes in a session store, which can be put out of reach.
type Box struct {
	Store *session.Store
	Keys  *seal.Keyset
	Away  atomic.Bool
}

var _ channel.Mailbox = (*Box)(nil)

// Open makes an embedded session store of the test's own.
func Open(t testing.TB) *Box {
	t.Helper()
	dir := t.TempDir()
	keys, err := seal.OpenKeyset(filepath.Join(dir, "master.json"))
	if err != nil {
		t.Fatal(err)
	}
	store, err := session.Open(context.WithoutCancel(t.Context()), "", dir, keys, session.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return &Box{Store: store, Keys: keys}
}

func (b *Box) key(address string) session.Key {
	return session.Key(b.Keys.MAC("chat", "test", address))
}

// reach fails while the store is out of reach.
func (b *Box) reach(err error) error {
	switch {
	case b.Away.Load():
		return fmt.Errorf("box: %w", channel.ErrUnavailable)
	case errors.Is(err, session.ErrUnavailable):
		return fmt.Errorf("box: %w (%w)", channel.ErrUnavailable, err)
	}
	return err
}

// Append adds entries.
func (b *Box) Append(ctx context.Context, address string, entries ...channel.Entry) ([]string, error) {
	if err := b.reach(nil); err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range entries {
		data, err := json.Marshal(e.Letter)
		if err != nil {
			return ids, err
		}
		id, err := b.Store.Append(ctx, b.key(address), data)
		if err != nil {
			return ids, b.reach(err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// Entries gives all entries of an address.
func (b *Box) Entries(ctx context.Context, address string) ([]channel.Entry, error) {
	kept, err := b.Store.After(ctx, b.key(address), "")
	if err = b.reach(err); err != nil {
		return nil, err
	}
	var entries []channel.Entry
	for _, k := range kept {
		e := channel.Entry{ID: k.ID, At: k.At}
		if err := json.Unmarshal(k.Data, &e.Letter); err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// Drop empties the mailbox of an address.
func (b *Box) Drop(ctx context.Context, address string) error {
	return b.reach(b.Store.DropBox(ctx, b.key(address)))
}

// Watch signals changes.
func (b *Box) Watch(ctx context.Context, address string) <-chan struct{} {
	return b.Store.Watch(ctx, b.key(address))
}
