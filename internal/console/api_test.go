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
		{"aside", `{"officer":"o-1"}`, "key:3 aside o-1"},
		{"checks", `{"text":"видях детето"}`, "key:3 check видях детето"},
		{"confirm", `{}`, "key:3 confirm"},
		{"decline", `{"reason":"не е наше"}`, "key:3 decline не е наше"},
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

func TestClosingThatWaits(t *testing.T) {
	d := open(t)
	resp, body := d.ask("key-lovech", "POST", "/v1/cases/2026-000123/close", `{"reason":"duplicate","note":"сама"}`)
	if resp.StatusCode != 202 || !strings.Contains(body, `"waits_for":"second_person"`) {
		t.Errorf("status %d: %s", resp.StatusCode, body)
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
		"/v1/cases/{ref}/replies": "post", "/v1/cases/{ref}/transfer": "post", "/v1/cases/{ref}/decline": "post", "/v1/cases/{ref}/confirm": "post", "/v1/cases/{ref}/checks": "post", "/v1/cases/{ref}/aside": "post", "/v1/deliveries": "get", "/v1/deliveries/{id}/resend": "post", "/v1/cases/{ref}/meetings": "post", "/v1/cases/{ref}/close": "post"} {
		if doc.Paths[path][method] == nil {
			t.Errorf("%s %s is not described", method, path)
		}
	}
}

func TestEnteringASignal(t *testing.T) {
	d := open(t)
	resp, body := d.ask("key-lovech", "POST", "/v1/cases", `{"source":"phone","answers":{"role":["neighbour"],"kind":["physical","neglect"]},"text":"Чува се плач.","place":{"text":"Тетевен","municipality_code":"LOV33"}}`)
	if resp.StatusCode != 201 || resp.Header.Get("Location") != "/v1/cases/2026-000123" {
		t.Errorf("status %d, headers %v: %s", resp.StatusCode, resp.Header, body)
	}
	wants(t, body, `"ref":"2026-000123"`, `"code":"1234 5678 1234 5678"`)
	if got, want := d.reg.done(), "key:3 enter phone map[kind:[physical neglect] role:[neighbour]] Чува се плач. Тетевен/LOV33"; got != want {
		t.Errorf("done %q, want %q", got, want)
	}
	for _, bad := range []string{`{"source":"тайна","text":"x"}`, `{"text":"тайна"}`, `{"source":"phone","answers":"тайна"}`} {
		if resp, body := d.ask("key-lovech", "POST", "/v1/cases", bad); resp.StatusCode != 422 || strings.Contains(body, "тайна") {
			t.Errorf("%s: status %d: %s", bad, resp.StatusCode, body)
		}
	}
	d.signIn("good-invite")
	if resp, page := d.get("/console/enter"); resp.StatusCode != 200 {
		t.Errorf("the form: status %d", resp.StatusCode)
	} else {
		wants(t, page, `name="danger"`, `value="self_harm"`, `<option value="LOV33">`, "по телефон")
	}
	resp, page := d.post("/console/enter", "once", "o", "source", "letter", "role", "teacher", "danger", "", "kind", "sexual", "kind", "online", "place", "Ловеч", "municipality", "LOV18", "text", " Писмо. ")
	if resp.StatusCode != 200 {
		t.Errorf("entering: status %d\n%s", resp.StatusCode, page)
	}
	wants(t, page, "2026-000123", "1234 5678 1234 5678")
	if got := d.reg.done(); !strings.HasSuffix(got, "o-1 enter letter map[kind:[sexual online] role:[teacher]] Писмо. Ловеч/LOV18") {
		t.Errorf("done %q", got)
	}
}

// keyed asks with a key of the request's own.
func (d *desk) keyed(key, path, body string) (*http.Response, string) {
	d.t.Helper()
	return d.do("POST", path, body, "application/json", "Authorization", "Bearer key-lovech", "Idempotency-Key", key)
}

func TestRequestWithAKeyActsOnce(t *testing.T) {
	d := open(t)
	const path, body = "/v1/cases/2026-000123/notes", `{"text":"обадих се"}`
	first, was := d.keyed("k-1", path, body)
	again, is := d.keyed("k-1", path, body)
	if first.StatusCode != 200 || again.StatusCode != 200 || was != is || again.Header.Get("Idempotent-Replayed") != "true" || first.Header.Get("Idempotent-Replayed") != "" {
		t.Errorf("first %d %s, again %d %s", first.StatusCode, was, again.StatusCode, is)
	}
	if again.Header.Get("Content-Type") != first.Header.Get("Content-Type") || again.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v, at first %v", again.Header, first.Header)
	}
	if got := d.reg.done(); got != "key:3 note обадих се" {
		t.Errorf("done %q", got)
	}
	if resp, body := d.keyed("k-1", path, `{"text":"друго"}`); resp.StatusCode != 409 || read[problem.Document](t, body).Status != 409 {
		t.Errorf("another body: status %d: %s", resp.StatusCode, body)
	}
	if resp, _ := d.keyed("k-1", "/v1/cases/2026-000123/replies", body); resp.StatusCode != 409 {
		t.Errorf("another path: status %d", resp.StatusCode)
	}
	if resp, _ := d.keyed(strings.Repeat("k", 300), path, body); resp.StatusCode != 422 {
		t.Errorf("an endless key: status %d", resp.StatusCode)
	}
	if resp, _ := d.keyed("k-2", path, `{"text":"`+strings.Repeat("x", 300<<10)+`"}`); resp.StatusCode != 413 {
		t.Errorf("an endless body: status %d", resp.StatusCode)
	}
	d.reg.fail = problem.Unavailable
	if resp, _ := d.keyed("k-3", path, body); resp.StatusCode != 503 {
		t.Errorf("away: status %d", resp.StatusCode)
	}
	d.reg.fail = nil
	if resp, _ := d.keyed("k-3", path, body); resp.StatusCode != 200 || resp.Header.Get("Idempotent-Replayed") != "" {
		t.Errorf("what failed on our side was not tried again: status %d", resp.StatusCode)
	}
	// A refusal is an answer too.
	for range 2 {
		if resp, _ := d.keyed("k-4", "/v1/cases/2026-000999/ack", "{}"); resp.StatusCode != 404 || resp.Header.Get("Content-Type") != problem.ContentType {
			t.Errorf("refused: status %d, %v", resp.StatusCode, resp.Header)
		}
	}
}

func TestActOnAVersion(t *testing.T) {
	d := open(t)
	d.reg.stamp = 7
	for match, want := range map[string]int{`"7"`: 200, `"6"`: 412, `7`: 412, `W/"7"`: 412, `"x"`: 412, `*`: 200} {
		resp, body := d.do("POST", "/v1/cases/2026-000123/ack", "{}", "application/json", "Authorization", "Bearer key-lovech", "If-Match", match)
		if resp.StatusCode != want || want == 412 && resp.Header.Get("Content-Type") != problem.ContentType {
			t.Errorf("If-Match %s: status %d: %s", match, resp.StatusCode, body)
		}
	}
	d.reg.stamp = 7
	resp, body := d.do("GET", "/v1/cases/2026-000123", "", "", "Authorization", "Bearer key-lovech", "If-None-Match", `"7"`)
	if resp.StatusCode != 304 || body != "" || len(d.reg.looks) != 0 {
		t.Errorf("unchanged: status %d: %s; looks %q", resp.StatusCode, body, d.reg.looks)
	}
	if resp, _ := d.do("GET", "/v1/cases/2026-000123", "", "", "Authorization", "Bearer key-lovech", "If-None-Match", `"5"`); resp.StatusCode != 200 {
		t.Errorf("changed: status %d", resp.StatusCode)
	}
}

func TestPagesAndWhatWasNotDelivered(t *testing.T) {
	d := open(t)
	resp, _ := d.ask("key-lovech", "GET", "/v1/cases?state=open&limit=1", "")
	if got, want := resp.Header.Get("Link"), `</v1/cases?after=2026-000123&limit=1&state=open>; rel="next"`; got != want {
		t.Errorf("Link %q, want %q", got, want)
	}
	resp, _ = d.ask("key-lovech", "GET", "/v1/cases?state=open,acknowledged&urgency=crisis&limit=1", "")
	if got, want := resp.Header.Get("Link"), `</v1/cases?after=2026-000123&limit=1&state=open%2Cacknowledged&urgency=crisis>; rel="next"`; got != want {
		t.Errorf("Link of two states %q, want %q", got, want)
	}
	if resp, body := d.ask("key-lovech", "GET", "/v1/cases?after=2026-000123&limit=1&state=open%2Cburnt", ""); resp.StatusCode != 422 {
		t.Errorf("the second state of a Link is not read: status %d: %s", resp.StatusCode, body)
	}
	if resp, _ := d.ask("key-lovech", "GET", "/v1/cases?limit=2", ""); resp.Header.Get("Link") != "" {
		t.Errorf("the last page has a Link: %q", resp.Header.Get("Link"))
	}
	resp, body := d.ask("key-lovech", "GET", "/v1/deliveries?state=failed&limit=1", "")
	list := read[[]console.DeliveryJSON](t, body)
	if resp.StatusCode != 200 || len(list) != 1 || list[0].ID != 9 || list[0].Ref != ref || list[0].Cause != "gone" {
		t.Errorf("status %d: %s", resp.StatusCode, body)
	}
	if got, want := resp.Header.Get("Link"), `</v1/deliveries?after=9&limit=1&state=failed>; rel="next"`; got != want {
		t.Errorf("Link %q, want %q", got, want)
	}
	if _, body := d.ask("key-vidin", "GET", "/v1/deliveries", ""); strings.TrimSpace(body) != "[]" {
		t.Errorf("another unit's deliveries: %s", body)
	}
	if resp, body := d.ask("key-lovech", "POST", "/v1/deliveries/9/resend", "{}"); resp.StatusCode != 200 || d.reg.done() != "key:3 resend 9" {
		t.Errorf("resend: status %d: %s; done %q", resp.StatusCode, body, d.reg.done())
	}
	if resp, _ := d.ask("key-lovech", "POST", "/v1/deliveries/8/resend", "{}"); resp.StatusCode != 404 {
		t.Errorf("resend of none: status %d", resp.StatusCode)
	}
}
