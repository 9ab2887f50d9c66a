package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/problem"
)

// A stream says that it is alive before any proxy thinks that it is not, and ends by itself now and then: the browser
// comes back with the id of what it saw last.
const (
	heartbeat = 20 * time.Second
	streamAge = 15 * time.Minute
	writeTime = 10 * time.Second
)

// events streams what arrives in a conversation, as parts of the page.
func (c *Channel) events(w http.ResponseWriter, r *http.Request) {
	address := c.address(r)
	if address == "" {
		problem.Write(w, problem.NotFound)
		return
	}
	if c.streams.Add(1) > maxStreams {
		c.streams.Add(-1)
		problem.Write(w, problem.Unavailable)
		return
	}
	defer c.streams.Add(-1)
	ctx, cancel := context.WithTimeout(r.Context(), streamAge)
	defer cancel()

	seen := r.Header.Get("Last-Event-ID")
	if seen == "" {
		seen = r.URL.Query().Get("after")
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	c.stream(ctx, w, r, address, seen)
}

// stream writes news until ctx ends or the browser is gone.
func (c *Channel) stream(ctx context.Context, w http.ResponseWriter, r *http.Request, address, seen string) {
	out := http.NewResponseController(w)
	changed := c.o.Box.Watch(ctx, address)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		line, last, err := c.news(ctx, r, address, seen)
		if err != nil {
			return // the browser tries again, and sees it then
		}
		seen = last
		// Not every kind of connection knows deadlines; where it does, a dead browser must not hold us.
		_ = out.SetWriteDeadline(time.Now().Add(writeTime))
		if _, err := fmt.Fprint(w, line); err != nil || out.Flush() != nil {
			return
		}
		select {
		case <-ctx.Done():
			return
		case _, open := <-changed:
			if !open {
				return
			}
		case <-beat.C:
		}
	}
}

// news is what a stream says next: what came after seen, or a sign of life.
func (c *Channel) news(ctx context.Context, r *http.Request, address, seen string) (line, last string, err error) {
	entries, err := c.o.Box.Entries(ctx, address)
	if err != nil {
		return "", seen, err
	}
	s := c.talk(r, entries)
	news, all := s.Talk.since(seen, entries)
	if all && seen != "" {
		return "event: reset\ndata:\n\n", s.Talk.Last, nil // it was hidden elsewhere: the page is to be drawn anew
	}
	if len(news.Messages) == 0 {
		return ": still here\n\n", s.Talk.Last, nil
	}
	s.Talk = news
	part, err := c.fragment(s)
	if err != nil {
		c.o.Log.Error("web chat: drawing news failed", "err", err)
		return "", seen, err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "id: %s\nevent: news\n", oneLine(s.Talk.Last))
	for l := range strings.Lines(string(part)) {
		fmt.Fprintf(&b, "data: %s\n", strings.TrimRight(l, "\r\n"))
	}
	b.WriteString("\n")
	return b.String(), s.Talk.Last, nil
}

// oneLine keeps an id from ending its line.
func oneLine(id string) string {
	return strings.NewReplacer("\n", "", "\r", "", "\x00", "").Replace(id)
}
