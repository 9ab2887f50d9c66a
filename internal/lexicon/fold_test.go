package lexicon

import (
	"strings"
	"testing"
)

func TestFoldWord(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"case and short i", "МОЙ", "мои"},
		{"repeated letters", "помоооощ", "помоощ"},
		{"Latin letters in a Cyrillic word", "мaйкa", "маика"},
		{"Cyrillic letters in a Latin word", "hеlp", "help"},
		{"Turkish dots", "Ağlıyorum", "agliyorum"},
		{"Kurdish marks", "Êvarê", "evare"},
		{"Arabic letter forms", "أمّي", "امي"},
		{"Persian letters", "کتک", "كتك"},
		{"Persian digits", "۱۲", "12"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := foldWord(tt.in); got != tt.want {
				t.Errorf("foldWord(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// The same word typed in Cyrillic and in Latin letters has a key in common.
func TestKeysMeet(t *testing.T) {
	for _, tt := range []struct{ cyrillic, latin string }{
		{"ще", "6te"}, {"ще", "shte"}, {"човек", "4ovek"}, {"човек", "chovek"}, {"вуйчо", "vuicho"}, {"вуйчо", "vuj4o"},
		{"мъж", "muj"}, {"мъж", "maj"}, {"мъж", "mazh"}, {"съм", "sym"}, {"съм", "sum"}, {"съм", "sam"}, {"ютия", "utiq"},
		{"заключва", "zakl1u4va"}, {"полиция", "policia"}, {"полиция", "policiq"}, {"приятел", "priatel"}, {"цигара", "tsigara"},
		{"въже", "wyje"}, {"хапчета", "xap4eta"}, {"няма", "njama"}, {"твой", "tvoj"},
	} {
		want := map[string]bool{slavic(foldWord(tt.cyrillic)): true}
		for _, k := range hardSign(slavic(foldWord(tt.cyrillic))) {
			want[k] = true
		}
		met := false
		for _, k := range keysOf("bg", foldWord(tt.latin)) {
			met = met || want[k]
		}
		if !met {
			t.Errorf("%s has keys %v, %s has %v", tt.latin, keysOf("bg", foldWord(tt.latin)), tt.cyrillic, want)
		}
	}
}

func TestCut(t *testing.T) {
	long := "начало " + strings.Repeat("б", 1<<20) + " край"
	got, was := cut(long)
	if !was || !strings.HasPrefix(got, "начало") || !strings.HasSuffix(got, "край") {
		t.Errorf("a long text lost its head or its tail")
	}
	if n := len([]rune(got)); n > headRunes+tailRunes+1 {
		t.Errorf("%d runes are read, want %d at most", n, headRunes+tailRunes+1)
	}
	if got, was := cut("кратко"); was || got != "кратко" {
		t.Errorf("cut(кратко) = %q, %v", got, was)
	}
}

func TestOneEdit(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"помощ", "помощ", true}, {"помощ", "помш", false}, {"помощ", "помош", true}, {"помощ", "пмоощ", true},
		{"помощ", "помощт", true}, {"помощ", "томощ", false}, {"бой", "бойкот", false}, {"", "а", false},
	} {
		if got := oneEdit(tt.a, tt.b); got != tt.want {
			t.Errorf("oneEdit(%q, %q) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}
