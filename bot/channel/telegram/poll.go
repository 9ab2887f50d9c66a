package telegram

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	tg "github.com/chuyme/chuyme/internal/telegram"
)

const (
	pollWait   = 30 * time.Second // Telegram holds a poll so long when nothing happens
	pollFull   = 100              // updates in one poll, Telegram's most
	pauseFirst = 10 * time.Millisecond
	pauseMost  = time.Second            // between polls while an update in hand holds the offset back
	pauseEmpty = 100 * time.Millisecond // after a poll that came back with nothing and did not wait: a server without long polls
	patience   = 20 * time.Second       // in hand before an update may be let go
	retryFirst = time.Second            // after a failure of an update or of a poll
	retryMost  = 30 * time.Second
	awayFirst  = 500 * time.Millisecond // after our parts were away
	awayMax    = 5 * time.Second
	stopGrace  = 15 * time.Second // for what is under way when the program stops
	lastPoll   = 3 * time.Second
)

// poller reads updates by getUpdates and runs them.
type poller struct {
	c       *Channel
	ledger  *ledger
	lanes   *lanes
	cleared bool // the webhook is gone
	fails   int  // polls that failed in a row
	idle    int  // polls in a row that brought nothing new while the offset was held
}

func newPoller(c *Channel) *poller {
	p := &poller{c: c, ledger: newLedger()}
	p.lanes = newLanes(c.opts.Workers, p.settle)
	return p
}

// run polls until ctx ends, then waits for what is under way and confirms it.
func (p *poller) run(ctx context.Context) {
	var menus sync.WaitGroup
	menus.Go(func() { p.c.setMenus(ctx) })
	for ctx.Err() == nil {
		err := p.once(ctx)
		if ctx.Err() != nil {
			break
		}
		if err == nil {
			p.fails = 0
			continue
		}
		p.c.report(err)
		p.fails++
		wait := backoff(p.fails, retryFirst, retryMost)
		if e, ok := errors.AsType[*tg.Error](err); ok {
			wait = max(wait, e.RetryAfter)
		}
		_ = p.c.opts.Sleep(ctx, wait) // the loop looks at ctx itself
	}
	p.finish()
	menus.Wait()
}

// once polls once and hands out what came. A webhook that is set is removed before the first poll: polling and a
// webhook exclude each other, and what waits for the webhook is not dropped.
func (p *poller) once(ctx context.Context) error {
	if !p.cleared {
		if err := p.c.client.DeleteWebhook(ctx); err != nil {
			return err
		}
		p.cleared = true
		p.c.report(nil) // reached: the first poll may take half a minute to say so
	}
	from, held := p.ledger.offset(p.c.opts.Now())
	wait := pollWait
	if held {
		wait = 0
	}
	asked := p.c.opts.Now()
	updates, err := p.c.client.GetUpdates(ctx, from, wait)
	if err != nil {
		return err
	}
	p.c.report(nil)
	if len(updates) == 0 && !held && p.c.opts.Now().Sub(asked) < pauseEmpty {
		_ = p.c.opts.Sleep(ctx, pauseEmpty) // the loop looks at ctx itself
		return nil
	}
	fresh := p.admit(ctx, updates)
	if fresh == 0 && len(updates) >= pollFull {
		if n := p.ledger.letGo(p.c.opts.Now(), patience); n > 0 {
			p.c.log.Warn("updates in hand for long are kept in memory alone, so that others can be read", "count", n)
		}
	}
	p.rest(ctx, fresh)
	return nil
}

func (p *poller) admit(ctx context.Context, updates []tg.Update) (fresh int) {
	now := p.c.opts.Now()
	for _, u := range updates {
		if !p.ledger.admit(u.ID, now) {
			continue
		}
		fresh++
		if p.lanes.add(ctx, u) { // it will have to wait; whoever wrote should not
			p.c.tellAway(ctx, u)
		}
	}
	return fresh
}

// rest waits before the next poll while updates are in hand: until all are done, or for a moment that grows as long as
// nothing new comes. Without it a poll that the offset holds back would come back at once, again and again.
func (p *poller) rest(ctx context.Context, fresh int) {
	if p.idle++; fresh > 0 {
		p.idle = 1
	}
	pause := time.NewTimer(backoff(p.idle, pauseFirst, pauseMost))
	defer pause.Stop()
	select {
	case <-p.ledger.idle():
	case <-pause.C:
	case <-ctx.Done():
	}
}

// settle runs one update until it is done or set aside, or until ctx ends: then it stays unconfirmed and comes again.
func (p *poller) settle(ctx context.Context, u tg.Update) {
	defer p.lanes.mark(chatOf(u), false)
	for tries, waits := 0, 0; ; {
		err := p.lanes.slot(func() error { return p.try(ctx, u) })
		away := errors.Is(err, channel.ErrUnavailable)
		p.ledger.mark(u.ID, away)
		p.lanes.mark(chatOf(u), away)
		var wait time.Duration
		switch {
		case err == nil:
			p.ledger.finish(u.ID)
			return
		case away:
			waits++
			wait = backoff(waits, awayFirst, awayMax)
		default:
			if tries++; p.c.spent(u, err, tries) {
				p.ledger.finish(u.ID)
				return
			}
			wait = backoff(tries, retryFirst, retryMost)
		}
		if p.c.opts.Sleep(ctx, wait) != nil {
			return
		}
	}
}

// try runs an update once. A press is answered beside the reply and not before it.
func (p *poller) try(ctx context.Context, u tg.Update) error {
	var answering sync.WaitGroup
	defer answering.Wait()
	var once sync.Once
	return p.c.take(ctx, u, func(press string) {
		once.Do(func() { answering.Go(func() { p.c.answer(ctx, press) }) })
	})
}

// answer stops the waiting sign on a button. That it cannot is of no consequence: the reply is what counts.
func (c *Channel) answer(ctx context.Context, press string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), takeLimit)
	defer cancel()
	if err := c.client.AnswerCallback(ctx, press, ""); err != nil && tg.KindOf(err) != tg.Gone {
		c.log.Debug("press not answered", "err", err)
	}
}

// finish waits for what is under way and tells Telegram how far we came, so that less comes again. What it brings
// then is not looked at.
func (p *poller) finish() {
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.lanes.wait()
	}()
	grace := time.NewTimer(stopGrace)
	defer grace.Stop()
	select {
	case <-done:
	case <-grace.C:
		p.c.log.Warn("updates under way were left; they come again")
	}
	from, _ := p.ledger.offset(p.c.opts.Now())
	if from == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), lastPoll)
	defer cancel()
	if _, err := p.c.client.GetUpdates(ctx, from, 0); err != nil {
		p.c.log.Debug("updates done with will come again", "err", err)
	}
}
