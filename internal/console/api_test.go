package console_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/console"
	"github.com/chuyme/chuyme/internal/problem"
)

// ask asks the interface with a key.
func (d *desk) ask(key, method, path, body string) (*http.Response, string) {
	d.t.Helper()
	kind := ""
	if body != "" {
		kind = "application/json"
	}
	return d.do(method, path, body, kind, "Authorization", "Bearer "+key)
}

func read[T any](t *testing.T, body string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return v
}

func TestKeysOpenTheirUnitOnly(t *testing.T) {
	d := open(t)
	for _, key := range []string{"", "x", "key-Lovech", strings.Repeat("k", 1000)} {
		resp, body := d.ask(key, "GET", "/v1/cases", "")
		if resp.StatusCode != 401 || resp.Header.Get("Content-Type") != problem.ContentType || resp.Header.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("key %.10q: status %d: %s", key, resp.StatusCode, body)
		}
	}
	// Who has no key is told nothing of what is wrong with the body.
	if resp, body := d.ask("x", "POST", "/v1/cases/2026-000123/close", "{"); resp.StatusCode != 401 {
		t.Errorf("status %d: %s", resp.StatusCode, body)
	}
	if _, body := d.ask("key-vidin", "GET", "/v1/cases", ""); strings.TrimSpace(body) != "[]" {
		t.Errorf("another unit's list: %s", body)
	}
	resp, body := d.ask("key-vidin", "GET", "/v1/cases/2026-000123", "")
	if doc := read[problem.Document](t, body); resp.StatusCode != 404 || doc.Status != 404 || resp.Header.Get("Content-Type") != problem.ContentType {
		t.Errorf("another unit's case: status %d: %s", resp.StatusCode, body)
	}
}

func TestCasesInTheFormOfTheCommands(t *testing.T) {
	d := open(t)
	resp, body := d.ask("key-lovech", "GET", "/v1/cases?state=open&state=acknowledged&limit=10", "")
	list := read[[]console.CaseJSON](t, body)
	if resp.StatusCode != 200 || len(list) != 1 || list[0].Ref != ref || list[0].Sent || list[0].Urgency != "crisis" || list[0].Municipality != "LOV18" {
		t.Fatalf("status %d: %s", resp.StatusCode, body)
	}
	wants(t, body, `"category":["physical"]`, `"sent":false`, `"opened_at":"2026-03-06T09:55:00Z"`)
	lacks(t, body, "$schema", "първо")

	resp, body = d.ask("key-lovech", "GET", "/v1/cases/2026-000123", "")
	if resp.StatusCode != 200 || resp.Header.Get("ETag") != `"7"` || resp.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("status %d, headers %v", resp.StatusCode, resp.Header)
	}
	wants(t, body, `"role":["child"]`, `"place":{"text":"село до Ловеч","ekatte":"43952","name":"Ловеч"`, `"municipality_code":"LOV18"`,
		`"rule":"T01"`, `"cause":"blocked"`, `"phone_left":true`, `"unknown":["setting","perpetrator","age","sex"]`, `"acknowledged_by":"o-9"`)
	lacks(t, body, "0888", "$schema")
	if said := read[console.CaseShowJSON](t, body).Said; len(said) != 2 || said[0].Text != "първо <i>едно</i>\nвторо" || said[1].Attachment.ID != "ab12cd34ef" {
		t.Errorf("said %+v", said)
	}
	if got := strings.Join(d.reg.looks, "|"); got != "key:3: api" {
		t.Errorf("looks %q", got)
	}
}

func TestActsOfAUnitsSystem(t *testing.T) {
	tests := []struct{ path, body, done string }{
		{"ack", `{}`, "key:3 ack"},
		{"ack", ``, "key:3 ack"},
		{"notes", `{"text":"обадих се"}`, "key:3 note обадих се"},
		{"replies", `{"text":"Здравей.","later":1}`, "key:3 reply Здравей."},
		{"close", `{"reason":"not_confirmed"}`, "key:3 close not_confirmed "},
		{"transfer", `{"unit":"ru-lovech","reason":"там"}`, "key:3 transfer ru-lovech там"},
		{"meetings", `{"at":"2026-03-07T10:30:00+02:00","occasion":"follow_up","reported_by":["agency"],"attended":["ozd"]}`, "key:3 meeting 2026-03-07T08:30:00Z follow_up [ozd]"},
	}
	for _, tt := range tests {
		d := open(t)
		resp, body := d.ask("key-lovech", "POST", "/v1/cases/2026-000123/"+tt.path, tt.body)
		if resp.StatusCode != 200 || d.reg.done() != tt.done {
			t.Errorf("%s %s: status %d: %s; done %q", tt.path, tt.body, resp.StatusCode, body, d.reg.done())
		}
		if tt.path == "ack" && !strings.Contains(body, `"acknowledged_by":"key:3"`) {
			t.Errorf("ack: %s", body)
		}
	}
}

func TestBadRequestsOfAUnitsSystem(t *testing.T) {
	tests := []struct {
		name, method, path, body string
		status                   int
	}{
		{"half a body", "POST", "/v1/cases/2026-000123/notes", `{"text":"тайна`, 422},
		{"no body", "POST", "/v1/cases/2026-000123/notes", ``, 422},
		{"no text", "POST", "/v1/cases/2026-000123/notes", `{}`, 422},
		{"an empty text", "POST", "/v1/cases/2026-000123/replies", `{"text":""}`, 422},
		{"text of another type", "POST", "/v1/cases/2026-000123/notes", `{"text":{"тайна":1}}`, 422},
		{"an unknown reason", "POST", "/v1/cases/2026-000123/close", `{"reason":"тайна"}`, 422},
		{"a time that is none", "POST", "/v1/cases/2026-000123/meetings", `{"at":"тайна","occasion":"follow_up"}`, 422},
		{"an endless body", "POST", "/v1/cases/2026-000123/notes", `{"text":"` + strings.Repeat("x", 300<<10) + `"}`, 413},
		{"an unknown state", "GET", "/v1/cases?state=burnt", ``, 422},
		{"no such case", "POST", "/v1/cases/2026-000999/ack", `{}`, 404},
	}
	d := open(t)
	for _, tt := range tests {
		resp, body := d.ask("key-lovech", tt.method, tt.path, tt.body)
		doc := read[problem.Document](t, body)
		if resp.StatusCode != tt.status || doc.Status != tt.status || resp.Header.Get("Content-Type") != problem.ContentType {
			t.Errorf("%s: status %d (%s): %s", tt.name, resp.StatusCode, resp.Header.Get("Content-Type"), body)
		}
		lacks(t, body, "тайна", "burnt", "xxxx")
	}
	if d.reg.done() != "" {
		t.Errorf("done %q", d.reg.done())
	}
}

func TestRegisterAwayAndBroken(t *testing.T) {
	d := open(t)
	for err, status := range map[error]int{
		errors.Join(errors.New("inner words"), problem.Unavailable): 503,
		errors.New("inner words"):                                   500,
		problem.Forbidden:                                           403,
		problem.Conflict:                                            409,
	} {
		d.reg.fail = err
		resp, body := d.ask("key-lovech", "POST", "/v1/cases/2026-000123/ack", "{}")
		if resp.StatusCode != status || read[problem.Document](t, body).Status != status {
			t.Errorf("%v: status %d: %s", err, resp.StatusCode, body)
		}
		if status == 503 && resp.Header.Get("Retry-After") == "" {
			t.Error("503 without Retry-After")
		}
		lacks(t, body, "inner")
	}
}

func TestOpenAPIDocument(t *testing.T) {
	d := open(t)
	resp, body := d.get("/openapi.json")
	if resp.StatusCode != 200 {
		t.Fatalf("status %d", resp.StatusCode)
	}
	doc := read[struct {
		OpenAPI string
		Paths   map[string]map[string]any
	}](t, body)
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("openapi %q", doc.OpenAPI)
	}
	for path, method := range map[string]string{"/v1/cases": "get", "/v1/cases/{ref}": "get", "/v1/cases/{ref}/ack": "post", "/v1/cases/{ref}/notes": "post",
		"/v1/cases/{ref}/replies": "post", "/v1/cases/{ref}/transfer": "post", "/v1/cases/{ref}/meetings": "post", "/v1/cases/{ref}/close": "post"} {
		if doc.Paths[path][method] == nil {
			t.Errorf("%s %s is not described", method, path)
		}
	}
}
