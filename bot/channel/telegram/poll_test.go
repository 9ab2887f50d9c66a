package telegram

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
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

// TestAwayHeals: while the sessions are away nothing is confirmed, people are told once, and all is done afterwards.
func TestAwayHeals(t *testing.T) {
	var back atomic.Bool
	var tries atomic.Int64
	h := &talk{do: func(ctx context.Context, in channel.Incoming, out channel.Outlet) error {
		if !back.Load() {
			tries.Add(1)
			return fmt.Errorf("session: %w", channel.ErrUnavailable)
		}
		return echo(ctx, in, out)
	}}
	r := build(t, h, Options{Away: awayReply, Now: func() time.Time { return noon }}).run(t)
	r.tg.Say(7, "първо")
	r.tg.Say(8, "друго")
	r.tg.Wait(8, 1)
	if got := r.tg.Wait(7, 1)[0].Text; !strings.Contains(got, "112") || !strings.Contains(got, "bg") {
		t.Errorf("got %q", got)
	}
	r.tg.Say(7, "второ")
	r.tg.Until("it is tried again and again", func() bool { return tries.Load() > 20 })
	if n := len(r.tg.Sent(7)); n != 1 {
		t.Errorf("told %d times", n)
	}
	if n := r.tg.Waiting(); n != 3 {
		t.Errorf("%d updates wait for confirmation, want 3", n)
	}
	back.Store(true)
	if got := r.tg.Wait(7, 3); got[1].Text != "чух: първо" || got[2].Text != "чух: второ" {
		t.Errorf("got %q, %q", got[1].Text, got[2].Text)
	}
	first := h.heard()[slices.IndexFunc(h.heard(), func(in channel.Incoming) bool { return in.Address == "7" })]
	if !slices.Equal(first.Note, []string{"1", "2"}) { // their own, and what we said while away
		t.Errorf("messages to hide: %v", first.Note)
	}
}

// TestAwayTellsLaterWriters: who writes a minute later, behind an update that waits, is told again.
func TestAwayTellsLaterWriters(t *testing.T) {
	var clock atomic.Int64
	h := &talk{do: func(context.Context, channel.Incoming, channel.Outlet) error { return channel.ErrUnavailable }}
	r := build(t, h, Options{Away: awayReply, Now: func() time.Time { return noon.Add(time.Duration(clock.Load())) }}).run(t)
	r.tg.Say(7, "първо")
	r.tg.Wait(7, 1)
	clock.Store(int64(2 * time.Minute))
	r.tg.Say(7, "второ")
	r.tg.Wait(7, 2)
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
