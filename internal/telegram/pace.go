package telegram

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// What Telegram asks of whoever writes without having been written to: about thirty messages a second in all and one a
// second in a chat, with short bursts.
const (
	paceAll      = 30
	paceChat     = 1
	burstAll     = 30
	burstChat    = 3
	paceForgets  = time.Minute // a chat without messages for so long has its whole burst again
	paceSweepLen = 1024        // chats remembered before the first sweep
)

// Pace holds back messages that nobody waits for, so that Telegram need not refuse them. Replies to a person do not
// pass through it. It is safe for concurrent use.
type Pace struct {
	mu    sync.Mutex
	all   *rate.Limiter
	chats map[int64]*paced
	sweep int // size at which idle chats are dropped
	now   func() time.Time
}

type paced struct {
	limit *rate.Limiter
	last  time.Time
}

// NewPace makes a pace of 30 a second in all and 1 a second for each chat.
func NewPace() *Pace {
	return &Pace{all: rate.NewLimiter(paceAll, burstAll), chats: map[int64]*paced{}, sweep: paceSweepLen, now: time.Now}
}

// Wait waits until a message to chat may go. It fails only when ctx ends, or would end before that.
func (p *Pace) Wait(ctx context.Context, chat int64) error {
	if err := p.chat(chat).Wait(ctx); err != nil {
		return err
	}
	return p.all.Wait(ctx)
}

func (p *Pace) chat(id int64) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	c := p.chats[id]
	if c == nil {
		if len(p.chats) >= p.sweep {
			p.forget(now)
		}
		c = &paced{limit: rate.NewLimiter(paceChat, burstChat)}
		p.chats[id] = c
	}
	c.last = now
	return c.limit
}

// forget drops idle chats; the next sweep comes when there are twice as many as are left.
func (p *Pace) forget(now time.Time) {
	for id, c := range p.chats {
		if now.Sub(c.last) > paceForgets {
			delete(p.chats, id)
		}
	}
	p.sweep = max(paceSweepLen, 2*len(p.chats))
}
