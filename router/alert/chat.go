package alert

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/internal/telegram"
)

// toChat tells an officer in their chat with the bot.
func (c *Courier) toChat(ctx context.Context, d signal.Delivery, kase signal.Case) Result {
	chat, failed := c.chatOf(ctx, d.Unit, d.Officer)
	if failed != nil {
		return *failed
	}
	card := c.card(d, kase)
	switch d.Kind {
	case signal.AlertNew:
		return c.sendChat(ctx, chat, telegram.Message{Text: card.Line(c.Texts), Buttons: AlertButtons(c.Texts, kase.Ref), Protect: true})
	case signal.AlertUpdated:
		card.Step = 0
		return c.sendChat(ctx, chat, telegram.Message{Text: c.updated(ctx, d, card), Buttons: ViewButton(c.Texts, kase.Ref), Protect: true, Silent: kase.Urgency != signal.Crisis})
	case signal.AlertDue:
		card.Step = 0
		return c.sendChat(ctx, chat, telegram.Message{Text: c.say("alert.due", card), Buttons: ViewButton(c.Texts, kase.Ref), Protect: true})
	case signal.NudgeOfficer:
		card.Step = 0
		return c.sendChat(ctx, chat, telegram.Message{Text: c.say("alert.nudge", card), Buttons: ViewButton(c.Texts, kase.Ref), Protect: true})
	}
	return c.overwrite(ctx, chat, d, kase)
}

// chatOf finds an officer's chat; where there is none, failed says what that means for the attempt.
func (c *Courier) chatOf(ctx context.Context, unit, officer string) (chat int64, failed *Result) {
	if c.Telegram == nil {
		return 0, &Result{State: signal.Failed, Cause: "no_telegram"}
	}
	address, err := c.Store.Chat(ctx, unit, officer)
	if err != nil && !errors.Is(err, casestore.ErrNotFound) {
		r := again("store")
		return 0, &r
	}
	if err == nil {
		chat, err = strconv.ParseInt(address, 10, 64)
	}
	if err != nil {
		return 0, &Result{State: signal.Failed, Cause: "officer_gone"}
	}
	return chat, nil
}

func (c *Courier) say(id string, card Card) string {
	return c.Texts.Text(officersLang, id, map[string]any{"Card": card.Line(c.Texts)})
}

func (c *Courier) sendChat(ctx context.Context, chat int64, m telegram.Message) Result {
	id, err := c.Telegram.Send(ctx, chat, m)
	if err != nil {
		return chatFailure(err)
	}
	return Result{State: signal.Sent, Message: strconv.Itoa(id)}
}

// overwrite puts what became of the case (taken, moved, closed) in place of the alerts that the officer has; that
// makes no sound. Where no alert is left to be changed, it is said once, silently.
func (c *Courier) overwrite(ctx context.Context, chat int64, d signal.Delivery, kase signal.Case) Result {
	entry, err := c.Store.Entry(ctx, d.Ref, d.Event)
	if err != nil {
		return gone(err)
	}
	card := c.card(d, kase)
	card.Step, card.Repeat = 0, false
	m := telegram.Message{Protect: true, Silent: true, Buttons: ViewButton(c.Texts, kase.Ref)}
	m.Text = c.Texts.Text(officersLang, "alert."+string(d.Kind), map[string]any{"Card": card.Line(c.Texts), "Who": entry.Actor})
	sent, err := c.Store.Deliveries(ctx, d.Ref)
	if err != nil {
		return again("store")
	}
	changed := false
	for _, s := range sent {
		id, _ := strconv.Atoi(s.Message)
		if s.Kind != signal.AlertNew || s.Unit != d.Unit || s.Officer != d.Officer || id == 0 {
			continue
		}
		switch err := c.Telegram.EditText(ctx, chat, id, m); {
		case err == nil:
			changed = true
		case telegram.KindOf(err) != telegram.Gone:
			return chatFailure(err)
		}
	}
	if changed {
		return Result{State: signal.Sent}
	}
	return c.sendChat(ctx, chat, m)
}

// chatFailure says what a failed call of the Bot API asks of the outbox.
func chatFailure(err error) Result {
	var e *telegram.Error
	if !errors.As(err, &e) {
		return again("telegram")
	}
	r := Result{State: signal.Delayed, Cause: "telegram_" + string(e.Kind), RetryAfter: e.RetryAfter, Doubtful: e.Doubtful}
	switch e.Kind {
	case telegram.Blocked, telegram.Gone, telegram.Bad:
		r.State = signal.Failed
	case telegram.Unauthorized, telegram.Conflict:
		r.RetryAfter = time.Minute
	}
	return r
}

// AlertButtons are the buttons below an alert.
func AlertButtons(t Texts, ref signal.Ref) [][]telegram.Button {
	return [][]telegram.Button{
		{Button(t, "ack", ref), Button(t, "view", ref)},
		{Button(t, "reply", ref), Button(t, "close", ref)},
	}
}

// ViewButton is the one button of a message that only says that there is something to see.
func ViewButton(t Texts, ref signal.Ref) [][]telegram.Button {
	return [][]telegram.Button{{Button(t, "view", ref)}}
}

// Button is an officer's button: "case=ACTION:REF".
func Button(t Texts, action string, ref signal.Ref) telegram.Button {
	return telegram.Button{Text: t.Text(officersLang, "officer.button."+action, nil), Data: "case=" + action + ":" + string(ref)}
}
