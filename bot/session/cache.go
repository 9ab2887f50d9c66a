package session

import (
	"container/list"
	"sync"
)

// cache remembers where chats stood when this process wrote them last, sealed as they were written. What it says is
// a guess that the server confirms or corrects, so it needs no expiry and is never wrong for longer than one trip.
type cache struct {
	mu    sync.Mutex
	size  int
	order *list.List // of *cached, the one used last in front
	byKey map[Key]*list.Element
}

type cached struct {
	key     Key
	version string
	sealed  []byte
}

func newCache(size int) *cache {
	return &cache{size: size, order: list.New(), byKey: make(map[Key]*list.Element)}
}

func (c *cache) get(key Key) (version string, sealed []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok {
		return "", nil
	}
	c.order.MoveToFront(e)
	held := e.Value.(*cached)
	return held.version, held.sealed
}

func (c *cache) put(key Key, version string, sealed []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byKey[key]; ok {
		e.Value = &cached{key, version, sealed}
		c.order.MoveToFront(e)
		return
	}
	c.byKey[key] = c.order.PushFront(&cached{key, version, sealed})
	if c.order.Len() > c.size {
		oldest := c.order.Back()
		c.order.Remove(oldest)
		delete(c.byKey, oldest.Value.(*cached).key)
	}
}

func (c *cache) drop(key Key) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byKey[key]; ok {
		c.order.Remove(e)
		delete(c.byKey, key)
	}
}
