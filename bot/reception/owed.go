package reception

import (
	"sync"

	"github.com/chuyme/chuyme/bot/conversation"
)

// owed keeps replies that could not be said because the far side was away, until the same event comes again. It is kept
// in memory alone: after a restart the person is shown where the conversation stands.
type owed struct {
	mu      sync.Mutex
	replies map[string][]conversation.Reply
}

// mostOwed bounds it: when everybody's replies are lost at once, the open question is shown again instead.
const mostOwed = 2048

func newOwed() *owed { return &owed{replies: map[string][]conversation.Reply{}} }

func (o *owed) put(id string, replies []conversation.Reply) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.replies) >= mostOwed {
		clear(o.replies)
	}
	if len(replies) > 0 {
		o.replies[id] = replies
	}
}

func (o *owed) take(id string) []conversation.Reply {
	o.mu.Lock()
	defer o.mu.Unlock()
	replies := o.replies[id]
	delete(o.replies, id)
	return replies
}
