package sessiontest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/session"
)

// claimed is a step that appends the event in its Then.
func claimed(event string) func([]byte) (session.Plan, error) {
	return func(prev []byte) (session.Plan, error) {
		return session.Plan{Then: func(context.Context) ([]byte, time.Time, error) {
			return append(append([]byte{}, prev...), event+" "...), time.Time{}, nil
		}}, nil
	}
}

// then is a step with the given Then.
func then(do func(ctx context.Context) ([]byte, time.Time, error)) func([]byte) (session.Plan, error) {
	return func([]byte) (session.Plan, error) { return session.Plan{Then: do}, nil }
}

func thenWrites(t *testing.T, p *place) {
	s := p.open(t)
	mustDo(t, p, s, "chat", "1", add("begun "))
	calls := 0
	for range 2 {
		r := mustDo(t, p, s, "chat", "2", func(prev []byte) (session.Plan, error) {
			return session.Plan{Next: []byte("not looked at"), Then: func(ctx context.Context) ([]byte, time.Time, error) {
				calls++
				return append(append([]byte{}, prev...), "kept"...), time.Time{}, nil
			}}, nil
		})
		if string(r.Data) != "begun kept" {
			t.Errorf("got %q, want what Then gave", r.Data)
		}
	}
	if calls != 1 {
		t.Errorf("Then was called %d times for one event that came twice, want 1", calls)
	}
	mustDo(t, p, s, "chat", "3", then(func(context.Context) ([]byte, time.Time, error) { return nil, time.Time{}, nil }))
	wants(t, p, s, "chat", "")
}

func thenErrorReleases(t *testing.T, p *place) {
	a, b := p.two(t)
	mustDo(t, p, a, "chat", "1", add("a"))
	full := errors.New("the store is full")
	_, err := a.Do(p.ctx, "chat", "2", then(func(context.Context) ([]byte, time.Time, error) { return []byte("x"), time.Time{}, full }))
	if err != full {
		t.Errorf("got %v, want the very error of Then", err)
	}
	wants(t, p, a, "chat", "a")
	began := time.Now()
	if r := mustDo(t, p, b, "chat", "2", add("b")); r.Seen || string(r.Data) != "ab" {
		t.Errorf("the event again: %q, seen %v; want ab, false", r.Data, r.Seen)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the chat was held for %v: it was not released", took)
	}
}

func thenPanicReleases(t *testing.T, p *place) {
	a, b := p.two(t)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_, _ = a.Do(p.ctx, "chat", "1", then(func(context.Context) ([]byte, time.Time, error) { panic("a bug") }))
	}()
	began := time.Now()
	mustDo(t, p, b, "chat", "1", add("a"))
	mustDo(t, p, a, "chat", "2", add("b"))
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the chat was held for %v: it was not released", took)
	}
	wants(t, p, a, "chat", "ab")
}

func thenHoldsOff(t *testing.T, p *place) {
	if !p.server.Shared {
		return // one process alone: the lane does it, which Do/KeepsTheOrderOfArrival tests
	}
	a, b := p.two(t)
	var all sync.WaitGroup
	inside, hold := make(chan struct{}), make(chan struct{})
	all.Go(func() {
		mustDo(t, p, a, "chat", "1", then(func(context.Context) ([]byte, time.Time, error) {
			close(inside)
			<-hold
			return []byte("a"), time.Time{}, nil
		}))
	})
	<-inside
	asked := make(chan struct{})
	all.Go(func() {
		ctx := &announced{p.ctx, sync.OnceFunc(func() { close(asked) })}
		if r, err := b.Do(ctx, "chat", "2", add("b")); err != nil || string(r.Data) != "ab" {
			t.Errorf("the other replica: %q, %v; want it to wait and then make ab", r.Data, err)
		}
	})
	<-asked
	wants(t, p, b, "chat", "") // nothing is written while the claim stands
	close(hold)
	all.Wait()
}

func thenDeadLease(t *testing.T, p *place) {
	if !p.server.Shared {
		return // leases of a killed process die with it: they are in its memory
	}
	a := p.openWith(t, session.Options{Lease: 300 * time.Millisecond})
	b := p.open(t)
	_, err := a.Do(p.ctx, "chat", "1", then(func(context.Context) ([]byte, time.Time, error) {
		a.Close() // from here on it can release nothing, like a killed process
		return nil, time.Time{}, errors.New("killed")
	}))
	if err == nil {
		t.Fatal("a step of a dead process came to something")
	}
	if r := mustDo(t, p, b, "chat", "1", add("a")); r.Seen || string(r.Data) != "a" {
		t.Errorf("got %q, seen %v; want a, false", r.Data, r.Seen)
	}
}

func thenBusy(t *testing.T, p *place) {
	if !p.server.Shared {
		return
	}
	a, b := p.open(t), p.openWith(t, session.Options{Lease: 200 * time.Millisecond})
	mustDo(t, p, a, "chat", "1", then(func(context.Context) ([]byte, time.Time, error) {
		if _, err := b.Do(p.ctx, "chat", "2", add("x")); !errors.Is(err, session.ErrBusy) {
			t.Errorf("got %v, want ErrBusy", err)
		}
		soon, cancel := context.WithCancel(p.ctx)
		cancel()
		if _, err := b.Do(soon, "chat", "2", add("x")); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
		return []byte("a"), time.Time{}, nil
	}))
	wants(t, p, b, "chat", "a")
}

func thenEndsInTime(t *testing.T, p *place) {
	s := p.openWith(t, session.Options{Lease: 100 * time.Millisecond})
	_, err := s.Do(p.ctx, "chat", "1", then(func(ctx context.Context) ([]byte, time.Time, error) {
		<-ctx.Done()
		return nil, time.Time{}, ctx.Err()
	}))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want that Then's context ended", err)
	}
	wants(t, p, s, "chat", "")
}
