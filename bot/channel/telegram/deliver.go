package telegram

import (
	"context"
	"fmt"
	"strconv"

	"github.com/chuyme/chuyme/bot/conversation"
)

// Deliver sends to a chat what was not asked for. It arrives without a sound: the phone may lie on the table between
// the child and the one it is about. It tries once; see channel.Deliverer.
func (c *Channel) Deliver(ctx context.Context, address string, replies []conversation.Reply) (ids []string, err error) {
	chat, err := parseAddress(address)
	if err != nil {
		return nil, err
	}
	for _, r := range replies {
		for _, m := range render(r) {
			m.Silent = true
			if c.opts.Pace != nil {
				if err := c.opts.Pace.Wait(ctx, chat); err != nil {
					return ids, fmt.Errorf("telegram: wait for a moment to send: %w", err)
				}
			}
			id, err := c.client.Send(ctx, chat, m)
			if err != nil {
				return ids, unsaid(err)
			}
			ids = append(ids, strconv.Itoa(id))
		}
	}
	return ids, nil
}

// HideAt deletes messages of a chat.
func (c *Channel) HideAt(ctx context.Context, address string, ids []string) error {
	chat, err := parseAddress(address)
	if err != nil {
		return err
	}
	return c.hide(ctx, chat, ids)
}

// parseAddress reads a chat id; its error does not repeat it.
func parseAddress(address string) (int64, error) {
	chat, err := strconv.ParseInt(address, 10, 64)
	if err != nil || chat == 0 {
		return 0, fmt.Errorf("telegram: address of a chat: want its number")
	}
	return chat, nil
}
