package console_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/mux"

	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/console"
	"github.com/chuyme/chuyme/internal/problem"
	"github.com/chuyme/chuyme/internal/signal"
)

// noon is when every test is.
var noon = time.Date(2026, 3, 6, 10, 0, 0, 0, time.UTC)

const ref signal.Ref = "2026-000123"

// register plays everything that stands behind the console, for one case of the unit ozd-lovech.
type register struct {
	mu    sync.Mutex
	view  console.CaseView
	acts  []string
	looks []string
	stamp int
	fail  error
	in    map[string]console.Officer // sessions
}

func newRegister() *register {
	draft := signal.Draft{ID: "d", Lang: "bg", Phone: "0888 123 456",
		Answers: signal.Answers{signal.Role: {signal.RoleChild}, signal.Danger: {signal.DangerNow}, signal.KindOf: {signal.Physical, signal.Neglect}},
		Place:   signal.Place{Text: "село до Ловеч", EKATTE: "43952", Name: "Ловеч", Municipality: "LOV18", MunicipalityName: "Ловеч"},
		Said: []signal.Said{{ID: "1", At: noon, Text: "първо <i>едно</i>\nвторо"},
			{ID: "2", At: noon, Media: &signal.Media{ID: "ab12cd34ef", Kind: "photo", Type: "image/jpeg", Bytes: 12}}}}
	c := signal.Case{Ref: ref, Urgency: signal.Crisis, Category: []signal.Option{signal.Physical}, State: signal.Open, Unit: "ozd-lovech",
		Municipality: "LOV18", Lang: "bg", Source: "web", OpenedAt: noon.Add(-5 * time.Minute), Version: 7,
		Reasons: []signal.Reason{{Rule: "T01", Text: "казва, че опасността е сега"}}}
	return &register{in: map[string]console.Officer{}, view: console.CaseView{Case: c, Draft: draft,
		Bells: []signal.Bell{{Ref: ref, Unit: "ozd-lovech", Part: signal.Lead, Since: noon, Step: 1, Next: noon.Add(3 * time.Minute)},
			{Ref: ref, Unit: "ru-lovech", Part: signal.Join, Since: noon, Step: 1, TakenBy: "o-9", TakenAt: noon}},
		Events: []signal.Event{{Seq: 1, Ref: ref, At: noon, Kind: signal.EvOpened, Actor: "reporter"},
			{Seq: 2, Ref: ref, At: noon, Kind: signal.EvNoted, Unit: "ozd-lovech", Actor: "ozd-lovech/o-1", Text: "обадих се"}},
		Deliveries: []signal.Delivery{{Ref: ref, Unit: "ozd-lovech", Officer: "o-1", Endpoint: "telegram", Kind: signal.AlertNew, Step: 1, State: signal.Failed, Cause: "blocked", Attempt: 2, Created: noon}},
		Due:        []console.Due{{What: "check", By: noon.Add(time.Hour)}}}}
}

// allowed is what a desk decides: the unit's own case only.
func (r *register) allowed(who console.Officer, asked signal.Ref) error {
	if r.fail != nil {
		return r.fail
	}
	if asked != ref || who.Unit != "ozd-lovech" {
		return fmt.Errorf("case: %w", problem.NotFound)
	}
	return nil
}

func (r *register) did(who console.Officer, asked signal.Ref, format string, args ...any) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.allowed(who, asked); err != nil {
		return err
	}
	r.acts = append(r.acts, who.ID+" "+fmt.Sprintf(format, args...))
	r.stamp++
	return nil
}

func (r *register) done() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.acts, "; ")
}

func (r *register) Acknowledge(_ context.Context, who console.Officer, c signal.Ref) (string, error) {
	if err := r.did(who, c, "ack"); err != nil {
		return "", err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	bell := &r.view.Bells[0]
	if bell.TakenBy == "" {
		bell.TakenBy, bell.TakenAt, r.view.Case.State = who.ID, noon, signal.Acknowledged
	}
	return bell.TakenBy, nil
}

func (r *register) Reply(_ context.Context, who console.Officer, c signal.Ref, text string) error {
	return r.did(who, c, "reply %s", text)
}

func (r *register) Note(_ context.Context, who console.Officer, c signal.Ref, text string) error {
	return r.did(who, c, "note %s", text)
}

func (r *register) Close(_ context.Context, who console.Officer, c signal.Ref, reason, note string) error {
	return r.did(who, c, "close %s %s", reason, note)
}

func (r *register) Transfer(_ context.Context, who console.Officer, c signal.Ref, unit, reason string) error {
	return r.did(who, c, "transfer %s %s", unit, reason)
}

func (r *register) Escalate(_ context.Context, who console.Officer, c signal.Ref) error {
	return r.did(who, c, "escalate")
}

func (r *register) Meeting(_ context.Context, who console.Officer, c signal.Ref, m console.Meeting) error {
	return r.did(who, c, "meeting %s %s %v", m.At.UTC().Format(time.RFC3339), m.Occasion, m.Attended)
}

func (r *register) List(_ context.Context, who console.Officer, f console.Filter) ([]signal.Case, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fail != nil || r.allowed(who, ref) != nil || len(f.States) == 1 && f.States[0] == signal.Closed {
		return nil, r.fail
	}
	return []signal.Case{r.view.Case}, nil
}

func (r *register) View(_ context.Context, who console.Officer, c signal.Ref, why string) (console.CaseView, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.allowed(who, c); err != nil {
		return console.CaseView{}, err
	}
	r.looks = append(r.looks, who.ID+": "+why)
	v := r.view
	v.Bells = append([]signal.Bell(nil), v.Bells...)
	v.Draft.Said = append([]signal.Said(nil), v.Draft.Said...)
	return v, nil
}

func (r *register) Attachment(_ context.Context, who console.Officer, c signal.Ref, id, why string) (io.ReadCloser, signal.Media, error) {
	if err := r.did(who, c, "file %s (%s)", id, why); err != nil {
		return nil, signal.Media{}, err
	}
	return io.NopCloser(strings.NewReader("\xff\xd8\xff picture")), *r.view.Draft.Said[1].Media, nil
}

func (r *register) Stamp(_ context.Context, _ console.Officer, _ signal.Ref) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return fmt.Sprint(r.stamp), r.fail
}

// tell adds what a reporter says later.
func (r *register) tell(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.view.Draft.Said = append(r.view.Draft.Said, signal.Said{ID: text, At: noon, Text: text})
	r.stamp++
}

func (r *register) Join(_ context.Context, invite string) (console.Officer, string, error) {
	unit, ok := map[string]string{"good-invite": "ozd-lovech", "other-invite": "ozd-vidin"}[invite]
	r.mu.Lock()
	defer r.mu.Unlock()
	if session := "session-" + invite; ok && r.in[session].ID == "" {
		r.in[session] = console.Officer{Unit: unit, ID: "o-1", Role: "duty"}
		return r.in[session], session, nil
	}
	return console.Officer{}, "", problem.NotFound
}

func (r *register) Officer(_ context.Context, session string) (console.Officer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if o := r.in[session]; o.ID != "" {
		return o, nil
	}
	return console.Officer{}, problem.NotFound
}

func (r *register) End(_ context.Context, session string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.in, session)
	return nil
}

func (r *register) APIKey(_ context.Context, key string) (unit, id string, err error) {
	switch key {
	case "key-lovech":
		return "ozd-lovech", "3", nil
	case "key-vidin":
		return "ozd-vidin", "4", nil
	}
	return "", "", problem.NotFound
}

func (r *register) Title(unit, lang string) string        { return unit + "/" + lang }
func (r *register) All() []string                         { return []string{"ozd-lovech", "ru-lovech"} }
func (r *register) Municipality(code, lang string) string { return code + " name" }

// desk is a console on a server of its own, and a browser that stays signed in.
type desk struct {
	t   *testing.T
	url string
	reg *register
	jar *http.Client
}

func open(t *testing.T) *desk {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, reg: newRegister()}
	router := mux.NewRouter()
	server := httptest.NewServer(router)
	t.Cleanup(server.Close)
	d.url = server.URL
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	c, err := console.New(console.Parts{Desk: d.reg, Sessions: d.reg, Keys: d.reg, Units: d.reg, Texts: texts, PublicURL: at, Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Routes(router); err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	d.jar = &http.Client{Jar: jar}
	return d
}

func (d *desk) do(method, path, body, kind string, headers ...string) (*http.Response, string) {
	d.t.Helper()
	r, err := http.NewRequestWithContext(d.t.Context(), method, d.url+path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("Accept-Language", "bg")
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := d.jar.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return resp, string(data)
}

func (d *desk) get(path string) (*http.Response, string) {
	d.t.Helper()
	return d.do(http.MethodGet, path, "", "")
}

func (d *desk) post(path string, fields ...string) (*http.Response, string) {
	d.t.Helper()
	v := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		v.Add(fields[i], fields[i+1])
	}
	return d.do(http.MethodPost, path, v.Encode(), "application/x-www-form-urlencoded")
}

// signIn takes an invite.
func (d *desk) signIn(invite string) {
	d.t.Helper()
	if resp, page := d.post("/console/join", "token", invite); resp.StatusCode != 200 {
		d.t.Fatalf("signing in: status %d\n%s", resp.StatusCode, page)
	}
}

func wants(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(page, p) {
			t.Errorf("no %q in\n%s", p, page)
		}
	}
}

func lacks(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if strings.Contains(page, p) {
			t.Errorf("%q, which must not be, in\n%s", p, page)
		}
	}
}
