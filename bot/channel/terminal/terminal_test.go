package terminal_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/channel/chattest"
	"github.com/chuyme/chuyme/bot/channel/terminal"
	"github.com/chuyme/chuyme/bot/conversation"
)

// play leads a conversation over these lines and gives what was printed.
func play(t *testing.T, o terminal.Options, lines ...string) (string, *chattest.Talk) {
	t.Helper()
	talk := &chattest.Talk{}
	var out bytes.Buffer
	o.In, o.Out = strings.NewReader(strings.Join(lines, "\n")+"\n"), &out
	if o.Handler == nil {
		o.Handler = talk
	}
	if err := terminal.New(o).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return out.String(), talk
}

func TestNumbersWordsAndData(t *testing.T) {
	out, talk := play(t, terminal.Options{Lang: "bg"}, "1", "[danger=now]", "", "две думи", "99", "1")
	var got []string
	for _, in := range talk.Got() {
		got = append(got, in.Event.Text+in.Event.Data)
		if in.Channel != terminal.Name || in.Event.Lang != "bg" || in.Address != talk.Got()[0].Address {
			t.Errorf("event %+v", in)
		}
	}
	want := "/start role=child danger=now две думи 99 nav=send"
	if strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", strings.Join(got, " "), want)
	}
	for _, part := range []string{"< Здравей. Кой пише?\n  1) Дете съм\n  2) ☎ 112 3) Скрий\n", chattest.Code.Grouped()} {
		if !strings.Contains(out, part) {
			t.Errorf("no %q in\n%s", part, out)
		}
	}
	if strings.Contains(out, "role=child") {
		t.Errorf("data is printed unasked:\n%s", out)
	}
}

func TestDataWhenAskedFor(t *testing.T) {
	out, _ := play(t, terminal.Options{Data: true})
	if !strings.Contains(out, "1) Дете съм [role=child]") {
		t.Error(out)
	}
}

func TestHidingClearsATerminalOnly(t *testing.T) {
	pipe, _ := play(t, terminal.Options{}, "x")
	screen, _ := play(t, terminal.Options{Clear: true}, "x")
	if strings.Contains(pipe, "\x1b") || !strings.Contains(screen, "\x1b[2J") {
		t.Errorf("pipe %q\nscreen %q", pipe, screen)
	}
	if !strings.HasSuffix(screen, "< Утре: рисуване.\n") {
		t.Errorf("screen %q", screen)
	}
}

// broken fails every event.
type broken struct{ err error }

func (b broken) Handle(context.Context, channel.Incoming, channel.Outlet) error { return b.err }

func TestWhatFailsIsSaidWithTheNumbers(t *testing.T) {
	for err, want := range map[error]string{
		channel.ErrUnavailable:    "nothing was done",
		errors.New("inner words"): "something broke",
	} {
		out, _ := play(t, terminal.Options{Handler: broken{err}}, "помощ")
		if n := strings.Count(out, want); n != 2 || !strings.Contains(out, "112") || strings.Contains(out, "inner") {
			t.Errorf("%v: %s", err, out)
		}
	}
}

func TestDeliveringToAnOpenConversation(t *testing.T) {
	var out bytes.Buffer
	chat := terminal.New(terminal.Options{Handler: &chattest.Talk{}, In: strings.NewReader(""), Out: &out})
	words := []conversation.Reply{{Text: "ред\n\x1b[2Jред\u009b"}}
	if ids, err := chat.Deliver(t.Context(), chat.Address(), words); err != nil || len(ids) != 1 {
		t.Errorf("%v, %v", ids, err)
	}
	if out.String() != "< ред\n< [2Jред\n" {
		t.Errorf("printed %q", out.String())
	}
	var unsaid *channel.Unsaid
	if _, err := chat.Deliver(t.Context(), "elsewhere", words); !errors.As(err, &unsaid) || !unsaid.Permanent {
		t.Errorf("to a conversation that is not here: %v", err)
	}
}

func TestReaderThatFails(t *testing.T) {
	chat := terminal.New(terminal.Options{Handler: &chattest.Talk{}, In: io.MultiReader(strings.NewReader("a\n"), failing{}), Out: io.Discard})
	if err := chat.Run(t.Context()); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("%v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrNoProgress }
