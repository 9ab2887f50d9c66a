package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// asked is what the interface for units' systems answered.
type asked struct {
	status int
	header http.Header
	body   map[string]any
}

// system asks the interface with a unit's key, and headers as name and value.
func (p *program) system(key, method, path, body string, headers ...string) asked {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.base+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+key)
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	got := asked{status: res.StatusCode, header: res.Header, body: map[string]any{}}
	_ = json.Unmarshal(raw, &got.body) // a list is looked at by its status and headers
	return got
}

func (p *program) key(unit string) string {
	p.t.Helper()
	var made struct{ Key string }
	p.tells(&made, "apikey", "create", "--unit", unit, "--format", "json")
	return made.Key
}

// TestEnteredSignalIsHandedOnAndComesBack enters a signal by a unit's system, twice with one key, hands it to another
// unit, which does not want it, and acts upon versions of the case.
func TestEnteredSignalIsHandedOnAndComesBack(t *testing.T) {
	t.Parallel()
	p := runningProgram(t)
	department, police := p.key("ozd-karnobat"), p.key("ru-karnobat")
	const entry = `{"source":"phone","answers":{"role":["neighbour"],"kind":["neglect"],"danger":["no"]},"text":"Две малки деца са сами.","place":{"text":"Карнобат"}}`
	first := p.system(department, "POST", "/v1/cases", entry, "Content-Type", "application/json", "Idempotency-Key", "call-17")
	again := p.system(department, "POST", "/v1/cases", entry, "Content-Type", "application/json", "Idempotency-Key", "call-17")
	ref, _ := first.body["ref"].(string)
	if first.status != 201 || again.status != 201 || ref == "" || again.body["ref"] != ref || again.body["code"] != first.body["code"] {
		t.Fatalf("entered %+v, again %+v", first, again)
	}
	if first.body["unit"] != "ozd-karnobat" || first.body["municipality"] != "BGS09" || first.body["source"] != "phone" {
		t.Errorf("the case: %v", first.body)
	}
	path := "/v1/cases/" + ref
	act := func(key, name, body, match string, want int) {
		t.Helper()
		if got := p.system(key, "POST", path+"/"+name, body, "Content-Type", "application/json", "If-Match", match); got.status != want {
			t.Errorf("%s: status %d, want %d: %v", name, got.status, want, got.body)
		}
	}
	tag := p.system(department, "GET", path, "").header.Get("ETag")
	act(department, "ack", `{}`, tag, 200)
	act(department, "notes", `{"text":"по старо"}`, tag, 412)
	if got := p.system(department, "GET", path, "", "If-None-Match", p.system(department, "GET", path, "").header.Get("ETag")); got.status != 304 {
		t.Errorf("unchanged: status %d, want 304", got.status)
	}
	act(department, "transfer", `{"unit":"ru-karnobat","reason":"за полицията"}`, "*", 200)
	if got := p.shown(ref); got.Unit != "ru-karnobat" {
		t.Errorf("handed to the police, and is with %s", got.Unit)
	}
	act(police, "decline", `{"reason":"не е за нас"}`, "*", 200)
	if got := p.shown(ref); got.Unit != "ozd-karnobat" {
		t.Errorf("came back, and is with %s", got.Unit)
	}
	act(police, "decline", `{"reason":"не е за нас"}`, "*", 409)
	if got := p.system(department, "GET", "/v1/cases?limit=1", ""); got.status != 200 || !strings.Contains(got.header.Get("Link"), "after="+ref) {
		t.Errorf("a page: status %d, Link %q", got.status, got.header.Get("Link"))
	}
	if got := p.system(department, "GET", "/v1/deliveries?state=failed", ""); got.status != 200 {
		t.Errorf("what was not delivered: status %d", got.status)
	}
	act(department, "close", `{"reason":"family_supported"}`, "*", 200)
}
