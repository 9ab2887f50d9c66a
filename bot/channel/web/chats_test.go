package web_test

import (
	"context"
	"crypto/rand"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/channel/channeltest"
	"github.com/chuyme/chuyme/bot/channel/web"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/lexicon"
)

// person writes to us in a browser without scripts.
type person struct {
	*site
	*web.Channel
	address, last string
}

func (p *person) Address() string { return p.address }

// Move takes another browser.
func (p *person) Move() {
	p.address, p.last = rand.Text(), ""
	at, err := url.Parse(p.url)
	if err != nil {
		p.t.Fatal(err)
	}
	p.jar = p.browser()
	p.jar.Jar.SetCookies(at, []*http.Cookie{{Name: "c", Value: p.address, Path: "/"}})
}

// Do sends a form.
func (p *person) Do(in chat.Input) {
	var resp *http.Response
	switch {
	case in.Media != nil:
		head := map[string]string{"photo": "\xff\xd8\xff", "voice": "OggS\x00", "video": "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "document": "%PDF-"}[in.Media.Kind]
		resp, _ = p.upload(in.Text, "file", []byte(head+strings.Repeat("\x00", 100)))
	case in.Data != "":
		resp, _ = p.post("data", in.Data)
	case in.Refused != "":
		resp, _ = p.post("text", "нещо")
	default:
		resp, _ = p.post("text", in.Text)
	}
	if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusSeeOther {
		p.t.Errorf("status %d", resp.StatusCode)
	}
}

// HideAt empties the page. (A mailbox that is filled again within the millisecond in which it was emptied may give an
// id twice.)
func (p *person) HideAt(ctx context.Context, address string, ids []string) error {
	p.last = ""
	return p.Channel.HideAt(ctx, address, ids)
}

// See gives what came since, and looks that the page shows it: each text, and each button of the newest question.
func (p *person) See(place []bool) []conversation.Reply {
	entries, err := p.box.Entries(p.t.Context(), p.address)
	if err != nil {
		p.t.Fatal(err)
	}
	from := 0
	for i, e := range entries {
		if e.ID == p.last {
			from = i + 1
		}
	}
	var list []conversation.Reply
	_, page := p.get("/chat")
	for _, e := range entries[from:] {
		p.last = e.ID
		if e.Mine {
			continue
		}
		r := conversation.Reply{Text: e.Text, Code: e.Code, Edit: len(list) < len(place) && place[len(list)]}
		if before, _, _ := strings.Cut(e.Text, e.Code); !strings.Contains(html.UnescapeString(page), before) && e.Code != "" || e.Code == "" && !strings.Contains(html.UnescapeString(page), e.Text) {
			p.t.Errorf("the page does not show %q", e.Text)
		}
		for _, row := range e.Rows {
			var line []conversation.Button
			for _, b := range row {
				line = append(line, conversation.Button{Text: b.Text, Data: b.Data})
				if !strings.Contains(page, `value="`+b.Data+`"`) {
					p.t.Errorf("the page has no button %s", b.Data)
				}
			}
			r.Buttons = append(r.Buttons, line)
		}
		list = append(list, r)
	}
	return list
}

func (p *person) Left() int {
	entries, err := p.box.Entries(p.t.Context(), p.address)
	if err != nil {
		p.t.Fatal(err)
	}
	return len(entries)
}

// beyond names what a transcript needs and a browser has not: an edit, a sticker, a shared place, a file that arrives
// though it is too big, a language that is none of ours.
func beyond(s *chat.Script, texts *i18n.Catalogs) bool {
	for _, turn := range s.Turns {
		in := turn.Input
		if in.Edits > 0 || in.Location != nil || in.Refused == conversation.NotText || in.Refused == conversation.GroupChat || in.Refused == conversation.TooBig {
			return true
		}
	}
	return s.Lang != "*" && !texts.Known(s.Lang)
}

// TestChats plays every transcript of the conversation that a browser can carry, by forms alone.
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
		if beyond(script, newTexts(t)) {
			continue
		}
		played++
		t.Run(filepath.Base(file), func(t *testing.T) {
			lang := script.Lang
			if lang == "*" {
				lang = "bg"
			}
			channeltest.Play(t, engine, script, lang, newPerson)
		})
	}
	if played < len(files)*3/4 {
		t.Errorf("%d of %d transcripts were played", played, len(files))
	}
}

func newPerson(t testing.TB, h channel.Handler, lang string) channeltest.Person {
	t.Helper()
	s := openWith(t, h)
	s.lang = lang
	p := &person{site: s, Channel: s.chat}
	p.Move()
	return p
}

func newEngine(t testing.TB) *conversation.Engine {
	t.Helper()
	q, err := conversation.Load("")
	if err != nil {
		t.Fatal(err)
	}
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	return conversation.New(q, newTexts(t), lex, chat.Services())
}

func newTexts(t testing.TB) *i18n.Catalogs {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
