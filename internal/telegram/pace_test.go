package telegram

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestPaceOfOneChat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, begin := NewPace(), time.Now()
		for range burstChat + 5 {
			if err := p.Wait(t.Context(), 7); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(begin); took != 5*time.Second {
			t.Errorf("a burst and 5 more took %s, want 5 s", took)
		}
	})
}

func TestPaceOfAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, begin := NewPace(), time.Now()
		for chat := range int64(burstAll + 3*paceAll) {
			if err := p.Wait(t.Context(), chat); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(begin).Round(10 * time.Millisecond); took != 3*time.Second {
			t.Errorf("took %s, want 3 s", took)
		}
	})
}

func TestPaceEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := NewPace().Wait(ctx, 7); err == nil {
		t.Error("no error after its context has ended")
	}
}

func TestPaceForgetsIdleChats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPace()
		for chat := range int64(paceSweepLen) {
			p.chat(chat)
		}
		time.Sleep(paceForgets + time.Second) // the bubble's clock, no real time
		p.chat(paceSweepLen)
		if n := len(p.chats); n != 1 {
			t.Errorf("%d chats are remembered, want 1", n)
		}
	})
}
