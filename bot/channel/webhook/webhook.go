// Package webhook is the way in for other programs: a school's portal or another bot hands on what a person writes, as
// a message signed by the Standard Webhooks specification, and gets the replies in the answer.
//
// What a client sends passes in this order, and stops at the first fault: signature over the raw bytes (401), form
// (413, 422), whether its id came before (the first answer again, or 409), pace of that conversation (429), and then
// the conversation itself (503 where its parts are away). Nothing of a body is looked at before its signature held.
//
// A conversation belongs to the client that began it: two clients may use the same name for theirs.
//
// The package must never decide anything about a conversation, tell a stranger why a signature failed, or log an
// address, a word or a secret.
package webhook

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"github.com/gorilla/mux"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/internal/problem"
	"github.com/chuyme/chuyme/internal/seal"
)

// Name is the channel's name in Incoming.Channel.
const Name = "webhook"

// Client is one program that may send messages.
type Client struct {
	Name     string // a-z, 0-9 and dashes; it is a part of its conversations' addresses
	Secret   seal.Secret
	Callback bool // what comes later is pushed to it too
}

// Answers remembers by a client's own ids what it was answered; *session.Store is one.
type Answers interface {
	Once(ctx context.Context, name, id string, ttl time.Duration, bodyHash string) (session.State, []byte, error)
	Answer(ctx context.Context, name, id string, answer []byte) error
	Abandon(ctx context.Context, name, id string) error
}

// Pusher posts to a client's callback, signed with its secret. id is the same on each try of the same message.
type Pusher interface {
	Push(ctx context.Context, client, id string, body []byte) error
}

// Options are what the channel is built on. All but Now, Log, Spared and Pusher are required; Pusher is where a client
// has a callback.
type Options struct {
	Clients []Client
	Handler channel.Handler
	Box     channel.Mailbox
	Answers Answers
	Pusher  Pusher
	Now     func() time.Time
	Log     *slog.Logger
	// Spared tells which events must never be held back for coming too fast: a danger, a valid code.
	Spared func(context.Context, channel.Incoming) bool
}

// Channel is the signed webhook. It is safe for concurrent use.
type Channel struct {
	o         Options
	signers   []signer
	callbacks map[string]bool
	pace      *channel.Pace
	turns     channel.Turns
	room      *channel.Room // of the bodies that are held in memory
}

var _ channel.Deliverer = (*Channel)(nil)

// Limits of one conversation and one process.
const (
	eventsAMinute = 60
	bigAtOnce     = 8
)

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// New builds the channel. Its errors say which client is set up wrongly, and never a secret.
func New(o Options) (*Channel, error) {
	if o.Handler == nil || o.Box == nil || o.Answers == nil {
		return nil, fmt.Errorf("signed webhook: Handler, Box and Answers are required")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	c := &Channel{o: o, callbacks: map[string]bool{}, room: channel.NewRoom(bigAtOnce * maxBody),
		pace: channel.NewPace(o.Now, eventsAMinute, eventsAMinute, o.Spared)}
	for _, client := range o.Clients {
		s, err := newSigner(client)
		if err == nil {
			err = c.distinct(s)
		}
		if err != nil {
			return nil, fmt.Errorf("signed webhook: client %q: %w", client.Name, err)
		}
		if client.Callback && o.Pusher == nil {
			return nil, fmt.Errorf("signed webhook: client %q has a callback and nothing to push with", client.Name)
		}
		c.signers = append(c.signers, s)
		c.callbacks[client.Name] = client.Callback
	}
	return c, nil
}

// distinct refuses a client that could not be told from another.
func (c *Channel) distinct(s signer) error {
	for _, other := range c.signers {
		if other.client == s.client {
			return fmt.Errorf("the name stands twice")
		}
		if other.key == s.key {
			return fmt.Errorf("it has the same secret as %q: each client needs its own", other.client)
		}
	}
	return nil
}

// Name is the channel's name.
func (c *Channel) Name() string { return Name }

// Routes adds /v1/messages to r.
func (c *Channel) Routes(r *mux.Router) {
	r.HandleFunc("/v1/messages", c.post).Methods(http.MethodPost)
	r.HandleFunc("/v1/messages/{conversation}", c.get).Methods(http.MethodGet)
}

// fail answers with a problem document and reports what is ours.
func (c *Channel) fail(w http.ResponseWriter, err error) {
	err = kindOf(err)
	switch problem.Of(err) {
	case problem.Internal:
		c.o.Log.Error("signed webhook: a request failed", "err", err)
	case problem.Unauthorized:
		w.Header().Set("WWW-Authenticate", "StandardWebhooks")
	}
	problem.Write(w, err)
}
