package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// unitSecret signs what the department's own system is told.
const unitSecret = "whsec_dGhlIHNlY3JldCBvZiB0aGUgdW5pdCdzIG93biBzeXN0ZW0h"

// unitSystem plays the own system of the department of Karnobat: it takes signed webhooks and remembers them.
type unitSystem struct {
	t    testing.TB
	http *httptest.Server

	mu   sync.Mutex
	took []hooked
}

// hooked is one webhook that arrived.
type hooked struct {
	ID   string
	Body string
	Type string `json:"type"`
	Data struct {
		Ref   string `json:"ref"`
		Step  int    `json:"step"`
		Unit  string `json:"unit"`
		Drill bool   `json:"drill"`
	} `json:"data"`
}

func newUnitSystem(t testing.TB) *unitSystem {
	u := &unitSystem{t: t}
	u.http = httptest.NewServer(u)
	t.Cleanup(u.http.Close)
	return u
}

// ServeHTTP takes a webhook whose signature is right and refuses every other.
func (u *unitSystem) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the program was killed in the middle
	}
	signer, err := webhooks.NewWebhook(unitSecret)
	if err == nil {
		err = signer.Verify(body, r.Header)
	}
	got := hooked{ID: r.Header.Get(webhooks.HeaderWebhookID), Body: string(body)}
	if err == nil {
		err = json.Unmarshal(body, &got)
	}
	if err != nil {
		u.t.Errorf("a webhook to the unit's system: %v", err)
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.took = append(u.took, got)
}

// taken lists what arrived so far.
func (u *unitSystem) taken() []hooked {
	u.mu.Lock()
	defer u.mu.Unlock()
	return append([]hooked(nil), u.took...)
}

// settings are those with which a program tells this system of the department's cases.
func (u *unitSystem) settings() []string {
	u.t.Helper()
	text, err := os.ReadFile("testdata/units/karnobat.yaml")
	if err != nil {
		u.t.Fatal(err)
	}
	const at = "    kind: ozd\n"
	told := fmt.Sprintf("%s    endpoints:\n      - {id: system, kind: webhook, url: %q, secret_env: KARNOBAT_HOOK}\n", at, u.http.URL)
	file := filepath.Join(u.t.TempDir(), "units.yaml")
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), at, told, 1)), 0o600); err != nil {
		u.t.Fatal(err)
	}
	return []string{"CHUYME_UNITS=" + file, "CHUYME_PRIVATE_ENDPOINTS=127.0.0.0/8", "KARNOBAT_HOOK=" + unitSecret}
}
