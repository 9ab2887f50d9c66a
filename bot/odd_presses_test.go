package main

import (
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// settled waits until the program is done with everything that was brought to it.
func (p *program) settled() {
	p.t.Helper()
	p.tg.Until("all updates to be done with", func() bool { return p.tg.Waiting() == 0 })
}

// TestPressesThatAnswerNothing brings forged, stale and foreign presses: each is answered politely with where the
// conversation stands, and none answers a question.
func TestPressesThatAnswerNothing(t *testing.T) {
	t.Parallel()
	p := runningProgram(t, webhookMode()...)
	child := p.person(301)
	child.begins()
	danger := child.sees("the question about danger", offering("danger=now"))
	stands := func(what string, press func() string) {
		t.Helper()
		var id string
		child.does(what, func() { id = press() }, offering("danger=now"))
		p.tg.Until("the press to be answered: "+what, func() bool { return p.tg.Answered(id) })
	}
	for _, data := range []string{"danger=perhaps", "role=king", "case=ack:2026-000001", "case=view:../../etc", "nav=fly", "=", "danger", "kind=physical", strings.Repeat("я", 32), "edit=role=child"} {
		stands("presses the forged "+data, func() string { return p.tg.Press(301, data) })
	}
	stands("presses without a message", func() string { return p.tg.PressOn(301, 301, 0, "danger=now") })
	stands("has another press the button", func() string { return p.tg.PressOn(301, 999, danger.ID, "danger=now") })

	child.press("danger=no", offering("kind=physical"))
	child.does("presses the stale answer", func() { p.tg.PressOn(301, 301, danger.ID, "danger=no") }, offering("kind=physical"))
	p.settled()
	if list := p.cases(); len(list) != 0 {
		t.Errorf("a press that answers nothing opened %v", list)
	}
}

// TestTwoPressesAtOnce presses what opens a case, and what sends it, twice before the program can answer.
func TestTwoPressesAtOnce(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string][]string{"poll": nil, "webhook": webhookMode()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := runningProgram(t, settings...)
			officer := p.joins("agency", "o-1", "duty", 111)
			child := p.person(302)
			child.begins()
			p.tg.Press(302, "danger=now")
			child.inDanger()
			p.settled()
			child.tellsRest("Удря ме.", "Видин")
			p.tg.Press(302, "nav=send")
			child.sends()
			p.settled()
			if n := countSent(child, func(m telegramtest.Message) bool { return len(m.Code) == 1 }); n != 1 {
				t.Errorf("the code was said %d times, want once", n)
			}
			list := p.cases()
			if len(list) != 1 || !list[0].Sent {
				t.Fatalf("the register holds %v, want one case, sent", list)
			}
			officer.sees("the alert", anAlert())
			if n := countSent(officer, anAlert()); n != 1 {
				t.Errorf("the officer was alerted %d times, want once", n)
			}
		})
	}
}

// countSent counts the messages to a person that match.
func countSent(c *person, is match) (n int) {
	for _, m := range c.tg.Sent(c.chat) {
		if is(m) {
			n++
		}
	}
	return n
}
