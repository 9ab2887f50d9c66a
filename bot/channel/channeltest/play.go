package channeltest

import (
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
)

// Patience is how long Play waits for an event to come through the channel.
const Patience = 20 * time.Second

// Person is somebody at the far end of a channel, in a chat of their own. A test of a channel writes one.
type Person interface {
	channel.Deliverer
	// Address is that of the chat.
	Address() string
	// Do does what in says: types, presses, sends. A press goes to the newest message with such a button, else it is
	// a forged one. A Refused of GroupChat is a word in a group; of TooFast, Unavailable and BadFile, which the
	// reception finds out and not the channel, any word.
	Do(in chat.Input)
	// See gives the messages that came since the last call, in order. place[i] tells that message i was to take the
	// place of the one whose button was pressed, which it did if the channel can; such a one is shown with Edit set.
	See(place []bool) []conversation.Reply
	// Left counts the messages of both sides that stand in the chat.
	Left() int
	// Move goes on with another telephone.
	Move()
}

// Open connects a channel to a reception and gives the person at its far end, whose app speaks lang.
type Open func(t testing.TB, h channel.Handler, lang string) Person

// Play plays a transcript through a channel.
func Play(t testing.TB, e *conversation.Engine, s *chat.Script, lang string, open Open) {
	t.Helper()
	desk := &desk{house: &chat.House{Engine: e, Now: s.Clock, Lang: lang}, came: make(chan outcome, 1)}
	p := open(t, desk, lang)
	desk.address = p.Address()
	for _, turn := range s.Turns {
		lines := play(t, desk, p, turn)
		if t.Failed() {
			t.Fatalf("%s:%d: %s", s.Name, turn.Line, turn.Raw)
		}
		if got, want := seen(p, lines), said(lines); got != want {
			t.Fatalf("%s:%d: %s\nthe person sees:\n%s\nwhat was said:\n%s", s.Name, turn.Line, turn.Raw, got, want)
		}
		if standing := messages(lines); hides(lines) && p.Left() != standing {
			t.Fatalf("%s:%d: %d messages stand after the hiding, want %d", s.Name, turn.Line, p.Left(), standing)
		}
	}
}

// play makes one turn happen and gives what the house says came of it.
func play(t testing.TB, desk *desk, p Person, turn chat.Turn) []chat.Line {
	if turn.Input.Wait > 0 || turn.Input.House != "" {
		return unasked(t, desk, p, turn.Input)
	}
	desk.expect(turn.Input)
	in := turn.Input
	in.Text = strings.ReplaceAll(in.Text, codeMark, desk.code)
	p.Do(in)
	select {
	case got := <-desk.came:
		if got.err != nil {
			t.Error(got.err)
		}
		return got.lines
	case <-time.After(Patience):
		t.Error("nothing came through the channel")
		return nil
	}
}

// unasked is a turn in which the reporter does nothing: what is said then is delivered.
func unasked(t testing.TB, desk *desk, p Person, in chat.Input) []chat.Line {
	lines, err := desk.house.Do(in)
	if err != nil {
		t.Error(err)
	}
	if in.House == "other chat" {
		p.Move()
		desk.move(p.Address())
	}
	if hides(lines) {
		if err := p.HideAt(t.Context(), p.Address(), desk.noted()); err != nil {
			t.Error(err)
		}
	}
	if replies := desk.replies(lines); len(replies) > 0 {
		ids, err := p.Deliver(t.Context(), p.Address(), replies)
		if err != nil {
			t.Error(err)
		}
		desk.note(ids...)
	}
	return lines
}

// seen is what the person sees after a turn, as a transcript writes it.
func seen(p Person, lines []chat.Line) string {
	var place []bool
	for _, l := range lines {
		if !isEffect(l) {
			place = append(place, strings.HasPrefix(l.Lines[0], "~< "))
		}
	}
	var b strings.Builder
	for _, r := range p.See(place) {
		b.WriteString(strings.Join(chat.FormatReply(r), "\n") + "\n")
	}
	return b.String()
}

// said is what the house said in a turn.
func said(lines []chat.Line) string {
	var b strings.Builder
	for _, l := range lines {
		if !isEffect(l) {
			b.WriteString(strings.Join(l.Lines, "\n") + "\n")
		}
	}
	return b.String()
}

func isEffect(l chat.Line) bool { return strings.HasPrefix(l.Lines[0], "! ") }

// messages counts the lines that are messages.
func messages(lines []chat.Line) (n int) {
	for _, l := range lines {
		if !isEffect(l) {
			n++
		}
	}
	return n
}

func hides(lines []chat.Line) bool {
	for _, l := range lines {
		if l.Lines[0] == "! "+string(conversation.EffHide) {
			return true
		}
	}
	return false
}
