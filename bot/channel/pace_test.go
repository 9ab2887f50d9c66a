package channel_test

import (
	"context"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
)

func TestPaceHoldsBackOneConversationOnly(t *testing.T) {
	now := time.Date(2026, 3, 6, 21, 0, 0, 0, time.UTC)
	danger := func(_ context.Context, in channel.Incoming) bool { return in.Event.Data == "danger=now" }
	pace := channel.NewPace(func() time.Time { return now }, 60, 60, danger)
	fast := channel.Incoming{Address: "a", Event: conversation.Event{Text: "hey"}}

	for i := range 60 {
		if wait := pace.Wait(t.Context(), fast); wait != 0 {
			t.Fatalf("event %d of the first 60 waits %v", i+1, wait)
		}
	}
	if wait := pace.Wait(t.Context(), fast); wait <= 0 || wait > time.Second {
		t.Errorf("the 61st waits %v, want more than nothing and at most a second", wait)
	}
	if wait := pace.Wait(t.Context(), channel.Incoming{Address: "b"}); wait != 0 {
		t.Errorf("another conversation waits %v", wait)
	}
	fast.Event.Data = "danger=now"
	if wait := pace.Wait(t.Context(), fast); wait != 0 {
		t.Errorf("a danger waits %v", wait)
	}
	now = now.Add(time.Second)
	fast.Event.Data = ""
	if wait := pace.Wait(t.Context(), fast); wait != 0 {
		t.Errorf("a second later it still waits %v", wait)
	}
}
