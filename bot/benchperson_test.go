package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/telegram"
)

const benchSecret = "bench-webhook-secret-0123"

// benchLine is one connection on which updates are brought to a bot, one after the other.
type benchLine struct {
	conn net.Conn
	in   *bufio.Reader
	head string // of a request, up to the length of its body
	buf  []byte
}

func newBenchLine(hook string) (*benchLine, error) {
	u, err := url.Parse(hook)
	if err != nil {
		return nil, err
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		return nil, err
	}
	return &benchLine{conn: conn, in: bufio.NewReader(conn), head: "POST " + u.Path + " HTTP/1.1\r\nHost: " + u.Host +
		"\r\nContent-Type: application/json\r\n" + telegram.SecretHeader + ": " + benchSecret + "\r\nContent-Length: "}, nil
}

// bring posts one update and gives the answer's body.
func (l *benchLine) bring(update []byte) ([]byte, error) {
	l.buf = fmt.Appendf(l.buf[:0], "%s%d\r\n\r\n%s", l.head, len(update), update)
	if _, err := l.conn.Write(l.buf); err != nil {
		return nil, err
	}
	res, err := http.ReadResponse(l.in, nil)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("an update was answered with %d", res.StatusCode)
	}
	return body, err
}

// benchStep is what a person does: types something or presses a button.
type benchStep struct{ text, press string }

// benchPerson is somebody in a private chat, as Telegram describes them to a bot.
type benchPerson struct {
	far    *farSide
	chat   int64
	screen *screen
	blind  bool // presses whatever is wanted, also where no such button stands
}

func newBenchPerson(far *farSide, chat int64) *benchPerson {
	return &benchPerson{far: far, chat: chat, screen: far.screen(chat)}
}

// offers reports whether the person sees a button with this data.
func (p *benchPerson) offers(data string) bool {
	_, markup, _, _ := p.screen.look()
	return strings.Contains(markup, `"callback_data":"`+data+`"`)
}

// do takes one step and tells how long the reply took to arrive. What was not said, and a button that is not there,
// is an error.
func (p *benchPerson) do(l *benchLine, s benchStep) (took time.Duration, err error) {
	if s.press != "" && !p.blind && !p.offers(s.press) {
		_, markup, _, _ := p.screen.look()
		return 0, fmt.Errorf("there is no button %s to press among %s", s.press, markup)
	}
	_, _, _, before := p.screen.look()
	update := p.update(s)
	began := time.Now()
	body, err := l.bring(update)
	if err != nil {
		return 0, err
	}
	_, _, at, calls := p.screen.look()
	switch {
	case calls == before:
		return 0, fmt.Errorf("nothing was said to %q", s.text+s.press)
	case s.press != "" && !bytes.Contains(body, []byte(`"answerCallbackQuery"`)):
		return 0, fmt.Errorf("the press of %s was not answered in the response", s.press)
	}
	return at.Sub(began), nil
}

// update is what Telegram would bring. A press quotes the message that it was pressed on.
func (p *benchPerson) update(s benchStep) []byte {
	id, now := p.far.ids.Add(1), time.Now().Unix()
	who := fmt.Sprintf(`{"id":%d,"is_bot":false,"first_name":"Bench","username":"bench_%d","language_code":"bg"}`, p.chat, p.chat)
	chat := fmt.Sprintf(`{"id":%d,"first_name":"Bench","username":"bench_%d","type":"private"}`, p.chat, p.chat)
	if s.press == "" {
		return fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":%d,"from":%s,"chat":%s,"date":%d,"text":%q}}`, id, id, who, chat, now, s.text)
	}
	message, markup, _, _ := p.screen.look()
	return fmt.Appendf(nil, `{"update_id":%d,"callback_query":{"id":"%d","from":%s,"chat_instance":"1","data":%q,"message":{"message_id":%d,`+
		`"from":{"id":1,"is_bot":true,"first_name":"Bot","username":"bench_bot"},"chat":%s,"date":%d,"text":"Къде е детето сега?","reply_markup":%s}}}`,
		id, id, who, s.press, message, chat, now, markup)
}
