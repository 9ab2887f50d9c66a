package telegram

import (
	"context"
	"errors"
	"sync"
)

// health is how the last call of the main loop went.
type health struct {
	mu  sync.Mutex
	up  bool
	err error
}

func (h *health) set(err error) (changed bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	up := err == nil
	changed = up != h.up || !up && h.err == nil
	h.up, h.err = up, err
	return changed
}

// errStarting is the health before the first call has come back.
var errStarting = errors.New("telegram: not connected yet")

// Ready reports whether Telegram can be reached: nil, or what the last call of the main loop met.
func (c *Channel) Ready(context.Context) error {
	c.health.mu.Lock()
	defer c.health.mu.Unlock()
	if !c.health.up && c.health.err == nil {
		return errStarting
	}
	return c.health.err
}
