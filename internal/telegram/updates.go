package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// errNoUpdate says that a body is no update at all.
var errNoUpdate = errors.New("not an update: want a JSON object with update_id")

// wanted are the kinds of update that we act on; Telegram keeps the others to itself.
const wanted = `["message","edited_message","callback_query"]`

const (
	updatesLimit = 32 << 20 // bytes of 100 updates: far above what Telegram sends
	pollGrace    = 10 * time.Second
)

// GetUpdates asks for updates from offset on, waiting up to wait for the first. It confirms to Telegram every update
// below offset: those never come again. At most 100 come at once, lowest id first.
func (c *Client) GetUpdates(ctx context.Context, offset int64, wait time.Duration) ([]Update, error) {
	const method = "getUpdates"
	params := tgbotapi.Params{
		"offset":          strconv.FormatInt(offset, 10),
		"timeout":         strconv.Itoa(int(wait / time.Second)),
		"allowed_updates": wanted,
	}
	result, err := c.callWithin(ctx, method, params, wait+pollGrace, updatesLimit)
	if err != nil {
		return nil, err
	}
	var raw []json.RawMessage
	if err := decode(method, result, &raw); err != nil {
		return nil, err
	}
	updates := make([]Update, 0, len(raw))
	for _, r := range raw {
		if u, err := ParseUpdate(r); err == nil {
			updates = append(updates, u)
		}
	}
	if len(raw) > 0 && len(updates) == 0 { // without an id it cannot be confirmed: asking on at once would spin
		return nil, &Error{Method: method, Kind: Passing, Reason: "unreadable_answer"}
	}
	return updates, nil
}
