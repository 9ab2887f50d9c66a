package telegram

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/chuyme/chuyme/bot/channel"
	tg "github.com/chuyme/chuyme/internal/telegram"
)

// take runs one update to its end, once: the officers first, then the conversation. answer is called when a press of a
// reporter can be answered, at most once. nil means done; channel.ErrUnavailable that it must come again; any other
// error that it may be tried again. A panic is such an error.
func (c *Channel) take(ctx context.Context, u tg.Update, answer func(press string)) (err error) {
	// What was begun is finished even if Telegram hangs up or the program stops: half an event helps nobody.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), takeLimit)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			c.log.Error("update panicked", "update", u.ID, "panic", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	if u.Unreadable {
		c.log.Warn("update could not be read", "update", u.ID)
		return nil
	}
	if c.officers != nil {
		if handled, err := c.officers.Update(ctx, u); handled || err != nil {
			return err
		}
	}
	got := c.receive(u)
	if got.press != "" {
		defer answer(got.press)
	}
	if !got.event {
		return nil
	}
	return c.converse(ctx, got, answer)
}

// errPanic stands for a panic, whose own words may quote what somebody wrote.
var errPanic = errors.New("panic while an update was handled")

func (c *Channel) converse(ctx context.Context, got received, answer func(press string)) error {
	out := &outlet{c: c, chat: got.chat, pressed: got.pressed, began: func() {
		if got.press != "" {
			answer(got.press)
		}
	}}
	got.in.Note = append(got.in.Note, c.away.notes(got.chat)...)
	err := c.handler.Handle(ctx, got.in, out)
	if err != nil {
		c.away.note(got.chat, got.in.Note[got.noted:]...) // not remembered by anybody yet
	}
	if errors.Is(err, channel.ErrUnavailable) && !out.said {
		c.sayAway(ctx, got.chat, got.in.ID, got.in.Event.Lang)
	}
	return err
}

// spent reports whether an update that failed with err is not worth another try, and logs what became of it.
func (c *Channel) spent(u tg.Update, err error, attempt int) bool {
	if unsaid, ok := errors.AsType[*channel.Unsaid](err); ok && unsaid.Permanent {
		c.log.Info("reply not said", "update", u.ID, "err", unsaid)
		return true
	}
	if attempt >= maxTries {
		c.log.Error("update set aside", "update", u.ID, "attempt", attempt, "err", err)
		return true
	}
	c.log.Warn("update failed", "update", u.ID, "attempt", attempt, "err", err)
	return false
}

// chatOf is the chat whose turn an update takes; 0 for one that is of no chat.
func chatOf(u tg.Update) int64 {
	switch {
	case u.Message != nil:
		return u.Message.Chat.ID
	case u.Edited != nil:
		return u.Edited.Chat.ID
	case u.Callback != nil && u.Callback.Message != nil:
		return u.Callback.Message.Chat.ID
	case u.Callback != nil:
		return u.Callback.From.ID
	}
	return 0
}
