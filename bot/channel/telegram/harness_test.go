package telegram

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	tg "github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// talk is a reception for tests: it remembers what came, acts once on each update, and answers as do says.
type talk struct {
	do func(ctx context.Context, in channel.Incoming, out channel.Outlet) error

	mu   sync.Mutex
	seen map[string]bool
	got  []channel.Incoming
}

func (h *talk) Handle(ctx context.Context, in channel.Incoming, out channel.Outlet) error {
	h.mu.Lock()
	if h.seen[in.Address+in.ID] {
		h.mu.Unlock()
		return nil
	}
	h.mu.Unlock()
	if h.do != nil {
		if err := h.do(ctx, in, out); err != nil {
			return err
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.seen == nil {
		h.seen = map[string]bool{}
	}
	h.seen[in.Address+in.ID] = true
	h.got = append(h.got, in)
	return nil
}

// heard lists what was handled, in order.
func (h *talk) heard() []channel.Incoming {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]channel.Incoming(nil), h.got...)
}

// texts lists what one address said, in order.
func (h *talk) texts(address string) []string {
	var said []string
	for _, in := range h.heard() {
		if in.Address == address {
			said = append(said, in.Event.Text+in.Event.Data)
		}
	}
	return said
}

// echo answers each event with what it said.
func echo(ctx context.Context, in channel.Incoming, out channel.Outlet) error {
	_, err := out.Say(ctx, []conversation.Reply{{Text: "чух: " + in.Event.Text + in.Event.Data}})
	return err
}

// logbook is a log that can be read while it is written.
type logbook struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// rig is a channel against a stand-in Telegram.
type rig struct {
	*Channel
	tg   *telegramtest.Server
	log  *logbook
	done chan struct{} // Run has returned
	stop context.CancelFunc
}

// brisk waits a thousandth of what it is asked for, so that a minute of backoff is a blink.
func brisk(ctx context.Context, d time.Duration) error { return sleep(ctx, d/1000) }

// build makes a channel that is not running.
func build(t testing.TB, h channel.Handler, opts Options) *rig {
	t.Helper()
	server := telegramtest.New(t)
	return buildAt(t, server, h, opts)
}

func buildAt(t testing.TB, server *telegramtest.Server, h channel.Handler, opts Options) *rig {
	t.Helper()
	client, err := tg.New(server.URL, server.Token, tg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	r := &rig{tg: server, log: &logbook{}}
	opts.Log = slog.New(slog.NewJSONHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if opts.Sleep == nil {
		opts.Sleep = brisk
	}
	r.Channel = New(client, h, nil, opts)
	return r
}

// run starts the channel; it stops with the test.
func (r *rig) run(t testing.TB) *rig {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r.stop, r.done = cancel, make(chan struct{})
	go func() {
		defer close(r.done)
		if err := r.Run(ctx); err != nil {
			t.Errorf("run: %v", err)
		}
	}()
	t.Cleanup(r.halt)
	return r
}

// halt stops the channel and waits until it has.
func (r *rig) halt() {
	r.stop()
	<-r.done
}

// logs waits until a line with these words was logged.
func (r *rig) logs(words string) {
	r.tg.Until("log line: "+words, func() bool { return strings.Contains(r.log.String(), words) })
}

// away is what is said in these tests while the conversation cannot be held.
func awayReply(lang string) conversation.Reply {
	return conversation.Reply{Text: "сега не можем да запишем: 112, 116 111 (" + lang + ")"}
}
