package telegramtest

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// Message is one that the bot sent.
type Message struct {
	ID        int
	Text      string   // as it is seen: without markup
	Code      []string // parts of it that are copied by a tap
	HTML      bool     // it was sent with markup
	Buttons   [][]Button
	Silent    bool
	Protected bool
	Deleted   bool
	Before    []string // its texts before it was edited, oldest first
}

// Button is one button below it.
type Button struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
	URL  string `json:"url"`
}

// Has reports whether a button with this data is below it.
func (m Message) Has(data string) bool {
	return slices.ContainsFunc(m.Buttons, func(row []Button) bool {
		return slices.ContainsFunc(row, func(b Button) bool { return b.Data == data })
	})
}

// write sets the text, refusing what Telegram refuses.
func (m *Message) write(p url.Values) error {
	m.Text, m.Code, m.HTML = p.Get("text"), nil, p.Get("parse_mode") == "HTML"
	if m.HTML {
		if err := m.parse(m.Text); err != nil {
			return err
		}
	}
	switch {
	case strings.TrimSpace(m.Text) == "":
		return bad("message text is empty")
	case length(m.Text) > 4096:
		return bad("message is too long")
	}
	return nil
}

// parse reads the two tags that the project uses; any other, and a stray < or &, is refused.
func (m *Message) parse(html string) error {
	var seen strings.Builder
	open, from := "", 0
	for html != "" {
		i := strings.IndexAny(html, "<&")
		if i < 0 {
			seen.WriteString(html)
			break
		}
		seen.WriteString(html[:i])
		html = html[i:]
		switch {
		case strings.HasPrefix(html, "&amp;"), strings.HasPrefix(html, "&lt;"), strings.HasPrefix(html, "&gt;"), strings.HasPrefix(html, "&#34;"), strings.HasPrefix(html, "&quot;"):
			end := strings.IndexByte(html, ';') + 1
			seen.WriteString(strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&#34;", `"`, "&quot;", `"`).Replace(html[:end]))
			html = html[end:]
		case open == "" && (strings.HasPrefix(html, "<code>") || strings.HasPrefix(html, "<b>")):
			end := strings.IndexByte(html, '>') + 1
			open, from, html = html[1:end-1], seen.Len(), html[end:]
		case open != "" && strings.HasPrefix(html, "</"+open+">"):
			if open == "code" {
				m.Code = append(m.Code, seen.String()[from:])
			}
			open, html = "", html[len(open)+3:]
		default:
			return bad("can't parse entities: at %q", html[:min(len(html), 10)])
		}
	}
	if open != "" {
		return bad("can't parse entities: can't find end tag corresponding to start tag %q", open)
	}
	m.Text = seen.String()
	return nil
}

// fit sets the buttons, refusing what Telegram refuses.
func (m *Message) fit(p url.Values) error {
	markup := p.Get("reply_markup")
	if markup == "" {
		return nil
	}
	var board struct {
		Rows [][]Button `json:"inline_keyboard"`
	}
	if json.Unmarshal([]byte(markup), &board) != nil {
		return bad("can't parse reply keyboard markup JSON object")
	}
	n := 0
	for _, row := range board.Rows {
		for _, b := range row {
			if n++; n > 100 || b.Text == "" || len(b.Data) > 64 || (b.Data == "") == (b.URL == "") {
				return bad("BUTTON_DATA_INVALID")
			}
		}
	}
	m.Buttons = board.Rows
	return nil
}

func (c *chat) find(id int) *Message {
	for _, m := range c.bots {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// remove deletes a message of the bot or of the person.
func (c *chat) remove(id int) bool {
	if m := c.find(id); m != nil && !m.Deleted {
		m.Deleted = true
		return true
	}
	if there := c.own[id]; there {
		c.own[id] = false
		return true
	}
	return false
}

// Sent lists what the bot sent to a chat, in order, with what was deleted since.
func (s *Server) Sent(chat int64) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chat]
	if c == nil {
		return nil
	}
	sent := make([]Message, len(c.bots))
	for i, m := range c.bots {
		sent[i] = *m
	}
	return sent
}

// Visible lists the messages of the bot that are not deleted, and counts those of the person.
func (s *Server) Visible(chat int64) (bots []Message, persons int) {
	for _, m := range s.Sent(chat) {
		if !m.Deleted {
			bots = append(bots, m)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[chat]; c != nil {
		for _, there := range c.own {
			if there {
				persons++
			}
		}
	}
	return bots, persons
}

// Wait waits until the bot has sent n messages to a chat, counted from the beginning, and returns them all.
func (s *Server) Wait(chat int64, n int) []Message {
	s.t.Helper()
	var sent []Message
	s.Until("messages in a chat", func() bool {
		sent = s.Sent(chat)
		return len(sent) >= n
	})
	return sent
}
