package telegram_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/telegram"
)

func TestParseUpdate(t *testing.T) {
	for name, c := range map[string]struct {
		body       string
		id         int64
		unreadable bool
		fails      bool
	}{
		"a text":             {`{"update_id":5,"message":{"message_id":1,"chat":{"id":7,"type":"private"},"text":"да"}}`, 5, false, false},
		"a kind to come":     {`{"update_id":5,"hologram":{"x":1}}`, 5, false, false},
		"a text of a number": {`{"update_id":5,"message":{"message_id":1,"text":17}}`, 5, true, false},
		"an id of text":      {`{"update_id":"five"}`, 0, false, true},
		"no id":              {`{"message":{"text":"тайна"}}`, 0, false, true},
		"cut off":            {`{"update_id":5,"message":{"text":"тай`, 0, false, true},
		"a list":             {`[1]`, 0, false, true},
		"nothing":            {``, 0, false, true},
	} {
		u, err := telegram.ParseUpdate([]byte(c.body))
		if u.ID != c.id || u.Unreadable != c.unreadable || (err != nil) != c.fails {
			t.Errorf("%s: got id %d unreadable %v, %v", name, u.ID, u.Unreadable, err)
		}
		if err != nil && strings.Contains(err.Error(), "тай") {
			t.Errorf("%s: the error quotes the body: %v", name, err)
		}
	}
}

// TestNamesAreNotDecoded: what is not in memory cannot be stored or logged.
func TestNamesAreNotDecoded(t *testing.T) {
	bot, tg := open(t)
	tg.Say(7, "здравей")
	tg.Contact(7, "+359888123456")
	tg.PressOn(7, 7, 1, "a=b")
	updates, err := bot.GetUpdates(t.Context(), 0, 0)
	if err != nil || len(updates) != 3 {
		t.Fatalf("got %d updates, %v", len(updates), err)
	}
	all, err := json.Marshal(updates)
	if err != nil {
		t.Fatal(err)
	}
	for _, mark := range []string{"Name7", "Surname7", "user_7", "359888"} {
		if strings.Contains(string(all)+fmt.Sprintf("%+v", updates), mark) {
			t.Errorf("%s was decoded", mark)
		}
	}
}

func TestGetUpdates(t *testing.T) {
	bot, tg := open(t)
	tg.Say(7, "едно")
	bad := tg.Update(7, map[string]any{"message": "not an object"})
	tg.Say(8, "две")
	updates, err := bot.GetUpdates(t.Context(), 0, 0)
	if err != nil || len(updates) != 3 {
		t.Fatalf("got %d updates, %v", len(updates), err)
	}
	if updates[1].ID != bad || !updates[1].Unreadable || updates[2].Message.Text != "две" {
		t.Errorf("one that cannot be read hides the others: %+v", updates)
	}
	if _, err := bot.GetUpdates(t.Context(), updates[2].ID, 0); err != nil {
		t.Fatal(err)
	}
	if n := tg.Waiting(); n != 1 {
		t.Errorf("%d updates wait, want the one at the offset", n)
	}
}

func FuzzParseUpdate(f *testing.F) {
	f.Add([]byte(`{"update_id":5,"callback_query":{"id":"1","from":{"id":7},"data":"a=b"}}`))
	f.Add([]byte(`{"update_id":9223372036854775807,"message":{"photo":[{}],"location":{"latitude":1e400}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		u, err := telegram.ParseUpdate(body)
		if (err == nil) != (u.ID != 0) {
			t.Errorf("id %d with error %v", u.ID, err)
		}
	})
}
