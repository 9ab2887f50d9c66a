package sessiontest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/session"
)

func doWrites(t *testing.T, p *place) {
	s := p.open(t)
	for i, want := range []string{"a", "ab", "abc"} {
		r := mustDo(t, p, s, "chat", fmt.Sprint(i), add(want[i:]))
		if string(r.Data) != want || r.Seen {
			t.Errorf("step %d: %q, seen %v; want %q, false", i, r.Data, r.Seen, want)
		}
	}
	wants(t, p, s, "chat", "abc")
	wants(t, p, s, "other", "")
	binary := string([]byte{0, 255, 1, 0})
	mustDo(t, p, s, "binary", "1", add(binary))
	wants(t, p, s, "binary", binary)
}

func doDeletes(t *testing.T, p *place) {
	s := p.open(t)
	mustDo(t, p, s, "chat", "1", add("a"))
	r := mustDo(t, p, s, "chat", "2", func([]byte) (session.Plan, error) { return session.Plan{}, nil })
	if r.Data != nil {
		t.Errorf("deleted: %q, want nil", r.Data)
	}
	wants(t, p, s, "chat", "")
	mustDo(t, p, s, "chat", "3", func(prev []byte) (session.Plan, error) {
		if prev != nil {
			t.Errorf("after a deletion decide gets %q, want nil", prev)
		}
		return session.Plan{Next: []byte("b")}, nil
	})
	wants(t, p, s, "chat", "b")
}

func doActsOnce(t *testing.T, p *place) {
	a, b := p.two(t)
	mustDo(t, p, a, "chat", "1", add("a"))
	mustDo(t, p, a, "chat", "2", add("b"))
	for _, s := range []*session.Store{a, b} {
		r := mustDo(t, p, s, "chat", "1", add("x"))
		if !r.Seen || string(r.Data) != "ab" {
			t.Errorf("again: %q, seen %v; want the session as it stands, true", r.Data, r.Seen)
		}
	}
	mustDo(t, p, a, "other", "1", add("a")) // ids are of one chat
	wants(t, p, a, "other", "a")
	for range 2 { // without an id each is an event of its own
		mustDo(t, p, a, "chat", "", add("c"))
	}
	wants(t, p, b, "chat", "abcc")
}

func doRemembersAfterDeletion(t *testing.T, p *place) {
	s := p.open(t)
	mustDo(t, p, s, "chat", "1", add("a"))
	mustDo(t, p, s, "chat", "2", func([]byte) (session.Plan, error) { return session.Plan{}, nil })
	if r := mustDo(t, p, s, "chat", "1", add("x")); !r.Seen || r.Data != nil {
		t.Errorf("again: %q, seen %v; want nil, true", r.Data, r.Seen)
	}
	wants(t, p, s, "chat", "")
}

func doRemembersMany(t *testing.T, p *place) {
	s := p.open(t)
	for i := range 201 {
		mustDo(t, p, s, "chat", fmt.Sprint("event ", i), add("."))
	}
	if r := mustDo(t, p, s, "chat", "event 1", add("x")); !r.Seen {
		t.Error("the 200th event before was forgotten")
	}
	if r := mustDo(t, p, s, "chat", "event 0", add("x")); r.Seen {
		t.Error("the 201st event before is still remembered: memory is to be bounded")
	}
}

func doForgetsEvents(t *testing.T, p *place) {
	s := p.open(t)
	mustDo(t, p, s, "chat", "1", add("a"))
	p.clock.move(47 * time.Hour)
	mustDo(t, p, s, "chat", "2", add("b"))
	if r := mustDo(t, p, s, "chat", "1", add("x")); !r.Seen {
		t.Error("an event of 47 hours ago was done again")
	}
	p.clock.move(2 * time.Hour)
	mustDo(t, p, s, "chat", "3", add("c"))
	if r := mustDo(t, p, s, "chat", "2", add("x")); !r.Seen {
		t.Error("an event of 2 hours ago was done again")
	}
	if r := mustDo(t, p, s, "chat", "1", add("d")); r.Seen {
		t.Error("an event of 49 hours ago is still remembered")
	}
	wants(t, p, s, "chat", "abcd")
}

func doEndsSessions(t *testing.T, p *place) {
	s := p.open(t)
	mustDo(t, p, s, "chat", "1", add("a"))
	p.clock.move(48 * time.Hour)
	wants(t, p, s, "chat", "a")
	mustDo(t, p, s, "chat", "2", add("b")) // lives on from here
	p.clock.move(48 * time.Hour)
	wants(t, p, s, "chat", "ab")
	p.clock.move(2 * time.Hour)
	wants(t, p, s, "chat", "")
	mustDo(t, p, s, "chat", "3", add("c"))
	wants(t, p, s, "chat", "c")
}

func doErrorWritesNothing(t *testing.T, p *place) {
	s := p.open(t)
	mustDo(t, p, s, "chat", "1", add("a"))
	wrong := errors.New("this cannot be")
	_, err := s.Do(p.ctx, "chat", "2", func([]byte) (session.Plan, error) { return session.Plan{Next: []byte("x")}, wrong })
	if err != wrong {
		t.Errorf("got %v, want the very error of decide", err)
	}
	wants(t, p, s, "chat", "a")
	if r := mustDo(t, p, s, "chat", "2", add("b")); r.Seen {
		t.Error("an event that failed counts as done")
	}
}

func doKeepsOrder(t *testing.T, p *place) {
	s := p.open(t)
	var all sync.WaitGroup
	started := make(chan struct{})
	hold := make(chan struct{})
	all.Go(func() {
		mustDo(t, p, s, "chat", "first", func(prev []byte) (session.Plan, error) {
			close(started)
			<-hold
			return add("0")(prev)
		})
	})
	<-started
	want := "0"
	for i := 1; i < 10; i++ {
		inLine := make(chan struct{})
		all.Go(func() {
			_, err := s.Do(&announced{p.ctx, sync.OnceFunc(func() { close(inLine) })}, "chat", fmt.Sprint(i), add(fmt.Sprint(i)))
			if err != nil {
				t.Error(err)
			}
		})
		<-inLine
		want += fmt.Sprint(i)
	}
	close(hold)
	all.Wait()
	wants(t, p, s, "chat", want)
}

// announced tells when somebody begins to wait on it.
type announced struct {
	context.Context
	waiting func()
}

func (a *announced) Done() <-chan struct{} {
	a.waiting()
	return a.Context.Done()
}

func doLetsOthersPass(t *testing.T, p *place) {
	s := p.open(t)
	var all sync.WaitGroup
	all.Go(func() {
		mustDo(t, p, s, "slow", "1", func([]byte) (session.Plan, error) {
			mustDo(t, p, s, "quick", "1", add("b")) // would wait for ever if chats shared a lane
			return session.Plan{Next: []byte("a")}, nil
		})
	})
	all.Wait()
	wants(t, p, s, "quick", "b")
	wants(t, p, s, "slow", "a")
}

func doLeavesTheLine(t *testing.T, p *place) {
	s := p.open(t)
	var all sync.WaitGroup
	started, hold := make(chan struct{}), make(chan struct{})
	all.Go(func() {
		mustDo(t, p, s, "chat", "1", func(prev []byte) (session.Plan, error) {
			close(started)
			<-hold
			return add("a")(prev)
		})
	})
	<-started
	gone, cancel := context.WithCancel(p.ctx)
	cancel()
	if _, err := s.Do(gone, "chat", "2", add("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	inLine := make(chan struct{})
	all.Go(func() {
		if _, err := s.Do(&announced{p.ctx, sync.OnceFunc(func() { close(inLine) })}, "chat", "3", add("b")); err != nil {
			t.Error(err)
		}
	})
	<-inLine
	close(hold)
	all.Wait()
	wants(t, p, s, "chat", "ab")
}

func doRefusesKeys(t *testing.T, p *place) {
	s := p.open(t)
	for _, key := range []session.Key{"", "a b", "a{b", "a}b", "a\nb", "ж", session.Key(strings.Repeat("a", 129))} {
		if _, err := s.Do(p.ctx, key, "1", add("a")); !errors.Is(err, session.ErrKey) {
			t.Errorf("%q: %v, want ErrKey", key, err)
		}
	}
}

func doFindsAnothers(t *testing.T, p *place) {
	a, b := p.two(t)
	mustDo(t, p, a, "chat", "1", add("a"))
	mustDo(t, p, b, "chat", "2", add("b"))
	mustDo(t, p, b, "chat", "3", add("c"))
	if r := mustDo(t, p, a, "chat", "4", add("d")); string(r.Data) != "abcd" {
		t.Errorf("stepped from what another replica has overwritten: %q, want abcd", r.Data)
	}
}

// doDoubtsAGuess: what a process thinks of a chat may be old, and an error that comes of it means nothing.
func doDoubtsAGuess(t *testing.T, p *place) {
	a, b := p.two(t)
	mustDo(t, p, a, "chat", "1", add("a"))
	mustDo(t, p, b, "chat", "2", add("b"))
	wrong := errors.New("it cannot go on from here")
	r, err := a.Do(p.ctx, "chat", "3", func(prev []byte) (session.Plan, error) {
		if string(prev) != "ab" {
			return session.Plan{}, wrong
		}
		return add("c")(prev)
	})
	if err != nil || string(r.Data) != "abc" {
		t.Errorf("got %q, %v; want abc", r.Data, err)
	}
	mustDo(t, p, b, "chat", "4", add("d"))
	r, err = a.Do(p.ctx, "chat", "4", func([]byte) (session.Plan, error) { return session.Plan{}, wrong })
	if err != nil || !r.Seen || string(r.Data) != "abcd" {
		t.Errorf("an event that was done: %q, seen %v, %v; want abcd, true", r.Data, r.Seen, err)
	}
}
