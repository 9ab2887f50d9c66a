package session

import (
	"context"
	"sync"
)

// lanes let one caller at a time have a chat, in the order in which they came. The zero value is ready.
type lanes struct {
	mu   sync.Mutex
	last map[Key]chan struct{} // closed when the last caller in the line has left
}

// enter waits until all who came before have left, and gives what the caller is to call to leave. It gives up, and leaves the line, when ctx ends first.
func (l *lanes) enter(ctx context.Context, key Key) (func(), error) {
	mine := make(chan struct{})
	l.mu.Lock()
	if l.last == nil {
		l.last = map[Key]chan struct{}{}
	}
	before := l.last[key]
	l.last[key] = mine
	l.mu.Unlock()

	leave := func() {
		l.mu.Lock()
		if l.last[key] == mine {
			delete(l.last, key)
		}
		l.mu.Unlock()
		close(mine)
	}
	if before == nil {
		return leave, nil
	}
	select {
	case <-before:
		return leave, nil
	case <-ctx.Done():
		go func() { // whoever comes after must still wait for those before
			<-before
			leave()
		}()
		return nil, ctx.Err()
	}
}
