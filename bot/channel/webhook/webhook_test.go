package webhook_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/mux"
	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/channel/chattest"
	"github.com/chuyme/chuyme/bot/channel/webhook"
	"github.com/chuyme/chuyme/internal/problem"
	"github.com/chuyme/chuyme/internal/seal"
)

// secret makes a secret of n bytes.
func secret(fill byte, n int) seal.Secret {
	return seal.Secret("whsec_" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{fill}, n)))
}

// portal is a signed webhook with two clients, and what is needed to speak to it.
type portal struct {
	t      testing.TB
	box    *chattest.Box
	talk   *chattest.Talk
	hook   *webhook.Channel
	router *mux.Router
	pushes pushes
	spared func(context.Context, channel.Incoming) bool

	mu  sync.Mutex
	now time.Time
}

func open(t *testing.T) *portal {
	t.Helper()
	p := &portal{t: t, box: chattest.Open(t), talk: &chattest.Talk{}, router: mux.NewRouter(), now: time.Unix(1_780_000_000, 0)}
	var err error
	p.hook, err = webhook.New(webhook.Options{
		Clients: []webhook.Client{{Name: "school", Secret: secret('s', 32), Callback: true}, {Name: "other", Secret: secret('o', 24)}},
		Handler: p.talk, Box: p.box, Answers: p.box.Store, Pusher: &p.pushes, Now: p.clock,
		Spared: func(ctx context.Context, in channel.Incoming) bool { return p.spared != nil && p.spared(ctx, in) },
	})
	if err != nil {
		t.Fatal(err)
	}
	p.hook.Routes(p.router)
	return p
}

func (p *portal) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

// pushes is a client's callback, which may fail.
type pushes struct {
	mu   sync.Mutex
	fail error
	got  []string // id, then body
}

func (p *pushes) Push(_ context.Context, client, id string, body []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != nil {
		return p.fail
	}
	p.got = append(p.got, client+" "+id, string(body))
	return nil
}

// signed makes a request signed by one secret at a time.
func (p *portal) signed(method, target, id string, key seal.Secret, at time.Time, body string) *http.Request {
	p.t.Helper()
	wh, err := webhooks.NewWebhook(key.Reveal())
	if err != nil {
		p.t.Fatal(err)
	}
	sum, err := wh.Sign(id, at, []byte(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(p.t.Context(), method, target, strings.NewReader(body))
	r.Header.Set("webhook-id", id)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
	r.Header.Set("webhook-signature", sum)
	return r
}

func (p *portal) serve(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	p.router.ServeHTTP(w, r)
	return w
}

// send posts a body as the school does.
func (p *portal) send(id, body string) *httptest.ResponseRecorder {
	p.t.Helper()
	return p.serve(p.signed(http.MethodPost, "/v1/messages", id, secret('s', 32), p.clock(), body))
}

// read asks for what was said to the school's conversation c-1.
func (p *portal) read(query string) webhook.Answer {
	p.t.Helper()
	return p.answer(p.serve(p.signed(http.MethodGet, "/v1/messages/c-1"+query, "read", secret('s', 32), p.clock(), "")))
}

func (p *portal) answer(w *httptest.ResponseRecorder) webhook.Answer {
	p.t.Helper()
	var a webhook.Answer
	if w.Code != http.StatusOK {
		p.t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		p.t.Fatalf("%v: %s", err, w.Body)
	}
	return a
}

// refused fails unless the answer is a problem document of that status.
func refused(t *testing.T, w *httptest.ResponseRecorder, status int) problem.Document {
	t.Helper()
	var doc problem.Document
	if w.Code != status || w.Header().Get("Content-Type") != problem.ContentType {
		t.Errorf("status %d (%s), want %d: %s", w.Code, w.Header().Get("Content-Type"), status, w.Body)
	} else if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || doc.Status != status {
		t.Errorf("problem %+v: %v", doc, err)
	}
	return doc
}

func TestConversationFromFirstWordToCode(t *testing.T) {
	p := open(t)
	a := p.answer(p.send("m1", `{"conversation":"c-1","text":"/start","lang":"bg"}`))
	if len(a.Messages) != 1 || a.Messages[0].Text == "" || a.Messages[0].Buttons[0][0] != (webhook.Button{Text: "Дете съм", Data: "role=child"}) {
		t.Fatalf("messages %+v", a.Messages)
	}
	if a.State.Question != "role" || a.State.Done || a.State.Code != "" {
		t.Errorf("state %+v", a.State)
	}
	if a.Messages[0].ID == "" || a.Messages[0].At.IsZero() {
		t.Errorf("a message without id or time: %+v", a.Messages[0])
	}
	if a = p.answer(p.send("m2", `{"conversation":"c-1","data":"role=child"}`)); a.State.Question != "danger" {
		t.Errorf("state %+v", a.State)
	}
	a = p.answer(p.send("m3", `{"conversation":"c-1","data":"nav=send"}`))
	if !a.State.Done || a.State.Question != "" || a.State.Code != string(chattest.Code) || !strings.Contains(a.Messages[0].Text, chattest.Code.Grouped()) {
		t.Errorf("after the send: %+v", a)
	}
	if got := p.talk.Got(); len(got) != 3 || got[0].Event.Lang != "bg" || got[1].Event.Data != "role=child" || got[0].Address != got[1].Address {
		t.Errorf("the conversation got %+v", got)
	}
}

func TestClientsDoNotShareConversations(t *testing.T) {
	p := open(t)
	p.send("m1", `{"conversation":"c-1","text":"едно"}`)
	p.answer(p.serve(p.signed("POST", "/v1/messages", "m1", secret('o', 24), p.clock(), `{"conversation":"c-1","text":"друго"}`)))
	got := p.talk.Got()
	if len(got) != 2 || got[0].Address == got[1].Address {
		t.Fatalf("%d events; the same id of two clients must act twice, in two conversations", len(got))
	}
}

func TestEverythingOfOneMessageArrives(t *testing.T) {
	p := open(t)
	png := "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 100)
	ogg := "OggS\x00" + strings.Repeat("\x00", 100)
	body, err := json.Marshal(map[string]any{"conversation": "c-1", "text": "виж",
		"media":    []map[string]string{{"type": "image/png", "base64": base64.StdEncoding.EncodeToString([]byte(png))}, {"type": "audio/ogg", "base64": base64.StdEncoding.EncodeToString([]byte(ogg))}},
		"location": map[string]float64{"lat": 42.91667, "lon": 24.26}})
	if err != nil {
		t.Fatal(err)
	}
	a := p.answer(p.send("m1", string(body)))
	if len(a.Messages) != 1 {
		t.Errorf("one message was asked %d times what is open", len(a.Messages))
	}
	got := p.talk.Got()
	if len(got) != 3 {
		t.Fatalf("%d events, want text with photo, recording, place", len(got))
	}
	if got[0].Event.Text != "виж" || got[0].Upload.Kind != "photo" || got[1].Upload.Kind != "voice" || got[1].Event.Text != "" {
		t.Errorf("events %+v", got)
	}
	if l := got[2].Event.Location; l == nil || l.Lat != "42.91667" || l.Lon != "24.26" {
		t.Errorf("place %+v", l)
	}
	if got[0].ID != "m1" || got[1].ID == got[0].ID || got[2].ID == got[1].ID {
		t.Error("the events of a message have the same id")
	}
	if files := p.talk.Files(); string(files[0]) != png || string(files[1]) != ogg {
		t.Error("the files are not what was sent")
	}
}

func TestSessionsAway(t *testing.T) {
	p := open(t)
	p.talk.Fail(errors.Join(errors.New("dial tcp 10.1.2.3"), channel.ErrUnavailable))
	w := p.send("m1", `{"conversation":"c-1","text":"помощ"}`)
	refused(t, w, http.StatusServiceUnavailable)
	if strings.Contains(w.Body.String(), "10.1.2.3") || w.Header().Get("Retry-After") == "" {
		t.Errorf("headers %v, body %s", w.Header(), w.Body)
	}
	p.talk.Fail(nil)
	if a := p.answer(p.send("m1", `{"conversation":"c-1","text":"помощ"}`)); len(a.Messages) != 1 {
		t.Errorf("the same message, brought again, was answered with %+v", a)
	}
	p.talk.Fail(errors.New("inner words"))
	w = p.send("m2", `{"conversation":"c-1","text":"помощ"}`)
	refused(t, w, http.StatusInternalServerError)
	if strings.Contains(w.Body.String(), "inner") {
		t.Errorf("the answer tells what broke: %s", w.Body)
	}
}

func TestTooFastIsCountedByConversation(t *testing.T) {
	p := open(t)
	p.spared = func(_ context.Context, in channel.Incoming) bool { return in.Event.Data == "danger=now" }
	for i := range 60 {
		p.answer(p.send("m"+strconv.Itoa(i), `{"conversation":"c-1","text":"а"}`))
	}
	w := p.send("over", `{"conversation":"c-1","text":"а"}`)
	refused(t, w, http.StatusTooManyRequests)
	if n, err := strconv.Atoi(w.Header().Get("Retry-After")); err != nil || n < 1 {
		t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
	}
	p.answer(p.send("danger", `{"conversation":"c-1","data":"danger=now"}`))
	p.answer(p.send("other", `{"conversation":"c-2","text":"а"}`))
	if w := p.send("m5", `{"conversation":"c-1","text":"а"}`); w.Code != http.StatusOK {
		t.Errorf("the answer to an old id, asked for too fast: status %d", w.Code)
	}
	p.mu.Lock()
	p.now = p.now.Add(2 * time.Second)
	p.mu.Unlock()
	p.answer(p.send("over", `{"conversation":"c-1","text":"а"}`))
}
