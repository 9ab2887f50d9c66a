package telegram

import (
	"context"
	"log/slog"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	tg "github.com/chuyme/chuyme/internal/telegram"
)

// Name is the channel's name in events, drafts and logs.
const Name = "telegram"

// Path is where Telegram brings updates in webhook mode.
const Path = "/telegram/webhook"

const (
	takeLimit = 50 * time.Second // for one update; Telegram waits 60 s for a webhook
	maxTries  = 3                // of an update that fails, before it is set aside
	maxConns  = 100              // of Telegram's webhook, its most
)

// Officers is offered each update before the reporter's conversation is: an officer's buttons, and invites by
// "/start TOKEN". It answers the presses that it handles itself.
type Officers interface {
	// Update reports whether u was an officer's and is dealt with. channel.ErrUnavailable makes it come again.
	Update(ctx context.Context, u tg.Update) (handled bool, err error)
}

// Menu is the list of commands that Telegram shows to people of one language.
type Menu struct {
	Lang     string // two letters; "" everybody else
	Commands []tg.Command
}

// Options of a Channel. Log is required; the zero value of all else is right.
type Options struct {
	Log       *slog.Logger
	Webhook   bool   // by webhook; else by polling
	PublicURL string // webhook mode: our address as Telegram reaches it
	Secret    string // webhook mode: what Telegram sends back in its secret header
	Workers   int    // chats handled at once when polling; 0: 64
	Menus     []Menu // set at start

	// Away gives what is said to a person while the conversation cannot be held: the emergency numbers. nil: nothing.
	Away func(lang string) conversation.Reply
	// Pace holds back Deliver, never the reply to an event. nil: it does not.
	Pace *tg.Pace

	Now   func() time.Time                                 // nil: time.Now
	Sleep func(ctx context.Context, d time.Duration) error // between tries; nil: real time. It fails when ctx ends
}

// Channel is the reporter's channel over Telegram. Its methods are safe for concurrent use.
type Channel struct {
	client   *tg.Client
	handler  channel.Handler
	officers Officers
	opts     Options
	log      *slog.Logger

	away    *away
	groups  *lately
	repeats *repeats
	turns   channel.Turns
	failed  *tries
	health  health
}

// New makes the channel. officers may be nil. It calls nobody yet.
func New(client *tg.Client, handler channel.Handler, officers Officers, opts Options) *Channel {
	if opts.Workers <= 0 {
		opts.Workers = 64
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Sleep == nil {
		opts.Sleep = sleep
	}
	return &Channel{
		client: client, handler: handler, officers: officers, opts: opts,
		log:     opts.Log.With("channel", Name),
		away:    &away{once: newLately(time.Minute)},
		groups:  newLately(24 * time.Hour),
		repeats: newRepeats(),
		failed:  newTries(),
	}
}

// Name is the channel's name.
func (c *Channel) Name() string { return Name }

// Run serves until ctx ends: it polls, or sets the webhook and keeps to it. What is being handled then is finished.
// It returns an error only for settings that can never work; Telegram being away is waited for.
func (c *Channel) Run(ctx context.Context) error {
	if c.opts.Webhook {
		return c.hook(ctx)
	}
	newPoller(c).run(ctx)
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// backoff is how long to wait after the n-th failure in a row (from 1): first, doubled each time, at most most.
func backoff(n int, first, most time.Duration) time.Duration {
	d := first
	for range min(n-1, 30) {
		if d *= 2; d >= most {
			return most
		}
	}
	return d
}
