package webhook_test

import (
	"errors"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
)

func TestRepeatedIDGetsItsFirstAnswer(t *testing.T) {
	p := open(t)
	first := p.send("m1", hello)
	p.send("m2", `{"conversation":"c-1","data":"role=child"}`)
	p.mu.Lock()
	p.now = p.now.Add(3 * time.Hour) // a client that tries for a day signs anew
	p.mu.Unlock()
	again := p.send("m1", hello)
	if again.Code != 200 || again.Body.String() != first.Body.String() {
		t.Errorf("first %s\nagain %d %s", first.Body, again.Code, again.Body)
	}
	refused(t, p.send("m1", `{"conversation":"c-1","text":"друго"}`), 409)
	if n := len(p.talk.Got()); n != 2 {
		t.Errorf("%d events acted, want 2", n)
	}
}

func TestSameIDAtTheSameMomentActsOnce(t *testing.T) {
	p := open(t)
	answers := make([]*httptest.ResponseRecorder, 8)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = p.send("m1", hello) })
	}
	all.Wait()
	for _, w := range answers {
		if w.Code != 200 || w.Body.String() != answers[0].Body.String() {
			t.Errorf("status %d, %s\nwant %s", w.Code, w.Body, answers[0].Body)
		}
	}
	if n := len(p.talk.Got()); n != 1 {
		t.Errorf("%d events acted", n)
	}
}

func TestAnswerLostWithItsProcessIsFoundAgain(t *testing.T) {
	p := open(t)
	first := p.send("m1", hello)
	// The process was killed after it acted and before its answer was kept.
	if err := p.box.Store.Abandon(t.Context(), "school", "m1"); err != nil {
		t.Fatal(err)
	}
	a, again := p.answer(first), p.answer(p.send("m1", hello))
	if len(again.Messages) != len(a.Messages) || again.Messages[0].ID != a.Messages[0].ID || again.State != a.State {
		t.Errorf("first %+v\nagain %+v", a, again)
	}
	if n := len(p.talk.Got()); n != 1 {
		t.Errorf("%d events acted", n)
	}
}

// said is what an officer writes back.
func said(text string) []conversation.Reply {
	return []conversation.Reply{{ID: "officer.says", Text: text, Lang: "bg"}}
}

func (p *portal) deliver(text string) error {
	_, err := p.hook.Deliver(p.t.Context(), p.talk.Got()[0].Address, said(text))
	return err
}

func texts(t *testing.T, p *portal, query string) string {
	t.Helper()
	var list []string
	for _, m := range p.read(query).Messages {
		list = append(list, m.Text)
	}
	return strings.Join(list, "|")
}

func TestReadingWhatCameSince(t *testing.T) {
	p := open(t)
	a := p.answer(p.send("m1", hello))
	if got := texts(t, p, ""); got != "" {
		t.Errorf("before anything came: %q", got)
	}
	if err := errors.Join(p.deliver("Здравей."), p.deliver("Тук съм.")); err != nil {
		t.Fatal(err)
	}
	for range 2 { // reading takes nothing away
		if got := texts(t, p, ""); got != "Здравей.|Тук съм." {
			t.Errorf("since the last post: %q", got)
		}
	}
	if got := texts(t, p, "?after="+a.Messages[0].ID); got != "Здравей.|Тук съм." {
		t.Errorf("after the first answer: %q", got)
	}
	if id := p.read("").Messages[0].ID; texts(t, p, "?after="+id) != "Тук съм." {
		t.Errorf("after the first of two: %q", texts(t, p, "?after="+id))
	}
	p.answer(p.send("m2", `{"conversation":"c-1","data":"role=child"}`))
	if got := texts(t, p, ""); got != "" {
		t.Errorf("after another post: %q", got)
	}
	if q := p.read("").State.Question; q != "danger" {
		t.Errorf("the state says %q", q)
	}
	if got := texts(t, p, "?after=no-such-id"); !strings.Contains(got, "Тук съм.") {
		t.Errorf("after an id that has run out: %q", got)
	}
}

func TestReadingIsSignedAndOnesOwn(t *testing.T) {
	p := open(t)
	p.send("m1", hello)
	if err := p.deliver("тайна"); err != nil {
		t.Fatal(err)
	}
	refused(t, p.serve(httptest.NewRequest("GET", "/v1/messages/c-1", nil)), 401)
	refused(t, p.serve(p.signed("GET", "/v1/messages/c-1", "r", secret('s', 32), p.clock(), "{}")), 401)
	w := p.serve(p.signed("GET", "/v1/messages/c-1", "r", secret('o', 24), p.clock(), ""))
	if a := p.answer(w); len(a.Messages) != 0 || strings.Contains(w.Body.String(), "тайна") {
		t.Errorf("another client reads %s", w.Body)
	}
	if a := p.answer(w); a.Messages == nil {
		t.Error("no messages are null, want []")
	}
}

func TestPushIsTriedAgainAndKeptOnce(t *testing.T) {
	p := open(t)
	p.send("m1", hello)
	p.pushes.fail = errors.New("503")
	err := p.deliver("Здравей.")
	var unsaid *channel.Unsaid
	if !errors.As(err, &unsaid) || unsaid.Permanent {
		t.Fatalf("a push that failed: %v", err)
	}
	p.pushes.fail = &channel.Unsaid{Cause: "http_410", Permanent: true, Err: errors.New("gone")}
	if err := p.deliver("Здравей."); !errors.As(err, &unsaid) || !unsaid.Permanent {
		t.Errorf("a callback that wants no more: %v", err)
	}
	p.pushes.fail = nil
	if err := errors.Join(p.deliver("Здравей."), p.deliver("Здравей.")); err != nil {
		t.Fatal(err) // the second is the officer saying the same again
	}
	if got := texts(t, p, ""); got != "Здравей.|Здравей." {
		t.Errorf("the mailbox has %q", got)
	}
	if n := len(p.pushes.got); n != 4 || p.pushes.got[0] == p.pushes.got[2] || !strings.HasPrefix(p.pushes.got[0], "school msg_") {
		t.Fatalf("pushed %q", p.pushes.got)
	}
	if !strings.Contains(p.pushes.got[1], `"conversation":"c-1"`) || !strings.Contains(p.pushes.got[1], "Здравей.") {
		t.Errorf("pushed %s", p.pushes.got[1])
	}
}

func TestHidingEmptiesTheMailbox(t *testing.T) {
	p := open(t)
	p.send("m1", hello)
	if err := p.deliver("тайна"); err != nil {
		t.Fatal(err)
	}
	a := p.answer(p.send("m2", `{"conversation":"c-1","data":"nav=hide"}`))
	if len(a.Messages) != 1 || a.Messages[0].Text != "Утре: рисуване." {
		t.Errorf("the innocent face: %+v", a.Messages)
	}
	if got := texts(t, p, "?after=0"); strings.Contains(got, "тайна") {
		t.Errorf("after hiding one can still read %q", got)
	}
	if err := p.hook.HideAt(t.Context(), p.talk.Got()[0].Address, nil); err != nil {
		t.Fatal(err)
	}
	if got := texts(t, p, "?after=0"); got != "" {
		t.Errorf("after the last hiding one can still read %q", got)
	}
}
