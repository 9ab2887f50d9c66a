package telegram

import (
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"github.com/chuyme/chuyme/bot/conversation"
	tg "github.com/chuyme/chuyme/internal/telegram"
)

func TestRenderCode(t *testing.T) {
	got := render(conversation.Reply{Text: "Твоят код е 1234 5678 & пази го <тук>", Code: "1234 5678"})
	want := "Твоят код е <code>1234 5678</code> &amp; пази го &lt;тук&gt;"
	if len(got) != 1 || got[0].Text != want || !got[0].HTML {
		t.Errorf("got %+v\nwant %s", got, want)
	}
}

func TestRenderPlain(t *testing.T) {
	got := render(conversation.Reply{Text: "1 < 2 & <b>", Buttons: [][]conversation.Button{{{Text: "Да", Data: "a=b"}}}})
	if len(got) != 1 || got[0].Text != "1 < 2 & <b>" || got[0].HTML || len(got[0].Buttons) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestRenderLongHasButtonsLast(t *testing.T) {
	text := strings.Repeat("дума ", 1000) + "\n\n" + strings.Repeat("друга ", 600)
	got := render(conversation.Reply{Text: text, Buttons: [][]conversation.Button{{{Text: "Да", Data: "a=b"}}}})
	if len(got) < 2 {
		t.Fatalf("got %d messages", len(got))
	}
	for i, m := range got {
		if last := i == len(got)-1; (len(m.Buttons) > 0) != last {
			t.Errorf("message %d of %d: buttons %v", i+1, len(got), m.Buttons)
		}
	}
}

func TestSplitWhere(t *testing.T) {
	for name, c := range map[string]struct {
		text, whole string
		want        []string
	}{
		"fits":         {"десет зна.", "", []string{"десет зна."}},
		"a blank line": {"ab cd\n\nef\ngh ij", "", []string{"ab cd", "ef\ngh ij"}},
		"a line's end": {"ab cd\nef ghijkl", "", []string{"ab cd", "ef ghijkl"}},
		"a space":      {"abcd efgh ijkl", "", []string{"abcd efgh", "ijkl"}},
		"anywhere":     {"abcdefghijklm", "", []string{"abcdefghij", "klm"}},
		"pairs":        {"😀😀😀😀😀😀", "", []string{"😀😀😀😀😀", "😀"}},
		"not the code": {"код 1234 5678 9", "1234 5678", []string{"код", "1234 5678", "9"}},
		"only space":   {"            ", "", nil},
		"empty":        {"", "", nil},
	} {
		if got := split(c.text, 10, c.whole); strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// TestSplitKeepsAll: whatever is split fits, and nothing but space is lost.
func TestSplitKeepsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("аб 😀\n \u200bx"))).Draw(t, "text")
		limit := rapid.IntRange(2, 12).Draw(t, "limit")
		parts := split(text, limit, "")
		for _, p := range parts {
			if n := len(utf16.Encode([]rune(p))); n > limit || n == 0 {
				t.Fatalf("a part of %d units, limit %d", n, limit)
			}
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if got := squeeze(strings.Join(parts, "")); got != squeeze(text) {
			t.Fatalf("got %q of %q", parts, text)
		}
	})
}

func TestKeyboard(t *testing.T) {
	long := strings.Repeat("x", tg.MaxData)
	got := keyboard([][]conversation.Button{
		{{Text: "Да", Data: "a=b"}, {Text: "", Data: "a=c"}, {Text: "Без данни"}},
		{{Text: "Точно 64", Data: long}, {Text: "Над 64", Data: long + "y"}},
		{{Text: "Само лош", Data: long + "z"}},
	})
	if len(got) != 2 || len(got[0]) != 1 || len(got[1]) != 1 || got[1][0].Data != long {
		t.Errorf("got %+v", got)
	}
	var many [][]conversation.Button
	for range 120 {
		many = append(many, []conversation.Button{{Text: "x", Data: "a=b"}})
	}
	if got := keyboard(many); len(got) != tg.MaxButtons {
		t.Errorf("got %d buttons", len(got))
	}
}
