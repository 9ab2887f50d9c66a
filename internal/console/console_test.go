package console_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/mux"

	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/attachment"
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
	files map[string]string          // content of an attachment, by "FORM of ID"
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
	return &register{in: map[string]console.Officer{}, files: map[string]string{}, view: console.CaseView{Case: c, Draft: draft,
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
	if who.Saw != 0 && who.Saw != r.view.Case.Version {
		return problem.Changed
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

func (r *register) Close(_ context.Context, who console.Officer, c signal.Ref, reason, note string) (bool, error) {
	return note != "сама", r.did(who, c, "close %s %s", reason, note)
}

func (r *register) Confirm(_ context.Context, who console.Officer, c signal.Ref) error {
	return r.did(who, c, "confirm")
}

func (r *register) Transfer(_ context.Context, who console.Officer, c signal.Ref, unit, reason string) error {
	return r.did(who, c, "transfer %s %s", unit, reason)
}

func (r *register) Decline(_ context.Context, who console.Officer, c signal.Ref, reason string) error {
	return r.did(who, c, "decline %s", reason)
}

func (r *register) Enter(_ context.Context, who console.Officer, e console.Entry) (console.Entered, error) {
	if !slices.Contains(console.Sources(), e.Source) {
		return console.Entered{}, problem.At("source", "is none")
	}
	if err := r.did(who, ref, "enter %s %v %s %s/%s", e.Source, e.Answers, e.Text, e.Place.Text, e.Place.Municipality); err != nil {
		return console.Entered{}, err
	}
	return console.Entered{Case: r.view.Case, Code: "1234567812345678"}, nil
}

// requests keeps what was answered by key.
type requests struct{ *register }

func (r requests) Begin(_ context.Context, unit, key string, request []byte) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if was, ok := r.files["request "+unit+key]; ok && was != string(request) {
		return nil, problem.Conflict
	}
	r.files["request "+unit+key] = string(request)
	if a, ok := r.files["answer "+unit+key]; ok {
		return []byte(a), nil
	}
	return nil, nil
}

func (r requests) End(_ context.Context, unit, key string, answer []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(answer) > 0 {
		r.files["answer "+unit+key] = string(answer)
	}
	return nil
}

func (r *register) Undelivered(_ context.Context, who console.Officer, after int64, limit int) ([]signal.Delivery, error) {
	if who.Unit != "ozd-lovech" || after >= 9 {
		return nil, nil
	}
	return []signal.Delivery{{ID: 9, Ref: ref, Unit: who.Unit, Endpoint: "desk", Kind: signal.AlertNew, State: signal.Failed, Cause: "gone", Created: noon}}, nil
}

func (r *register) Resend(_ context.Context, who console.Officer, id int64) error {
	if id != 9 {
		return problem.NotFound
	}
	return r.did(who, ref, "resend %d", id)
}

func (r *register) Escalate(_ context.Context, who console.Officer, c signal.Ref) error {
	return r.did(who, c, "escalate")
}

func (r *register) StepAside(_ context.Context, who console.Officer, c signal.Ref, officer string) error {
	return r.did(who, c, "aside %s", officer)
}

func (r *register) Check(_ context.Context, who console.Officer, c signal.Ref, found string) error {
	return r.did(who, c, "check %s", found)
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

func (r *register) OpenFile(_ context.Context, who console.Officer, c signal.Ref, id string, form attachment.Form, why string) (signal.Media, error) {
	m, err := r.fileOf(who, c, id, form)
	if err != nil {
		return m, err
	}
	return m, r.did(who, c, "%s %s (%s)", form, id, why)
}

func (r *register) File(_ context.Context, who console.Officer, c signal.Ref, id string, form attachment.Form) (io.ReadSeekCloser, signal.Media, error) {
	m, err := r.fileOf(who, c, id, form)
	if err != nil {
		return nil, m, err
	}
	if form != attachment.AsBlurred && !strings.Contains(r.done(), fmt.Sprintf("%s %s %s (", who.ID, form, id)) {
		return nil, m, problem.Forbidden
	}
	content := string(form) + " of " + id
	if r.files[content] != "" {
		content = r.files[content]
	}
	if form.Cleaned() {
		m.Type = "image/jpeg"
	}
	return file{strings.NewReader(content)}, m, nil
}

// fileOf is what a desk decides: a file in one of its forms, and what it came as for leads.
func (r *register) fileOf(who console.Officer, c signal.Ref, id string, form attachment.Form) (signal.Media, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.allowed(who, c); err != nil {
		return signal.Media{}, err
	}
	for _, said := range r.view.Draft.Said {
		m := said.Media
		switch {
		case m == nil || m.ID != id || !slices.Contains(attachment.Forms(m.Kind, m.Type), form):
		case form == attachment.AsOriginal && who.Role != "lead":
			return *m, problem.Forbidden
		case form == attachment.AsShown && r.files["shown of "+id] == "broken":
			return *m, errors.Join(problem.NotFound, attachment.ErrNoCopy)
		default:
			return *m, nil
		}
	}
	return signal.Media{}, problem.NotFound
}

type file struct{ *strings.Reader }

func (file) Close() error { return nil }

// send adds a file that a reporter sent.
func (r *register) send(kind, mime, id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.view.Draft.Said = append(r.view.Draft.Said, signal.Said{ID: id, At: noon, Media: &signal.Media{ID: id, Kind: kind, Type: mime, Bytes: 2 << 20, Seconds: 7}})
	r.stamp++
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
	unit, ok := map[string]string{"good-invite": "ozd-lovech", "lead-invite": "ozd-lovech", "other-invite": "ozd-vidin"}[invite]
	r.mu.Lock()
	defer r.mu.Unlock()
	if session := "session-" + invite; ok && r.in[session].ID == "" {
		r.in[session] = console.Officer{Unit: unit, ID: "o-1", Role: map[bool]string{true: "lead", false: "duty"}[invite == "lead-invite"]}
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
func (r *register) Municipalities() []string              { return []string{"LOV18", "LOV33"} }
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
	c, err := console.New(console.Parts{Desk: d.reg, Sessions: d.reg, Keys: d.reg, Repeats: requests{d.reg}, Units: d.reg, Texts: texts, PublicURL: at, Now: func() time.Time { return noon }})
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
