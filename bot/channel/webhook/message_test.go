package webhook_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestMalformedMessages(t *testing.T) {
	big := base64.StdEncoding.EncodeToString(make([]byte, 20<<20+1))
	half := base64.StdEncoding.EncodeToString(make([]byte, 11<<20))
	tests := []struct {
		name, body string
		status     int
		where      string
	}{
		{"nothing", ``, 422, ""},
		{"half an object", `{"conversation":"c-1"`, 422, ""},
		{"two objects", `{"conversation":"c-1"}{}`, 422, ""},
		{"a list", `[]`, 422, ""},
		{"no conversation", `{"text":"тайна"}`, 422, "conversation"},
		{"an endless conversation", `{"conversation":"` + strings.Repeat("c", 201) + `"}`, 422, "conversation"},
		{"a conversation with a line", `{"conversation":"a\nb"}`, 422, "conversation"},
		{"text of another type", `{"conversation":"c-1","text":["тайна"]}`, 422, "text"},
		{"text and data", `{"conversation":"c-1","text":"тайна","data":"role=child"}`, 422, "data"},
		{"endless data", `{"conversation":"c-1","data":"` + strings.Repeat("d", 257) + `"}`, 422, "data"},
		{"an endless language", `{"conversation":"c-1","lang":"` + strings.Repeat("x", 36) + `"}`, 422, "lang"},
		{"half a place", `{"conversation":"c-1","location":{"lat":42.1}}`, 422, "location"},
		{"a place beyond the pole", `{"conversation":"c-1","location":{"lat":91,"lon":24}}`, 422, "location"},
		{"media in no base64", `{"conversation":"c-1","media":[{"type":"image/png","base64":"тайна"}]}`, 422, "media[0].base64"},
		{"empty media", `{"conversation":"c-1","media":[{"type":"image/png","base64":""}]}`, 422, "media[0].base64"},
		{"eleven files", `{"conversation":"c-1","media":[` + strings.Repeat(`{"base64":"AAAA"},`, 10) + `{"base64":"AAAA"}]}`, 422, "media"},
		{"a file over 20 MB", `{"conversation":"c-1","media":[{"base64":"` + big + `"}]}`, 413, ""},
		{"two files over 20 MB", `{"conversation":"c-1","media":[{"base64":"` + half + `"},{"base64":"` + half + `"}]}`, 413, ""},
		{"a text over 64 KB", `{"conversation":"c-1","text":"` + strings.Repeat("ж", 33<<10) + `"}`, 413, ""},
		{"a body over every limit", `{"conversation":"c-1","x":"` + strings.Repeat("x", 40<<20) + `"}`, 413, ""},
	}
	p := open(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := p.send("m-"+tt.name, tt.body)
			doc := refused(t, w, tt.status)
			if tt.where != "" && (len(doc.Errors) != 1 || doc.Errors[0].Location != tt.where) {
				t.Errorf("the document names %+v, want %s", doc.Errors, tt.where)
			}
			if strings.Contains(w.Body.String(), "тайна") {
				t.Errorf("the answer repeats what was sent: %s", w.Body)
			}
		})
	}
	if n := len(p.talk.Got()); n != 0 {
		t.Errorf("%d events acted", n)
	}
}

func TestOddMessagesAreTaken(t *testing.T) {
	p := open(t)
	for name, body := range map[string]string{
		"unknown fields": `{"conversation":"c-1","text":"a","later":{"x":1}}`,
		"nothing said":   `{"conversation":"c-1"}`,
		"odd signs":      `{"conversation":"ч/у ?#%","text":"\u202e\u200b😀"}`,
		"forged data":    `{"conversation":"c-1","data":"nav=../../etc"}`,
	} {
		if w := p.send(name, body); w.Code != http.StatusOK {
			t.Errorf("%s: status %d: %s", name, w.Code, w.Body)
		}
	}
}

func TestWrongMethods(t *testing.T) {
	p := open(t)
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
		r := p.signed(method, "/v1/messages", "m1", secret('s', 32), p.clock(), "")
		if w := p.serve(r); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d", method, w.Code)
		}
	}
}

func FuzzMessage(f *testing.F) {
	f.Add(hello)
	f.Add(`{"conversation":"c","media":[{"base64":"AAAA"}],"location":{"lat":1e400,"lon":0}}`)
	f.Add(`{"conversation":"c","text":"\ud800"}`)
	f.Fuzz(func(t *testing.T, body string) {
		p := open(t)
		if w := p.serve(p.signed(http.MethodPost, "/v1/messages", "m1", secret('s', 32), p.clock(), body)); w.Code != 200 && w.Code != 422 && w.Code != 413 {
			t.Errorf("status %d for %q", w.Code, body)
		}
		r := p.signed(http.MethodPost, "/v1/messages", "m2", secret('s', 32), p.clock().Add(time.Minute), body)
		r.Header.Set("webhook-signature", body)
		if strings.TrimSpace(body) != "" && strings.IndexFunc(body, func(r rune) bool { return r < ' ' }) < 0 {
			if w := p.serve(r); w.Code != 401 {
				t.Errorf("a forged signature got status %d", w.Code)
			}
		}
	})
}
