package telegram

import "sync"

// tries counts how often an update that Telegram brings again has failed here.
type tries struct {
	mu    sync.Mutex
	count map[int64]int
}

const triesMost = 10_000 // failed updates remembered; beyond that counting begins anew

func newTries() *tries { return &tries{count: map[int64]int{}} }

// fail counts one more failure of an update.
func (t *tries) fail(update int64) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.count) >= triesMost {
		clear(t.count)
	}
	t.count[update]++
	return t.count[update]
}

// forget drops an update that is done with.
func (t *tries) forget(update int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.count, update)
}
