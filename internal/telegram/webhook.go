package telegram

import (
	"context"
	"strconv"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// SecretHeader is the header in which Telegram sends a webhook's secret back.
const SecretHeader = "X-Telegram-Bot-Api-Secret-Token"

// SetWebhook asks Telegram to send updates to url, with secret in SecretHeader, over at most maxConns connections.
// Updates that wait already are kept.
func (c *Client) SetWebhook(ctx context.Context, url, secret string, maxConns int) error {
	_, err := c.call(ctx, "setWebhook", tgbotapi.Params{
		"url":             url,
		"secret_token":    secret,
		"max_connections": strconv.Itoa(maxConns),
		"allowed_updates": wanted,
	})
	return err
}

// DeleteWebhook ends webhook mode, so that updates can be polled. Updates that wait already are kept.
func (c *Client) DeleteWebhook(ctx context.Context) error {
	_, err := c.call(ctx, "deleteWebhook", tgbotapi.Params{"drop_pending_updates": "false"})
	return err
}
