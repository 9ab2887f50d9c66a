package telegram

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/chuyme/chuyme/bot/channel"
	tg "github.com/chuyme/chuyme/internal/telegram"
)

// hook sets our webhook, waiting as long as Telegram is away, then sets the menus and waits for ctx to end. The
// webhook stays: another replica, or the next start, goes on with it.
func (c *Channel) hook(ctx context.Context) error {
	if c.opts.Secret == "" {
		return fmt.Errorf("telegram webhook: want a secret for its header (CHUYME_TELEGRAM_WEBHOOK_SECRET)")
	}
	if !strings.HasPrefix(c.opts.PublicURL, "https://") && (c.client.Official() || !strings.HasPrefix(c.opts.PublicURL, "http://")) {
		return fmt.Errorf("telegram webhook: Telegram brings updates to https:// addresses only; set CHUYME_PUBLIC_URL to one, or CHUYME_TELEGRAM_MODE=poll")
	}
	url := strings.TrimRight(c.opts.PublicURL, "/") + Path
	for n := 1; ctx.Err() == nil; n++ {
		err := c.client.SetWebhook(ctx, url, c.opts.Secret, maxConns)
		if ctx.Err() != nil {
			return nil
		}
		if c.report(err); err == nil {
			c.setMenus(ctx)
			<-ctx.Done()
			return nil
		}
		wait := backoff(n, retryFirst, retryMost)
		if e, ok := errors.AsType[*tg.Error](err); ok {
			wait = max(wait, e.RetryAfter)
		}
		_ = c.opts.Sleep(ctx, wait) // the loop looks at ctx itself
	}
	return nil
}

// setMenus sets the menus of commands, once. Without them everything works, so a failure is only told.
func (c *Channel) setMenus(ctx context.Context) {
	for _, m := range c.opts.Menus {
		err := c.persist(ctx, func() error { return c.client.SetCommands(ctx, m.Lang, m.Commands) })
		if err != nil && ctx.Err() == nil {
			c.log.Warn("menu of commands not set", "err", err)
		}
	}
}

// report keeps how the main loop's last call went, and says so when that changes: not at every try.
func (c *Channel) report(err error) {
	if !c.health.set(err) {
		return
	}
	switch {
	case err == nil:
		c.log.Info("telegram reached")
	case tg.KindOf(err) == tg.Conflict:
		c.log.Error("another program reads this bot's updates; stop it, or give each its own bot", "err", err)
	case tg.KindOf(err) == tg.Unauthorized:
		c.log.Error("telegram does not know this token; check CHUYME_TELEGRAM_TOKEN", "err", err)
	default:
		c.log.Warn("telegram not reached", "err", err)
	}
}

// tellAway tells whoever sent an update that we are away.
func (c *Channel) tellAway(ctx context.Context, u tg.Update) {
	lang := ""
	switch {
	case u.Message != nil && u.Message.From != nil && u.Message.Chat.Private():
		lang = u.Message.From.Lang
	case u.Callback != nil && u.Callback.Message != nil && u.Callback.Message.Chat.Private():
		lang = u.Callback.From.Lang
	default:
		return
	}
	c.sayAway(ctx, chatOf(u), eventID(u), lang)
}

var _ channel.Deliverer = (*Channel)(nil)
