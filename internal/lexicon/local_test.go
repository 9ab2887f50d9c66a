package lexicon

import (
	"strings"
	"testing"
)

func TestLoadOver(t *testing.T) {
	plain := load(t)
	local, err := LoadOver("local.tsv", "\ufeff# ours\nhit\tтурнавица*, мина през него\n!in\ttr\nhit\tzırplat*\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"татко пак турнавица", "tatko pak turnavica", "babam bana zirplatti", "мина през него"} {
		if plain.Read(text).Has("hit") {
			t.Errorf("%q is read without the local words, so that this tests nothing", text)
		}
		if got := local.Read(text); !got.Has("hit") {
			t.Errorf("%q: %+v, want hit", text, got.Hits)
		}
	}
	if !local.Read("баща ми").Has("father") {
		t.Error("the embedded words are gone")
	}
}

func TestLoadOverFaults(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"broken line", "# ours\nhit турнавица", "local.tsv:2: 1 fields between tabs, want 2"},
		{"unknown concept", "dragon\tламя", "local.tsv:1: concept dragon is not in words/concepts.tsv"},
		{"another's stem", "hit\tстая\nkick\tмайка*", "local.tsv:2: form майка* belongs to mother and to kick: write ~майка*"},
		{"short stem", "hit\tтр*", "local.tsv:1: concept hit: stem тр* is too short"},
		{"unknown language", "!in\tde\nhit\tschlag*", "local.tsv:1: language de has no words here, want one of bg en"},
		{"twice", "hit\tа1а\nhit\tб1б", "local.tsv:2: concept hit stands twice"},
		{"another encoding", "hit\t\xf2\xf3", "local.tsv: is no UTF-8 text"},
		{"NUL", "hit\t\x00", "local.tsv:1: concept hit: a form with a control character"},
	} {
		_, err := LoadOver("local.tsv", tt.file)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.name, err, tt.want)
		}
	}
}

// "My" in Pashto looks like the Persian prefix of the present tense, which is joined to its verb.
func TestPersianPrefixIsNotPashtoMy(t *testing.T) {
	lex := load(t)
	for _, tt := range []struct {
		text string
		want int
	}{
		{"مې د", 2}, {"پلار مې وهي", 3}, {"می د", 2}, {"زما پلار می ډېر وهی", 5}, {"می روم", 1}, {"نمی روم", 1}, {"می\u200cروم", 1},
	} {
		if got := lex.Read(tt.text).Tokens; len(got) != tt.want {
			t.Errorf("%q: %d words, want %d", tt.text, len(got), tt.want)
		}
	}
}
