package lexicon

import (
	"slices"
	"testing"
)

func TestGloss(t *testing.T) {
	lex := load(t)
	for _, tt := range []struct {
		text string
		want []Gloss
	}{
		{"babam bana vurmuyor", []Gloss{{"babam", "баща"}, {"bana", "аз"}, {"vurmuyor", "не: удря, бие"}}},
		{"my dad xyzzyq 42 hit", []Gloss{{"my", "аз, мой"}, {"dad", "баща"}, {"xyzzyq", ""}, {"42", "42"}, {"hit", "удря, бие"}}},
		{"babam anneme vuruyor", []Gloss{{"babam anneme vuruyor", "възрастните се бият, баща, майка"}}},
		{"баща ми ме удря", nil}, {"tati me bie", nil}, {"", nil},
	} {
		if got := lex.Gloss(tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}
