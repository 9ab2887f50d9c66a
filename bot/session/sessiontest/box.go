package sessiontest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/session"
)

func boxAfter(t *testing.T, p *place) {
	a, b := p.two(t)
	var ids []string
	for i, s := range []*session.Store{a, b, a} {
		ids = append(ids, appendTo(t, p, s, "chat", fmt.Sprint(i)))
		p.clock.move(time.Second)
	}
	appendTo(t, p, a, "other", "x")
	for i, want := range []string{"0 1 2", "1 2", "2", ""} {
		after := ""
		if i > 0 {
			after = ids[i-1]
		}
		if got := box(t, p, b, "chat", after); got != want {
			t.Errorf("after entry %d: %q, want %q", i, got, want)
		}
	}
	entries, err := a.After(p.ctx, "chat", "")
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range entries {
		if at := p.clock.Now().Add(time.Duration(i-3) * time.Second); e.ID != ids[i] || !e.At.Equal(at) {
			t.Errorf("entry %d: id %s at %v; want %s at %v", i, e.ID, e.At, ids[i], at)
		}
	}
	for _, id := range []string{"x", "1", "-", "+", "1-1-1", "99999999999999999999-0"} {
		if _, err := a.After(p.ctx, "chat", id); !errors.Is(err, session.ErrEntryID) {
			t.Errorf("after %q: %v, want ErrEntryID", id, err)
		}
	}
	if err := a.DropBox(p.ctx, "chat"); err != nil {
		t.Error(err)
	}
	if got := box(t, p, b, "chat", ""); got != "" {
		t.Errorf("dropped, and yet there is %q", got)
	}
	if got := box(t, p, b, "other", ""); got != "x" {
		t.Errorf("another chat's mailbox holds %q, want x", got)
	}
}

func boxBounded(t *testing.T, p *place) {
	s := p.open(t)
	for i := range 203 {
		appendTo(t, p, s, "chat", fmt.Sprint(i))
	}
	entries, err := s.After(p.ctx, "chat", "")
	if err != nil || len(entries) != 200 || string(entries[0].Data) != "3" || string(entries[199].Data) != "202" {
		t.Errorf("%d entries, %v; want the last 200 of 203", len(entries), err)
	}
}

func boxExpires(t *testing.T, p *place) {
	if p.server.Shared {
		return // a Redis forgets by its own clock; TestRedisForgets looks at what it was told
	}
	s := p.open(t)
	appendTo(t, p, s, "chat", "a")
	p.clock.move(48 * time.Hour)
	appendTo(t, p, s, "chat", "b")
	p.clock.move(48 * time.Hour)
	if got := box(t, p, s, "chat", ""); got != "a b" {
		t.Errorf("48 hours after the last entry there is %q, want both", got)
	}
	p.clock.move(2 * time.Hour)
	if got := box(t, p, s, "chat", ""); got != "" {
		t.Errorf("50 hours after the last entry there is %q", got)
	}
}

func boxWatch(t *testing.T, p *place) {
	s := p.open(t)
	ctx, cancel := context.WithCancel(p.ctx)
	watch, other := s.Watch(ctx, "chat"), s.Watch(ctx, "other")
	appendTo(t, p, s, "chat", "a")
	await(t, p, watch)
	cancel()
	for _, w := range []<-chan struct{}{watch, other} {
		for open := true; open; { // what is still in it, then its end
			select {
			case _, open = <-w:
			case <-p.ctx.Done():
				t.Fatal("the channel is not closed when its context has ended")
			}
		}
	}
	appendTo(t, p, s, "chat", "b") // nobody is woken, nothing breaks
}

// boxWatchOther: entries of another replica wake too, also those from before the subscription stood.
func boxWatchOther(t *testing.T, p *place) {
	a, b := p.two(t)
	ctx, cancel := context.WithCancel(p.ctx)
	watch := a.Watch(ctx, "chat")
	after := ""
	for i := range 5 {
		want := fmt.Sprint(i)
		id := appendTo(t, p, b, "chat", want)
		for box(t, p, a, "chat", after) != want {
			await(t, p, watch)
		}
		after = id
	}
	cancel() // and come back: the subscription is made anew
	again := a.Watch(p.ctx, "chat")
	appendTo(t, p, b, "chat", "5")
	await(t, p, again)
}

func await(t *testing.T, p *place, watch <-chan struct{}) {
	t.Helper()
	select {
	case _, open := <-watch:
		if !open {
			t.Fatal("the watch has ended")
		}
	case <-p.ctx.Done():
		t.Fatal("nobody was woken")
	}
}

func appendTo(t *testing.T, p *place, s *session.Store, key session.Key, text string) (id string) {
	t.Helper()
	id, err := s.Append(p.ctx, key, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// box gives the texts after an entry, with blanks between.
func box(t *testing.T, p *place, s *session.Store, key session.Key, after string) string {
	t.Helper()
	entries, err := s.After(p.ctx, key, after)
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for i, e := range entries {
		if i > 0 {
			all += " "
		}
		all += string(e.Data)
	}
	return all
}
