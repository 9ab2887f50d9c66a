package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// farSide plays the Bot API for benchmarks: it takes every call at once and remembers the newest keyboard of each chat.
// It speaks just as much HTTP/1.1 as Go's client needs on a kept connection, because whatever it costs is taken from
// the machine that the two sides of a comparison share, and makes them look alike.
type farSide struct {
	url   string
	ids   atomic.Int64           // of messages, of both sides
	chats sync.Map               // int64 → *screen
	hooks map[string]chan string // token → where its bot wants updates
}

// screen is a chat as its person sees it.
type screen struct {
	mu       sync.Mutex
	message  int64     // that bears the buttons
	markup   string    // its buttons, JSON
	calls    int       // messages sent and changed
	at       time.Time // when the last call came
	arrivals chan arrival
}

// arrival is a message that somebody waits for: an officer's.
type arrival struct {
	at     time.Time
	markup string
}

// newFarSide starts it; it ends with b. Only bots with these tokens may set a webhook.
func newFarSide(b *testing.B, tokens ...string) *farSide {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	f := &farSide{url: "http://" + listener.Addr().String(), hooks: map[string]chan string{}}
	for _, t := range tokens {
		f.hooks[t] = make(chan string, 1)
	}
	b.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go f.serve(conn)
		}
	}()
	return f
}

// screen gives the screen of a chat.
func (f *farSide) screen(chat int64) *screen {
	if s, ok := f.chats.Load(chat); ok {
		return s.(*screen)
	}
	s, _ := f.chats.LoadOrStore(chat, &screen{})
	return s.(*screen)
}

// serve answers the calls of one connection, until it ends or something else than a call comes.
func (f *farSide) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 16<<10)
	var out []byte
	for {
		path, body, err := readCall(in)
		if err != nil {
			return
		}
		token, method, _ := strings.Cut(strings.TrimPrefix(path, "/bot"), "/")
		params, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		result := f.result(token, method, params)
		out = fmt.Appendf(out[:0], "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s%s}",
			len(`{"ok":true,"result":`)+len(result)+1, `{"ok":true,"result":`, result)
		if _, err := conn.Write(out); err != nil {
			return
		}
	}
}

// readCall reads a POST with a form of a length that is told.
func readCall(in *bufio.Reader) (path, body string, err error) {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return "", "", err
	}
	words := bytes.Fields(line)
	if len(words) != 3 || string(words[0]) != "POST" {
		return "", "", fmt.Errorf("not a call")
	}
	path = string(words[1])
	length := 0
	for {
		if line, err = in.ReadSlice('\n'); err != nil {
			return "", "", err
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			break
		}
		if name, value, _ := bytes.Cut(line, []byte(":")); bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return "", "", err
			}
		}
	}
	raw := make([]byte, length)
	_, err = io.ReadFull(in, raw)
	return path, string(raw), err
}

// result carries out a call.
func (f *farSide) result(token, method string, params url.Values) string {
	chat, _ := strconv.ParseInt(params.Get("chat_id"), 10, 64)
	switch method {
	case "sendMessage":
		id := f.ids.Add(1)
		f.screen(chat).show(id, params.Get("reply_markup"))
		return fmt.Sprintf(`{"message_id":%d}`, id)
	case "editMessageText", "editMessageReplyMarkup":
		id, _ := strconv.ParseInt(params.Get("message_id"), 10, 64)
		f.screen(chat).show(id, params.Get("reply_markup"))
		return fmt.Sprintf(`{"message_id":%d}`, id)
	case "getMe":
		return `{"id":1,"username":"bench_bot"}`
	case "setWebhook":
		select {
		case f.hooks[token] <- params.Get("url"):
		default: // nobody waits for a second one
		}
	}
	return "true"
}

// show puts a message on the screen.
func (s *screen) show(id int64, markup string) {
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	s.at = now
	if markup != "" {
		s.message, s.markup = id, markup
	}
	if s.arrivals != nil {
		s.arrivals <- arrival{now, markup}
	}
}

// look gives what stands on the screen.
func (s *screen) look() (message int64, markup string, at time.Time, calls int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.message, s.markup, s.at, s.calls
}

// hook waits until the bot of a token has set its webhook, which says that it serves.
func (f *farSide) hook(b *testing.B, token string) string {
	b.Helper()
	select {
	case hook := <-f.hooks[token]:
		return hook
	case <-time.After(time.Minute):
		b.Fatal("a bot has not set its webhook within a minute")
		return ""
	}
}
