package webhook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/problem"
	"github.com/chuyme/chuyme/internal/signal"
)

// slowest is the time in which a body must have arrived.
const slowest = time.Minute

// post takes one message.
func (c *Channel) post(w http.ResponseWriter, r *http.Request) {
	if err := stamped(r.Header, c.o.Now()); err != nil {
		c.fail(w, err)
		return
	}
	body, free, err := c.read(w, r)
	defer free()
	if err != nil {
		c.fail(w, err)
		return
	}
	client, err := c.whose(body, r.Header)
	if err != nil {
		c.fail(w, err)
		return
	}
	m, err := readMessage(body)
	if err != nil {
		c.fail(w, err)
		return
	}
	sum := sha256.Sum256(body)
	d := delivery{client: client, id: r.Header.Get(webhooks.HeaderWebhookID), hash: hex.EncodeToString(sum[:]),
		address: address(client, m.Conversation), message: m}
	answer, err := c.once(r.Context(), d)
	if err != nil {
		c.fail(w, err)
		return
	}
	writeJSON(w, answer)
}

// delivery is one message of one client.
type delivery struct {
	client, id, hash string
	address          string
	message          Message
}

// address is where a conversation of a client is found again. A client's name has no slash.
func address(client, conversation string) string { return client + "/" + conversation }

// read reads a body into memory, where there is room for a few big ones at a time; free gives the room back.
func (c *Channel) read(w http.ResponseWriter, r *http.Request) (body []byte, free func(), err error) {
	free = func() {}
	if r.ContentLength > maxBody {
		return nil, free, problem.TooLarge
	}
	// An error means that this kind of connection knows no deadline: the server's own limits stand.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(slowest))
	body, free, err = c.room.Read(r.Context(), r.Body, maxBody)
	switch {
	case errors.Is(err, channel.ErrTooBig), errors.Is(err, channel.ErrUnavailable):
		return nil, free, err // fail knows them
	case err != nil:
		return nil, free, &problem.Error{Kind: problem.Invalid, Says: "the body broke off", Err: err}
	}
	return body, free, nil
}

// act hands a message to the reception and forms the answer.
func (c *Channel) act(ctx context.Context, d delivery) ([]byte, error) {
	out := &outlet{box: c.o.Box, address: d.address, id: d.id, now: c.o.Now}
	for _, in := range c.incoming(d) {
		if wait := c.pace.Wait(ctx, in); wait > 0 {
			return nil, &problem.Error{Kind: problem.TooMuch, Retry: wait}
		}
		if err := c.o.Handler.Handle(ctx, in, out); err != nil {
			return nil, err
		}
	}
	return c.answer(ctx, d, out)
}

// incoming translates a message: the text with its first file, each further file, the place.
func (c *Channel) incoming(d delivery) []channel.Incoming {
	m := d.message
	event := func() channel.Incoming {
		return channel.Incoming{Channel: Name, Address: d.address, ID: d.id,
			Event: conversation.Event{ID: d.id, At: c.o.Now(), Lang: m.Lang}}
	}
	var all []channel.Incoming
	if m.Text != "" || m.Data != "" || len(m.Media) == 0 && m.Location == nil {
		in := event()
		in.Event.Text, in.Event.Data = m.Text, m.Data
		all = append(all, in)
	}
	for i, file := range m.Media {
		if i == 0 && m.Text != "" {
			all[0].Upload = file.upload()
			continue
		}
		in := event()
		in.Upload = file.upload()
		all = append(all, in)
	}
	if l := m.Location; l != nil {
		in := event()
		in.Event.Location = &signal.Place{Lat: degrees(*l.Lat), Lon: degrees(*l.Lon)}
		all = append(all, in)
	}
	for i := range all {
		if i > 0 { // one delivery, several events: each needs an id that is the same when it comes again
			all[i].ID = fmt.Sprintf("%s#%d", d.id, i+1)
			all[i].Event.ID = all[i].ID
		}
	}
	return all
}

func degrees(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func (f Media) upload() *channel.Upload {
	kind := http.DetectContentType(f.data)
	return &channel.Upload{Kind: channel.KindOf(kind), Type: kind, Bytes: int64(len(f.data)),
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(f.data)), nil }}
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

func writeJSON(w http.ResponseWriter, body json.RawMessage) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(body) // the client is gone: it will ask again by the same id
}
