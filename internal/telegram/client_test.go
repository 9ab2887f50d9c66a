package telegram_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// open makes a client of a stand-in server.
func open(t *testing.T) (*telegram.Client, *telegramtest.Server) {
	t.Helper()
	tg := telegramtest.New(t)
	bot, err := telegram.New(tg.URL, tg.Token, telegram.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(bot.Close)
	return bot, tg
}

func TestNewChecksForm(t *testing.T) {
	for name, c := range map[string]struct {
		base, token string
		ok          bool
	}{
		"as BotFather gives it":      {"", "1234567890:AAFq-w_0123456789abcdefghijklmnopqrs", true},
		"no colon":                   {"", "AAFq-w_0123456789abcdefghijklmnopqrs", false},
		"a line break":               {"", "1234567890:AAFq-w_0123456789abcdefghijklmn\n", false},
		"a blank":                    {"", "1234567890:AAFq w_0123456789abcdefghijklmn", false},
		"empty":                      {"", "", false},
		"an emulator's":              {"http://127.0.0.1:9000", "sampleToken", true},
		"a bad byte for an emulator": {"http://127.0.0.1:9000", "sample%zzToken", false},
		"a path behind the host":     {"https://example.org/tg/", "sampleToken", true},
		"no scheme":                  {"api.telegram.org", "sampleToken", false},
		"another scheme":             {"ftp://example.org", "sampleToken", false},
		"a verb in the address":      {"http://example.org/%s", "sampleToken", false},
		"a user in the address":      {"http://user:secret@example.org", "sampleToken", false},
	} {
		_, err := telegram.New(c.base, c.token, telegram.Options{})
		if (err == nil) != c.ok {
			t.Errorf("%s: error %v, want one: %v", name, err, !c.ok)
		}
		if err != nil && c.token != "" && strings.Contains(err.Error(), c.token[max(0, len(c.token)-8):]) {
			t.Errorf("%s: the error repeats the token: %v", name, err)
		}
	}
}

func TestClientHidesItsToken(t *testing.T) {
	bot, tg := open(t)
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "client", bot)
	secret := strings.SplitN(tg.Token, ":", 2)[1]
	for _, shown := range []string{fmt.Sprint(bot), fmt.Sprintf("%v %+v %#v %s", bot, bot, bot, bot), log.String()} {
		if strings.Contains(shown, secret) {
			t.Errorf("printed: %s", shown)
		}
	}
}

func TestGetMe(t *testing.T) {
	bot, _ := open(t)
	me, err := bot.GetMe(t.Context())
	if err != nil || me.Username != telegramtest.Username || me.ID == 0 {
		t.Errorf("got %+v, %v", me, err)
	}
}

func TestSetCommands(t *testing.T) {
	bot, tg := open(t)
	if err := bot.SetCommands(t.Context(), "bg", []telegram.Command{{Name: "start", Text: "начало"}}); err != nil {
		t.Fatal(err)
	}
	calls := tg.Calls("setMyCommands")
	if len(calls) != 1 || calls[0].Params.Get("commands") != `[{"command":"start","description":"начало"}]` || calls[0].Params.Get("language_code") != "bg" {
		t.Errorf("got %+v", calls)
	}
}
