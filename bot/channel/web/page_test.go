package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/bot/channel/chattest"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/pages/pagetest"
)

// inBrowser opens a browser for the site; where leaving leads is a page of this machine.
func inBrowser(t *testing.T) *pagetest.Browser {
	t.Helper()
	weather := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte("<title>Weather</title>Sun"))
	}))
	t.Cleanup(weather.Close)
	b := pagetest.Open(t, map[string]string{"weather.example:443": strings.TrimPrefix(weather.URL, "https://")})
	b.Language("bg")
	return b
}

const narrow = "document.documentElement.scrollWidth <= innerWidth"

func press(data string) string { return `#ask button[value="` + data + `"]` }

func TestChatPageIsLive(t *testing.T) {
	s := open(t)
	b := inBrowser(t)
	b.Go(s.url + "/")
	b.Until(narrow)
	b.Picture("public")
	b.Submit(".go a")
	b.Sees("Здравей. Кой пише?")
	pagetest.Value[string](b, "(window.same = 'same')")

	b.Press(press("role=child"))
	b.Sees("Има ли опасност сега?")
	b.Press(press("danger=now"))
	b.Press(press("kind=physical"))
	b.Until(`document.querySelectorAll('#ask [aria-pressed=true]').length === 1`)
	if n := pagetest.Value[int](b, `document.body.innerText.split('Какво става?').length - 1`); n != 1 {
		t.Errorf("the toggled question stands %d times", n)
	}
	if at := pagetest.Value[string](b, `document.activeElement.value`); at != "kind=physical" {
		t.Errorf("after a press by keyboard or finger the focus is lost to %q", at)
	}
	b.Press(press("nav=done"))
	b.Sees("Разкажи.")
	b.Type("#text", "не мога да спя")
	b.Press("#tell button")
	b.Sees("Записах го.")
	b.Until(`document.getElementById('text').value === ''`)

	notice := conversation.Reply{ID: "taken", Text: "Човек го прочете.", Lang: "bg"}
	if _, err := s.chat.Deliver(t.Context(), s.talk.Got()[0].Address, []conversation.Reply{notice}); err != nil {
		t.Fatal(err)
	}
	b.Sees("Човек го прочете.")
	b.Press(press("nav=send"))
	b.Sees("Пази го.")
	if code := pagetest.Value[string](b, `document.querySelector('code').innerText`); code != chattest.Code.Grouped() {
		t.Errorf("code %q", code)
	}
	b.Until(narrow)
	b.Picture("chat")
	if same := pagetest.Value[string](b, `window.same || 'a new page'`); same != "same" {
		t.Error("the page was loaded anew on the way")
	}
	if kept := pagetest.Value[string](b, `document.cookie + localStorage.length + sessionStorage.length`); kept != "00" {
		t.Errorf("the browser keeps more than the hidden cookie: %q", kept)
	}
	b.Clean()
}

func TestChatPageSaysWhatWentWrongAndKeepsTheWords(t *testing.T) {
	s := open(t)
	b := inBrowser(t)
	b.Go(s.url + "/chat")
	s.box.Away.Store(true)
	b.Type("#text", "не го губи")
	b.Press("#tell button")
	b.Until(`!document.getElementById('notice').hidden`)
	b.Sees("още не е изпратено")
	if kept := pagetest.Value[string](b, `document.getElementById('text').value`); kept != "не го губи" {
		t.Errorf("the words are gone, what stands is %q", kept)
	}
	s.box.Away.Store(false)
	b.Press("#tell button")
	b.Sees("Записах го.")
	b.Until(`document.getElementById('notice').hidden`)
}

func TestChatPageWithoutScripts(t *testing.T) {
	s := open(t)
	b := inBrowser(t)
	b.WithoutScripts()
	b.Go(s.url + "/chat")
	b.Submit(press("role=child"))
	b.Submit(press("danger=now"))
	b.Submit(press("nav=done"))
	b.Type("#text", "не мога да спя")
	b.Submit("#tell button")
	wants(t, b.HTML(), "не мога да спя", "Записах го.", `<a href="/chat">Виж дали има нещо ново</a>`)
	b.Submit(press("nav=send"))
	wants(t, b.HTML(), chattest.Code.Grouped()+"</code>")
	b.Submit("#leave button")
	wants(t, b.HTML(), "<title>Weather</title>")
	b.Clean()
}

func TestLeavingPutsTheNeutralPageInPlace(t *testing.T) {
	ways := map[string]func(*pagetest.Browser){
		"the button at the top": func(b *pagetest.Browser) { b.Press("#leave button") },
		"the answer's button":   func(b *pagetest.Browser) { b.Press(press("nav=hide")) },
		"the shift key thrice":  func(b *pagetest.Browser) { b.Key("Shift"); b.Key("Shift"); b.Key("Shift") },
		"the word":              func(b *pagetest.Browser) { b.Type("#text", "x"); b.Press("#tell button") },
	}
	for name, leave := range ways {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			b := inBrowser(t)
			b.Go(s.url + "/chat")
			b.Press(press("role=child"))
			b.Sees("Има ли опасност сега?")
			leave(b)
			b.Until(`location.href === "` + leaveTo + `"`)
			b.Go(s.url + "/chat")
			b.Sees("Утре: рисуване.")
			lacks(t, b.HTML(), "Има ли опасност сега?", "Дете съм")
			b.Clean()
		})
	}
}
