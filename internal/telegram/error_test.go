package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

const (
	secretChat = 770077007700
	secretText = "тайните-думи-на-детето"
)

// TestErrors breaks a sendMessage in each way that is known, and looks what the caller is told.
func TestErrors(t *testing.T) {
	for name, c := range map[string]struct {
		fault    telegramtest.Fault
		kind     telegram.Kind
		reason   string
		code     int
		after    time.Duration
		doubtful bool
	}{
		"429":              {telegramtest.Fault{Code: 429, Words: "Too Many Requests: retry after 7", RetryAfter: 7}, telegram.TooMany, "", 429, 7 * time.Second, false},
		"403 blocked":      {telegramtest.Fault{Code: 403, Words: "Forbidden: bot was blocked by the user"}, telegram.Blocked, "blocked", 403, 0, false},
		"403 deleted":      {telegramtest.Fault{Code: 403, Words: "Forbidden: user is deactivated"}, telegram.Blocked, "deactivated", 403, 0, false},
		"403 of new words": {telegramtest.Fault{Code: 403, Words: "Forbidden: " + secretText}, telegram.Blocked, "", 403, 0, false},
		"400 no chat":      {telegramtest.Fault{Code: 400, Words: "Bad Request: chat not found"}, telegram.Blocked, "no_chat", 400, 0, false},
		"400 markup":       {telegramtest.Fault{Code: 400, Words: "Bad Request: can't parse entities: Unsupported start tag \"" + secretText + "\""}, telegram.Bad, "markup", 400, 0, false},
		"400 of new words": {telegramtest.Fault{Code: 400, Words: "Bad Request: " + secretText}, telegram.Bad, "", 400, 0, false},
		"401":              {telegramtest.Fault{Code: 401, Words: "Unauthorized"}, telegram.Unauthorized, "", 401, 0, false},
		"404":              {telegramtest.Fault{Code: 404, Words: "Not Found"}, telegram.Unauthorized, "", 404, 0, false},
		"409 poller":       {telegramtest.Fault{Code: 409, Words: "Conflict: terminated by other getUpdates request"}, telegram.Conflict, "poller", 409, 0, false},
		"500":              {telegramtest.Fault{Code: 500, Words: "Internal Server Error"}, telegram.Passing, "", 500, 0, true},
		"502 page":         {telegramtest.Fault{Code: 502, Garbage: true}, telegram.Passing, "unreadable_answer", 502, 0, true},
		"200 page":         {telegramtest.Fault{Code: 200, Garbage: true}, telegram.Passing, "unreadable_answer", 200, 0, true},
		"429 page":         {telegramtest.Fault{Code: 429, Garbage: true}, telegram.TooMany, "unreadable_answer", 429, 0, false},
		"hung up before":   {telegramtest.Fault{Drop: true}, telegram.Passing, "no_connection", 0, 0, true},
		"hung up after":    {telegramtest.Fault{Lose: true}, telegram.Passing, "no_connection", 0, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			bot, tg := open(t)
			tg.Say(secretChat, "здравей")
			tg.Fault(c.fault)
			_, err := bot.Send(t.Context(), secretChat, telegram.Message{Text: secretText})
			e, ok := errors.AsType[*telegram.Error](err)
			if !ok {
				t.Fatalf("got %v, want a *telegram.Error", err)
			}
			if e.Kind != c.kind || e.Reason != c.reason || e.Code != c.code || e.RetryAfter != c.after || e.Doubtful != c.doubtful {
				t.Errorf("got %q %q code %d after %s doubtful %v", e.Kind, e.Reason, e.Code, e.RetryAfter, e.Doubtful)
			}
			tellsNothing(t, err, tg)
		})
	}
}

// tellsNothing looks for what must not be told in an error and in all that it wraps.
func tellsNothing(t *testing.T, err error, tg *telegramtest.Server) {
	t.Helper()
	secret := strings.SplitN(tg.Token, ":", 2)[1]
	for e := err; e != nil; e = errors.Unwrap(e) {
		for _, shown := range []string{e.Error(), fmt.Sprintf("%+v %#v", e, e)} {
			for _, mark := range []string{secret, secretText, fmt.Sprint(int64(secretChat)), "/bot"} {
				if strings.Contains(shown, mark) {
					t.Errorf("%q is told by %q", mark, shown)
				}
			}
		}
	}
}

func TestTelegramAway(t *testing.T) {
	bot, tg := open(t)
	tg.Stop()
	_, err := bot.Send(t.Context(), secretChat, telegram.Message{Text: secretText})
	e, ok := errors.AsType[*telegram.Error](err)
	if !ok || e.Kind != telegram.Passing || e.Doubtful {
		t.Errorf("got %#v: nothing left the house, so nothing is in doubt", err)
	}
	tellsNothing(t, err, tg)
}

func TestTimeout(t *testing.T) {
	tg := telegramtest.New(t)
	bot, err := telegram.New(tg.URL, tg.Token, telegram.Options{Timeout: 30 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	tg.Fault(telegramtest.Fault{Hang: make(chan struct{})})
	_, err = bot.Send(t.Context(), secretChat, telegram.Message{Text: secretText})
	e, ok := errors.AsType[*telegram.Error](err)
	if !ok || e.Kind != telegram.Passing || e.Reason != "no_answer" || !e.Doubtful {
		t.Errorf("got %v", err)
	}
	tellsNothing(t, err, tg)
}

func TestCancelledIsSeen(t *testing.T) {
	bot, tg := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := bot.Send(ctx, secretChat, telegram.Message{Text: secretText})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want one that is context.Canceled", err)
	}
	tellsNothing(t, err, tg)
}

// TestRedirectIsNotFollowed: whoever is named in a redirect would be given the token.
func TestRedirectIsNotFollowed(t *testing.T) {
	bot, tg := open(t)
	tg.Fault(telegramtest.Fault{Code: 307, Garbage: true})
	if _, err := bot.GetMe(t.Context()); telegram.KindOf(err) != telegram.Passing {
		t.Errorf("got %v", err)
	}
}

func TestFileErrorsTellNothing(t *testing.T) {
	bot, tg := open(t)
	tg.Document(secretChat, "x.pdf", []byte("data"))
	clear := tg.Fault(telegramtest.Fault{Method: "file", Drop: true})
	_, _, err := bot.File(t.Context(), "file-1", telegram.MaxFile)
	if telegram.KindOf(err) != telegram.Passing {
		t.Errorf("got %v", err)
	}
	tellsNothing(t, err, tg)
	clear()
	tg.Stop()
	_, _, err = bot.File(t.Context(), "file-1", telegram.MaxFile)
	tellsNothing(t, err, tg)
}

func TestFile(t *testing.T) {
	bot, tg := open(t)
	tg.Voice(7, []byte("глас"), 3)
	r, size, err := bot.File(t.Context(), "file-1", telegram.MaxFile)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got, err := io.ReadAll(r)
	if err != nil || string(got) != "глас" || size != int64(len("глас")) {
		t.Errorf("got %q, %d, %v", got, size, err)
	}
	if _, _, err := bot.File(t.Context(), "file-9", telegram.MaxFile); telegram.KindOf(err) != telegram.Gone {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestFileTooBig(t *testing.T) {
	bot, tg := open(t)
	tg.Document(7, "big.bin", make([]byte, telegram.MaxFile+1))
	tg.Document(7, "small.bin", make([]byte, 100))
	for id, limit := range map[string]int64{"file-1": telegram.MaxFile, "file-2": 99} {
		r, _, err := bot.File(t.Context(), id, limit)
		if err == nil {
			_, err = io.ReadAll(r)
			r.Close()
		}
		if telegram.ReasonOf(err) != "too_big" {
			t.Errorf("%s: got %v", id, err)
		}
	}
}
