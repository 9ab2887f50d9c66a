package sessiontest

import (
	"fmt"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/session"
)

// noted gives the ids noted for a chat, with blanks between.
func noted(t *testing.T, p *place, s *session.Store, key session.Key) string {
	t.Helper()
	notes, err := s.Notes(p.ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for i, n := range notes {
		if i > 0 {
			all += " "
		}
		all += n.ID
	}
	return all
}

func notesOrder(t *testing.T, p *place) {
	s := p.open(t)
	at := p.clock.Now()
	s.Note("chat", "1", "2")
	s.Note("other", "9")
	s.Note("chat")
	if got := noted(t, p, s, "chat"); got != "1 2" {
		t.Errorf("noted %q, want 1 2", got)
	}
	p.clock.move(time.Hour)
	s.Note("chat", "3")
	notes, err := s.Notes(p.ctx, "chat")
	if err != nil || len(notes) != 3 {
		t.Fatalf("%v, %v; want three", notes, err)
	}
	if !notes[0].At.Equal(at) || !notes[2].At.Equal(at.Add(time.Hour)) {
		t.Errorf("noted at %v and %v, want %v and an hour later", notes[0].At, notes[2].At, at)
	}
	if got := noted(t, p, s, "other"); got != "9" {
		t.Errorf("for another chat: %q, want 9", got)
	}
}

// notesWritten: another replica finds them, although nobody asked the first to write.
func notesWritten(t *testing.T, p *place) {
	a, b := p.two(t)
	for i := range 50 {
		a.Note(session.Key(fmt.Sprint("chat", i%10)), fmt.Sprint(i))
	}
	for noted(t, p, b, "chat9") != "9 19 29 39 49" {
		if p.ctx.Err() != nil {
			t.Fatalf("noted %q, want 9 19 29 39 49", noted(t, p, b, "chat9"))
		}
	}
}

func notesAtClose(t *testing.T, p *place) {
	s := p.open(t)
	s.Note("chat", "1", "2")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s.Note("chat", "3") // too late, and no harm
	if got := noted(t, p, p.open(t), "chat"); got != "1 2" {
		t.Errorf("noted %q, want 1 2", got)
	}
}

func notesDropped(t *testing.T, p *place) {
	s := p.open(t)
	s.Note("chat", "1")
	if got := noted(t, p, s, "chat"); got != "1" {
		t.Errorf("noted %q, want 1", got)
	}
	s.Note("chat", "2")
	s.Note("other", "3")
	if err := s.DropNotes(p.ctx, "chat"); err != nil {
		t.Fatal(err)
	}
	if got := noted(t, p, s, "chat"); got != "" {
		t.Errorf("dropped, and yet there is %q", got)
	}
	if got := noted(t, p, s, "other"); got != "3" {
		t.Errorf("for another chat: %q, want 3", got)
	}
}
