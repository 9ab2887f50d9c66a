package sessiontest

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/session"
)

// dueAt is a step that sets a deadline.
func dueAt(at time.Time) func([]byte) (session.Plan, error) {
	return func(prev []byte) (session.Plan, error) { return session.Plan{Next: []byte("s"), Deadline: at}, nil }
}

// visits sweeps now and gives the chats that were visited, sorted; each visit clears the deadline.
func visits(t *testing.T, p *place, s *session.Store) string {
	t.Helper()
	var keys []string
	n, err := s.Sweep(p.ctx, p.clock.Now(), func(ctx context.Context, key session.Key) error {
		keys = append(keys, string(key))
		_, err := s.Do(ctx, key, "", dueAt(time.Time{}))
		return err
	})
	if err != nil || n != len(keys) {
		t.Errorf("Sweep = %d, %v; want %d, nil", n, err, len(keys))
	}
	sort.Strings(keys)
	return strings.Join(keys, " ")
}

func wantVisits(t *testing.T, p *place, s *session.Store, want string) {
	t.Helper()
	if got := visits(t, p, s); got != want {
		t.Errorf("visited %q, want %q", got, want)
	}
}

func sweepVisits(t *testing.T, p *place) {
	s := p.open(t)
	now := p.clock.Now()
	wantVisits(t, p, s, "")
	mustDo(t, p, s, "soon", "1", dueAt(now.Add(30*time.Minute)))
	mustDo(t, p, s, "late", "1", dueAt(now.Add(24*time.Hour)))
	mustDo(t, p, s, "moved", "1", dueAt(now.Add(30*time.Minute)))
	mustDo(t, p, s, "moved", "2", dueAt(now.Add(50*time.Minute)))
	mustDo(t, p, s, "cleared", "1", dueAt(now.Add(30*time.Minute)))
	mustDo(t, p, s, "cleared", "2", dueAt(time.Time{}))
	mustDo(t, p, s, "deleted", "1", dueAt(now.Add(30*time.Minute)))
	mustDo(t, p, s, "deleted", "2", func([]byte) (session.Plan, error) { return session.Plan{Deadline: now}, nil })
	mustDo(t, p, s, "claimed", "1", then(func(context.Context) ([]byte, time.Time, error) {
		return []byte("s"), now.Add(30 * time.Minute), nil
	}))
	p.clock.move(29 * time.Minute)
	wantVisits(t, p, s, "")
	p.clock.move(time.Minute)
	wantVisits(t, p, s, "claimed soon")
	wantVisits(t, p, s, "")
	p.clock.move(20 * time.Minute)
	wantVisits(t, p, s, "moved")
	p.clock.move(24 * time.Hour)
	wantVisits(t, p, s, "late")
}

func sweepRepeats(t *testing.T, p *place) {
	s := p.open(t)
	for _, key := range []session.Key{"good", "bad"} {
		mustDo(t, p, s, key, "1", dueAt(p.clock.Now().Add(time.Minute)))
	}
	p.clock.move(2 * time.Minute)
	wrong := errors.New("the case store is full")
	n, err := s.Sweep(p.ctx, p.clock.Now(), func(ctx context.Context, key session.Key) error {
		if key == "bad" {
			return wrong
		}
		_, err := s.Do(ctx, key, "", dueAt(time.Time{}))
		return err
	})
	if n != 1 || !errors.Is(err, wrong) {
		t.Errorf("Sweep = %d, %v; want 1 and the visit's error", n, err)
	}
	for range 3 { // it fails again, in other minutes
		p.clock.move(2 * time.Minute)
		if n, err := s.Sweep(p.ctx, p.clock.Now(), func(context.Context, session.Key) error { return wrong }); n != 0 || !errors.Is(err, wrong) {
			t.Errorf("Sweep = %d, %v; want 0 and the visit's error", n, err)
		}
	}
	p.clock.move(2 * time.Minute)
	wantVisits(t, p, s, "bad")
	p.clock.move(2 * time.Minute)
	wantVisits(t, p, s, "")
}

// sweepCrash: the process dies in the first visit, with the others before it.
func sweepCrash(t *testing.T, p *place) {
	s := p.open(t)
	for _, key := range []session.Key{"a", "b", "c"} {
		mustDo(t, p, s, key, "1", dueAt(p.clock.Now().Add(time.Minute)))
	}
	p.clock.move(time.Minute)
	dying, die := context.WithCancel(p.ctx)
	_, err := s.Sweep(dying, p.clock.Now(), func(ctx context.Context, _ session.Key) error {
		die()
		return ctx.Err()
	})
	if err == nil {
		t.Error("a sweep that was cut short says that it is done")
	}
	p.clock.move(10 * time.Minute)
	wantVisits(t, p, s, "a b c")
}

// sweepMeanwhile: while a chat is visited, its reporter moves the deadline within the very minute.
func sweepMeanwhile(t *testing.T, p *place) {
	s := p.open(t)
	mustDo(t, p, s, "chat", "1", dueAt(p.clock.Now().Add(10*time.Second)))
	p.clock.move(20 * time.Second)
	_, err := s.Sweep(p.ctx, p.clock.Now(), func(ctx context.Context, key session.Key) error {
		_, err := s.Do(ctx, key, "2", dueAt(p.clock.Now().Add(20*time.Second)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wantVisits(t, p, s, "")
	p.clock.move(20 * time.Second)
	wantVisits(t, p, s, "chat")
}

func sweepPast(t *testing.T, p *place) {
	s := p.open(t)
	wantVisits(t, p, s, "")
	mustDo(t, p, s, "chat", "1", dueAt(p.clock.Now().Add(-time.Hour)))
	wantVisits(t, p, s, "chat")
}

// sweepWithoutMark: the first sweep ever comes a day after the deadline.
func sweepWithoutMark(t *testing.T, p *place) {
	s := p.open(t)
	mustDo(t, p, s, "chat", "1", dueAt(p.clock.Now().Add(time.Hour)))
	p.clock.move(25 * time.Hour)
	wantVisits(t, p, s, "chat")
}

func sweepMany(t *testing.T, p *place) {
	s := p.open(t)
	const chats = 1200 // more than a page
	for i := range chats {
		mustDo(t, p, s, session.Key(fmt.Sprint("chat", i)), "1", dueAt(p.clock.Now().Add(time.Duration(1+i%2)*time.Minute)))
	}
	p.clock.move(2 * time.Minute)
	seen := strings.Fields(visits(t, p, s))
	for i, key := range seen {
		if i > 0 && key == seen[i-1] {
			t.Errorf("%s was visited twice", key)
		}
	}
	if len(seen) != chats {
		t.Errorf("%d chats were visited, want %d", len(seen), chats)
	}
	wantVisits(t, p, s, "")
}

// sweepTwo: what two replicas visit at once is visited at least once, and done once by an event's id.
func sweepTwo(t *testing.T, p *place) {
	a, b := p.two(t)
	const chats = 40
	for i := range chats {
		mustDo(t, p, a, session.Key(fmt.Sprint("chat", i)), "1", dueAt(p.clock.Now().Add(time.Minute)))
	}
	p.clock.move(time.Minute)
	var mu sync.Mutex
	acted := map[session.Key]int{}
	var all sync.WaitGroup
	for _, s := range []*session.Store{a, b} {
		all.Go(func() {
			_, err := s.Sweep(p.ctx, p.clock.Now(), func(ctx context.Context, key session.Key) error {
				r, err := s.Do(ctx, key, "silence", dueAt(time.Time{}))
				if err == nil && !r.Seen {
					mu.Lock()
					acted[key]++
					mu.Unlock()
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i := range chats {
		if n := acted[session.Key(fmt.Sprint("chat", i))]; n != 1 {
			t.Errorf("chat%d was done %d times, want 1", i, n)
		}
	}
}
