package telegram

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	tg "github.com/chuyme/chuyme/internal/telegram"
)

// How a reply is tried again. A question that arrives twice does less harm than one that never arrives.
const (
	sayTries   = 4                      // while Telegram or the way to it is out of order
	sayFirst   = 300 * time.Millisecond // doubled after each
	sayMost    = 3 * time.Second
	waitAtMost = 40 * time.Second // for a 429; what asks for more is not waited for here
)

// outlet is the way back into the chat of one update.
type outlet struct {
	c       *Channel
	chat    int64
	pressed int    // message that may be edited in place, 0 none
	began   func() // called when there is first something to say: the press may be answered
	said    bool
	hid     bool
}

// Say sends replies in order. What was typed gets no answer that stands there twice, in a chat that is held back.
func (o *outlet) Say(ctx context.Context, replies []conversation.Reply) (ids []string, err error) {
	o.began()
	switch {
	case o.pressed != 0 || o.hid:
		o.c.repeats.forget(o.chat)
	case o.c.repeats.enough(o.chat, replies, o.c.opts.Now()):
		o.said = true
		return nil, nil
	}
	for _, r := range replies {
		o.said = true
		sent, err := o.one(ctx, r)
		ids = append(ids, sent...)
		if err != nil {
			o.c.repeats.forget(o.chat) // it does not stand there
			return ids, unsaid(err)
		}
	}
	return ids, nil
}

// Hide deletes messages.
func (o *outlet) Hide(ctx context.Context, ids []string) error {
	o.began()
	o.pressed, o.hid = 0, true // it may be among them
	return o.c.hide(ctx, o.chat, ids)
}

// one says one reply: in place of the pressed message where it asks for that, else below all others.
func (o *outlet) one(ctx context.Context, r conversation.Reply) (ids []string, err error) {
	parts := render(r)
	if r.Edit && o.pressed != 0 && len(parts) == 1 {
		message := o.pressed
		o.pressed = 0 // one reply takes its place; a second would wipe out the first
		err := o.persist(ctx, func() error { return o.c.client.EditText(ctx, o.chat, message, parts[0]) })
		if k := tg.KindOf(err); k != tg.Gone && k != tg.Bad {
			return nil, err
		}
	}
	for _, m := range parts {
		var id int
		err := o.persist(ctx, func() (err error) {
			id, err = o.c.client.Send(ctx, o.chat, m)
			return err
		})
		if err != nil {
			return ids, err
		}
		ids = append(ids, strconv.Itoa(id))
	}
	return ids, nil
}

// persist tries a call of this chat again, and notes that the chat is held back.
func (o *outlet) persist(ctx context.Context, call func() error) error {
	return o.c.persist(ctx, func() error {
		err := call()
		if tg.KindOf(err) == tg.TooMany {
			o.c.repeats.refused(o.chat, o.c.opts.Now())
		}
		return err
	})
}

// persist tries a call again as its error deserves. It returns the last error.
func (c *Channel) persist(ctx context.Context, call func() error) error {
	for tries := 1; ; tries++ {
		err := call()
		wait, again := pause(err, tries)
		if !again || c.opts.Sleep(ctx, wait) != nil {
			return err
		}
	}
}

// pause says whether a failed call is tried again, and after how long.
func pause(err error, tries int) (wait time.Duration, again bool) {
	e, ok := errors.AsType[*tg.Error](err)
	switch {
	case !ok:
		return 0, false
	case e.Kind == tg.TooMany:
		return max(e.RetryAfter, time.Second), e.RetryAfter <= waitAtMost
	case e.Kind == tg.Passing:
		return backoff(tries, sayFirst, sayMost), tries < sayTries
	}
	return 0, false
}

// unsaid says in the channels' common words why something was not said.
func unsaid(err error) error {
	e, ok := errors.AsType[*tg.Error](err)
	if !ok {
		return err
	}
	u := &channel.Unsaid{Cause: string(e.Kind), RetryAfter: e.RetryAfter, Doubtful: e.Doubtful, Err: err}
	switch e.Kind {
	case tg.Blocked, tg.Gone:
		u.Permanent = true
	case tg.Bad:
		u.Cause = "refused"
	case tg.Unauthorized, tg.Conflict: // of our settings, not of this person
		u.Cause = string(tg.Passing)
	}
	return u
}
