package telegram_test

import (
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/telegram"
)

func TestWebhookAndPollingExcludeEachOther(t *testing.T) {
	bot, tg := open(t)
	if err := bot.SetWebhook(t.Context(), "http://127.0.0.1:1/telegram/webhook", "s3cret", 100); err != nil {
		t.Fatal(err)
	}
	p := tg.Calls("setWebhook")[0].Params
	if p.Get("secret_token") != "s3cret" || p.Get("max_connections") != "100" || p.Has("drop_pending_updates") {
		t.Errorf("got %v", p)
	}
	_, err := bot.GetUpdates(t.Context(), 0, time.Second)
	if telegram.KindOf(err) != telegram.Conflict || telegram.ReasonOf(err) != "webhook" {
		t.Errorf("got %v", err)
	}
	tg.Say(7, "чака")
	if err := bot.DeleteWebhook(t.Context()); err != nil {
		t.Fatal(err)
	}
	updates, err := bot.GetUpdates(t.Context(), 0, time.Second)
	if err != nil || len(updates) != 1 {
		t.Errorf("what waited is gone: %d updates, %v", len(updates), err)
	}
}
