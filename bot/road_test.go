package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// TestRoad walks the whole road, from the first word of a child to the news that its case is closed, on each of the
// ways in which the program can be set up.
func TestRoad(t *testing.T) {
	redis := func(t *testing.T) []string { return []string{"CHUYME_REDIS_URL=" + servertest.Redis(t)} }
	postgres := func(t *testing.T) []string { return []string{"CHUYME_DATABASE_URL=" + servertest.Postgres(t)} }
	for _, house := range []struct {
		name     string
		settings func(t *testing.T) []string
	}{
		{"sqlite-embedded-poll", func(*testing.T) []string { return nil }},
		{"sqlite-redis-webhook", func(t *testing.T) []string { return append(redis(t), webhookMode()...) }},
		{"postgres-redis-webhook", func(t *testing.T) []string {
			return append(append(redis(t), postgres(t)...), webhookMode()...)
		}},
		{"postgres-embedded-poll", postgres},
	} {
		t.Run(house.name, func(t *testing.T) {
			t.Parallel()
			walkTheRoad(t, runningProgram(t, house.settings(t)...))
		})
	}
}

func walkTheRoad(t *testing.T, p *program) {
	national := p.joins("agency", "o-1", "duty", 101)
	first := p.joins("ozd-karnobat", "o-1", "duty", 102)
	second := p.joins("ozd-karnobat", "o-2", "lead", 103)
	police := p.joins("ru-karnobat", "o-1", "duty", 104)

	child := p.person(201)
	child.begins()
	child.inDanger()
	ref := refOf(t, national.sees("the alert before the child's next answer", anAlert()))
	if n := police.heard() + first.heard() + second.heard(); n != 3 {
		t.Errorf("units of a place that nobody told heard of the case: %d messages beside the three that welcome", n)
	}

	child.tellsRest("Татко чупи вратата и ме удря.", "Карнобат")
	for _, o := range []*person{first, second, police} {
		m := o.sees("the alert of their place", both(anAlert(), saying("Карнобат")))
		if refOf(t, m) != ref {
			t.Errorf("chat %d was alerted of %s, want %s", o.chat, refOf(t, m), ref)
		}
	}
	code := child.sends()
	child.press("nav=skip", saying("116 111"))

	takes(t, child, first, second, police, ref)
	answers(t, p, child, first, ref, code)
	closes(t, p, child, first, ref)
}

// takes lets the first officer of the department take the case: their colleague sees it, the police's bell rings on.
func takes(t *testing.T, child, first, second, police *person, ref string) {
	t.Helper()
	before := child.heard()
	first.tg.Press(first.chat, "case=ack:"+ref)
	first.sees("that they have it", saying("Поехте го Вие", ref))
	second.sees("that a colleague has it", saying("Поет от", ref))
	child.await("the child reads that somebody has it", before, saying("ОЗД Карнобат", "прочете"))
	if slices.ContainsFunc(second.tg.Sent(second.chat), func(m telegramtest.Message) bool { return m.Has("case=ack:" + ref) }) {
		t.Error("the colleague's alert still asks to be taken")
	}
	police.sees("the second step, though the department has it", both(anAlert(), saying(ref, "стъпка 2")))
	police.tg.Press(police.chat, "case=ack:"+ref)
	police.sees("that they have it too", saying("Поехте го Вие", ref))
}

// answers lets the officer answer, and the answer be read in the child's chat, in another chat and in the web chat; what
// is added there comes to the officer.
func answers(t *testing.T, p *program, child, officer *person, ref, code string) {
	t.Helper()
	const reply = "Здравей, Румяна съм от отдела. Тръгваме към вас."
	before := child.heard()
	officer.press("case=reply:"+ref, saying("Напишете отговора", ref))
	officer.say(reply, saying("Изпратено до подателя", ref))
	child.await("the child reads the answer", before, saying(reply))

	other := p.person(202)
	other.say(code, saying(reply))
	page := newBrowser(t, p.base)
	page.open()
	if got := page.post(url.Values{"text": {code}}); !strings.Contains(got, reply) {
		t.Errorf("the web chat does not show the answer after the code:\n%s", got)
	}
	if got := page.open(); strings.Contains(got, "Татко чупи") {
		t.Error("a code shows again what was told")
	}
	before = officer.heard()
	page.post(url.Values{"text": {"Сега е в кухнята."}})
	officer.await("the officer hears that something was added", before, saying("Ново", ref))
	if m := officer.press("case=view:"+ref, saying("Сега е в кухнята.")); !strings.Contains(m.Text, "Татко чупи вратата") {
		t.Errorf("the officer does not see what was told first:\n%s", m.Text)
	}
}

// closes lets the officer close the case; the child is told in plain words.
func closes(t *testing.T, p *program, child, officer *person, ref string) {
	t.Helper()
	before := child.heard()
	officer.press("case=close:"+ref, pressable("case=close:"+ref+":family_supported"))
	officer.press("case=close:"+ref+":family_supported", saying("приключен", ref))
	child.await("the child reads that the case is closed", before, saying("Работата по това приключи"))
	list := p.cases()
	if len(list) != 1 || list[0].Ref != ref || list[0].State != "closed" || list[0].Unit != "ozd-karnobat" || list[0].Urgency != "crisis" || !list[0].Sent {
		t.Errorf("the register holds %v, want one crisis, sent, closed by ozd-karnobat", list)
	}
	if out, said, code := p.command("", "audit", "verify"); code != exitDone {
		t.Errorf("audit verify: %d %s%s", code, out, said)
	}
}

// browser is a browser without JavaScript that somebody reads the web chat with.
type browser struct {
	t    testing.TB
	base string
	http *http.Client
}

func newBrowser(t testing.TB, base string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, base, &http.Client{Jar: jar}}
}

// open reads the chat's page.
func (b *browser) open() string {
	b.t.Helper()
	return b.read(b.http.Get(b.base + "/chat?lang=bg"))
}

// post sends the page's form and gives the page that follows.
func (b *browser) post(form url.Values) string {
	b.t.Helper()
	return b.read(b.http.PostForm(b.base+"/chat", form))
}

func (b *browser) read(res *http.Response, err error) string {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		b.t.Fatalf("%s: status %d, %v", res.Request.URL.Path, res.StatusCode, err)
	}
	return string(body)
}
