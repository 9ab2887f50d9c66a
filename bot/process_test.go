package main

import (
	"os"
	"os/exec"
	"testing"

	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// process is the whole program as a process of its own, so that it can be killed.
type process struct {
	*program
	cmd *exec.Cmd
}

// newProcess sets a process up as newProgram does.
func newProcess(t testing.TB, settings ...string) *process {
	t.Helper()
	p := &process{program: newProgram(t, settings...)}
	t.Cleanup(p.kill)
	return p
}

// start runs the test binary under the program's name, which makes it the program, and waits until it is up.
func (p *process) start() {
	p.t.Helper()
	self, err := os.Executable()
	if err != nil {
		p.t.Fatal(err)
	}
	up := p.log.count(`"msg":"serving"`)
	p.cmd = &exec.Cmd{Path: self, Args: []string{"chuyme", "serve"}, Env: p.environ, Stdout: p.out, Stderr: p.log}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.tg.Until("the process to be up", func() bool { return p.log.count(`"msg":"serving"`) > up })
}

// kill ends the process at once, wherever it is (kill -9). Killing twice does no harm.
func (p *process) kill() {
	if p.cmd == nil {
		return
	}
	if err := p.cmd.Process.Kill(); err != nil {
		p.t.Errorf("killing the process: %v", err)
	}
	_ = p.cmd.Wait() // says that it was killed
	p.cmd = nil
}

// wayfarer is a child who walks from "/start" to the code, one step after the other.
type wayfarer struct {
	*person
	words string
	steps []step
	at    int
	from  int  // messages heard when the present step was taken
	acted bool // the present step was taken
	code  string
}

type step struct {
	say, press string
	want       match
}

func newWayfarer(p *program, chat int64, words string) *wayfarer {
	return &wayfarer{person: p.person(chat), words: words, steps: []step{
		{say: "/start", want: offering("role=child")},
		{press: "role=child", want: offering("danger=now")},
		{press: "danger=now", want: offering("kind=physical")},
		{say: "бият ме", want: offering("nav=skip")},
		{say: words, want: offering("nav=done")},
		{press: "nav=done", want: pressable("province=")},
		{say: "Карнобат", want: offering("nav=send")},
		{press: "nav=send", want: func(m telegramtest.Message) bool { return len(m.Code) == 1 }},
	}}
}

func (w *wayfarer) done() bool { return w.at == len(w.steps) }

// act takes the present step, once.
func (w *wayfarer) act() {
	if w.done() || w.acted {
		return
	}
	w.from, w.acted = w.heard(), true
	if s := w.steps[w.at]; s.say != "" {
		w.tg.Say(w.chat, s.say)
	} else {
		w.tg.Press(w.chat, s.press)
	}
}

// answered reports whether the present step was answered.
func (w *wayfarer) answered() bool {
	if w.done() || !w.acted {
		return false
	}
	for _, m := range w.tg.Sent(w.chat)[w.from:] {
		if w.steps[w.at].want(m) {
			if len(m.Code) == 1 {
				w.code = m.Code[0]
			}
			return true
		}
	}
	return false
}

func (w *wayfarer) next() { w.at, w.acted = w.at+1, false }
