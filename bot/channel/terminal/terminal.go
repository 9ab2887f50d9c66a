// Package terminal is a conversation in a terminal: for trying the words, for demonstrations, and for scripts.
//
// What is said is printed, each button with a number; a line that is typed is a number (a press), a press by its data
// in brackets ("[role=child]"), or words. It works on a pipe as well, one line an event:
//
//	printf '/start\n1\n' | go run ./bot chat --lang bg
//
// The package must never decide anything about a conversation, and keeps nothing.
package terminal

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
)

// Name is the channel's name in Incoming.Channel.
const Name = "terminal"

// longest is the longest line that is read.
const longest = 1 << 20

// Options are what a conversation in the terminal is led with. Handler, In and Out are required.
type Options struct {
	Handler channel.Handler
	In      io.Reader
	Out     io.Writer
	Lang    string // what is known of the person's language, "" nothing
	Data    bool   // print each button's data beside its text
	Clear   bool   // hiding clears the screen: Out is a terminal
	Now     func() time.Time
}

// Chat is one conversation. Run leads it; Deliver may be called beside it.
type Chat struct {
	o       Options
	address string

	mu      sync.Mutex
	buttons []conversation.Button // of the newest question, in the order of their numbers
	shown   int                   // messages printed so far
}

var _ channel.Deliverer = (*Chat)(nil)

// New begins a conversation of its own.
func New(o Options) *Chat {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Chat{o: o, address: rand.Text()}
}

// Address is the conversation's address, for delivering to it.
func (c *Chat) Address() string { return c.address }

// Run greets and then takes line after line, until the input or ctx ends. What could not be handled is said in the
// terminal and does not end the conversation.
func (c *Chat) Run(ctx context.Context) error {
	if err := c.handle(ctx, conversation.Event{Text: "/start"}); err != nil {
		return err
	}
	lines := bufio.NewScanner(c.o.In)
	lines.Buffer(make([]byte, 0, 4096), longest)
	for ctx.Err() == nil && lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			continue
		}
		if err := c.handle(ctx, c.event(line)); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("terminal chat: reading a line: %w", err)
	}
	return nil
}

// event says what a line means.
func (c *Chat) event(line string) conversation.Event {
	if data, ok := strings.CutPrefix(line, "["); ok && strings.HasSuffix(data, "]") {
		return conversation.Event{Data: strings.TrimSuffix(data, "]")}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(c.buttons) {
		return conversation.Event{Data: c.buttons[n-1].Data}
	}
	return conversation.Event{Text: line}
}

func (c *Chat) handle(ctx context.Context, ev conversation.Event) error {
	ev.ID, ev.At, ev.Lang = rand.Text(), c.o.Now(), c.o.Lang
	in := channel.Incoming{Channel: Name, Address: c.address, ID: ev.ID, Event: ev}
	err := c.o.Handler.Handle(ctx, in, outlet{c})
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, channel.ErrUnavailable):
		return c.print("! 503: a part of the program is away and nothing was done; 112, 116 111\n")
	}
	return c.print("! 500: something broke on our side; 112, 116 111\n")
}

func (c *Chat) print(text string) error {
	if _, err := io.WriteString(c.o.Out, text); err != nil {
		return fmt.Errorf("terminal chat: printing: %w", err)
	}
	return nil
}
