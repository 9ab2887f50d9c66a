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
	for _, v := range lex.langs[:2] {
		have := map[int]bool{}
		for _, m := range []map[string]*entry{v.words, v.stems} {
			for _, e := range m {
				for _, c := range e.concepts {
					have[c] = true
				}
				for _, p := range e.phrases {
					have[p.concept] = true
				}
			}
		}
		for i, c := range lex.concepts {
			if !have[i] && !(c.Group == "num" && c.Name[0] == 'a') {
				t.Errorf("%s.tsv has no word for %s", v.lang, c.Name)
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
			lex := load(t)
			_, err := lex.readWords("bg", tt.file)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestSharedForm(t *testing.T) {
	lex := load(t)
	v, err := lex.readWords("bg", "hit\tудря\nkick\t~удря")
	if err != nil {
		t.Fatal(err)
	}
	if got := len(v.words[slavic("удря")].concepts); got != 2 {
		t.Errorf("%d concepts for a shared form, want 2", got)
	}
}
