package web_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/chuyme/chuyme/bot/channel/chattest"
	"github.com/chuyme/chuyme/bot/conversation"
)

func TestChatWalksByFormsAlone(t *testing.T) {
	s := open(t)
	resp, page := s.get("/chat")
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("status %d", resp.StatusCode)
	}
	wants(t, page, "Здравей. Кой пише?", button("role=child"), button("nav=help"), button("nav=hide"), `href="tel:112"`, `href="tel:116111"`)

	_, page = s.post("data", "role=child")
	wants(t, page, "Дете съм", "Има ли опасност сега?", button("danger=now"))
	lacks(t, page, button("role=child"))

	s.post("data", "danger=now")
	_, page = s.post("data", "kind=physical")
	wants(t, page, `aria-pressed="true"`)
	if n := strings.Count(page, "Какво става?"); n != 1 {
		t.Errorf("a toggled question stands %d times, want once", n)
	}

	s.post("data", "nav=done")
	_, page = s.post("text", "първи ред\r\nвтори <b>ред</b>")
	wants(t, page, "първи ред\nвтори &lt;b&gt;ред&lt;/b&gt;", "Записах го.")

	_, page = s.post("data", "nav=send")
	wants(t, page, `<bdi dir="ltr"><code>`+chattest.Code.Grouped()+`</code></bdi>`, "Пази го.")
	lacks(t, page, button("nav=send"))
	if got := len(s.talk.Got()); got != 7 {
		t.Errorf("%d events acted, want 7 with the greeting", got)
	}
}

func TestChatTakesThePressThatBeginsIt(t *testing.T) {
	s := open(t)
	_, page := s.post("data", "role=child") // no page was ever opened
	wants(t, page, "Има ли опасност сега?")
}

func TestChatSaysWhatBelongsToOneBrowserOnly(t *testing.T) {
	s := open(t)
	s.post("text", "моето")
	_, other := s.do(s.browser(), s.request(http.MethodGet, "/chat", nil))
	lacks(t, other, "моето")
	_, mine := s.get("/chat")
	wants(t, mine, "моето")
}

func TestSameFormTwiceActsOnce(t *testing.T) {
	s := open(t)
	_, page := s.get("/chat")
	once := token(t, page)
	var both sync.WaitGroup
	for range 2 { // a double tap
		r := s.form("data", "role=child", "once", once)
		both.Go(func() { s.do(s.jar, r) })
	}
	both.Wait()
	_, page = s.get("/chat")
	if n := strings.Count(page, "Има ли опасност сега?"); n != 1 {
		t.Errorf("the question stands %d times, want once", n)
	}
	if got := len(s.talk.Got()); got != 2 {
		t.Errorf("%d events acted, want the greeting and one press", got)
	}
	_, page = s.post("data", "nav=help", "once", once) // another answer of the same page
	wants(t, page, "Този бутон вече не важи.")
}

func TestForgedCookieBeginsAConversationOfItsOwn(t *testing.T) {
	s := open(t)
	s.post("text", "тайна")
	for _, forged := range []string{"", "x", strings.Repeat("A", 25) + "!", strings.Repeat("é", 13), strings.Repeat("B", 5000)} {
		r := s.request(http.MethodGet, "/chat", nil)
		r.Header.Set("Cookie", "c="+forged)
		resp, page := s.do(s.browser(), r)
		if resp.StatusCode != http.StatusOK || len(resp.Cookies()) != 1 {
			t.Errorf("cookie %.30q: status %d, %d new cookies", forged, resp.StatusCode, len(resp.Cookies()))
		}
		wants(t, page, "Здравей. Кой пише?")
		lacks(t, page, "тайна")
	}
}

func TestCookieIsOpaqueAndKeptFromScripts(t *testing.T) {
	s := open(t)
	resp, _ := s.get("/chat")
	if len(resp.Cookies()) != 1 {
		t.Fatalf("%d cookies, want 1", len(resp.Cookies()))
	}
	c := resp.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure || c.Name != "c" || c.MaxAge != 0 || !c.Expires.IsZero() {
		t.Errorf("cookie %+v", c)
	}
}

func TestNoticeDoesNotTakeTheOpenQuestionAway(t *testing.T) {
	s := open(t)
	s.post("data", "role=child")
	address := s.talk.Got()[0].Address
	notice := conversation.Reply{ID: "taken", Text: "Човек го прочете.", Lang: "bg"}
	if _, err := s.chat.Deliver(t.Context(), address, []conversation.Reply{notice}); err != nil {
		t.Fatal(err)
	}
	_, page := s.get("/chat")
	wants(t, page, "Човек го прочете.", button("danger=now"))
	if err := s.chat.HideAt(t.Context(), address, nil); err != nil {
		t.Fatal(err)
	}
	_, page = s.get("/chat")
	lacks(t, page, "Човек го прочете.", "Има ли опасност")
}

func TestChatIsDrawnInTheLanguageAndDirectionOfTheTalk(t *testing.T) {
	s := open(t)
	_, page := s.get("/chat?lang=ar")
	wants(t, page, `lang="ar" dir="rtl"`, `href="tel:112"`)
	if lang := s.talk.Got()[0].Event.Lang; lang != "ar" {
		t.Errorf("the conversation was told %q", lang)
	}
	plain := s.request(http.MethodGet, "/chat", nil)
	plain.Header.Del("Accept-Language")
	s.do(s.browser(), plain)
	if lang := s.talk.Got()[1].Event.Lang; lang != "" {
		t.Errorf("where nothing tells a language the conversation was told %q", lang)
	}
}

func TestLookingAheadBeginsNothing(t *testing.T) {
	s := open(t)
	ahead := s.request(http.MethodGet, "/chat", nil)
	ahead.Header.Set("Sec-Purpose", "prefetch")
	resp, _ := s.do(s.jar, ahead)
	head, _ := s.do(s.jar, s.request(http.MethodHead, "/chat", nil))
	if resp.StatusCode != 200 || head.StatusCode != 200 || len(s.talk.Got()) != 0 {
		t.Errorf("status %d and %d, %d events", resp.StatusCode, head.StatusCode, len(s.talk.Got()))
	}
}

func TestHideLeavesAndShowsTheInnocentFace(t *testing.T) {
	for name, press := range map[string][]string{"button": {"data", "nav=hide"}, "word": {"text", "x"}} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			s.post("text", "това не бива да се вижда")
			resp, _ := s.post(press...)
			if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != leaveTo {
				t.Errorf("status %d to %q", resp.StatusCode, resp.Header.Get("Location"))
			}
			if got := resp.Header.Get("Clear-Site-Data"); !strings.Contains(got, `"cache"`) || strings.Contains(got, "cookies") {
				t.Errorf("Clear-Site-Data %q: the cache goes, the way back stays", got)
			}
			_, page := s.get("/chat")
			wants(t, page, "Утре: рисуване.")
			lacks(t, page, "това не бива да се вижда", "Записах го.", `value="nav=send"`)
		})
	}
}

func TestHideLeavesWhateverIsBroken(t *testing.T) {
	s := open(t)
	s.post("text", "нещо")
	s.box.Away.Store(true)
	resp, _ := s.post("data", "nav=hide")
	if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != leaveTo {
		t.Errorf("with the sessions away: status %d to %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	resp, _ = s.do(s.browser(), s.form("data", "nav=hide"))
	if resp.Header.Get("Location") != leaveTo || len(resp.Cookies()) != 0 {
		t.Errorf("with nothing begun: to %q, %d cookies", resp.Header.Get("Location"), len(resp.Cookies()))
	}
}
