package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// TestTelegramDoor knocks at the webhook as Telegram does, and as others do.
func TestTelegramDoor(t *testing.T) {
	t.Parallel()
	p := runningProgram(t, webhookMode()...)
	start := `{"update_id":1,"message":{"message_id":1,"date":1,"text":"/start","from":{"id":321,"is_bot":false,"first_name":"N"},"chat":{"id":321,"type":"private"}}}`
	for _, knock := range []struct {
		name, secret, body string
		want               int
	}{
		{"no secret", "", start, http.StatusUnauthorized},
		{"another secret", hookSecret + "0", start, http.StatusUnauthorized},
		{"no JSON", hookSecret, "<xml/>", http.StatusOK},
		{"half an update", hookSecret, start[:40], http.StatusOK},
		{"another form", hookSecret, `{"update_id":2,"message":"привет"}`, http.StatusOK},
		{"nothing", hookSecret, "", http.StatusOK},
		{"two megabytes", hookSecret, `{"x":"` + strings.Repeat("a", 2<<20) + `"}`, http.StatusOK},
	} {
		if got := p.knock(knock.secret, knock.body); got != knock.want {
			t.Errorf("%s: status %d, want %d", knock.name, got, knock.want)
		}
	}
	if sent := p.tg.Calls("sendMessage"); len(sent) != 0 {
		t.Errorf("somebody was answered: %d messages", len(sent))
	}
	if strings.Contains(p.log.String(), "привет") || strings.Contains(p.log.String(), "xml") {
		t.Error("the log repeats what could not be read")
	}
}

// knock posts to Telegram's webhook.
func (p *program) knock(secret, body string) int {
	p.t.Helper()
	req, err := http.NewRequest(http.MethodPost, p.base+"/telegram/webhook", strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	return res.StatusCode
}

// TestUpdateBroughtTwiceActsOnce brings the same update again, at once and after a restart.
func TestUpdateBroughtTwiceActsOnce(t *testing.T) {
	t.Parallel()
	p := runningProgram(t, webhookMode()...)
	child := p.person(322)
	child.begins()
	told := func() map[string]any {
		return map[string]any{"message": map[string]any{"message_id": 90, "date": time.Now().Unix(), "text": "Помощ, бие ме сега!",
			"from": map[string]any{"id": 322, "is_bot": false, "first_name": "N", "language_code": "bg"}, "chat": map[string]any{"id": 322, "type": "private"}}}
	}
	var id int64
	child.does("calls for help", func() { id = p.tg.Update(322, told()) }, saying("112", "дежурния"))
	p.settled()
	heard := child.heard()
	p.tg.Replay(322, id, told())
	p.settled()
	if n := child.heard(); n != heard {
		t.Errorf("a repeated update was answered with %d messages", n-heard)
	}
	p.stop()
	p.start()
	p.tg.Replay(322, id, told())
	p.settled()
	list := p.cases()
	if len(list) != 1 {
		t.Fatalf("the register holds %v, want one case", list)
	}
	if got := p.shown(list[0].Ref).texts(); len(got) != 1 {
		t.Errorf("kept %q, want it once", got)
	}
	if n := countSent(child, func(m telegramtest.Message) bool { return saying("дежурния")(m) }); n != 1 {
		t.Errorf("the child was told %d times that it was sent on, want once", n)
	}
}

// TestPortalDoor knocks at the signed webhook: wrong signatures and times, a repeated id, what is no message.
func TestPortalDoor(t *testing.T) {
	t.Parallel()
	p := runningProgram(t, "CHUYME_WEBHOOK_SECRETS=school="+portalSecret)
	school := newPortal(t, p.base)
	now, body := time.Now(), `{"conversation":"c-1","lang":"bg","text":"помощ, бие ме сега"}`
	sign := func(at time.Time, text string) string {
		signature, err := school.hook.Sign("id-0", at, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return signature
	}
	for _, knock := range []struct {
		name      string
		at        time.Time
		signature string
	}{
		{"no signature", now, ""},
		{"another's signature", now, "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
		{"a signature of another body", now, sign(now, body+" ")},
		{"an old time", now.Add(-6 * time.Minute), sign(now.Add(-6*time.Minute), body)},
		{"a time to come", now.Add(6 * time.Minute), sign(now.Add(6*time.Minute), body)},
	} {
		if status, _, raw := school.signed("id-0", knock.at, knock.signature, body); status != http.StatusUnauthorized {
			t.Errorf("%s: status %d %s, want 401", knock.name, status, raw)
		}
	}
	if n := len(p.cases()); n != 0 {
		t.Fatalf("a message that nobody signed opened %d cases", n)
	}
	for i, text := range []string{"{", "[]", `{"text":"а"}`, `{"conversation":"c-1","text":1}`} {
		if status, _, raw := school.post(fmt.Sprint("bad-", i), text); status != http.StatusUnprocessableEntity || !strings.Contains(raw, `"status":422`) {
			t.Errorf("%s: status %d %s, want a problem of 422", text, status, raw)
		}
	}
	status, _, first := school.post("id-1", body)
	if status != http.StatusOK {
		t.Fatalf("the message: status %d %s", status, first)
	}
	if status, _, again := school.post("id-1", body); status != http.StatusOK || again != first {
		t.Errorf("the same id again: status %d, %s\nwant the first answer %s", status, again, first)
	}
	if status, _, _ := school.post("id-1", strings.Replace(body, "сега", "пак", 1)); status != http.StatusConflict {
		t.Errorf("the same id with another body: status %d, want 409", status)
	}
	list := p.cases()
	if len(list) != 1 || len(p.shown(list[0].Ref).texts()) != 1 {
		t.Errorf("the register holds %v, want one case with what was told once", list)
	}
}
