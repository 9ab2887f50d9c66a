package webhook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
)

// Pushed is what a client's callback is sent.
type Pushed struct {
	Type      string    `json:"type" enum:"messages"`
	Timestamp time.Time `json:"timestamp"`
	Data      News      `json:"data"`
}

// News is what was said to one conversation.
type News struct {
	Conversation string `json:"conversation"`
	Answer
}

// Deliver keeps what was not asked for in the mailbox, and pushes it where its client has a callback. When it is
// called again because the push failed, what stands in the mailbox already is pushed and not kept twice.
func (c *Channel) Deliver(ctx context.Context, address string, replies []conversation.Reply) ([]string, error) {
	client, name, ok := strings.Cut(address, "/")
	if !ok || len(replies) == 0 {
		return nil, nil
	}
	before, err := c.o.Box.Entries(ctx, address)
	if err != nil {
		return nil, passing(err)
	}
	kept := unpushed(before, replies)
	ids := idsOf(kept)
	if kept == nil || !c.callbacks[client] {
		if kept, ids, err = c.keep(ctx, address, replies); err != nil {
			return ids, passing(err)
		}
	}
	if !c.callbacks[client] {
		return ids, nil
	}
	return ids, c.push(ctx, client, name, kept, stateOf(standing(before)))
}

func (c *Channel) keep(ctx context.Context, address string, replies []conversation.Reply) ([]channel.Entry, []string, error) {
	entries := make([]channel.Entry, 0, len(replies))
	for _, r := range replies {
		entries = append(entries, channel.Entry{At: c.o.Now(), Letter: channel.LetterOf(r, "")})
	}
	ids, err := c.o.Box.Append(ctx, address, entries...)
	for i, id := range ids {
		entries[i].ID = id
	}
	return entries, ids, err
}

// push posts entries. Its id is made of the conversation and the first of them, so it is the same on each try.
func (c *Channel) push(ctx context.Context, client, name string, entries []channel.Entry, state State) error {
	p := Pushed{Type: "messages", Timestamp: c.o.Now().UTC(), Data: News{Conversation: name}}
	for _, e := range entries {
		p.Data.Messages = append(p.Data.Messages, said(e))
	}
	p.Data.State = state
	body, err := json.Marshal(p)
	if err != nil {
		return passing(err)
	}
	if err := c.o.Pusher.Push(ctx, client, pushID(address(client, name), entries[0].ID), body); err != nil {
		return passing(err)
	}
	mark := channel.Entry{Letter: channel.Letter{Mark: true, Pushed: entries[0].ID}}
	if _, err := c.o.Box.Append(ctx, address(client, name), mark); err != nil {
		c.o.Log.Warn("signed webhook: a push was not marked and may be repeated by the same id", "err", err)
	}
	return nil
}

// pushID names one push; it tells neither whose it is nor which.
func pushID(address, entry string) string {
	sum := sha256.Sum256([]byte(address + "\x00" + entry))
	return "msg_" + hex.EncodeToString(sum[:16])
}

// unpushed finds entries that hold just these replies and were never pushed: those of an earlier try.
func unpushed(entries []channel.Entry, replies []conversation.Reply) []channel.Entry {
	pushed := map[string]bool{}
	for _, e := range entries {
		pushed[e.Pushed] = true
	}
	for i := range entries {
		if entries[i].Event != "" || entries[i].Mark || pushed[entries[i].ID] || i+len(replies) > len(entries) {
			continue
		}
		same := true
		for j, r := range replies {
			e := entries[i+j]
			same = same && !e.Mark && e.Event == "" && e.Text == r.Text && e.Reply == r.ID
		}
		if same {
			return entries[i : i+len(replies)]
		}
	}
	return nil
}

func idsOf(entries []channel.Entry) []string {
	ids := make([]string, 0, len(entries))
	for _, e := range entries {
		ids = append(ids, e.ID)
	}
	return ids
}

// HideAt empties the mailbox of an address.
func (c *Channel) HideAt(ctx context.Context, address string, _ []string) error {
	if err := c.o.Box.Drop(ctx, address); err != nil {
		return passing(err)
	}
	return nil
}

// passing says that it may be tried again, unless err says more.
func passing(err error) error {
	var unsaid *channel.Unsaid
	if errors.As(err, &unsaid) {
		return err
	}
	return &channel.Unsaid{Cause: "passing", Err: err}
}
