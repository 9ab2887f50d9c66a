package telegramtest

import (
	"fmt"
	"time"
)

// File is what a person sends.
type File struct {
	Data    []byte
	Size    int64  // that Telegram tells; 0: the length of Data
	Name    string // of a document
	Type    string // MIME type
	Seconds int
	Caption string
}

// open finds a chat or begins it; the caller holds the lock.
func (s *Server) open(id int64) *chat {
	c := s.chats[id]
	if c == nil {
		c = &chat{kind: "private", lang: "bg", own: map[int]bool{}}
		if id < 0 {
			c.kind = "group"
		}
		s.chats[id] = c
	}
	return c
}

// person is who writes in a chat; in a group, one of its people.
func person(id int64, lang string) map[string]any {
	if id < 0 {
		id = -id
	}
	return map[string]any{"id": id, "is_bot": false, "first_name": fmt.Sprintf("Name%d", id),
		"last_name": fmt.Sprintf("Surname%d", id), "username": fmt.Sprintf("user_%d", id), "language_code": lang}
}

// Lang sets the language of a person's app; it is bg before.
func (s *Server) Lang(chat int64, lang string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open(chat).lang = lang
}

// Block makes a person block the bot, or unblock it.
func (s *Server) Block(chat int64, blocked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open(chat).blocked = blocked
}

// Say writes a text and returns its message id. A chat with a negative id is a group.
func (s *Server) Say(chat int64, text string) int {
	return s.Message(chat, map[string]any{"text": text})
}

// Edit changes an earlier message of the person.
func (s *Server) Edit(chat int64, messageID int, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.envelope(chat, messageID)
	m["text"], m["edit_date"] = text, time.Now().Unix()
	s.push(chat, map[string]any{"edited_message": m})
}

// Message sends a message with any fields and returns its id.
func (s *Server) Message(chat int64, fields map[string]any) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.open(chat)
	c.lastID++
	c.own[c.lastID] = true
	m := s.envelope(chat, c.lastID)
	for name, value := range fields {
		m[name] = value
	}
	s.push(chat, map[string]any{"message": m})
	return c.lastID
}

func (s *Server) envelope(chat int64, messageID int) map[string]any {
	c := s.open(chat)
	who := person(chat, c.lang)
	return map[string]any{"message_id": messageID, "date": time.Now().Unix(), "from": who,
		"chat": map[string]any{"id": chat, "type": c.kind, "first_name": who["first_name"], "username": who["username"]}}
}

// Photo sends a picture, in two sizes of which the larger is data.
func (s *Server) Photo(chat int64, data []byte) int {
	small, large := s.Keep([]byte("small")), s.Keep(data)
	return s.Message(chat, map[string]any{"photo": []any{
		map[string]any{"file_id": small, "width": 90, "height": 67, "file_size": 5},
		map[string]any{"file_id": large, "width": 1280, "height": 960, "file_size": len(data)}}})
}

// Voice sends a voice message.
func (s *Server) Voice(chat int64, data []byte, seconds int) int {
	return s.Media(chat, "voice", File{Data: data, Type: "audio/ogg", Seconds: seconds})
}

// Document sends a file.
func (s *Server) Document(chat int64, name string, data []byte) int {
	return s.Media(chat, "document", File{Data: data, Name: name, Type: "application/pdf"})
}

// Media sends a file as voice, audio, video, video_note or document.
func (s *Server) Media(chat int64, kind string, f File) int {
	size := f.Size
	if size == 0 {
		size = int64(len(f.Data))
	}
	m := map[string]any{kind: map[string]any{"file_id": s.Keep(f.Data), "file_size": size, "mime_type": f.Type,
		"file_name": f.Name, "duration": f.Seconds}}
	if f.Caption != "" {
		m["caption"] = f.Caption
	}
	return s.Message(chat, m)
}

// Location sends a point on the map.
func (s *Server) Location(chat int64, lat, lon float64) int {
	return s.Message(chat, map[string]any{"location": map[string]any{"latitude": lat, "longitude": lon}})
}

// Sticker sends a sticker.
func (s *Server) Sticker(chat int64) int {
	return s.Message(chat, map[string]any{"sticker": map[string]any{"file_id": s.Keep([]byte("sticker")), "emoji": "🙂"}})
}

// Contact sends somebody's telephone number.
func (s *Server) Contact(chat int64, phone string) int {
	return s.Message(chat, map[string]any{"contact": map[string]any{"phone_number": phone, "first_name": "Name"}})
}

// Keep puts a file on the server and returns its id, for messages made by hand.
func (s *Server) Keep(data []byte) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	id := fmt.Sprintf("file-%d", s.serial)
	s.files[id] = data
	return id
}

// Press presses the button with this data below the newest message that has one; where none has, it is a forged press
// on the newest message. It returns the id of the press.
func (s *Server) Press(chat int64, data string) string {
	newest, with := 0, 0
	for _, m := range s.Sent(chat) {
		if m.Deleted {
			continue
		}
		if newest = m.ID; m.Has(data) {
			with = m.ID
		}
	}
	if with == 0 {
		with = newest
	}
	return s.PressOn(chat, chat, with, data)
}

// PressOn presses a button below a given message; who is the person that does. messageID 0 brings a press that tells
// no message.
func (s *Server) PressOn(chat, who int64, messageID int, data string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.open(chat)
	s.serial++
	id := fmt.Sprintf("press-%d", s.serial)
	s.presses[id] = false
	q := map[string]any{"id": id, "from": person(who, c.lang), "chat_instance": "1", "data": data}
	if messageID != 0 {
		q["message"] = map[string]any{"message_id": messageID, "date": time.Now().Unix(), "chat": map[string]any{"id": chat, "type": c.kind}}
	}
	s.push(chat, map[string]any{"callback_query": q})
	return id
}

// Answered reports whether the bot answered a press.
func (s *Server) Answered(press string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.presses[press]
}
