package telegram

import (
	"context"
	"strconv"
	"sync"
)

// away is what is said and remembered while the conversation's parts cannot be reached. What was said then is known to
// no session, so its message ids wait here until one can take them: hiding must find them.
type away struct {
	once *lately // at most one a minute and chat

	mu      sync.Mutex
	pending map[int64][]string // message ids by chat
	told    map[int64]string   // the event by which each chat was told last
}

const awayMost = 10_000 // chats remembered; a longer list would be an attack

// note keeps message ids until the chat's next event is handled.
func (a *away) note(chat int64, ids ...string) {
	if len(ids) == 0 {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.pending == nil {
		a.pending = map[int64][]string{}
	}
	if len(a.pending) < awayMost {
		a.pending[chat] = append(a.pending[chat], ids...)
	}
}

// notes takes out what was kept for a chat.
func (a *away) notes(chat int64) []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	ids := a.pending[chat]
	delete(a.pending, chat)
	return ids
}

// again reports whether the chat was told by this very event already: the tries of one event are one occasion.
func (a *away) again(chat int64, event string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.told[chat] == event {
		return true
	}
	if a.told == nil || len(a.told) >= awayMost {
		a.told = map[int64]string{}
	}
	a.told[chat] = event
	return false
}

// sayAway says that nothing can be kept just now and which numbers help, at most once a minute and once an event.
func (c *Channel) sayAway(ctx context.Context, chat int64, event, lang string) {
	if c.opts.Away == nil || c.away.again(chat, event) || !c.away.once.first(chat, c.opts.Now()) {
		return
	}
	for _, m := range render(c.opts.Away(lang)) {
		id, err := c.client.Send(ctx, chat, m)
		if err != nil {
			c.log.Warn("could not say that we are away", "err", err)
			return
		}
		c.away.note(chat, strconv.Itoa(id))
	}
}
