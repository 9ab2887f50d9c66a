package telegram

import (
	"context"
	"encoding/json"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Bot is who we are on Telegram. Its name is public.
type Bot struct {
	ID       int64  `json:"id"`
	Username string `json:"username"` // for links: https://t.me/USERNAME?start=…
}

// Command is one entry of the menu of commands.
type Command struct {
	Name string `json:"command"` // without the slash: a-z, 0-9, _; at most 32
	Text string `json:"description"`
}

// GetMe asks who we are, which proves the token.
func (c *Client) GetMe(ctx context.Context) (Bot, error) {
	const method = "getMe"
	result, err := c.call(ctx, method, nil)
	if err != nil {
		return Bot{}, err
	}
	var b Bot
	return b, decode(method, result, &b)
}

// SetCommands sets the menu for people whose app speaks lang, a two-letter code (Telegram knows no others);
// "" is the menu of everybody else.
func (c *Client) SetCommands(ctx context.Context, lang string, commands []Command) error {
	const method = "setMyCommands"
	list, err := json.Marshal(commands)
	if err != nil {
		return &Error{Method: method, Kind: Bad}
	}
	params := tgbotapi.Params{"commands": string(list)}
	params.AddNonEmpty("language_code", lang)
	_, err = c.call(ctx, method, params)
	return err
}
