package channel

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pace holds back a conversation that comes too fast, each by itself and never by who brings it. What must not wait
// (a danger, a valid code) is never held back: whoever can tell is asked, and only then.
type Pace struct {
	now    func() time.Time
	every  time.Duration
	burst  int
	spared func(ctx context.Context, in Incoming) bool

	mu    sync.Mutex
	chats map[string]*rate.Limiter
	swept time.Time
}

// NewPace lets burst events pass at once and perMinute in a minute after that. spared tells what must never be held
// back; nil: nothing.
func NewPace(now func() time.Time, perMinute, burst int, spared func(context.Context, Incoming) bool) *Pace {
	return &Pace{now: now, every: time.Minute / time.Duration(perMinute), burst: burst, spared: spared,
		chats: map[string]*rate.Limiter{}, swept: now()}
}

// Wait says how long in is to be held back: 0 not at all. It never blocks.
func (p *Pace) Wait(ctx context.Context, in Incoming) time.Duration {
	now := p.now()
	limit := p.limit(in.Address, now)
	book := limit.ReserveN(now, 1)
	wait := book.DelayFrom(now)
	if wait <= 0 {
		return 0
	}
	book.CancelAt(now)
	if p.spared != nil && p.spared(ctx, in) {
		return 0
	}
	return wait
}

// limit gives the limiter of an address, and forgets those that are full again: they remember nothing.
func (p *Pace) limit(address string, now time.Time) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Sub(p.swept) > time.Minute {
		for a, l := range p.chats {
			if l.TokensAt(now) >= float64(p.burst) {
				delete(p.chats, a)
			}
		}
		p.swept = now
	}
	l := p.chats[address]
	if l == nil {
		l = rate.NewLimiter(rate.Every(p.every), p.burst)
		p.chats[address] = l
	}
	return l
}
