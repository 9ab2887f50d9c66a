package telegram

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/chuyme/chuyme/bot/channel"
	tg "github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

const secret = "header-secret_1"

// hooked is a running channel in webhook mode, which has set its own webhook.
func hooked(t *testing.T, h channel.Handler, opts Options) *rig {
	t.Helper()
	mux := http.NewServeMux()
	front := httptest.NewServer(mux)
	t.Cleanup(front.Close)
	opts.Webhook, opts.PublicURL, opts.Secret = true, front.URL+"/", secret
	r := build(t, h, opts)
	mux.Handle(Path, r.Webhook())
	r.run(t)
	r.tg.Until("the webhook is set", func() bool { return r.tg.Webhook() == front.URL+Path })
	return r
}

// post brings a body by hand and returns the status and the answer.
func post(t *testing.T, h http.Handler, secret, body string) (int, string) {
	t.Helper()
	req := httptest.NewRequest(http.MethodPost, Path, strings.NewReader(body))
	if secret != "" {
		req.Header.Set(tg.SecretHeader, secret)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	return w.Code, w.Body.String()
}

func says(update int, text string) string {
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"date":1,"from":{"id":7},"chat":{"id":7,"type":"private"},"text":%q}}`, update, update, text)
}

func TestWebhookAnswers(t *testing.T) {
	h := &talk{do: echo}
	r := hooked(t, h, Options{})
	r.tg.Say(7, "помощ")
	if got := r.tg.Wait(7, 1)[0].Text; got != "чух: помощ" {
		t.Errorf("got %q", got)
	}
	press := r.tg.Press(7, "role=child")
	r.tg.Until("the press is answered", func() bool { return r.tg.Answered(press) })
	if got := r.tg.Wait(7, 2); len(got) != 2 {
		t.Errorf("got %d messages", len(got))
	}
	p := r.tg.Calls("setWebhook")[0].Params
	if p.Get("secret_token") != secret || p.Get("max_connections") != "100" {
		t.Errorf("got %v", p)
	}
	// one message an update; the answer to the press came in the response
	if n := len(r.tg.Calls("")) - len(r.tg.Calls("setWebhook")); n != 3 {
		t.Errorf("%d calls, want 2 messages and 1 answer", n)
	}
	r.tg.Until("ready", func() bool { return r.Ready(t.Context()) == nil })
}

func TestWebhookRefusesStrangers(t *testing.T) {
	h := &talk{do: echo}
	r := build(t, h, Options{Secret: secret})
	open := build(t, h, Options{}) // no secret set: nobody may come in
	for name, c := range map[string]struct {
		h      http.Handler
		secret string
	}{
		"none":      {r.Webhook(), ""},
		"wrong":     {r.Webhook(), "header-secret_2"},
		"shorter":   {r.Webhook(), "header"},
		"none set":  {open.Webhook(), ""},
		"none set ": {open.Webhook(), "x"},
	} {
		if code, body := post(t, c.h, c.secret, says(1, "помощ")); code != http.StatusUnauthorized || body != "" {
			t.Errorf("%s: got %d %q", name, code, body)
		}
	}
	if len(h.heard()) != 0 {
		t.Error("a stranger's update was handled")
	}
	req := httptest.NewRequest(http.MethodGet, Path, nil)
	req.Header.Set(tg.SecretHeader, secret)
	w := httptest.NewRecorder()
	r.Webhook().ServeHTTP(w, req)
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "POST" {
		t.Errorf("GET: got %d", w.Code)
	}
}

// TestWebhookTakesWhatItCannotRead: any other answer and Telegram would bring it for ever.
func TestWebhookTakesWhatItCannotRead(t *testing.T) {
	h := &talk{do: echo}
	r := build(t, h, Options{Secret: secret})
	for name, body := range map[string]string{
		"malformed":      `{"update_id":5,"message":{"text":"тайна`,
		"no JSON":        `тайна`,
		"empty":          ``,
		"no id":          `{"message":{"text":"тайна"}}`,
		"of other types": `{"update_id":5,"message":"тайна"}`,
		"a kind to come": `{"update_id":6,"hologram":"тайна"}`,
		"too big":        `{"update_id":7,"message":{"text":"` + strings.Repeat("тайна", 1<<18) + `"}}`,
	} {
		if code, _ := post(t, r.Webhook(), secret, body); code != http.StatusOK {
			t.Errorf("%s: got %d", name, code)
		}
	}
	if len(h.heard()) != 0 {
		t.Errorf("handled %d", len(h.heard()))
	}
	if strings.Contains(r.log.String(), "тайна") {
		t.Error("the log tells what was written")
	}
	if n := strings.Count(r.log.String(), "\n"); n < 7 {
		t.Errorf("%d lines were logged, want one for each", n)
	}
}

func TestWebhookReplayActsOnce(t *testing.T) {
	h := &talk{do: echo}
	r := build(t, h, Options{Secret: secret})
	r.tg.Say(7, "/start") // so that the bot may write
	for range 3 {
		if code, _ := post(t, r.Webhook(), secret, says(5, "помощ")); code != http.StatusOK {
			t.Errorf("got %d", code)
		}
	}
	if got := h.texts("7"); !slices.Equal(got, []string{"помощ"}) || len(r.tg.Sent(7)) != 1 {
		t.Errorf("handled %q, %d answers", got, len(r.tg.Sent(7)))
	}
}

func TestWebhookPoison(t *testing.T) {
	h := &talk{do: func(_ context.Context, in channel.Incoming, _ channel.Outlet) error {
		if in.Event.Text == "пада" {
			panic("тайни думи")
		}
		return errors.New("rotten")
	}}
	r := build(t, h, Options{Secret: secret})
	for update, text := range map[int]string{5: "пада", 6: "греши"} {
		var codes []int
		for range maxTries {
			code, _ := post(t, r.Webhook(), secret, says(update, text))
			codes = append(codes, code)
		}
		if !slices.Equal(codes, []int{500, 500, 200}) {
			t.Errorf("%s: got %v", text, codes)
		}
	}
	if strings.Contains(r.log.String(), "тайни думи") {
		t.Error("the log tells what a panic said")
	}
}

// TestWebhookKeepsTheOrderOfAChat: many requests at once, one at a time for each chat.
func TestWebhookKeepsTheOrderOfAChat(t *testing.T) {
	var inside [4]atomic.Int64
	h := &talk{do: func(ctx context.Context, in channel.Incoming, out channel.Outlet) error {
		chat := in.Address[0] - '0'
		if inside[chat].Add(1) != 1 {
			t.Errorf("two updates of chat %d at once", chat)
		}
		defer inside[chat].Add(-1)
		return echo(ctx, in, out)
	}}
	r := hooked(t, h, Options{})
	for n := range 20 {
		for chat := range int64(3) {
			r.tg.Say(chat+1, fmt.Sprint(n))
		}
		r.tg.Replay(2, int64(5000+n), map[string]any{"message": map[string]any{"message_id": 900 + n, "text": "пак",
			"from": map[string]any{"id": 2}, "chat": map[string]any{"id": 2, "type": "private"}}})
	}
	for _, chat := range []int64{1, 3} {
		for n, m := range r.tg.Wait(chat, 20) {
			if m.Text != fmt.Sprint("чух: ", n) {
				t.Errorf("chat %d: message %d is %q", chat, n, m.Text)
			}
		}
	}
	r.tg.Wait(2, 40)
}

// TestWebhookTakesOneAtATime: whatever stands before us may bring two updates of a chat at once.
func TestWebhookTakesOneAtATime(t *testing.T) {
	client, err := tg.New("http://127.0.0.1:1", "nobody", tg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		var inside atomic.Int64
		free := make(chan struct{})
		h := &talk{do: func(context.Context, channel.Incoming, channel.Outlet) error {
			inside.Add(1)
			defer inside.Add(-1)
			<-free
			return nil
		}}
		c := New(client, h, nil, Options{Secret: secret, Log: slog.New(slog.DiscardHandler)})
		for n := range 20 {
			go func() {
				if code, _ := post(t, c.Webhook(), secret, says(100+n, "дума")); code != http.StatusOK {
					t.Errorf("got %d", code)
				}
			}()
		}
		for handled := range 20 {
			synctest.Wait() // nobody can go on now
			if n := inside.Load(); n != 1 || len(h.heard()) != handled {
				t.Fatalf("%d at once after %d were handled", n, len(h.heard()))
			}
			free <- struct{}{}
		}
	})
}

func TestWebhookIsSetOnceTelegramIsBack(t *testing.T) {
	h := &talk{do: echo}
	r := build(t, h, Options{Webhook: true, PublicURL: "http://127.0.0.1:1", Secret: secret,
		Menus: []Menu{{Lang: "bg", Commands: []tg.Command{{Name: "start", Text: "начало"}}}}})
	clear := r.tg.Fault(telegramtest.Fault{Method: "setWebhook", Code: 502, Garbage: true})
	r.run(t)
	r.logs("telegram not reached")
	if err := r.Ready(t.Context()); err == nil {
		t.Error("ready without a webhook")
	}
	clear()
	r.tg.Until("the webhook is set", func() bool { return r.tg.Webhook() != "" })
	r.tg.Until("the menu is set", func() bool { return len(r.tg.Calls("setMyCommands")) == 1 })
}

func TestWebhookNeedsSettings(t *testing.T) {
	official, err := tg.New("", "1234567890:AAFq-w_0123456789abcdefghijklmnopqrs", tg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := build(t, &talk{}, Options{})
	for name, c := range map[string]struct {
		client *tg.Client
		opts   Options
		says   string
	}{
		"no secret":        {r.client, Options{PublicURL: "https://example.org"}, "CHUYME_TELEGRAM_WEBHOOK_SECRET"},
		"http to Telegram": {official, Options{PublicURL: "http://example.org", Secret: secret}, "https"},
		"no address":       {r.client, Options{Secret: secret}, "CHUYME_PUBLIC_URL"},
	} {
		c.opts.Webhook, c.opts.Log = true, r.opts.Log
		err := New(c.client, &talk{}, nil, c.opts).Run(t.Context())
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestWebhookLeavesPressOfOfficersToThem(t *testing.T) {
	r := build(t, &talk{do: echo}, Options{Secret: secret})
	r.officers = &officers{}
	code, body := post(t, r.Webhook(), secret, `{"update_id":5,"callback_query":{"id":"q1","from":{"id":7},"message":{"message_id":4,"date":1,"chat":{"id":7,"type":"private"}},"data":"case=ack:2026-000001"}}`)
	if code != http.StatusOK || body != "" {
		t.Errorf("got %d %q", code, body)
	}
}
