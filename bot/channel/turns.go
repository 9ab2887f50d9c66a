package channel

import (
	"context"
	"sync"
)

// Turns lets one event of an address at a time through, in the order of arrival; different addresses do not wait for
// each other. The zero value is ready. It remembers nothing of an address that nobody waits for.
type Turns struct {
	mu    sync.Mutex
	chats map[string]*turn
}

// turn is the place of one address: ahead is closed when whoever came last is through.
type turn struct{ ahead chan struct{} }

// Take waits for the address's turn, or for ctx to end. done must be called once, when the event has been handled.
func (t *Turns) Take(ctx context.Context, address string) (done func(), err error) {
	mine := &turn{ahead: make(chan struct{})}
	t.mu.Lock()
	if t.chats == nil {
		t.chats = map[string]*turn{}
	}
	before := t.chats[address]
	t.chats[address] = mine
	t.mu.Unlock()

	leave := func() {
		t.mu.Lock()
		if t.chats[address] == mine {
			delete(t.chats, address)
		}
		t.mu.Unlock()
		close(mine.ahead)
	}
	if before == nil {
		return leave, nil
	}
	select {
	case <-before.ahead:
		return leave, nil
	case <-ctx.Done():
		go func() { // whoever stands behind must still wait for whoever is ahead
			<-before.ahead
			leave()
		}()
		return nil, ctx.Err()
	}
}
