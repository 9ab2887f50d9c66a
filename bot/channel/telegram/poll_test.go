package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	tg "github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

func TestPollAnswers(t *testing.T) {
	h := &talk{do: echo}
	r := build(t, h, Options{}).run(t)
	r.tg.Say(7, "помощ")
	if got := r.tg.Wait(7, 1)[0].Text; got != "чух: помощ" {
		t.Errorf("got %q", got)
	}
	press := r.tg.Press(7, "role=child")
	if got := r.tg.Wait(7, 2)[1].Text; got != "чух: role=child" {
		t.Errorf("got %q", got)
	}
	r.tg.Until("the press is answered", func() bool { return r.tg.Answered(press) })
	r.tg.Until("all is confirmed", func() bool { return r.tg.Waiting() == 0 })
}

func TestPollKeepsTheOrderOfAChat(t *testing.T) {
	h := &talk{do: echo}
	r := build(t, h, Options{}).run(t)
	const chats, each = 20, 15
	for n := range each {
		for chat := range int64(chats) {
			r.tg.Say(chat+1, fmt.Sprint(n))
		}
	}
	for chat := range int64(chats) {
		for n, m := range r.tg.Wait(chat+1, each) {
			if m.Text != fmt.Sprint("чух: ", n) {
				t.Errorf("chat %d: message %d is %q", chat+1, n, m.Text)
			}
		}
	}
}

// TestStuckChatDoesNotBlockOthers: more wait behind it than one poll brings.
func TestStuckChatDoesNotBlockOthers(t *testing.T) {
	stuck := make(chan struct{})
	var clock atomic.Int64
	h := &talk{do: func(ctx context.Context, in channel.Incoming, out channel.Outlet) error {
		if in.Address == "1" {
			<-stuck
		}
		return echo(ctx, in, out)
	}}
	r := build(t, h, Options{Now: func() time.Time { return noon.Add(time.Duration(clock.Load())) }}).run(t)
	r.tg.Say(1, "засядам")
	for n := range 99 {
		r.tg.Say(2, fmt.Sprint(n))
	}
	r.tg.Wait(2, 99)
	r.tg.Say(2, "стотният")
	clock.Store(int64(patience + time.Second))
	if got := r.tg.Wait(2, 100)[99].Text; got != "чух: стотният" {
		t.Errorf("got %q", got)
	}
	close(stuck)
	if got := r.tg.Wait(1, 1)[0].Text; got != "чух: засядам" {
		t.Errorf("got %q", got)
	}
}

// TestCrashLosesNoUpdate: what was in hand when the program died comes again, what was done does not act twice.
func TestCrashLosesNoUpdate(t *testing.T) {
	server := telegramtest.New(t)
	begun, never := make(chan struct{}, 10), make(chan struct{})
	var dead atomic.Bool
	h := &talk{}
	h.do = func(_ context.Context, in channel.Incoming, _ channel.Outlet) error {
		if in.Address == "1" && !dead.Load() {
			begun <- struct{}{}
			<-never // the process dies here
			return channel.ErrUnavailable
		}
		return nil
	}
	first := buildAt(t, server, h, Options{}).run(t)
	server.Say(1, "едно")
	<-begun
	server.Say(2, "две")
	server.Until("the other chat is done", func() bool { return len(h.texts("2")) == 1 })
	dead.Store(true)
	first.stop()
	second := buildAt(t, server, h, Options{}).run(t)
	server.Until("the lost one came again", func() bool { return len(h.texts("1")) == 1 })
	server.Until("all is confirmed", func() bool { return server.Waiting() == 0 })
	if got := h.texts("2"); !slices.Equal(got, []string{"две"}) {
		t.Errorf("done twice: %q", got)
	}
	close(never)
	second.halt()
}

func TestPoisonIsSetAside(t *testing.T) {
	for name, poison := range map[string]func() error{
		"an error": func() error { return errors.New("rotten") },
		"a panic":  func() error { panic("тайни думи") },
	} {
		t.Run(name, func(t *testing.T) {
			var tries atomic.Int64
			h := &talk{do: func(ctx context.Context, in channel.Incoming, out channel.Outlet) error {
				if in.Event.Text == "отрова" {
					tries.Add(1)
					return poison()
				}
				return echo(ctx, in, out)
			}}
			r := build(t, h, Options{}).run(t)
			r.tg.Say(7, "отрова")
			r.tg.Update(7, map[string]any{"message": "not a message"})
			r.tg.Update(7, map[string]any{"hologram": 1})
			for n := range 50 {
				r.tg.Say(7, fmt.Sprint(n))
			}
			if got := r.tg.Wait(7, 50); len(got) != 50 || got[49].Text != "чух: 49" {
				t.Errorf("got %d answers, the last %q", len(got), got[len(got)-1].Text)
			}
			if n := tries.Load(); n != maxTries {
				t.Errorf("tried %d times", n)
			}
			r.tg.Until("all is confirmed", func() bool { return r.tg.Waiting() == 0 })
			for _, mark := range []string{"отрова", "тайни думи", "not a message", "Name7", "user_7"} {
				if strings.Contains(r.log.String(), mark) {
					t.Errorf("the log tells %q", mark)
				}
			}
			if !strings.Contains(r.log.String(), "update set aside") {
				t.Error("nothing tells that an update was set aside")
			}
		})
	}
}

func TestBlockedIsNoFailure(t *testing.T) {
	h := &talk{do: echo}
	r := build(t, h, Options{}).run(t)
	r.tg.Block(7, true)
	r.tg.Say(7, "после блокирам")
	r.tg.Until("it is confirmed", func() bool { return r.tg.Waiting() == 0 })
	if n := len(r.tg.Calls("sendMessage")); n != 1 {
		t.Errorf("%d calls for somebody who blocked us", n)
	}
	if log := r.log.String(); strings.Contains(log, `"level":"ERROR"`) || strings.Contains(log, `"level":"WARN"`) {
		t.Errorf("log: %s", log)
	}
}

func TestPollTakesTheWebhookAway(t *testing.T) {
	server := telegramtest.New(t)
	h := &talk{do: echo}
	r := buildAt(t, server, h, Options{})
	if err := r.client.SetWebhook(t.Context(), "http://127.0.0.1:1/nobody", "s", 1); err != nil {
		t.Fatal(err)
	}
	server.Say(7, "чаках")
	r.run(t)
	if got := server.Wait(7, 1)[0].Text; got != "чух: чаках" {
		t.Errorf("got %q", got)
	}
	if server.Webhook() != "" {
		t.Error("the webhook is still set")
	}
}

// TestPollOfAServerWithoutLongPolls: emulators answer at once with nothing; they are not asked in a tight loop.
func TestPollOfAServerWithoutLongPolls(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"ok":true,"result":[]}`)
	}))
	t.Cleanup(server.Close)
	client, err := tg.New(server.URL, "emulated", tg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var waits []time.Duration
	c := New(client, &talk{}, nil, Options{Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return noon },
		Sleep: func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }})
	p := newPoller(c)
	for range 3 {
		if err := p.once(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(waits, []time.Duration{pauseEmpty, pauseEmpty, pauseEmpty}) {
		t.Errorf("waited %v", waits)
	}
}

func TestPollSaysConflictOnce(t *testing.T) {
	h := &talk{do: echo}
	r := build(t, h, Options{})
	clear := r.tg.Fault(telegramtest.Fault{Method: "getUpdates", Code: 409, Words: "Conflict: terminated by other getUpdates request"})
	r.run(t)
	r.tg.Until("several polls were refused", func() bool { return len(r.tg.Calls("getUpdates")) > 5 })
	if err := r.Ready(t.Context()); err == nil {
		t.Error("ready while another program takes the updates")
	}
	if n := strings.Count(r.log.String(), "another program reads this bot's updates"); n != 1 {
		t.Errorf("said %d times", n)
	}
	clear()
	r.tg.Say(7, "има ли някой")
	r.tg.Wait(7, 1)
	r.tg.Until("ready again", func() bool { return r.Ready(t.Context()) == nil })
}

func TestPollWaitsForTelegram(t *testing.T) {
	h := &talk{do: echo}
	r := build(t, h, Options{})
	if err := r.Ready(t.Context()); err == nil {
		t.Error("ready before the first call")
	}
	clear := r.tg.Fault(telegramtest.Fault{Method: "getUpdates", Drop: true})
	r.run(t)
	r.logs("telegram not reached")
	clear()
	r.tg.Say(7, "има ли някой")
	r.tg.Wait(7, 1)
	r.logs("telegram reached")
}

func TestStopFinishesWhatIsUnderWay(t *testing.T) {
	begun, free := make(chan struct{}), make(chan struct{})
	h := &talk{do: func(ctx context.Context, in channel.Incoming, out channel.Outlet) error {
		close(begun)
		<-free
		return echo(ctx, in, out)
	}}
	r := build(t, h, Options{}).run(t)
	r.tg.Say(7, "тъкмо сега")
	<-begun
	r.stop()
	close(free)
	<-r.done
	if got := r.tg.Sent(7); len(got) != 1 {
		t.Fatalf("%d answers", len(got))
	}
	if n := r.tg.Waiting(); n != 0 {
		t.Errorf("%d updates come again although they are done", n)
	}
}

// officers take what begins with "case=" and every /start of an invite.
type officers struct {
	mu  sync.Mutex
	got []string
}

func TestOfficersComeFirst(t *testing.T) {
	h := &talk{do: echo}
	o := &officers{}
	r := build(t, h, Options{})
	r.officers = o
	r.run(t)
	r.tg.Say(7, "/start invite-1")
	r.tg.Press(7, "case=ack:2026-000001")
	r.tg.Say(7, "здравей")
	if got := r.tg.Wait(7, 1)[0].Text; got != "чух: здравей" {
		t.Errorf("got %q", got)
	}
	r.tg.Until("all is confirmed", func() bool { return r.tg.Waiting() == 0 })
	if !slices.Equal(o.got, []string{"/start invite-1", "case=ack:2026-000001"}) || len(h.heard()) != 1 {
		t.Errorf("officers got %q, the conversation %d", o.got, len(h.heard()))
	}
}
