package web

import (
	"context"
	"fmt"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
)

// outlet is the way back of one event: what is said goes into the mailbox, from which the page is drawn.
type outlet struct {
	box    channel.Mailbox
	in     channel.Incoming
	own    *channel.Entry // the reporter's own message, shown once what it did is kept; nil: none, or shown already
	hidden bool           // the conversation was hidden by this event
}

var _ channel.Outlet = (*outlet)(nil)

// Say puts the reporter's own message and the replies into the mailbox. A press that only changed the open question
// leaves no message of its own.
func (o *outlet) Say(ctx context.Context, replies []conversation.Reply) ([]string, error) {
	var entries []channel.Entry
	press := o.in.Event.Data != "" && len(replies) > 0 && replies[0].Edit
	if o.own != nil && !o.hidden && !press {
		entries = append(entries, *o.own)
	}
	own := len(entries)
	o.own = nil
	for _, r := range replies {
		entries = append(entries, channel.Entry{Letter: channel.LetterOf(r, o.in.ID)})
	}
	ids, err := o.box.Append(ctx, o.in.Address, entries...)
	if err != nil {
		return ids[min(own, len(ids)):], fmt.Errorf("web chat: saying: %w", err)
	}
	return ids, nil
}

// Hide empties the mailbox: the page has nothing else to show.
func (o *outlet) Hide(ctx context.Context, _ []string) error {
	o.hidden = true
	o.own = nil
	if err := o.box.Drop(ctx, o.in.Address); err != nil {
		return fmt.Errorf("web chat: hiding: %w", err)
	}
	return nil
}

// Deliver puts what was not asked for into the mailbox of an address.
func (c *Channel) Deliver(ctx context.Context, address string, replies []conversation.Reply) ([]string, error) {
	entries := make([]channel.Entry, 0, len(replies))
	for _, r := range replies {
		entries = append(entries, channel.Entry{Letter: channel.LetterOf(r, "")})
	}
	ids, err := c.o.Box.Append(ctx, address, entries...)
	if err != nil {
		return ids, &channel.Unsaid{Cause: "passing", Err: err}
	}
	return ids, nil
}

// HideAt empties the mailbox of an address.
func (c *Channel) HideAt(ctx context.Context, address string, _ []string) error {
	if err := c.o.Box.Drop(ctx, address); err != nil {
		return &channel.Unsaid{Cause: "passing", Err: err}
	}
	return nil
}
