package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/mux"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/channel/chattest"
	"github.com/chuyme/chuyme/bot/channel/web"
	"github.com/chuyme/chuyme/i18n"
)

// site is a web chat on a server of its own, and a browser without scripts that remembers its cookies.
type site struct {
	t    testing.TB
	lang string // that the browser asks for
	url  string
	box  *chattest.Box
	talk *chattest.Talk
	chat *web.Channel
	jar  *http.Client
}

// evening is when every test is: nobody is ever let through because time went by.
var evening = time.Date(2026, 3, 6, 19, 40, 0, 0, time.UTC)

// leaveTo is where the tests' "leave" leads; nobody goes there.
const leaveTo = "https://weather.example/"

func open(t *testing.T) *site {
	t.Helper()
	talk := &chattest.Talk{}
	s := openWith(t, talk)
	s.talk = talk
	return s
}

// openWith opens a site with another reception.
func openWith(t testing.TB, h channel.Handler) *site {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, box: chattest.Open(t), lang: "bg"}
	router := mux.NewRouter()
	server := httptest.NewServer(router)
	t.Cleanup(server.Close)
	s.url = server.URL
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	s.chat, err = web.New(web.Options{Handler: h, Box: s.box, Texts: texts, PublicURL: at, Leave: leaveTo, Now: func() time.Time { return evening }})
	if err != nil {
		t.Fatal(err)
	}
	s.chat.Routes(router)
	s.jar = s.browser()
	return s
}

// browser is another browser: it has no cookies and stops where it would leave the site.
func (s *site) browser() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	stay := func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), leaveTo) {
			return http.ErrUseLastResponse
		}
		return nil
	}
	return &http.Client{Jar: jar, CheckRedirect: stay}
}

// do sends a request and gives the answer with its whole body.
func (s *site) do(client *http.Client, r *http.Request) (*http.Response, string) {
	s.t.Helper()
	resp, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp, string(body)
}

func (s *site) request(method, path string, body io.Reader) *http.Request {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Accept-Language", s.lang)
	return r
}

func (s *site) get(path string) (*http.Response, string) {
	s.t.Helper()
	return s.do(s.jar, s.request(http.MethodGet, path, nil))
}

func (s *site) form(values ...string) *http.Request {
	s.t.Helper()
	v := url.Values{}
	for i := 0; i < len(values); i += 2 {
		v.Set(values[i], values[i+1])
	}
	r := s.request(http.MethodPost, "/chat", strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func (s *site) post(values ...string) (*http.Response, string) {
	s.t.Helper()
	return s.do(s.jar, s.form(values...))
}

func (s *site) upload(text, file string, data []byte) (*http.Response, string) {
	s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if err := w.WriteField("text", text); err != nil {
		s.t.Fatal(err)
	}
	part, err := w.CreateFormFile("file", file)
	if err != nil {
		s.t.Fatal(err)
	}
	part.Write(data)
	w.Close()
	r := s.request(http.MethodPost, "/chat", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return s.do(s.jar, r)
}

var once = regexp.MustCompile(`name="once" value="([A-Z2-7]{26})"`)

// token is the token of the page's first form.
func token(t *testing.T, page string) string {
	t.Helper()
	m := once.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no form token in the page:\n%s", page)
	}
	return m[1]
}

// wants fails for each of the strings that the page has not.
func wants(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(page, p) {
			t.Errorf("the page has no %q:\n%s", p, page)
		}
	}
}

// lacks fails for each of the strings that the page has.
func lacks(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if strings.Contains(page, p) {
			t.Errorf("the page has %q, which it must not:\n%s", p, page)
		}
	}
}

// button is how a page offers a press.
func button(data string) string { return `<button name="data" value="` + data + `"` }

func httptestRequest(method, target string) *http.Request {
	return httptest.NewRequest(method, target, nil)
}

// serve answers one request without a server.
func serve(c *web.Channel, r *http.Request) *http.Response {
	router := mux.NewRouter()
	c.Routes(router)
	w := httptest.NewRecorder()
	router.ServeHTTP(w, r)
	return w.Result()
}
