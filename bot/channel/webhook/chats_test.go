package webhook_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/mux"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/channel/channeltest"
	"github.com/chuyme/chuyme/bot/channel/chattest"
	"github.com/chuyme/chuyme/bot/channel/webhook"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/lexicon"
)

// pupil writes to us through the school's portal.
type pupil struct {
	*portal
	*webhook.Channel
	lang, name, last string
	sent             int
}

func (p *pupil) Address() string { return "school/" + p.name }

// Do hands on what the pupil does.
func (p *pupil) Do(in chat.Input) {
	p.sent++
	m := map[string]any{"conversation": p.name, "lang": p.lang}
	switch {
	case in.Refused != "":
		m["text"] = "нещо"
	case in.Data != "":
		m["data"] = in.Data
	case in.Text != "":
		m["text"] = in.Text
	}
	if in.Media != nil {
		head := map[string]string{"photo": "\xff\xd8\xff", "voice": "OggS\x00", "video": "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "document": "%PDF-"}[in.Media.Kind]
		m["media"] = []map[string]string{{"type": in.Media.Type, "base64": base64.StdEncoding.EncodeToString([]byte(head + strings.Repeat("\x00", 100)))}}
	}
	if l := in.Location; l != nil {
		m["location"] = map[string]json.Number{"lat": json.Number(l.Lat), "lon": json.Number(l.Lon)}
	}
	body, err := json.Marshal(m)
	if err != nil {
		p.t.Fatal(err)
	}
	if w := p.send("m"+strconv.Itoa(p.sent), string(body)); w.Code != http.StatusOK {
		p.t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

// all asks for everything after a message.
func (p *pupil) all(after string) []webhook.Said {
	p.t.Helper()
	r := p.signed(http.MethodGet, "/v1/messages/"+p.name+"?after="+after, "read", secret('s', 32), p.clock(), "")
	return p.answer(p.serve(r)).Messages
}

var grouped = regexp.MustCompile(`\d{4} \d{4} \d{4} \d{4}`)

// See gives what came since.
func (p *pupil) See(place []bool) []conversation.Reply {
	p.t.Helper()
	var list []conversation.Reply
	for i, m := range p.all(p.last) {
		r := conversation.Reply{Text: m.Text, Code: grouped.FindString(m.Text), Edit: i < len(place) && place[i]}
		for _, row := range m.Buttons {
			var line []conversation.Button
			for _, b := range row {
				line = append(line, conversation.Button{Text: b.Text, Data: b.Data})
			}
			r.Buttons = append(r.Buttons, line)
		}
		list = append(list, r)
		p.last = m.ID
	}
	return list
}

func (p *pupil) Left() int { return len(p.all("none")) }

// HideAt empties what the portal shows, too. (A mailbox that is filled again within the millisecond in which it was
// emptied may give an id twice.)
func (p *pupil) HideAt(ctx context.Context, address string, ids []string) error {
	p.last = "none"
	return p.Channel.HideAt(ctx, address, ids)
}

// Move goes on in another conversation.
func (p *pupil) Move() { p.name, p.last = p.name+"-2", "none" }

// beyond names what a transcript needs and the webhook has not: nobody edits, or sends a sticker, through it, and a
// file that is too big never arrives.
func beyond(s *chat.Script) bool {
	for _, turn := range s.Turns {
		in := turn.Input
		if in.Edits > 0 || in.Refused == conversation.NotText || in.Refused == conversation.GroupChat || in.Refused == conversation.TooBig {
			return true
		}
	}
	return false
}

// TestChats plays every transcript of the conversation that the webhook can carry.
func TestChats(t *testing.T) {
	files, err := filepath.Glob("../../conversation/testdata/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("transcripts: %d, %v", len(files), err)
	}
	engine, played := newEngine(t), 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		script, err := chat.Parse(file, data)
		if err != nil {
			t.Fatal(err)
		}
		if beyond(script) {
			continue
		}
		played++
		t.Run(filepath.Base(file), func(t *testing.T) {
			lang := script.Lang
			if lang == "*" {
				lang = "bg"
			}
			channeltest.Play(t, engine, script, lang, newPupil)
		})
	}
	if played < len(files)*3/4 {
		t.Errorf("%d of %d transcripts were played", played, len(files))
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

func newPupil(t testing.TB, h channel.Handler, lang string) channeltest.Person {
	t.Helper()
	p := &portal{t: t, box: chattest.Open(t), router: mux.NewRouter(), now: time.Unix(1_780_000_000, 0)}
	hook, err := webhook.New(webhook.Options{Clients: []webhook.Client{{Name: "school", Secret: secret('s', 32)}},
		Handler: h, Box: p.box, Answers: p.box.Store, Now: p.clock,
		Spared: func(context.Context, channel.Incoming) bool { return true }})
	if err != nil {
		t.Fatal(err)
	}
	hook.Routes(p.router)
	return &pupil{portal: p, Channel: hook, lang: lang, name: "c-1", last: "none"}
}
