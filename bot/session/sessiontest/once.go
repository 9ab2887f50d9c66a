package sessiontest

import (
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/session"
)

func onceAnswers(t *testing.T, p *place) {
	a, b := p.two(t)
	wantOnce(t, p, a, "school", "id1", "body", session.New, "")
	wantOnce(t, p, b, "school", "id1", "body", session.Running, "")
	wantOnce(t, p, b, "school", "id1", "another", session.Conflict, "")
	wantOnce(t, p, b, "clinic", "id1", "another", session.New, "") // ids are of one client
	if err := a.Answer(p.ctx, "school", "id1", []byte("the answer")); err != nil {
		t.Fatal(err)
	}
	wantOnce(t, p, b, "school", "id1", "body", session.Done, "the answer")
	wantOnce(t, p, a, "school", "id1", "another", session.Conflict, "")

	wantOnce(t, p, a, "school", "id2", "body", session.New, "")
	if err := a.Abandon(p.ctx, "school", "id2"); err != nil {
		t.Fatal(err)
	}
	wantOnce(t, p, b, "school", "id2", "body", session.New, "")
	if _, _, err := a.Once(p.ctx, "school", "id3", 0, "body"); err == nil {
		t.Error("an answer that is to be kept for no time was taken")
	}
	if err := a.Answer(p.ctx, "school", "never asked", []byte("x")); err != nil {
		t.Errorf("an answer that nobody waits for: %v", err)
	}
	wantOnce(t, p, a, "school", "never asked", "body", session.New, "")
}

func onceRace(t *testing.T, p *place) {
	a, b := p.two(t)
	states := make([]session.State, 16)
	var all sync.WaitGroup
	for i := range states {
		all.Go(func() {
			state, _, err := []*session.Store{a, b}[i%2].Once(p.ctx, "school", "id", time.Minute, "body")
			if err != nil {
				t.Error(err)
			}
			states[i] = state
		})
	}
	all.Wait()
	fresh := 0
	for _, s := range states {
		if s == session.New {
			fresh++
		} else if s != session.Running {
			t.Errorf("state %q, want new or running", s)
		}
	}
	if fresh != 1 {
		t.Errorf("%d of %d got New, want 1", fresh, len(states))
	}
}

func onceGone(t *testing.T, p *place) {
	a, b := p.two(t)
	wantOnce(t, p, a, "school", "id", "body", session.New, "")
	p.clock.move(29 * time.Second)
	wantOnce(t, p, b, "school", "id", "body", session.Running, "")
	p.clock.move(2 * time.Second)
	wantOnce(t, p, b, "school", "id", "another", session.Conflict, "")
	wantOnce(t, p, b, "school", "id", "body", session.New, "")
	wantOnce(t, p, a, "school", "id", "body", session.Running, "")
}

func wantOnce(t *testing.T, p *place, s *session.Store, name, id, body string, want session.State, answer string) {
	t.Helper()
	state, got, err := s.Once(p.ctx, name, id, time.Hour, body)
	if err != nil || state != want || string(got) != answer {
		t.Errorf("Once = %q, %q, %v; want %q, %q", state, got, err, want, answer)
	}
}

func closeTwice(t *testing.T, p *place) {
	s := p.open(t)
	mustDo(t, p, s, "chat", "1", add("a"))
	watch := s.Watch(p.ctx, "chat")
	for range 2 {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
	for open := true; open; {
		select {
		case _, open = <-watch:
		case <-p.ctx.Done():
			t.Fatal("a watch outlives its store")
		}
	}
	if _, err := s.Do(p.ctx, "chat", "2", add("b")); err == nil {
		t.Error("a closed store takes a step")
	}
}
