package main

import (
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// TestKilledBeforeTheAnswer kills the program when a step is done and nothing of its answer has left: whoever sent a
// signal gets the code, whoever hid finds the chat hidden, whoever came back with a code reads where the case stands.
func TestKilledBeforeTheAnswer(t *testing.T) {
	for name, settings := range map[string]func(t *testing.T) []string{
		"poll":    func(*testing.T) []string { return nil },
		"webhook": func(t *testing.T) []string { return append(webhookMode(), "CHUYME_REDIS_URL="+servertest.Redis(t)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProcess(t, settings(t)...)
			p.start()
			w := newWayfarer(p.program, 400, "Татко ме удари вчера.")
			for ; w.steps[w.at].press != "nav=send"; w.next() {
				w.act()
				p.tg.Until("an answer", w.answered)
			}
			from := w.heard()
			p.killedSpeechless(w.chat, func() { w.tg.Press(w.chat, "nav=send") })
			code := w.await("the code", from, func(m telegramtest.Message) bool { return len(m.Code) == 1 }).Code[0]
			w.await("that it is asked back", from, saying(" ми го тук"))

			from = w.heard()
			p.killedSpeechless(w.chat, func() { w.tg.Press(w.chat, "nav=hide") })
			w.await("the innocent face", from, func(telegramtest.Message) bool { return true })
			p.tg.Until("the chat to be hidden", func() bool { bots, _ := w.tg.Visible(w.chat); return len(bots) == 1 })

			from = w.heard()
			p.killedSpeechless(w.chat, func() { w.tg.Say(w.chat, code) })
			w.await("where the case stands", from, saying("Стигна до нас"))
		})
	}
}

// killedSpeechless lets something happen while no call for a chat comes through, kills the program when the step is
// done and it is about to speak, and starts it again with its voice back.
func (p *process) killedSpeechless(chat int64, act func()) {
	p.t.Helper()
	<-time.After(200 * time.Millisecond) // a person is slower than the notebook, which writes every 20 ms what to hide
	hang := make(chan struct{})
	defer close(hang)
	voice := p.tg.Fault(telegramtest.Fault{Chat: chat, Hang: hang})
	held := p.tg.Held()
	act()
	p.tg.Until("the program to be about to speak", func() bool { return p.tg.Held() > held })
	p.kill()
	voice()
	p.start()
}
