package main

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// person is somebody in a private chat with the bot.
type person struct {
	t    testing.TB
	tg   *telegramtest.Server
	chat int64
}

func (p *program) person(chat int64) *person { return &person{p.t, p.tg, chat} }

// match is what a message is looked for by.
type match func(telegramtest.Message) bool

// saying matches a message that says all of these words.
func saying(words ...string) match {
	return func(m telegramtest.Message) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(m.Text, w) })
	}
}

// offering matches a message with a button of this data.
func offering(data string) match { return func(m telegramtest.Message) bool { return m.Has(data) } }

// pressable matches a message with a button whose data begins so.
func pressable(prefix string) match {
	return func(m telegramtest.Message) bool { return button(m, prefix) != "" }
}

func both(a, b match) match {
	return func(m telegramtest.Message) bool { return a(m) && b(m) }
}

// button is the data of the first button of a message that begins with prefix, "" none.
func button(m telegramtest.Message, prefix string) string {
	for _, row := range m.Buttons {
		for _, b := range row {
			if strings.HasPrefix(b.Data, prefix) {
				return b.Data
			}
		}
	}
	return ""
}

// say writes and waits for an answer.
func (c *person) say(text string, want match) telegramtest.Message {
	c.t.Helper()
	return c.does("writes "+clipped(text), func() { c.tg.Say(c.chat, text) }, want)
}

// press presses a button and waits for an answer.
func (c *person) press(data string, want match) telegramtest.Message {
	c.t.Helper()
	return c.does("presses "+data, func() { c.tg.Press(c.chat, data) }, want)
}

// does waits for a new message of the bot after something was done.
func (c *person) does(what string, act func(), want match) telegramtest.Message {
	c.t.Helper()
	from := c.heard()
	act()
	return c.await(fmt.Sprintf("chat %d %s and is answered", c.chat, what), from, want)
}

// heard counts the messages that the bot has sent.
func (c *person) heard() int { return len(c.tg.Sent(c.chat)) }

// await waits for a message among those from the given one on.
func (c *person) await(what string, from int, want match) (found telegramtest.Message) {
	c.t.Helper()
	last := "nothing"
	defer func() {
		if c.t.Failed() {
			c.t.Logf("%s; the last that was said: %s", what, last)
		}
	}()
	c.tg.Until(what, func() bool {
		sent := c.tg.Sent(c.chat)
		if len(sent) > 0 {
			last = clipped(sent[len(sent)-1].Text)
		}
		i := slices.IndexFunc(sent[min(from, len(sent)):], want)
		if i >= 0 {
			found = sent[from+i]
		}
		return i >= 0
	})
	return found
}

// sees waits until a message is there, whenever it was sent or edited.
func (c *person) sees(what string, want match) telegramtest.Message {
	c.t.Helper()
	return c.await(fmt.Sprintf("chat %d sees %s", c.chat, what), 0, want)
}

func clipped(text string) string {
	if r := []rune(text); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text
}

// begins starts as a child and comes to the question about danger.
func (c *person) begins() {
	c.t.Helper()
	c.say("/start", offering("role=child"))
	c.press("role=child", offering("danger=now"))
}

// inDanger says "now", which opens the case.
func (c *person) inDanger() {
	c.t.Helper()
	c.press("danger=now", saying("112", "дежурния"))
	c.sees("the question what happens", offering("kind=physical"))
}

// tellsRest answers what a child in danger is asked, up to the review.
func (c *person) tellsRest(words, place string) {
	c.t.Helper()
	c.tg.Press(c.chat, "kind=physical")
	c.sees("that the choice can be ended", offering("nav=done"))
	c.press("nav=done", saying("Разкажи"))
	c.say(words, offering("nav=done"))
	c.press("nav=done", pressable("province="))
	c.say(place, offering("nav=send"))
}

var codeForm = regexp.MustCompile(`^\d{4} \d{4} \d{4} \d{4}$`)

// sends presses "send" and returns the code.
func (c *person) sends() string {
	c.t.Helper()
	m := c.press("nav=send", func(m telegramtest.Message) bool { return len(m.Code) == 1 })
	if !codeForm.MatchString(m.Code[0]) {
		c.t.Fatalf("the code %q is not four groups of four digits", m.Code[0])
	}
	c.sees("the question whether the code was kept", saying(" ми го тук"))
	return m.Code[0]
}

// walks tells everything, from the start to the code.
func (c *person) walks(words, place string) (code string) {
	c.t.Helper()
	c.begins()
	c.inDanger()
	c.tellsRest(words, place)
	return c.sends()
}

// joins invites an officer and lets them join in a chat of theirs.
func (p *program) joins(unit, id, role string, chat int64) *person {
	p.t.Helper()
	var invite struct{ Officer, Telegram, Console string }
	p.tells(&invite, "officer", "invite", "--unit", unit, "--role", role, "--officer", id, "--format", "json")
	link, err := url.Parse(invite.Telegram)
	if err != nil || link.Path != "/"+telegramtest.Username || link.Query().Get("start") == "" {
		p.t.Fatalf("the invite's link is no link to the bot: %q", invite.Telegram)
	}
	o := p.person(chat)
	o.say("/start "+link.Query().Get("start"), saying("Готово", id))
	return o
}

// anAlert is what an officer's alert is known by: it can be acknowledged.
func anAlert() match { return pressable("case=ack:") }

// refOf is the case that a message's buttons are about.
func refOf(t testing.TB, m telegramtest.Message) string {
	t.Helper()
	_, ref, ok := strings.Cut(button(m, "case="), ":")
	if !ok {
		t.Fatalf("no button of %q is about a case", m.Text)
	}
	return ref
}

// skipsTo skips questions until one is asked that offers data.
func (c *person) skipsTo(data string) {
	c.t.Helper()
	for range 12 {
		sent := c.tg.Sent(c.chat)
		if sent[len(sent)-1].Has(data) {
			return
		}
		from := c.heard()
		c.tg.Press(c.chat, "nav=skip")
		c.await("the next question", from, func(m telegramtest.Message) bool { return m.Has("nav=skip") || m.Has("nav=send") })
	}
	c.t.Fatalf("no question offered %s", data)
}
