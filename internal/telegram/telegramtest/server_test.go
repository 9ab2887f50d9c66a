package telegramtest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// call calls a method with plain net/http, as any bot would, and returns the HTTP status.
func call(t *testing.T, tg *telegramtest.Server, method string, params url.Values) (int, map[string]any) {
	t.Helper()
	res, err := http.PostForm(tg.URL+"/bot"+tg.Token+"/"+method, params)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, answer
}

// TestRefusals: a stand-in that takes what Telegram refuses would hide our mistakes.
func TestRefusals(t *testing.T) {
	tg := telegramtest.New(t)
	tg.Say(7, "здравей")
	to := func(pairs ...string) url.Values {
		p := url.Values{"chat_id": {"7"}}
		for i := 0; i < len(pairs); i += 2 {
			p.Set(pairs[i], pairs[i+1])
		}
		return p
	}
	buttons := func(data string) string {
		return `{"inline_keyboard":[[{"text":"x","callback_data":"` + data + `"}]]}`
	}
	for name, c := range map[string]struct {
		method string
		params url.Values
		status int
	}{
		"a text":               {"sendMessage", to("text", "да"), 200},
		"4096 units":           {"sendMessage", to("text", strings.Repeat("😀", 2048)), 200},
		"4098 units":           {"sendMessage", to("text", strings.Repeat("😀", 2049)), 400},
		"no text":              {"sendMessage", to("text", " "), 400},
		"64 bytes":             {"sendMessage", to("text", "да", "reply_markup", buttons(strings.Repeat("x", 64))), 200},
		"65 bytes":             {"sendMessage", to("text", "да", "reply_markup", buttons(strings.Repeat("x", 65))), 400},
		"open tag":             {"sendMessage", to("text", "<code>да", "parse_mode", "HTML"), 400},
		"stray sign":           {"sendMessage", to("text", "1 < 2", "parse_mode", "HTML"), 400},
		"never wrote":          {"sendMessage", url.Values{"chat_id": {"8"}, "text": {"да"}}, 403},
		"no chat":              {"sendMessage", url.Values{"text": {"да"}}, 400},
		"an edit of nothing":   {"editMessageText", to("text", "да", "message_id", "99"), 400},
		"101 deletions":        {"deleteMessages", to("message_ids", "["+strings.TrimSuffix(strings.Repeat("1,", 101), ",")+"]"), 400},
		"a deletion of none":   {"deleteMessage", to("message_id", "99"), 400},
		"an unknown press":     {"answerCallbackQuery", to("callback_query_id", "99"), 400},
		"a file that is none":  {"getFile", to("file_id", "99"), 400},
		"a method of tomorrow": {"sendHologram", to(), 200},
	} {
		if status, answer := call(t, tg, c.method, c.params); status != c.status || answer["ok"] != (status == 200) {
			t.Errorf("%s: got %d %v, want %d", name, status, answer, c.status)
		}
	}
	tg.Block(7, true)
	if status, _ := call(t, tg, "sendMessage", to("text", "да")); status != 403 {
		t.Errorf("blocked: got %d", status)
	}
}

func TestOtherTokenIsRefused(t *testing.T) {
	tg := telegramtest.New(t)
	res, err := http.Get(tg.URL + "/bot1:other/getMe")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized {
		t.Errorf("got %d", res.StatusCode)
	}
}

func TestFaultsStrikeAsOftenAsTold(t *testing.T) {
	tg := telegramtest.New(t)
	clear := tg.Fault(telegramtest.Fault{Method: "getMe", Code: 429, RetryAfter: 3, Times: 2})
	for n, want := range []int{429, 429, 200} {
		if status, _ := call(t, tg, "getMe", nil); status != want {
			t.Errorf("call %d: got %d, want %d", n, status, want)
		}
	}
	clear()
	clear = tg.Fault(telegramtest.Fault{Method: "getMe", Code: 500})
	if status, _ := call(t, tg, "getMe", nil); status != 500 {
		t.Errorf("got %d", status)
	}
	clear()
	if status, _ := call(t, tg, "getMe", nil); status != 200 {
		t.Errorf("after it was taken away: got %d", status)
	}
}

func TestSecondPollEndsTheFirst(t *testing.T) {
	tg := telegramtest.New(t)
	first := make(chan int)
	go func() {
		res, err := http.PostForm(tg.URL+"/bot"+tg.Token+"/getUpdates", url.Values{"timeout": {"30"}})
		if err != nil {
			first <- 0
			return
		}
		res.Body.Close()
		first <- res.StatusCode
	}()
	for second := 0; ; second++ { // until the first is there
		if status, _ := call(t, tg, "getUpdates", url.Values{"timeout": {"0"}}); status != 200 {
			t.Fatalf("the second poll: got %d", status)
		}
		select {
		case status := <-first:
			if status != http.StatusConflict {
				t.Errorf("the first poll: got %d", status)
			}
			return
		default:
		}
	}
}
