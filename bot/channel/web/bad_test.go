package web_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/channel/chattest"
	"github.com/chuyme/chuyme/bot/channel/web"
	"github.com/chuyme/chuyme/i18n"
)

func TestBadInputGetsAClearPageAndTheNumbers(t *testing.T) {
	tests := []struct {
		name   string
		send   func(*site) (*http.Response, string)
		status int
		says   string
	}{
		{"a file over 20 MB", func(s *site) (*http.Response, string) { return s.upload("", "a.jpg", make([]byte, 20<<20+1)) },
			http.StatusRequestEntityTooLarge, "твърде голямо"},
		{"a text over 64 KB", func(s *site) (*http.Response, string) { return s.post("text", strings.Repeat("ж", 33<<10)) },
			http.StatusRequestEntityTooLarge, "твърде голямо"},
		{"a body over every limit", func(s *site) (*http.Response, string) { return s.post("other", strings.Repeat("a", 1<<20)) },
			http.StatusRequestEntityTooLarge, "твърде голямо"},
		{"a form that is none", func(s *site) (*http.Response, string) {
			r := s.request(http.MethodPost, "/chat", strings.NewReader("%zz=%"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return s.do(s.jar, r)
		}, http.StatusUnprocessableEntity, "не успяхме да го прочетем"},
		{"a multipart form that breaks off", func(s *site) (*http.Response, string) {
			r := s.request(http.MethodPost, "/chat", strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nполов"))
			r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
			return s.do(s.jar, r)
		}, http.StatusUnprocessableEntity, "не успяхме да го прочетем"},
		{"a post from another site", func(s *site) (*http.Response, string) {
			r := s.form("data", "role=child")
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			return s.do(s.jar, r)
		}, http.StatusForbidden, "от друга страница"},
		{"sessions away", func(s *site) (*http.Response, string) {
			s.talk.Fail(errors.Join(errors.New("dial"), channel.ErrUnavailable))
			return s.post("text", "помощ")
		}, http.StatusServiceUnavailable, "още не е изпратено"},
		{"something of ours is broken", func(s *site) (*http.Response, string) {
			s.talk.Fail(errors.New("inner words that nobody may see"))
			return s.post("text", "помощ")
		}, http.StatusInternalServerError, "се счупи"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t)
			resp, page := tt.send(s)
			if resp.StatusCode != tt.status {
				t.Errorf("status %d, want %d", resp.StatusCode, tt.status)
			}
			wants(t, page, tt.says, `href="tel:112"`, `href="tel:116111"`, `id="leave"`)
			lacks(t, page, "inner words")
			if got := len(s.talk.Got()); got != 0 {
				t.Errorf("%d events acted, want none", got)
			}
		})
	}
}

func TestWhatIsOnlyOddIsTaken(t *testing.T) {
	for name, text := range map[string]string{
		"4,096 emoji":    strings.Repeat("😀", 4096),
		"right to left":  "\u202eمرحبا\u202c",
		"zero width":     "по\u200bмощ",
		"half a rune":    "a\xffb",
		"a script":       "<script>alert(1)</script>",
		"an SSE payload": "a\r\n\r\nevent: reset\r\ndata: b",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			resp, page := s.post("text", text)
			if resp.StatusCode != http.StatusOK {
				t.Fatalf("status %d", resp.StatusCode)
			}
			wants(t, page, "Записах го.")
			lacks(t, page, "<script>alert")
			if got := s.talk.Got(); len(got) != 1 || got[0].Event.Text != strings.ReplaceAll(text, "\r\n", "\n") {
				t.Errorf("the conversation got %d events, the first with %.40q", len(got), got[0].Event.Text)
			}
		})
	}
}

func TestEmptyPostChangesNothing(t *testing.T) {
	s := open(t)
	resp, _ := s.post("text", " \r\n ")
	if resp.StatusCode != http.StatusOK {
		t.Errorf("status %d", resp.StatusCode)
	}
	if got := s.talk.Got(); len(got) != 1 || got[0].Event.Text != "/start" {
		t.Errorf("an empty post acted: %d events", len(got))
	}
}

func TestFileArrivesWithoutItsName(t *testing.T) {
	s := open(t)
	png := append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 200)...)
	_, page := s.upload("виж", "Иван Петров 5б.png", png)
	wants(t, page, "[снимка]", "виж")
	in := s.talk.Got()[0]
	if in.Upload == nil || in.Upload.Kind != "photo" || in.Upload.Type != "image/png" || in.Upload.Bytes != int64(len(png)) || in.Upload.Name != "" {
		t.Fatalf("upload %+v", in.Upload)
	}
	if got := s.talk.Files(); len(got) != 1 || string(got[0]) != string(png) {
		t.Error("the file is not what was sent")
	}
}

func TestTooFastIsToldWhenToComeAgain(t *testing.T) {
	s := open(t)
	for range 60 {
		s.post("text", "а")
	}
	resp, page := s.post("text", "а")
	if resp.StatusCode != http.StatusTooManyRequests {
		t.Fatalf("the 61st within a minute: status %d", resp.StatusCode)
	}
	if after, err := strconv.Atoi(resp.Header.Get("Retry-After")); err != nil || after < 1 || after > 60 {
		t.Errorf("Retry-After %q", resp.Header.Get("Retry-After"))
	}
	wants(t, page, "Почакай малко", "112")
	if resp, _ = s.post("data", "nav=hide"); resp.Header.Get("Location") != leaveTo {
		t.Error("who comes too fast cannot leave")
	}
}

func TestEveryPageIsKeptToItself(t *testing.T) {
	s := open(t)
	for _, path := range []string{"/", "/chat", "/?lang=en"} {
		resp, page := s.get(path)
		h := resp.Header
		if csp := h.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff"} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s %q, want %q", path, name, got, want)
			}
		}
		wants(t, page, `href="tel:112"`, `href="tel:116111"`, `value="nav=hide"`)
		head, _, _ := strings.Cut(page, "</head>")
		lacks(t, head, "дете", "насилие", "child", "abuse", "Чуй") // the tab and the history tell nothing
	}
	resp, _ := s.get("/chat/../static/page.css")
	if ct := resp.Header.Get("Content-Type"); resp.StatusCode != 200 || !strings.HasPrefix(ct, "text/css") {
		t.Errorf("the style sheet: status %d, type %q", resp.StatusCode, ct)
	}
	if resp, _ = s.get("/static/../web.go"); resp.StatusCode != http.StatusNotFound {
		t.Errorf("a file that is not ours to give: status %d", resp.StatusCode)
	}
}

func TestPublicPageSpeaksTheLanguageAskedFor(t *testing.T) {
	s := open(t)
	_, page := s.get("/")
	wants(t, page, `<html lang="bg" dir="ltr">`, "Пиши ни", `href="/chat?lang=bg"`, `href="/?lang=en"`)
	_, page = s.get("/?lang=en")
	wants(t, page, `<html lang="en" dir="ltr">`, "Write to us")
	if got := len(s.talk.Got()); got != 0 {
		t.Errorf("looking at the public page began %d conversations", got)
	}
}

func TestHTTPSCookieCannotBeSetByAnotherHost(t *testing.T) {
	s := open(t)
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	at := &url.URL{Scheme: "https", Host: "chuyme.example.org"}
	c, err := web.New(web.Options{Handler: s.talk, Box: s.box, Texts: texts, PublicURL: at})
	if err != nil {
		t.Fatal(err)
	}
	resp := serve(c, httptestRequest("GET", "https://chuyme.example.org/chat"))
	if len(resp.Cookies()) != 1 || resp.Cookies()[0].Name != "__Host-c" || !resp.Cookies()[0].Secure || resp.Cookies()[0].Path != "/" {
		t.Errorf("cookies %+v", resp.Cookies())
	}
}

func TestOptionsThatCannotBeAreRefused(t *testing.T) {
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	good := web.Options{Handler: &chattest.Talk{}, Box: chattest.Open(t), Texts: texts, PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1:8080"}}
	for name, spoil := range map[string]func(*web.Options){
		"no handler":            func(o *web.Options) { o.Handler = nil },
		"no public address":     func(o *web.Options) { o.PublicURL = &url.URL{Path: "/x"} },
		"leaving to plain http": func(o *web.Options) { o.Leave = "http://weather.example/" },
	} {
		o := good
		spoil(&o)
		if _, err := web.New(o); err == nil {
			t.Errorf("%s: no complaint", name)
		}
	}
}

// Whoever holds uploads open without sending them must keep neither a text nor a photo out.
func TestSlowUploadsKeepNobodyOut(t *testing.T) {
	s := open(t)
	const head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
	var ends []*io.PipeWriter
	gone := make(chan struct{})
	for range 3 * 8 {
		body, end := io.Pipe()
		r := s.request(http.MethodPost, "/chat", body)
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		go func() {
			defer func() { gone <- struct{}{} }()
			if resp, err := s.browser().Do(r); err == nil {
				resp.Body.Close()
			}
		}()
		if _, err := io.WriteString(end, head); err != nil {
			t.Fatal(err)
		}
		ends = append(ends, end)
	}
	if resp, _ := s.upload("помощ", "", nil); resp.StatusCode != http.StatusOK {
		t.Errorf("a text beside slow uploads: status %d", resp.StatusCode)
	}
	if resp, _ := s.upload("", "a.jpg", make([]byte, 2<<20)); resp.StatusCode != http.StatusOK {
		t.Errorf("a photo beside slow uploads: status %d", resp.StatusCode)
	}
	for _, end := range ends {
		end.CloseWithError(errors.New("went away"))
		<-gone
	}
}
