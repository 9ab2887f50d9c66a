package lexicon

import (
	"strings"
	"testing"
)

func load(t testing.TB) *Lexicon {
	t.Helper()
	lex, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

func TestLoad(t *testing.T) {
	lex := load(t)
	if got := len(lex.Concepts()); got < 400 {
		t.Errorf("%d concepts, want 400 or more", got)
	}
	if c, ok := lex.Concept("father"); !ok || c.Label != "баща" || c.Group != "who" {
		t.Errorf("father = %+v, %v", c, ok)
	}
}

// Each concept has a word in Bulgarian and in English. Words that hold an age in one ("седемгодишен") exist only
// where a language has them.
func TestConceptsComplete(t *testing.T) {
	lex := load(t)
	for _, lang := range []string{"bg", "en"} {
		for _, name := range lex.Missing(lang) {
			if c, _ := lex.Concept(name); !(c.Group == "num" && name[0] == 'a') {
				t.Errorf("%s.tsv has no word for %s", lang, name)
			}
		}
	}
}

func TestReadWordsFaults(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"unknown concept", "dragon\tдракон", "bg.tsv:1: concept dragon is not in words/concepts.tsv"},
		{"twice", "hit\tудря\nhit\tбие", "bg.tsv:2: concept hit stands twice"},
		{"fields", "hit удря", "bg.tsv:1: 1 fields between tabs, want 2"},
		{"two owners", "hit\tудря\nkick\tудря", "form удря belongs to hit and to kick: write ~удря"},
		{"short stem", "hit\tб*", "stem б* is too short"},
		{"empty form", "hit\tудря, , бие", "an empty form"},
		{"all faults at once", "dragon\tа\nunicorn\tб", "bg.tsv:2: concept unicorn"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := load(t).readWords(newBuilder("bg"), tt.file)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestSharedForm(t *testing.T) {
	b := newBuilder("bg")
	if err := load(t).readWords(b, "hit\tудря\nkick\t~удря"); err != nil {
		t.Fatal(err)
	}
	if got := len(b.v.words[slavic("удря")].concepts); got != 2 {
		t.Errorf("%d concepts for a shared form, want 2", got)
	}
}
