package lexicon

import (
	"slices"
	"strings"
	"testing"
)

func TestCover(t *testing.T) {
	lex := load(t)
	got, err := lex.Cover(strings.NewReader(`{"text":"татко ме удря, 42 хъмбълдък хъмбълдък брътвеж","lang":"bg"}

{"text":"tatko me udrq hambaldak"}
{"text":"my father hit me","lang":"en"}
`))
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]Coverage{}
	for _, c := range got {
		by[c.Lang] = c
	}
	bg, latin, en := by["bg"], by["bg-latn"], by["en"]
	if bg.Messages != 1 || bg.Words != 6 || bg.Read != 3 || bg.Share != 0.5 {
		t.Errorf("bg: %d of %d words in %d messages read (%v), want 3 of 6 in 1", bg.Read, bg.Words, bg.Messages, bg.Share)
	}
	if want := []Unread{{"хъмбълдък", 2}, {"брътвеж", 1}}; !slices.Equal(bg.Unread, want) {
		t.Errorf("unread: %v, want %v", bg.Unread, want)
	}
	if latin.Messages != 1 || latin.Words != 4 || latin.Read != 3 || len(latin.Missing) > 0 {
		t.Errorf("bg-latn: %+v", latin)
	}
	if en.Share != 1 || by["ku"].Share != 0 || by["ku"].Unread == nil {
		t.Errorf("en: %v, ku: %+v", en.Share, by["ku"])
	}
	if _, err := lex.Cover(strings.NewReader("{}\nx\n")); err == nil || !strings.HasPrefix(err.Error(), "line 2: not an object") {
		t.Errorf("a broken line: %v", err)
	}
}

func TestMissing(t *testing.T) {
	lex := load(t)
	if got := lex.Missing("ku"); len(got) == 0 || slices.Contains(got, "father") {
		t.Errorf("missing in Kurdish: %q", got)
	}
	if got := lex.Missing("de"); got == nil || len(got) > 0 {
		t.Errorf("missing in a language that has no file: %q", got)
	}
}
