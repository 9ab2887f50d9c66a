package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// deleteAtOnce is how many messages one deleteMessages takes.
const deleteAtOnce = 100

// Delete deletes messages of a chat, a hundred at a time. Messages that are gone or too old to delete (48 hours) are
// passed over. Where a hundred is refused as a whole, each is tried by itself. The error joins what could not be
// deleted for a passing reason: the same call may be made again.
func (c *Client) Delete(ctx context.Context, chat int64, ids []int) error {
	var errs []error
	for some := range slices.Chunk(ids, deleteAtOnce) {
		err := c.deleteSome(ctx, chat, some)
		if k := KindOf(err); k == Bad || k == Gone || k == Unauthorized { // 404 is an old server without the method
			err = c.deleteEach(ctx, chat, some)
		}
		if err != nil {
			errs = append(errs, err)
			if KindOf(err) == Blocked || ctx.Err() != nil {
				break
			}
		}
	}
	return errors.Join(errs...)
}

func (c *Client) deleteSome(ctx context.Context, chat int64, ids []int) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return &Error{Method: "deleteMessages", Kind: Bad}
	}
	_, err = c.call(ctx, "deleteMessages", tgbotapi.Params{
		"chat_id": strconv.FormatInt(chat, 10), "message_ids": string(list)})
	return err
}

func (c *Client) deleteEach(ctx context.Context, chat int64, ids []int) error {
	for _, id := range ids {
		_, err := c.call(ctx, "deleteMessage", tgbotapi.Params{
			"chat_id": strconv.FormatInt(chat, 10), "message_id": strconv.Itoa(id)})
		if k := KindOf(err); err != nil && k != Gone && k != Bad {
			return err
		}
	}
	return nil
}
