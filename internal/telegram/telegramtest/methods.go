package telegramtest

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// carryOut does what a call asks for. A method that is not known is agreed to.
func (s *Server) carryOut(ctx context.Context, method string, p url.Values) (any, error) {
	switch method {
	case "getUpdates":
		return s.getUpdates(ctx, p)
	case "setWebhook", "deleteWebhook":
		return s.setWebhook(p)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch method {
	case "getMe":
		return map[string]any{"id": 7000000001, "is_bot": true, "first_name": "Чуй ме", "username": Username}, nil
	case "sendMessage":
		return s.sendMessage(p)
	case "editMessageText", "editMessageReplyMarkup":
		return s.edit(method, p)
	case "deleteMessage":
		return s.deleteMessage(p)
	case "deleteMessages":
		return s.deleteMessages(p)
	case "answerCallbackQuery":
		return s.answerCallback(p)
	case "getFile":
		return s.getFile(p)
	}
	return true, nil
}

// chatOf finds the chat of a call, which must not have blocked the bot and must have written before.
func (s *Server) chatOf(p url.Values) (int64, *chat, error) {
	id, _ := strconv.ParseInt(p.Get("chat_id"), 10, 64)
	c := s.chats[id]
	switch {
	case id == 0:
		return 0, nil, bad("chat not found")
	case c == nil:
		return 0, nil, refusal{code: http.StatusForbidden, words: "Forbidden: bot can't initiate conversation with a user"}
	case c.blocked:
		return 0, nil, refusal{code: http.StatusForbidden, words: "Forbidden: bot was blocked by the user"}
	}
	return id, c, nil
}

func (s *Server) sendMessage(p url.Values) (any, error) {
	id, c, err := s.chatOf(p)
	if err != nil {
		return nil, err
	}
	m := &Message{Silent: p.Get("disable_notification") == "true", Protected: p.Get("protect_content") == "true"}
	if err := m.write(p); err != nil {
		return nil, err
	}
	if err := m.fit(p); err != nil {
		return nil, err
	}
	c.lastID++
	m.ID = c.lastID
	c.bots = append(c.bots, m)
	return map[string]any{"message_id": m.ID, "date": time.Now().Unix(), "chat": map[string]any{"id": id, "type": c.kind}, "text": m.Text}, nil
}

func (s *Server) edit(method string, p url.Values) (any, error) {
	_, c, err := s.chatOf(p)
	if err != nil {
		return nil, err
	}
	messageID, _ := strconv.Atoi(p.Get("message_id"))
	m := c.find(messageID)
	if m == nil || m.Deleted {
		return nil, bad("message to edit not found")
	}
	next := *m
	if method == "editMessageText" {
		if err := next.write(p); err != nil {
			return nil, err
		}
	}
	next.Buttons = nil
	if err := next.fit(p); err != nil {
		return nil, err
	}
	if next.Text == m.Text && slices.EqualFunc(next.Buttons, m.Buttons, slices.Equal[[]Button]) {
		return nil, bad("message is not modified: specified new message content and reply markup are exactly the same")
	}
	next.Before = append(slices.Clone(m.Before), m.Text)
	*m = next
	return map[string]any{"message_id": m.ID}, nil
}

func (s *Server) deleteMessage(p url.Values) (any, error) {
	_, c, err := s.chatOf(p)
	if err != nil {
		return nil, err
	}
	id, _ := strconv.Atoi(p.Get("message_id"))
	if !c.remove(id) {
		return nil, bad("message to delete not found")
	}
	return true, nil
}

func (s *Server) deleteMessages(p url.Values) (any, error) {
	_, c, err := s.chatOf(p)
	if err != nil {
		return nil, err
	}
	var ids []int
	if json.Unmarshal([]byte(p.Get("message_ids")), &ids) != nil || len(ids) == 0 || len(ids) > 100 {
		return nil, bad("message identifiers are not specified")
	}
	for _, id := range ids {
		c.remove(id)
	}
	return true, nil
}

func (s *Server) answerCallback(p url.Values) (any, error) {
	id := p.Get("callback_query_id")
	if answered, known := s.presses[id]; !known || answered {
		return nil, bad("query is too old and response timeout expired or query ID is invalid")
	}
	if len([]rune(p.Get("text"))) > 200 {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	s.presses[id] = true
	return true, nil
}

func (s *Server) getFile(p url.Values) (any, error) {
	id := p.Get("file_id")
	data, ok := s.files[id]
	switch {
	case !ok:
		return nil, bad("wrong file_id or the file is temporarily unavailable")
	case len(data) > 20<<20:
		return nil, bad("file is too big")
	}
	return map[string]any{"file_id": id, "file_path": "media/" + id}, nil
}

func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, path string) {
	if f := s.takeFault("file", nil); f != nil && f.strike(w, r, s.done) {
		return
	}
	s.mu.Lock()
	data, ok := s.files[strings.TrimPrefix(path, "media/")]
	s.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	_, _ = w.Write(data) // a bot that hung up is its own affair
}

// length is how Telegram counts characters.
func length(text string) int { return len(utf16.Encode([]rune(text))) }
