package telegram

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// outletOf is the way back into a chat that has written, with the waits that were made on it.
func outletOf(t *testing.T, pressed int) (*rig, *outlet, *[]time.Duration) {
	t.Helper()
	waits := &[]time.Duration{}
	r := build(t, &talk{}, Options{Sleep: func(ctx context.Context, d time.Duration) error {
		*waits = append(*waits, d)
		return ctx.Err()
	}})
	r.tg.Say(7, "здравей")
	return r, &outlet{c: r.Channel, chat: 7, pressed: pressed, began: func() {}}, waits
}

func reply(text string) []conversation.Reply { return []conversation.Reply{{Text: text}} }

func TestSayInOrder(t *testing.T) {
	r, out, _ := outletOf(t, 0)
	ids, err := out.Say(t.Context(), []conversation.Reply{{Text: "едно"}, {Text: "две"}})
	if err != nil {
		t.Fatal(err)
	}
	sent := r.tg.Sent(7)
	if len(sent) != 2 || sent[0].Text != "едно" || sent[1].Text != "две" || !slices.Equal(ids, []string{"2", "3"}) {
		t.Errorf("got %+v with ids %v", sent, ids)
	}
}

func TestSayEditsThePressedMessage(t *testing.T) {
	r, out, _ := outletOf(t, 0)
	if _, err := out.Say(t.Context(), reply("какво")); err != nil {
		t.Fatal(err)
	}
	out.pressed = r.tg.Sent(7)[0].ID
	ids, err := out.Say(t.Context(), []conversation.Reply{{Text: "какво ✓", Edit: true}, {Text: "и още", Edit: true}})
	sent := r.tg.Sent(7)
	if err != nil || len(sent) != 2 || sent[0].Text != "какво ✓" || sent[1].Text != "и още" || !slices.Equal(ids, []string{"3"}) {
		t.Errorf("got %+v with ids %v, %v", sent, ids, err)
	}
}

func TestSayFallsBackWhereItCannotEdit(t *testing.T) {
	r, out, _ := outletOf(t, 99)
	ids, err := out.Say(t.Context(), []conversation.Reply{{Text: "какво ✓", Edit: true}})
	if sent := r.tg.Sent(7); err != nil || len(sent) != 1 || sent[0].Text != "какво ✓" || len(ids) != 1 {
		t.Errorf("got %+v with ids %v, %v", sent, ids, err)
	}
}

// TestSayTriesAgain breaks sendMessage in each way and looks what becomes of the reply.
func TestSayTriesAgain(t *testing.T) {
	ms := time.Millisecond
	for name, c := range map[string]struct {
		fault     telegramtest.Fault
		waits     []time.Duration
		sent      int
		cause     string // of the error, "" none
		permanent bool
		doubtful  bool
	}{
		"429 is waited for": {telegramtest.Fault{Code: 429, RetryAfter: 7, Times: 2}, []time.Duration{7 * time.Second, 7 * time.Second}, 1, "", false, false},
		"429 for too long":  {telegramtest.Fault{Code: 429, RetryAfter: 600}, nil, 0, "too_many", false, false},
		"a 502 page":        {telegramtest.Fault{Code: 502, Garbage: true, Times: 2}, []time.Duration{300 * ms, 600 * ms}, 1, "", false, false},
		"500 all the time":  {telegramtest.Fault{Code: 500}, []time.Duration{300 * ms, 600 * ms, 1200 * ms}, 0, "passing", false, true},
		"hung up once":      {telegramtest.Fault{Drop: true, Times: 1}, []time.Duration{300 * ms}, 1, "", false, false},
		"lost once":         {telegramtest.Fault{Lose: true, Times: 1}, []time.Duration{300 * ms}, 2, "", false, false},
		"blocked":           {telegramtest.Fault{Code: 403, Words: "Forbidden: bot was blocked by the user"}, nil, 0, "blocked", true, false},
		"deleted account":   {telegramtest.Fault{Code: 403, Words: "Forbidden: user is deactivated"}, nil, 0, "blocked", true, false},
		"refused":           {telegramtest.Fault{Code: 400, Words: "Bad Request: something new"}, nil, 0, "refused", false, false},
		"a bad token":       {telegramtest.Fault{Code: 401, Words: "Unauthorized"}, nil, 0, "passing", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			r, out, waits := outletOf(t, 0)
			r.tg.Fault(c.fault)
			ids, err := out.Say(t.Context(), reply("тайна"))
			if !slices.Equal(*waits, c.waits) {
				t.Errorf("waited %v, want %v", *waits, c.waits)
			}
			if sent := r.tg.Sent(7); len(sent) != c.sent {
				t.Errorf("%d messages were sent, want %d", len(sent), c.sent)
			}
			if c.cause == "" {
				if err != nil || len(ids) != 1 {
					t.Errorf("got %v, %v", ids, err)
				}
				return
			}
			u, ok := errors.AsType[*channel.Unsaid](err)
			if !ok || u.Cause != c.cause || u.Permanent != c.permanent || u.Doubtful != c.doubtful {
				t.Errorf("got %+v", err)
			}
			if strings.Contains(err.Error(), "тайна") {
				t.Errorf("the error quotes the reply: %v", err)
			}
		})
	}
}

func TestSayTellsWhatWasSentBeforeAnError(t *testing.T) {
	r, out, _ := outletOf(t, 0)
	ids, err := out.Say(t.Context(), []conversation.Reply{{Text: "едно"}, {Text: strings.Repeat(" ", 3)}, {Text: "две"}})
	if err != nil || len(ids) != 2 { // a reply of nothing says nothing
		t.Fatalf("got %v, %v", ids, err)
	}
	r.tg.Fault(telegramtest.Fault{Code: 400, Times: 1})
	r.tg.Block(7, false)
	ids, err = out.Say(t.Context(), []conversation.Reply{{Text: "три"}})
	if err == nil || len(ids) != 0 {
		t.Errorf("got %v, %v", ids, err)
	}
}

func TestHide(t *testing.T) {
	r, out, _ := outletOf(t, 0)
	var ids []string
	for range 120 {
		said, err := out.Say(t.Context(), reply("дума"))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, said...)
	}
	r.tg.Fault(telegramtest.Fault{Method: "deleteMessages", Code: 500, Times: 1})
	if err := out.Hide(t.Context(), append(ids, "1", "1", "not ours", "-4")); err != nil {
		t.Fatal(err)
	}
	if bots, persons := r.tg.Visible(7); len(bots) != 0 || persons != 0 {
		t.Errorf("%d of ours and %d of theirs are left", len(bots), persons)
	}
	if err := out.Hide(t.Context(), ids); err != nil {
		t.Errorf("hiding twice: %v", err)
	}
}

func TestDeliver(t *testing.T) {
	r, _, waits := outletOf(t, 0)
	ids, err := r.Deliver(t.Context(), "7", reply("Отговор има."))
	if sent := r.tg.Sent(7); err != nil || len(ids) != 1 || len(sent) != 1 || !sent[0].Silent {
		t.Fatalf("got %+v, %v, %v", sent, ids, err)
	}
	r.tg.Fault(telegramtest.Fault{Code: 429, RetryAfter: 5, Times: 1})
	_, err = r.Deliver(t.Context(), "7", reply("Отговор има."))
	u, ok := errors.AsType[*channel.Unsaid](err)
	if !ok || u.Cause != "too_many" || u.RetryAfter != 5*time.Second || len(*waits) != 0 {
		t.Errorf("got %v after %v: whoever keeps the job waits, not we", err, *waits)
	}
	if err := r.HideAt(t.Context(), "7", ids); err != nil {
		t.Fatal(err)
	}
	if bots, _ := r.tg.Visible(7); len(bots) != 0 {
		t.Errorf("%d are left", len(bots))
	}
}

func TestDeliverToNoAddress(t *testing.T) {
	r, _, _ := outletOf(t, 0)
	for _, address := range []string{"", "0", "seven", "7 "} {
		_, err := r.Deliver(t.Context(), address, reply("x"))
		if err == nil || strings.Contains(err.Error(), "seven") {
			t.Errorf("%q: got %v", address, err)
		}
	}
}
