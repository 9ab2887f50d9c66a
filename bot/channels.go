package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/channel/telegram"
	"github.com/chuyme/chuyme/bot/channel/web"
	"github.com/chuyme/chuyme/bot/channel/webhook"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/officer"
)

// running is a channel that has work of its own beside answering HTTP.
type running interface {
	Name() string
	Run(ctx context.Context) error
	Ready(ctx context.Context) error
}

// openChannels is the one list of channels: each is opened here, told to the reception, and its pages are mounted in
// routes.go.
func (s *server) openChannels() error {
	if err := s.openWeb(); err != nil {
		return err
	}
	if err := s.openWebhook(); err != nil {
		return err
	}
	s.openTelegram()
	return nil
}

func (s *server) openWeb() (err error) {
	s.web, err = web.New(web.Options{Handler: s.counted(), Box: s.talk.Mailbox(web.Name), Texts: s.texts, PublicURL: s.cfg.PublicURL, DefaultLang: s.cfg.DefaultLang, Now: s.now, Log: s.log, Spared: s.spared})
	if err == nil {
		s.talk.Reach(web.Name, s.web)
	}
	return err
}

func (s *server) openWebhook() (err error) {
	if len(s.cfg.WebhookSecrets) == 0 {
		return nil
	}
	var clients []webhook.Client
	for _, c := range s.cfg.WebhookSecrets {
		clients = append(clients, webhook.Client{Name: c.Name, Secret: c.Secret, Callback: s.callback(c.Name) != ""})
	}
	s.webhook, err = webhook.New(webhook.Options{Clients: clients, Handler: s.counted(), Box: s.talk.Mailbox(webhook.Name), Answers: s.sessions, Pusher: s, Now: s.now, Log: s.log, Spared: s.spared})
	if err != nil {
		return usage("CHUYME_WEBHOOK_SECRETS: %w", err)
	}
	s.talk.Reach(webhook.Name, s.webhook)
	return nil
}

func (s *server) openTelegram() {
	if s.telegram == nil {
		return
	}
	dialog := &officer.Dialog{Desk: s.desk, Store: s.store, Units: s.units, Place: s.municipality, Client: s.telegram, Keys: s.keys, Texts: s.texts, PublicURL: s.cfg.PublicURL, Log: s.log}
	s.tg = telegram.New(s.telegram, s.counted(), dialog, telegram.Options{
		Log: s.log, Webhook: s.cfg.TelegramMode == "webhook", PublicURL: s.cfg.PublicURL.String(), Secret: s.cfg.TelegramWebhookSecret.Reveal(),
		Menus: s.menus(), Away: s.away,
	})
	s.talk.Reach(telegram.Name, s.tg)
	s.channels = append(s.channels, s.tg)
}

// menus are the commands that Telegram offers, in neutral words: a menu may be glimpsed by another.
func (s *server) menus() []telegram.Menu { return nil }

// away is what a person is told while the sessions cannot be reached: the emergency numbers, whatever else happens.
func (s *server) away(lang string) conversation.Reply {
	return conversation.Reply{ID: "refused.unavailable", Text: s.texts.Text(s.language(lang), "refused.unavailable", nil)}
}

// language is the language that a BCP 47 tag asks for, or the default one.
func (s *server) language(tag string) string {
	if lang, ok := s.texts.Guess(tag); ok {
		return lang
	}
	return s.cfg.DefaultLang
}

// spared tells which events are never held back for coming too fast: a danger, and a code that brings a case back.
func (s *server) spared(ctx context.Context, in channel.Incoming) bool {
	if in.Event.Data == "danger=now" || in.Event.Data == "nav=send" || in.Event.Data == "nav=hide" {
		return true
	}
	if in.Event.Text == "" {
		return false
	}
	if code, ok := signal.FindCode(in.Event.Text); ok {
		_, err := s.store.ByCode(ctx, code)
		return !errors.Is(err, casestore.ErrNotFound) // whoever guesses codes is held back as anybody is
	}
	return s.triage.Read(signal.Draft{Said: []signal.Said{{Text: in.Event.Text}}}).Urgency == signal.Crisis
}

// counted is the reception with its events counted and timed.
func (s *server) counted() channel.Handler { return counted{s} }

type counted struct{ s *server }

func (c counted) Handle(ctx context.Context, in channel.Incoming, out channel.Outlet) error {
	began := time.Now()
	err := c.s.talk.Handle(ctx, in, out)
	result := "ok"
	switch {
	case errors.Is(err, channel.ErrUnavailable):
		result = "unavailable"
	case err != nil:
		result = "failed"
	}
	c.s.metrics.Events.WithLabelValues(in.Channel, result).Inc()
	c.s.metrics.Took.WithLabelValues(in.Channel).Observe(time.Since(began).Seconds())
	return err
}

// callback is where what comes later is pushed for a client of the signed webhook, "" nowhere.
func (s *server) callback(client string) string {
	for _, c := range s.cfg.WebhookCallbacks {
		if c.Name == client {
			return c.URL.String()
		}
	}
	return ""
}

// Push posts to a client's callback, signed with the client's own secret. It implements webhook.Pusher.
func (s *server) Push(ctx context.Context, client, id string, body []byte) error {
	for _, c := range s.cfg.WebhookSecrets {
		if c.Name != client {
			continue
		}
		r := s.hooks.Post(ctx, s.callback(client), c.Secret, id, body)
		if r.OK {
			return nil
		}
		return &channel.Unsaid{Cause: r.Cause, Permanent: r.Gone, RetryAfter: r.RetryAfter, Doubtful: r.Doubtful, Err: fmt.Errorf("callback of client %s: %s", client, r.Cause)}
	}
	return &channel.Unsaid{Cause: "no_client", Permanent: true, Err: fmt.Errorf("no client %s", client)}
}
