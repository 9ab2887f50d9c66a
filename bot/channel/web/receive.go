package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/problem"
)

// hideData is the press that leaves.
const hideData = "nav=hide"

// post takes one message of the reporter.
func (c *Channel) post(w http.ResponseWriter, r *http.Request) {
	f, free, err := c.readForm(w, r)
	defer free()
	if err != nil {
		c.fail(w, r, err)
		return
	}
	address := c.address(r)
	if f.data == hideData && address == "" {
		c.away(w, r) // nothing is to be hidden: leave at once
		return
	}
	if address == "" {
		address = c.newAddress(w)
	}
	in := c.incoming(r, address, f)
	if in.Event.Data == "" && in.Event.Text == "" && in.Upload == nil {
		c.after(w, r, address, f.after)
		return
	}
	hidden, err := c.handle(r.Context(), in)
	switch {
	case hidden, f.data == hideData: // whoever wants to leave leaves, whatever went wrong
		if err != nil {
			c.o.Log.Error("web chat: hiding failed", "err", err)
		}
		c.away(w, r)
	case err != nil:
		c.fail(w, r, err)
	default:
		c.after(w, r, address, f.after)
	}
}

// incoming translates a post.
func (c *Channel) incoming(r *http.Request, address string, f form) channel.Incoming {
	in := channel.Incoming{Channel: Name, Address: address, ID: eventID(f), Upload: f.file}
	in.Event = conversation.Event{ID: in.ID, At: c.o.Now(), Lang: c.langOf(r), Text: f.text, Data: f.data}
	if f.data != "" {
		in.Event.Text, in.Upload = "", nil
	}
	return in
}

// eventID names what was posted. The page gives each form a token, so that the same form sent twice (a double tap, a
// reload) acts once, while another answer of the same page is another event. Without a token each post is its own.
func eventID(f form) string {
	if !isToken(f.once) {
		return newToken()
	}
	content := sha256.Sum256([]byte(f.data + "\x00" + f.text))
	return f.once + "-" + hex.EncodeToString(content[:6])
}

// handle hands an event to the reception, one of an address at a time.
func (c *Channel) handle(ctx context.Context, in channel.Incoming) (hidden bool, err error) {
	if wait := c.pace.Wait(ctx, in); wait > 0 && in.Event.Data != hideData {
		return false, &problem.Error{Kind: problem.TooMuch, Retry: wait}
	}
	done, err := c.turns.Take(ctx, in.Address)
	if err != nil {
		return false, err
	}
	defer done()
	out := &outlet{box: c.o.Box, in: in}
	if out.own, err = c.own(ctx, in); err != nil {
		return false, err
	}
	err = c.o.Handler.Handle(ctx, in, out)
	return out.hidden, err
}

// own is the reporter's message as the page shows it. A press shows what the button said; a press on what is not
// open shows nothing.
func (c *Channel) own(ctx context.Context, in channel.Incoming) (*channel.Entry, error) {
	e := channel.Entry{Letter: channel.Letter{Mine: true, Event: in.ID, Text: in.Event.Text}}
	if in.Upload != nil {
		e.Media = in.Upload.Kind
	}
	if in.Event.Data == "" {
		return &e, nil
	}
	entries, err := c.o.Box.Entries(ctx, in.Address)
	if err != nil {
		return nil, err
	}
	if e.Text = draw(entries).label(in.Event.Data); e.Text == "" {
		return nil, nil
	}
	return &e, nil
}

// begin greets an address that has no conversation yet, as /start does in a messenger.
func (c *Channel) begin(r *http.Request, address string) ([]channel.Entry, error) {
	ctx := r.Context()
	done, err := c.turns.Take(ctx, address)
	if err != nil {
		return nil, err
	}
	defer done()
	entries, err := c.o.Box.Entries(ctx, address)
	if err != nil || begun(entries) {
		return entries, err
	}
	in := channel.Incoming{Channel: Name, Address: address, ID: newToken()}
	in.Event = conversation.Event{ID: in.ID, At: c.o.Now(), Lang: c.langOf(r), Text: "/start"}
	if err := c.o.Handler.Handle(ctx, in, &outlet{box: c.o.Box, in: in}); err != nil {
		return nil, err
	}
	return c.o.Box.Entries(ctx, address)
}

// langOf is what the request tells of the person's language: ?lang=, else what the browser asks for; "" nothing.
func (c *Channel) langOf(r *http.Request) string {
	if lang := strings.ToLower(r.URL.Query().Get("lang")); c.o.Texts.Known(lang) {
		return lang
	}
	if lang, ok := c.o.Texts.GuessHeader(r.Header.Get("Accept-Language")); ok {
		return lang
	}
	return ""
}

// kindOf puts the channel's own errors among the kinds.
func kindOf(err error) error {
	switch {
	case errors.Is(err, channel.ErrUnavailable):
		return &problem.Error{Kind: problem.Unavailable, Err: err}
	case errors.Is(err, channel.ErrTooBig):
		return problem.TooLarge
	}
	return err
}
