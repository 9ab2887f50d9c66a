package telegram

import (
	"context"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// said is how many of 200 identical answers reach a chat when one comes each time that gap has passed.
func said(t *testing.T, gap time.Duration, replies []conversation.Reply, before func(*outlet, time.Time)) int {
	t.Helper()
	r, out, _ := outletOf(t, 0)
	now := time.Unix(1_780_000_000, 0)
	r.opts.Now = func() time.Time { return now }
	for range 200 {
		now = now.Add(gap)
		before(out, now)
		if _, err := out.Say(t.Context(), replies); err != nil {
			t.Fatal(err)
		}
	}
	return len(r.tg.Sent(7))
}

func TestTheSameAnswerIsNotSaidForEver(t *testing.T) {
	same := reply("Има ли опасност сега?")
	free := func(*outlet, time.Time) {}
	once := func() func(*outlet, time.Time) {
		began := false
		return func(o *outlet, now time.Time) {
			if !began {
				o.c.repeats.refused(o.chat, now)
			}
			began = true
		}
	}
	always := func(o *outlet, now time.Time) { o.c.repeats.refused(o.chat, now) }
	for _, tt := range []struct {
		name    string
		gap     time.Duration
		replies []conversation.Reply
		before  func(*outlet, time.Time)
		want    int
	}{
		{"a chat that takes everything", 0, same, free, 200},
		{"a chat that is held back", 0, same, once(), 2},
		{"a chat that was held back for a moment", time.Second, same, once(), 200 - 3},
		{"slowly, one in six seconds", 6 * time.Second, same, once(), 200},
		{"a code", 0, []conversation.Reply{{Text: "1234", Code: "1234"}}, always, 200},
		{"after hiding: the innocent face must stand", 0, same, func(o *outlet, now time.Time) { always(o, now); o.hid = true }, 200},
		{"presses, each of which is answered", 0, same, func(o *outlet, now time.Time) { always(o, now); o.pressed = 5 }, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := said(t, tt.gap, tt.replies, tt.before); got != tt.want {
				t.Errorf("of 200 answers %d were said, want %d", got, tt.want)
			}
		})
	}
}

// A danger that is told after a flood must not wait until Telegram has taken an answer to each message before it.
func TestFloodInAChatThatIsHeldBackEndsSoon(t *testing.T) {
	r, out, waits := outletOf(t, 0)
	r.tg.Fault(telegramtest.Fault{Code: 429, RetryAfter: 1, Times: 3})
	for range 200 {
		if _, err := out.Say(t.Context(), reply("Има ли опасност сега?")); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(r.tg.Sent(7)); n != 2 || len(*waits) != 3 {
		t.Errorf("%d answers were said with %d waits, want 2 with 3", n, len(*waits))
	}
}

func TestAnotherAnswerIsAlwaysSaid(t *testing.T) {
	r, out, _ := outletOf(t, 0)
	for _, text := range []string{"а", "а", "а", "б", "а", "а", "а"} {
		r.repeats.refused(7, time.Now())
		if _, err := out.Say(context.Background(), reply(text)); err != nil {
			t.Fatal(err)
		}
	}
	got := ""
	for _, m := range r.tg.Sent(7) {
		got += m.Text
	}
	if got != "аабаа" {
		t.Errorf("said %q, want %q", got, "аабаа")
	}
}

// Answers that differ in what stands before the question are repeats too, once each was said.
func TestAlternatingAnswersEndSoon(t *testing.T) {
	r, out, _ := outletOf(t, 0)
	question := conversation.Reply{Text: "Има ли опасност сега?"}
	for i := range 200 {
		r.repeats.refused(7, time.Now())
		first := conversation.Reply{Text: []string{"Тук сме за деца.", "112 е за спешна помощ."}[i%2]}
		if _, err := out.Say(t.Context(), []conversation.Reply{first, question}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(r.tg.Sent(7)); n != 4 {
		t.Errorf("%d messages were said, want each answer once: 4", n)
	}
}

func TestRepeatsForgetOldChats(t *testing.T) {
	e, now := newRepeats(), time.Unix(1_780_000_000, 0)
	for chat := range int64(latelySweep) {
		e.enough(chat, reply("а"), now)
	}
	e.enough(-1, reply("а"), now.Add(repeatRecent))
	if len(e.last) != 1 {
		t.Errorf("%d chats are remembered, want the newest only", len(e.last))
	}
}
