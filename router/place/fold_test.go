package place

import (
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestFoldMakesSpellingsOne(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		want  string
		spelt []string
	}{
		{"sofq", []string{"софия", "sofia", "sofiya", "sofiq", "софиа", "софія"}},
		{"6umen", []string{"шумен", "shumen", "6umen", "şumen", "шуммен"}},
		{"targovi6te", []string{"търговище", "targovishte", "targovi6te", "тырговище"}},
		{"4irpan", []string{"чирпан", "chirpan", "4irpan", "çirpan"}},
		{"vraca", []string{"враца", "vratsa", "vraca", "wratza"}},
		{"haskovo", []string{"хасково", "haskovo", "xaskovo", "khaskovo"}},
		{"giovren", []string{"гьоврен", "gyovren"}},
		{"aitos", []string{"айтос", "aytos"}},
		{"varna", []string{"варна", "bарнa", "варнa", "varna"}},
		{"روسه", []string{"روسه", "روسة"}},
	} {
		for _, s := range tt.spelt {
			if got := fold(norm.NFKC.String(s)); got != tt.want {
				t.Errorf("fold(%q) = %q, want %q", s, got, tt.want)
			}
		}
	}
}

func TestDistancePutsLikelyErrorsNearer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, likely, unlikely string }{
		{"montana", "muntana", "mintana"},    // unstressed о as у
		{"razlog", "razlok", "razlom"},       // voiceless at the end
		{"plovdiv", "plodviv", "plomdiv"},    // two letters exchanged
		{"kazanlak", "kazanlik", "kaza4lak"}, // ъ typed y
	} {
		near, far := distance(tt.likely, tt.name, 100), distance(tt.unlikely, tt.name, 100)
		if near >= far || near == 0 {
			t.Errorf("distance(%s, %s) = %d, distance(%s, %s) = %d, want the first smaller and more than 0", tt.likely, tt.name, near, tt.unlikely, tt.name, far)
		}
	}
	if got := distance("varna", "burgas", 20); got != 21 {
		t.Errorf("distance beyond its limit of 20 = %d, want 21", got)
	}
	if got := distance("razlog", "razlog", 20); got != 0 {
		t.Errorf("distance of a name from itself = %d, want 0", got)
	}
}

func TestRetype(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ typed, from, to, meant string }{
		{"sofiq", keysEnglish, keysPhonetic, "софия"},
		{"qirpan", keysEnglish, keysPhonNew, "чирпан"},
		{"ядось", keysBDS, keysEnglish, "sofia"},
	} {
		if got := retype(tt.typed, tt.from, tt.to); got != tt.meant {
			t.Errorf("retype(%q) = %q, want %q", tt.typed, got, tt.meant)
		}
	}
}

func TestKeyboardsHaveTheSameKeys(t *testing.T) {
	t.Parallel()
	want := len([]rune(keysEnglish))
	for name, keys := range map[string]string{"БДС": keysBDS, "phonetic": keysPhonetic, "new phonetic": keysPhonNew, "Russian": keysRussian} {
		seen := make(map[rune]bool)
		for _, r := range keys {
			if seen[r] {
				t.Errorf("%s: %q stands on two keys", name, r)
			}
			seen[r] = true
		}
		if got := len([]rune(keys)); got != want {
			t.Errorf("%s has %d keys, want %d", name, got, want)
		}
	}
}
