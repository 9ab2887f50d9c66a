package terminal

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
)

// clear empties the screen and what can be scrolled back to.
const clear = "\x1b[H\x1b[2J\x1b[3J"

// outlet prints.
type outlet struct{ c *Chat }

var _ channel.Outlet = outlet{}

func (o outlet) Say(_ context.Context, replies []conversation.Reply) ([]string, error) {
	return o.c.say(replies)
}

func (o outlet) Hide(context.Context, []string) error { return o.c.hide() }

// Deliver prints what was not asked for, if it is for this conversation.
func (c *Chat) Deliver(_ context.Context, address string, replies []conversation.Reply) ([]string, error) {
	if address != c.address {
		return nil, &channel.Unsaid{Cause: "gone", Permanent: true, Err: fmt.Errorf("that conversation is not open in this terminal")}
	}
	return c.say(replies)
}

// HideAt clears the screen, if it is this conversation's.
func (c *Chat) HideAt(_ context.Context, address string, _ []string) error {
	if address != c.address {
		return nil
	}
	return c.hide()
}

func (c *Chat) hide() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.buttons = nil
	if !c.o.Clear {
		return nil
	}
	return c.print(clear)
}

func (c *Chat) say(replies []conversation.Reply) ([]string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var ids []string
	for _, r := range replies {
		if err := c.print(c.text(r)); err != nil {
			return ids, err
		}
		c.shown++
		ids = append(ids, strconv.Itoa(c.shown))
	}
	return ids, nil
}

// text writes a reply as it is printed. Its buttons, if it has any, are those that numbers mean from now on.
func (c *Chat) text(r conversation.Reply) string {
	var b strings.Builder
	for line := range strings.Lines(visible(r.Text)) {
		b.WriteString("< " + strings.TrimRight(line, "\n") + "\n")
	}
	if len(r.Buttons) > 0 {
		c.buttons = nil
	}
	for _, row := range r.Buttons {
		b.WriteString(" ")
		for _, button := range row {
			c.buttons = append(c.buttons, button)
			fmt.Fprintf(&b, " %d) %s", len(c.buttons), visible(button.Text))
			if c.o.Data {
				fmt.Fprintf(&b, " [%s]", visible(button.Data))
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// visible drops what a terminal would obey: an officer's words are words and no commands.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r >= ' ' && r != 0x7f && (r < 0x80 || r > 0x9f) {
			return r
		}
		return -1
	}, s)
}
