package web_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/bot/conversation"
)

// stream is an open stream of events.
type stream struct {
	t     testing.TB
	lines *bufio.Scanner
}

// follow opens the site's stream, as the browser does that saw last.
func (s *site) follow(ctx context.Context, last string) *stream {
	s.t.Helper()
	r := s.request(http.MethodGet, "/chat/events", nil).WithContext(ctx)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	resp, err := s.jar.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { resp.Body.Close() })
	if ct := resp.Header.Get("Content-Type"); resp.StatusCode != 200 || ct != "text/event-stream" {
		s.t.Fatalf("status %d, %s", resp.StatusCode, ct)
	}
	return &stream{t: s.t, lines: bufio.NewScanner(resp.Body)}
}

// next reads one event: its name ("" a sign of life), its id and its data.
func (s *stream) next() (name, id, data string) {
	s.t.Helper()
	for s.lines.Scan() {
		line := s.lines.Text()
		key, value, _ := strings.Cut(line, ": ")
		switch key {
		case "event":
			name = value
		case "id":
			id = value
		case "data":
			data += value + "\n"
		case "":
			return name, id, data
		}
	}
	s.t.Fatal("the stream ended")
	return "", "", ""
}

func TestStreamBringsWhatArrives(t *testing.T) {
	s := open(t)
	s.post("text", "а\r\nevent: reset\r\ndata: б")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	events := s.follow(ctx, "")
	name, last, data := events.next()
	if name != "news" || last == "" || !strings.Contains(data, "Записах го.") {
		t.Fatalf("first event %q %q %q", name, last, data)
	}
	notice := []conversation.Reply{{Text: "Човек го прочете.", Lang: "bg"}}
	if _, err := s.chat.Deliver(t.Context(), s.talk.Got()[0].Address, notice); err != nil {
		t.Fatal(err)
	}
	for name, data = "", ""; name == ""; { // signs of life may come before
		name, _, data = events.next()
	}
	if name != "news" || !strings.Contains(data, "Човек го прочете.") || strings.Contains(data, "Записах го.") {
		t.Errorf("what arrived: %q %q", name, data)
	}

	back := s.follow(ctx, last) // the line broke, and the browser came back
	if name, _, data = back.next(); name != "news" || !strings.Contains(data, "Човек го прочете.") || strings.Contains(data, "Записах го.") {
		t.Errorf("after coming back: %q %q", name, data)
	}
}

func TestStreamTellsOtherPagesThatItWasHidden(t *testing.T) {
	s := open(t)
	s.post("text", "нещо")
	events := s.follow(t.Context(), "")
	events.next()
	s.post("data", "nav=hide")
	name := ""
	for name == "" {
		name, _, _ = events.next()
	}
	if name != "reset" {
		t.Errorf("an open page got %q, want that it is to be drawn anew", name)
	}
}

func TestStreamOfNobody(t *testing.T) {
	s := open(t)
	resp, _ := s.get("/chat/events")
	if resp.StatusCode != http.StatusNotFound {
		t.Errorf("status %d", resp.StatusCode)
	}
}
