package sessiontest

import (
	"fmt"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/chuyme/chuyme/bot/session"
)

const (
	writers = 8
	each    = 25
)

// doManyWriters: eight writers on two replicas, each event handed in by two of them.
func doManyWriters(t *testing.T, p *place) {
	a, b := p.two(t)
	race(t, p, []*session.Store{a, b}, func(event string) func([]byte) (session.Plan, error) { return add(event + " ") })
}

// thenRace: the same where each step is claimed first.
func thenRace(t *testing.T, p *place) {
	a, b := p.two(t)
	race(t, p, []*session.Store{a, b}, claimed)
}

func race(t *testing.T, p *place, stores []*session.Store, step func(event string) func([]byte) (session.Plan, error)) {
	t.Helper()
	var mu sync.Mutex
	acted := map[string]int{}
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				event := fmt.Sprintf("%d-%d", w/2, i) // two writers have the same events
				r, err := stores[w%len(stores)].Do(p.ctx, "chat", event, step(event))
				if err != nil {
					t.Errorf("event %s: %v", event, err)
					return
				}
				if !r.Seen {
					mu.Lock()
					acted[event]++
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	got, err := stores[0].Peek(p.ctx, "chat")
	if err != nil {
		t.Fatal(err)
	}
	events := strings.Fields(string(got))
	sort.Strings(events)
	if len(events) != writers/2*each {
		t.Errorf("%d events were applied, want %d", len(events), writers/2*each)
	}
	for i, e := range events {
		if i > 0 && e == events[i-1] {
			t.Errorf("event %s was applied twice", e)
		}
		if acted[e] != 1 {
			t.Errorf("event %s: %d callers were told that it was theirs, want 1", e, acted[e])
		}
	}
}
