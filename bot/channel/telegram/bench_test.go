package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	tg "github.com/chuyme/chuyme/internal/telegram"
)

// The benchmarks bring presses over HTTP, 64 people at once, and count until the answer to the webhook: receive,
// one reply with a keyboard, the press answered in the response. "bare" does the same calls with net/http alone.

const benchPeople = 64

var question = conversation.Reply{Text: "Случва ли се нещо в момента?", Buttons: [][]conversation.Button{
	{{Text: "Да, сега", Data: "danger=now"}, {Text: "Днес", Data: "danger=today"}},
	{{Text: "Не", Data: "danger=no"}, {Text: "Не знам", Data: "danger=unknown"}},
	{{Text: "☎ 112", Data: "nav=help"}, {Text: "Пропусни", Data: "nav=skip"}, {Text: "Скрий", Data: "nav=hide"}}}}

// farSide accepts every call at once, so that what is measured is ours.
func farSide(b *testing.B) string {
	var id atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		fmt.Fprintf(w, `{"ok":true,"result":{"message_id":%d}}`, id.Add(1))
	}))
	b.Cleanup(server.Close)
	return server.URL
}

func BenchmarkWebhook(b *testing.B) {
	ask := &talkFast{}
	client, err := tg.New(farSide(b), "7000000001:bench", tg.Options{})
	if err != nil {
		b.Fatal(err)
	}
	c := New(client, ask, nil, Options{Log: slog.New(slog.DiscardHandler), Secret: secret})
	bring(b, c.Webhook())
}

// talkFast answers each event with the question.
type talkFast struct{}

func (talkFast) Handle(ctx context.Context, _ channel.Incoming, out channel.Outlet) error {
	_, err := out.Say(ctx, []conversation.Reply{question})
	return err
}

func BenchmarkWebhookBare(b *testing.B) {
	far := farSide(b)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: benchPeople}}
	markup, err := json.Marshal(map[string]any{"inline_keyboard": keyboard(question.Buttons)})
	if err != nil {
		b.Fatal(err)
	}
	bring(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var u struct {
			Callback struct {
				ID      string `json:"id"`
				Message struct {
					Chat struct {
						ID int64 `json:"id"`
					} `json:"chat"`
				} `json:"message"`
			} `json:"callback_query"`
		}
		_ = json.NewDecoder(r.Body).Decode(&u)
		form := url.Values{"chat_id": {fmt.Sprint(u.Callback.Message.Chat.ID)}, "text": {question.Text}, "reply_markup": {string(markup)}}
		res, err := client.PostForm(far+"/bot7000000001:bench/sendMessage", form)
		if err != nil {
			b.Error(err)
			return
		}
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		fmt.Fprintf(w, `{"method":"answerCallbackQuery","callback_query_id":%q}`, u.Callback.ID)
	}))
}

// bring brings presses over HTTP.
func bring(b *testing.B, h http.Handler) {
	server := httptest.NewServer(h)
	b.Cleanup(server.Close)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: benchPeople}}
	var serial atomic.Int64
	b.SetParallelism(benchPeople / 2)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n := serial.Add(1)
			body := fmt.Sprintf(`{"update_id":%d,"callback_query":{"id":"%d","from":{"id":%[3]d,"first_name":"N","language_code":"bg"},"message":{"message_id":4,"date":1772798395,"chat":{"id":%[3]d,"type":"private"}},"data":"danger=no"}}`, n, n, 1+n%benchPeople)
			req, err := http.NewRequest(http.MethodPost, server.URL, strings.NewReader(body))
			if err != nil {
				b.Error(err)
				return
			}
			req.Header.Set(tg.SecretHeader, secret)
			res, err := client.Do(req)
			if err != nil {
				b.Error(err)
				return
			}
			answer, err := io.ReadAll(res.Body)
			res.Body.Close()
			if err != nil || !bytes.Contains(answer, []byte("answerCallbackQuery")) {
				b.Errorf("answer %q, %v", answer, err)
				return
			}
		}
	})
}

// BenchmarkReceive is what it takes to read an update and translate it.
func BenchmarkReceive(b *testing.B) {
	client, err := tg.New("http://127.0.0.1:1", "bench", tg.Options{})
	if err != nil {
		b.Fatal(err)
	}
	c := New(client, talkFast{}, nil, Options{Log: slog.New(slog.DiscardHandler)})
	body := []byte(says(5, "на 9 съм и ме е страх"))
	b.ReportAllocs()
	for b.Loop() {
		u, err := tg.ParseUpdate(body)
		if err != nil || !c.receive(u).event {
			b.Fatal("not received")
		}
	}
}
