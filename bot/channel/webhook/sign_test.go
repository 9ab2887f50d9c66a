package webhook_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/channel/chattest"
	"github.com/chuyme/chuyme/bot/channel/webhook"
	"github.com/chuyme/chuyme/internal/seal"
)

const hello = `{"conversation":"c-1","text":"здравей"}`

func TestSignatures(t *testing.T) {
	tests := []struct {
		name   string
		spoil  func(p *portal, r *http.Request)
		status int
	}{
		{"good", func(*portal, *http.Request) {}, 200},
		{"no id", func(_ *portal, r *http.Request) { r.Header.Del("webhook-id") }, 401},
		{"no time", func(_ *portal, r *http.Request) { r.Header.Del("webhook-timestamp") }, 401},
		{"no signature", func(_ *portal, r *http.Request) { r.Header.Del("webhook-signature") }, 401},
		{"another id", func(_ *portal, r *http.Request) { r.Header.Set("webhook-id", "m2") }, 401},
		{"another time", func(p *portal, r *http.Request) { stamp(r, p.clock().Add(time.Second)) }, 401},
		{"a time that is none", func(_ *portal, r *http.Request) { r.Header.Set("webhook-timestamp", "now") }, 401},
		{"a time beyond all", func(_ *portal, r *http.Request) { r.Header.Set("webhook-timestamp", "99999999999999999999") }, 401},
		{"an unknown version", func(_ *portal, r *http.Request) { change(r, "v1,", "v2,") }, 401},
		{"no version", func(_ *portal, r *http.Request) { change(r, "v1,", "") }, 401},
		{"one of several", func(_ *portal, r *http.Request) {
			r.Header.Set("webhook-signature", "v1a,AAAA v1,AAAA "+r.Header.Get("webhook-signature"))
		}, 200},
		{"an empty one among several", func(_ *portal, r *http.Request) { r.Header.Set("webhook-signature", "v1, v1,AAAA ,") }, 401},
		{"an endless id", func(_ *portal, r *http.Request) { r.Header.Set("webhook-id", strings.Repeat("m", 1000)) }, 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := open(t)
			r := p.signed(http.MethodPost, "/v1/messages", "m1", secret('s', 32), p.clock(), hello)
			tt.spoil(p, r)
			w := p.serve(r)
			if tt.status == 200 {
				p.answer(w)
				return
			}
			doc := refused(t, w, tt.status)
			if doc.Detail != "who asks is not known here" {
				t.Errorf("a stranger is told %q", doc.Detail)
			}
			if n := len(p.talk.Got()); n != 0 {
				t.Errorf("%d events acted", n)
			}
		})
	}
}

func stamp(r *http.Request, at time.Time) {
	r.Header.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
}

func change(r *http.Request, from, to string) {
	r.Header.Set("webhook-signature", strings.ReplaceAll(r.Header.Get("webhook-signature"), from, to))
}

func TestTimesFiveMinutesEitherWay(t *testing.T) {
	p := open(t)
	for offset, status := range map[time.Duration]int{-5 * time.Minute: 200, 5 * time.Minute: 200, -301 * time.Second: 401, 301 * time.Second: 401} {
		r := p.signed(http.MethodPost, "/v1/messages", "at"+offset.String(), secret('s', 32), p.clock().Add(offset), hello)
		if w := p.serve(r); w.Code != status {
			t.Errorf("signed %v away: status %d, want %d", offset, w.Code, status)
		}
	}
}

func TestSecretOfNobody(t *testing.T) {
	p := open(t)
	refused(t, p.serve(p.signed(http.MethodPost, "/v1/messages", "m1", secret('x', 32), p.clock(), hello)), 401)
	// A stranger is told nothing of what is wrong with the body.
	refused(t, p.serve(p.signed(http.MethodPost, "/v1/messages", "m1", secret('x', 32), p.clock(), "{")), 401)
}

// TestVector checks a signature that was made elsewhere: openssl dgst -sha256 -hmac over "id.time.body".
func TestVector(t *testing.T) {
	p := open(t)
	r := p.signed(http.MethodPost, "/v1/messages", "msg_vector", secret('s', 32), p.clock(), `{"conversation":"v","text":"x"}`)
	if got, want := r.Header.Get("webhook-signature"), vector; got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
	r.Header.Set("webhook-signature", vector)
	p.answer(p.serve(r))
}

func TestClientsThatCannotBeAreRefused(t *testing.T) {
	base := webhook.Options{Handler: &chattest.Talk{}, Box: chattest.Open(t), Answers: chattest.Open(t).Store}
	for name, clients := range map[string][]webhook.Client{
		"a short secret":    {{Name: "a", Secret: secret('a', 23)}},
		"an empty secret":   {{Name: "a", Secret: "whsec_"}},
		"no base64":         {{Name: "a", Secret: "whsec_%%%"}},
		"a name with slash": {{Name: "a/b", Secret: secret('a', 24)}},
		"a name twice":      {{Name: "a", Secret: secret('a', 24)}, {Name: "a", Secret: secret('b', 24)}},
		"a shared secret":   {{Name: "a", Secret: secret('a', 24)}, {Name: "b", Secret: secret('a', 24)}},
		"no way to push":    {{Name: "a", Secret: secret('a', 24), Callback: true}},
	} {
		o := base
		o.Clients = clients
		_, err := webhook.New(o)
		if err == nil {
			t.Errorf("%s: no complaint", name)
		} else if strings.Contains(err.Error(), seal.Secret(clients[0].Secret).Reveal()[6:]) && len(clients[0].Secret) > 6 {
			t.Errorf("%s: the complaint tells the secret", name)
		}
	}
}

// vector was made by openssl.
const vector = "v1,/QWJUg7YS3Hd8mxt5ErHhpSuriLZWSu4xdjl9DOBl6w="
