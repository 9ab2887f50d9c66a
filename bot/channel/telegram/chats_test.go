package telegram

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/channel/channeltest"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// person is somebody with Telegram.
type person struct {
	*rig
	lang    string
	chat    int64
	shown   int64         // chat in which the last thing was done: their own, or a group
	pressed int           // message whose button was pressed last in this turn, 0 none
	own     []int         // ids of what they sent, by input; 0 for a press
	read    map[int64]int // messages seen, by chat
}

// Address is the chat's.
func (p *person) Address() string { return strconv.FormatInt(p.chat, 10) }

// Do does one thing.
func (p *person) Do(in chat.Input) {
	p.shown, p.pressed = p.chat, 0
	if in.Edits > 0 {
		p.tg.Edit(p.chat, p.own[in.Edits-1], in.Text)
		return
	}
	p.own = append(p.own, p.send(in))
}

func (p *person) send(in chat.Input) (messageID int) {
	switch {
	case in.Data != "":
		p.press(in.Data)
		return 0
	case in.Media != nil && in.Media.Kind == "photo":
		return p.tg.Message(p.chat, map[string]any{"photo": []any{map[string]any{"file_id": p.tg.Keep([]byte("jpeg")), "width": 9, "height": 9, "file_size": 4}}, "caption": in.Text})
	case in.Media != nil:
		return p.tg.Media(p.chat, in.Media.Kind, telegramtest.File{Data: []byte("data"), Type: in.Media.Type, Seconds: in.Media.Seconds, Caption: in.Text})
	case in.Location != nil:
		return p.tg.Location(p.chat, number(in.Location.Lat), number(in.Location.Lon))
	}
	switch in.Refused {
	case conversation.NotText:
		return p.tg.Sticker(p.chat)
	case conversation.TooBig:
		return p.tg.Media(p.chat, "document", telegramtest.File{Size: 50 << 20})
	case conversation.GroupChat:
		p.shown = -p.chat
		p.tg.Lang(p.shown, p.lang)
		p.tg.Say(p.shown, "хей")
		return 0
	case "":
		return p.tg.Say(p.chat, in.Text)
	}
	return p.tg.Say(p.chat, "нещо")
}

// press presses the newest such button; where there is none, the press is forged.
func (p *person) press(data string) {
	for _, m := range p.tg.Sent(p.chat) {
		if !m.Deleted && (m.Has(data) || !p.has(data)) {
			p.pressed = m.ID
		}
	}
	p.tg.PressOn(p.chat, p.chat, p.pressed, data)
}

func (p *person) has(data string) bool {
	for _, m := range p.tg.Sent(p.chat) {
		if !m.Deleted && m.Has(data) {
			return true
		}
	}
	return false
}

func number(decimal string) float64 {
	f, _ := strconv.ParseFloat(decimal, 64) // a wrong one is seen when it arrives
	return f
}

// See gives what came.
func (p *person) See(place []bool) []conversation.Reply {
	sent := p.tg.Sent(p.shown)
	fresh := sent[p.read[p.shown]:]
	p.read[p.shown] = len(sent)
	var seen []conversation.Reply
	for _, edit := range place {
		if m := find(sent, p.pressed); edit && m != nil && !m.Deleted {
			seen = append(seen, asReply(*m, true))
			p.pressed = 0
		} else if len(fresh) > 0 {
			seen = append(seen, asReply(fresh[0], edit))
			fresh = fresh[1:]
		}
	}
	for _, m := range fresh {
		seen = append(seen, asReply(m, false))
	}
	return seen
}

func find(sent []telegramtest.Message, id int) *telegramtest.Message {
	for _, m := range sent {
		if m.ID == id {
			return &m
		}
	}
	return nil
}

func asReply(m telegramtest.Message, edit bool) conversation.Reply {
	r := conversation.Reply{Text: m.Text, Edit: edit}
	if len(m.Code) > 0 {
		r.Code = m.Code[0]
	}
	for _, row := range m.Buttons {
		var line []conversation.Button
		for _, b := range row {
			line = append(line, conversation.Button{Text: b.Text, Data: b.Data})
		}
		r.Buttons = append(r.Buttons, line)
	}
	return r
}

// Left counts what stands in their chat.
func (p *person) Left() int {
	bots, persons := p.tg.Visible(p.chat)
	return len(bots) + persons
}

// Move takes another telephone, with an account that never wrote to us.
func (p *person) Move() {
	p.chat += 1000
	p.shown, p.own = p.chat, nil
	p.tg.Lang(p.chat, p.lang)
}

// TestChats plays every transcript of the conversation over Telegram, by polling and by webhook.
func TestChats(t *testing.T) {
	files, err := filepath.Glob("../../conversation/testdata/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("transcripts: %d, %v", len(files), err)
	}
	engine := newEngine(t)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		script, err := chat.Parse(file, data)
		if err != nil {
			t.Fatal(err)
		}
		for mode, open := range map[string]channeltest.Open{"poll": openPoll, "webhook": openWebhook} {
			t.Run(filepath.Base(file)+"/"+mode, func(t *testing.T) {
				t.Parallel()
				lang := script.Lang
				if lang == "*" {
					lang = "bg" // the languages are the conversation's; here it is the way that counts
				}
				channeltest.Play(t, engine, script, lang, open)
			})
		}
	}
}

func newEngine(t testing.TB) *conversation.Engine {
	t.Helper()
	q, err := conversation.Load("")
	if err != nil {
		t.Fatal(err)
	}
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	return conversation.New(q, texts, lex, chat.Services())
}

func openPoll(t testing.TB, h channel.Handler, lang string) channeltest.Person {
	r := build(t, h, Options{})
	r.run(t)
	return newPerson(r, lang)
}

func openWebhook(t testing.TB, h channel.Handler, lang string) channeltest.Person {
	r := build(t, h, Options{Secret: "chats"})
	front := httptest.NewServer(r.Webhook())
	t.Cleanup(front.Close)
	if err := r.client.SetWebhook(context.WithoutCancel(t.Context()), front.URL+Path, "chats", maxConns); err != nil {
		t.Fatal(err)
	}
	return newPerson(r, lang)
}

func newPerson(r *rig, lang string) *person {
	p := &person{rig: r, lang: lang, chat: 7, shown: 7, read: map[int64]int{}}
	r.tg.Lang(p.chat, lang)
	return p
}
