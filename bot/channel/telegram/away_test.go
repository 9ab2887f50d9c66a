package telegram

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
)

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

func TestWebhookAway(t *testing.T) {
	var back atomic.Bool
	h := &talk{do: func(ctx context.Context, in channel.Incoming, out channel.Outlet) error {
		if !back.Load() {
			return channel.ErrUnavailable
		}
		return echo(ctx, in, out)
	}}
	r := build(t, h, Options{Secret: secret, Away: awayReply, Now: func() time.Time { return noon }})
	r.tg.Say(7, "/start")
	for range 5 { // as Telegram does: it brings it again
		if code, _ := post(t, r.Webhook(), secret, says(5, "помощ")); code != http.StatusServiceUnavailable {
			t.Errorf("got %d", code)
		}
	}
	if sent := r.tg.Sent(7); len(sent) != 1 || !strings.Contains(sent[0].Text, "112") {
		t.Errorf("told %d times: %+v", len(sent), sent)
	}
	back.Store(true)
	if code, _ := post(t, r.Webhook(), secret, says(5, "помощ")); code != http.StatusOK {
		t.Errorf("got %d", code)
	}
	if in := h.heard()[0]; !slices.Equal(in.Note, []string{"5", "2"}) {
		t.Errorf("messages to hide: %v", in.Note)
	}
}

// TestWebhookAwayTellsAnEventOnce: Telegram tries for a day; the person is not told at each try.
func TestWebhookAwayTellsAnEventOnce(t *testing.T) {
	now := noon
	h := &talk{do: func(context.Context, channel.Incoming, channel.Outlet) error { return channel.ErrUnavailable }}
	r := build(t, h, Options{Secret: secret, Away: awayReply, Now: func() time.Time { return now }})
	r.tg.Say(7, "/start")
	for range 5 {
		post(t, r.Webhook(), secret, says(5, "помощ"))
		now = now.Add(2 * time.Minute)
	}
	if n := len(r.tg.Sent(7)); n != 1 {
		t.Errorf("told %d times", n)
	}
	post(t, r.Webhook(), secret, says(6, "още ли"))
	if n := len(r.tg.Sent(7)); n != 2 {
		t.Errorf("a new word was answered %d times", n-1)
	}
}
