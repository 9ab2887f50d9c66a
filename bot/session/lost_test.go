package session_test

import (
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/internal/servertest"
)

// TestALostAnswerIsNoSecondAct: the server does what it was asked, the line breaks before its answer arrives, and the
// client asks again. The caller must be told that it was done now and by it, and it must have been done once.
func TestALostAnswerIsNoSecondAct(t *testing.T) {
	line := newLine(t, servertest.NewRedisServer(t).URL)
	s := open(t, line.url, "", keyset(t))
	ctx := t.Context()
	more := func(prev []byte) (session.Plan, error) { return session.Plan{Next: append(prev, '.')}, nil }
	if _, err := s.Do(ctx, "chat", "0", more); err != nil {
		t.Fatal(err)
	}
	for name, event := range map[string]string{"with an id": "1", "without": ""} {
		before, err := s.Peek(ctx, "chat")
		if err != nil {
			t.Fatal(err)
		}
		line.lose(t, func() {
			r, err := s.Do(ctx, "chat", event, more)
			if err != nil || r.Seen || len(r.Data) != len(before)+1 {
				t.Errorf("an event %s: %q after %q, seen %v, %v; want one step more, not seen", name, r.Data, before, r.Seen, err)
			}
		})
		if got, err := s.Peek(ctx, "chat"); err != nil || len(got) != len(before)+1 {
			t.Errorf("an event %s: the session is %q after %q, %v; want one step more", name, got, before, err)
		}
	}
	if _, err := s.Append(ctx, "chat", []byte("a")); err != nil {
		t.Fatal(err)
	}
	line.lose(t, func() {
		if _, err := s.Append(ctx, "chat", []byte("b")); err != nil {
			t.Error(err)
		}
	})
	if entries, err := s.After(ctx, "chat", ""); err != nil || len(entries) != 2 {
		t.Errorf("the mailbox holds %d entries, %v; want 2", len(entries), err)
	}
	line.lose(t, func() {
		if state, _, err := s.Once(ctx, "school", "1", time.Minute, "b"); err != nil || state != session.New {
			t.Errorf("Once = %v, %v; want new", state, err)
		}
	})
}

// line stands between a client and a server, and can break off just when an answer comes.
type line struct {
	url    string
	server string
	breaks atomic.Bool
}

func newLine(t *testing.T, url string) *line {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	l := &line{url: "redis://" + listener.Addr().String(), server: strings.TrimPrefix(url, "redis://")}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go l.carry(client)
		}
	}()
	return l
}

// lose makes the next answer get lost, does call, and fails if none was.
func (l *line) lose(t *testing.T, call func()) {
	t.Helper()
	l.breaks.Store(true)
	call()
	if l.breaks.Load() {
		t.Error("no answer was lost: the test tests nothing")
	}
}

func (l *line) carry(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", l.server)
	if err != nil {
		return
	}
	defer server.Close()
	go io.Copy(server, client)
	answer := make([]byte, 64<<10)
	for {
		n, err := server.Read(answer)
		if err != nil || l.breaks.CompareAndSwap(true, false) {
			return
		}
		if _, err := client.Write(answer[:n]); err != nil {
			return
		}
	}
}
