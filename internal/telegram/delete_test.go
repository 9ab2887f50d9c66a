package telegram_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

func numbers(n int) []int {
	ids := make([]int, n)
	for i := range ids {
		ids[i] = i + 1
	}
	return ids
}

func TestDeleteByHundreds(t *testing.T) {
	bot, tg := open(t)
	for range 250 {
		tg.Say(7, "дума")
	}
	if err := bot.Delete(t.Context(), 7, numbers(250)); err != nil {
		t.Fatal(err)
	}
	var sizes []int
	for _, c := range tg.Calls("deleteMessages") {
		var ids []int
		if err := json.Unmarshal([]byte(c.Params.Get("message_ids")), &ids); err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(ids))
	}
	if !slices.Equal(sizes, []int{100, 100, 50}) {
		t.Errorf("got calls of %v", sizes)
	}
	if _, left := tg.Visible(7); left != 0 {
		t.Errorf("%d messages are left", left)
	}
}

func TestDeleteOneByOne(t *testing.T) {
	for name, fault := range map[string]telegramtest.Fault{
		"one of them is refused": {Method: "deleteMessages", Code: 400, Words: "Bad Request: message can't be deleted"},
		"an old server":          {Method: "deleteMessages", Code: 404, Words: "Not Found"},
	} {
		bot, tg := open(t)
		for range 5 {
			tg.Say(7, "дума")
		}
		tg.Fault(fault)
		if err := bot.Delete(t.Context(), 7, numbers(9)); err != nil { // 6 to 9 are not there
			t.Errorf("%s: %v", name, err)
		}
		if _, left := tg.Visible(7); left != 0 {
			t.Errorf("%s: %d messages are left", name, left)
		}
	}
}

func TestDeleteGoesOnAfterAFailure(t *testing.T) {
	bot, tg := open(t)
	for range 150 {
		tg.Say(7, "дума")
	}
	tg.Fault(telegramtest.Fault{Method: "deleteMessages", Code: 500, Times: 1})
	err := bot.Delete(t.Context(), 7, numbers(150))
	if telegram.KindOf(err) != telegram.Passing {
		t.Errorf("got %v", err)
	}
	if _, left := tg.Visible(7); left != 100 {
		t.Errorf("%d messages are left, want the refused hundred", left)
	}
	if err := bot.Delete(t.Context(), 7, numbers(150)); err != nil {
		t.Errorf("the second time: %v", err)
	}
	if _, left := tg.Visible(7); left != 0 {
		t.Errorf("%d messages are left", left)
	}
}
