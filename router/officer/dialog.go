// Package officer is the officer's side of the bot on Telegram: joining by a one-time invite, the buttons of alerts,
// a case shown, an answer written. What may be done is casework's; this package translates.
//
// It must never show anything of a case to a chat that has not joined, nor put words of a case where a lock screen
// shows them unasked.
package officer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/router/alert"
	"github.com/chuyme/chuyme/router/casework"
	"github.com/chuyme/chuyme/router/unit"
)

// lang is the language that officers are written to in their chat.
const lang = "bg"

// Dialog talks with officers. It is safe for concurrent use; the channel brings one update of a chat at a time.
type Dialog struct {
	Desk      *casework.Desk
	Store     *casestore.Store
	Units     *unit.Register
	Place     func(municipality string) string
	Client    *telegram.Client
	Keys      *seal.Keyset
	Texts     alert.Texts
	PublicURL *url.URL
	Log       *slog.Logger

	chats known
}

// ChatMAC is what an officer's chat is looked up by, so that its id is stored nowhere in the clear.
func ChatMAC(keys *seal.Keyset, chat int64) string {
	return keys.MAC("officer-chat", strconv.FormatInt(chat, 10))
}

// Update handles an update that comes from an officer's chat or brings an invite; handled is false for everybody else's.
func (g *Dialog) Update(ctx context.Context, u telegram.Update) (handled bool, err error) {
	switch {
	case u.Callback != nil && u.Callback.Message != nil && u.Callback.Message.Chat.Private():
		return g.press(ctx, u.Callback)
	case u.Message != nil && u.Message.Chat.Private():
		return g.message(ctx, u.Message)
	}
	return false, nil
}

// who gives the officer of a chat. One chat may have joined several units; the first is meant where no case tells.
func (g *Dialog) who(ctx context.Context, chat int64) ([]casestore.Officer, error) {
	mac := ChatMAC(g.Keys, chat)
	if all, fresh := g.chats.get(mac); fresh {
		return all, nil
	}
	all, err := g.Store.OfficersByChat(ctx, mac)
	if err != nil && !errors.Is(err, casestore.ErrNotFound) {
		return nil, fmt.Errorf("look up an officer: %w", err)
	}
	g.chats.put(mac, all)
	return all, nil
}

func (g *Dialog) message(ctx context.Context, m *telegram.Received) (bool, error) {
	if token, ok := strings.CutPrefix(m.Text, "/start "); ok && inviteForm(token) {
		if joined, err := g.join(ctx, m.Chat.ID, strings.TrimSpace(token)); joined || err != nil {
			return joined, err
		}
	}
	all, err := g.who(ctx, m.Chat.ID)
	if err != nil || len(all) == 0 {
		return false, err
	}
	return true, g.typed(ctx, m, all)
}

// inviteForm reports whether a payload can be an invite at all, so that a child's "/start ref" costs no look-up.
func inviteForm(token string) bool { return len(strings.TrimSpace(token)) >= 20 }

func (g *Dialog) join(ctx context.Context, chat int64, token string) (bool, error) {
	o, err := g.Store.JoinTelegram(ctx, token, ChatMAC(g.Keys, chat), strconv.FormatInt(chat, 10))
	if errors.Is(err, casestore.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("join an officer: %w", err)
	}
	g.chats.forget()
	g.Desk.Joined()
	return true, g.say(ctx, chat, g.text("officer.joined", map[string]any{"Unit": g.title(o.Unit), "Officer": o.ID}), nil)
}

// typed is what an officer writes: a command, or the words that a button asked for.
func (g *Dialog) typed(ctx context.Context, m *telegram.Received, all []casestore.Officer) error {
	chat, o := m.Chat.ID, all[0]
	for _, a := range all {
		if stillAsked(a.Mode, g.Desk.Now()) != "" {
			o = a
		}
	}
	o.Mode = stillAsked(o.Mode, g.Desk.Now())
	command, _, _ := strings.Cut(strings.TrimSpace(m.Text), " ")
	switch {
	case command == "/start" || command == "/help":
		return g.endMode(ctx, o, func() error {
			return g.say(ctx, chat, g.text("officer.help", map[string]any{"Unit": g.title(o.Unit), "Officer": o.ID}), nil)
		})
	case command == "/cases":
		return g.endMode(ctx, o, func() error { return g.cases(ctx, chat, all) })
	case command == "/duty":
		return g.endMode(ctx, o, func() error { return g.duty(ctx, chat, all) })
	case command == "/me":
		return g.say(ctx, chat, g.text("officer.me", map[string]any{"Unit": g.title(o.Unit), "Officer": o.ID, "Role": o.Role}), nil)
	case command == "/console":
		return g.console(ctx, chat, o)
	case strings.HasPrefix(command, "/"):
		return g.say(ctx, chat, g.text("officer.unknown_command", nil), nil)
	case o.Mode == "":
		return g.say(ctx, chat, g.text("officer.no_mode", nil), nil)
	case m.Text == "":
		return g.say(ctx, chat, g.text("officer.text_only", nil), nil)
	}
	return g.written(ctx, chat, o, m.Text)
}

// written carries out what the officer was asked to write: the mode holds "reply:REF", "note:REF", "decline:REF" or
// "transfer:REF:UNIT".
func (g *Dialog) written(ctx context.Context, chat int64, o casestore.Officer, text string) error {
	act, rest, _ := strings.Cut(o.Mode, ":")
	ref, extra, _ := strings.Cut(rest, ":")
	who, done := casework.Officer{Unit: o.Unit, ID: o.ID, Role: o.Role}, "officer.done."+act
	var err error
	switch act {
	case "reply":
		err = g.Desk.Reply(ctx, who, signal.Ref(ref), text)
	case "note":
		err = g.Desk.Note(ctx, who, signal.Ref(ref), text)
	case "decline":
		err = g.Desk.Decline(ctx, who, signal.Ref(ref), text)
	case "transfer":
		err = g.Desk.Transfer(ctx, who, signal.Ref(ref), extra, text)
	}
	if err != nil {
		return g.refuse(ctx, chat, err)
	}
	return g.endMode(ctx, o, func() error {
		return g.say(ctx, chat, g.text(done, map[string]any{"Ref": ref}), g.after(signal.Ref(ref)))
	})
}

func (g *Dialog) endMode(ctx context.Context, o casestore.Officer, then func() error) error {
	if o.Mode != "" {
		if err := g.setMode(ctx, o, ""); err != nil {
			return err
		}
	}
	return then()
}

// modeFor is how long what a button asked for is waited for. Words that are typed hours later are not for the child.
const modeFor = 30 * time.Minute

// stillAsked gives what the officer was asked to write, "" where that was too long ago.
func stillAsked(mode string, now time.Time) string {
	asked, at, _ := strings.Cut(mode, "@")
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)) > modeFor {
		return ""
	}
	return asked
}

func (g *Dialog) setMode(ctx context.Context, o casestore.Officer, mode string) error {
	g.chats.forget()
	if mode != "" {
		mode += "@" + strconv.FormatInt(g.Desk.Now().Unix(), 10)
	}
	return g.Store.SetMode(ctx, o.Unit, o.ID, mode)
}

// console sends a one-time link to the console.
func (g *Dialog) console(ctx context.Context, chat int64, o casestore.Officer) error {
	inv, err := g.Store.Invite(ctx, o.Unit, o.ID, o.Role, 10*time.Minute)
	if err != nil {
		return g.refuse(ctx, chat, err)
	}
	u := g.PublicURL.JoinPath("console", "join")
	u.RawQuery = url.Values{"token": {inv.Console}}.Encode()
	return g.say(ctx, chat, g.text("officer.console", map[string]any{"URL": u.String()}), nil)
}

func (g *Dialog) text(id string, args map[string]any) string { return g.Texts.Text(lang, id, args) }

func (g *Dialog) title(id string) string {
	if u, ok := g.Units.Unit(unit.ID(id)); ok {
		return u.Title(lang)
	}
	return id
}

func (g *Dialog) say(ctx context.Context, chat int64, text string, buttons [][]telegram.Button) error {
	parts := split(text)
	for i, p := range parts {
		m := telegram.Message{Text: p, Protect: true}
		if i == len(parts)-1 {
			m.Buttons = buttons
		}
		if _, err := g.Client.Send(ctx, chat, m); err != nil {
			return g.unsaid(err)
		}
	}
	return nil
}

// unsaid keeps a failed answer from being an error of the update: what was asked for is done, and the officer sees it
// with the next press. Only a passing fault is worth bringing the update again.
func (g *Dialog) unsaid(err error) error {
	g.Log.Warn("an officer could not be answered", "err", err)
	return nil
}

// refuse tells an officer why something was not done.
func (g *Dialog) refuse(ctx context.Context, chat int64, err error) error {
	return g.say(ctx, chat, g.text(g.because(err), nil), nil)
}

// because is the text that says why.
func (g *Dialog) because(err error) string {
	switch {
	case errors.Is(err, casestore.ErrNotFound):
		return "officer.err.not_found"
	case errors.Is(err, casework.ErrForbidden):
		return "officer.err.forbidden"
	case errors.Is(err, casework.ErrClosed):
		return "officer.err.closed"
	case errors.Is(err, casestore.ErrPurged):
		return "officer.err.purged"
	case errors.Is(err, casework.ErrTooLong):
		return "officer.err.too_long"
	case errors.Is(err, casework.ErrEmpty):
		return "officer.err.empty"
	case errors.Is(err, casework.ErrUnit):
		return "officer.err.unit"
	case errors.Is(err, casework.ErrBarred):
		return "officer.err.barred"
	case errors.Is(err, casework.ErrNotAsked):
		return "officer.err.not_asked"
	case errors.Is(err, casework.ErrSecond):
		return "officer.err.second"
	case errors.Is(err, casework.ErrNotHanded):
		return "officer.err.not_handed"
	}
	g.Log.Error("an officer's act failed", "err", err)
	return "officer.err.ours"
}
