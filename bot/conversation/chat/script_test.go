package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
)

const sample = `# sample.chat: what it shows.
lang  tr
clock 2026-07-01 08:05 Europe/Sofia
> /start                               # a comment
< Hello.
  More of it.
  [Child role=child] [Friend role=friend]
~ at role

# why this is pressed
> [role=child]
! open crisis role=child
= < {ask.danger}
.. 90m
> (voice 12s)
> (photo: last night)
> (location 42.1 24.5)
> (sticker)
> (edit 2: other words)
* store down
`

func TestParse(t *testing.T) {
	s, err := chat.Parse("sample.chat", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if s.Lang != "tr" || !s.Clock.Equal(time.Date(2026, 7, 1, 5, 5, 0, 0, time.UTC)) || len(s.Turns) != 9 {
		t.Fatalf("lang %s, clock %s, %d turns", s.Lang, s.Clock, len(s.Turns))
	}
	first, second := s.Turns[0], s.Turns[1]
	if first.Input.Text != "/start" || len(first.Want) != 2 || len(first.Want[0].Lines) != 3 || first.Line != 4 {
		t.Errorf("first turn: %+v", first)
	}
	if second.Input.Data != "role=child" || len(second.Before) != 2 || second.Want[1].Pin() != "ask.danger" {
		t.Errorf("second turn: %+v", second)
	}
	for i, check := range []func(chat.Input) bool{
		func(in chat.Input) bool { return in.Wait == 90*time.Minute },
		func(in chat.Input) bool { return in.Media.Kind == "voice" && in.Media.Seconds == 12 },
		func(in chat.Input) bool { return in.Media.Kind == "photo" && in.Text == "last night" },
		func(in chat.Input) bool { return in.Location.Lat == "42.1" && in.Location.Lon == "24.5" },
		func(in chat.Input) bool { return in.Refused == conversation.NotText },
		func(in chat.Input) bool { return in.Edits == 2 && in.Text == "other words" },
		func(in chat.Input) bool { return in.House == "store down" },
	} {
		if in := s.Turns[i+2].Input; !check(in) {
			t.Errorf("turn %d: %+v", i+3, in)
		}
	}
}

func TestParseFaults(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"< Hello.\n", "t.chat:1: "},
		{"> hi\n? what\n", "t.chat:2: "},
		{"> hi\n  [a b=c]\n", "indented below no message"},
		{".. soon\n", "want a time like 3m"},
		{"> (song)\n", "want voice, photo"},
		{"> (voice long)\n", "want a time like 12s"},
		{"> (edit x: a)\n", "want the number of a turn"},
		{"clock yesterday\n> a\n", "want a time and a zone"},
	} {
		if _, err := chat.Parse("t.chat", []byte(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: error %v, want one with %q", tt.text, err, tt.want)
		}
	}
}

// TestRewriteKeepsInputs writes a file anew with other answers: inputs, comments and pins stay.
func TestRewriteKeepsInputs(t *testing.T) {
	s, err := chat.Parse("sample.chat", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	came := make([][]chat.Line, len(s.Turns))
	came[0] = []chat.Line{{ID: "hello", At: "role", Lines: []string{"< Other.", "  [A role=child]"}}}
	came[1] = []chat.Line{{Lines: []string{"! hide"}}, {ID: "ask.kind", At: "kind", Lines: []string{"< Kind?"}}}
	got := string(s.Rewrite(came))
	for _, want := range []string{
		"> /start                               # a comment\n< Other.\n  [A role=child]\n~ at role\n\n# why this is pressed\n",
		"> [role=child]\n! hide\n= < {ask.kind}\n.. 90m\n", "* store down\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the file written anew has not %q:\n%s", want, got)
		}
	}
}

func TestDiff(t *testing.T) {
	s, err := chat.Parse("sample.chat", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	good := []chat.Line{{ID: "hello", At: "role", Lines: []string{"< Hello.", "  More of it.", "  [Child role=child] [Friend role=friend]"}}}
	if d := chat.Diff(s.Turns[0], good); d != "" {
		t.Errorf("what the file has differs: %s", d)
	}
	for name, came := range map[string][]chat.Line{
		"nothing came":   nil,
		"other words":    {{At: "role", Lines: []string{"< Hi."}}},
		"more came":      append(good[:1:1], chat.Line{At: "role", Lines: []string{"< More."}}),
		"another place":  {{At: "kind", Lines: good[0].Lines}},
		"without button": {{At: "role", Lines: good[0].Lines[:2]}},
	} {
		if chat.Diff(s.Turns[0], came) == "" {
			t.Errorf("%s: no difference was found", name)
		}
	}
}
