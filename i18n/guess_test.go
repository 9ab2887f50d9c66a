package i18n

import "testing"

func TestGuess(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		tag, want string
		ok        bool
	}{
		{"bg", "bg", true}, {"bg-BG", "bg", true}, {"tr-TR", "tr", true}, {"EN_us", "en", true}, {"uk-UA", "uk", true},
		{"fa-AF", "fa", true}, {"prs", "fa", true}, {"ps-AF", "ps", true}, {"rom", "rom", true}, {"rmy-BG", "rom", true},
		{"ku", "ku", true}, {"kmr-TR", "ku", true}, {"ku-Arab-IQ", "", false}, {"ckb", "", false},
		{"pt", "", false}, {"mk", "", false}, {"de-DE", "", false}, {"", "", false}, {"  ", "", false}, {"x", "", false}, {"bgx", "", false},
	} {
		got, ok := c.Guess(tt.tag)
		if ok != tt.ok || ok && got != tt.want {
			t.Errorf("Guess(%q) = %q, %v, want %q, %v", tt.tag, got, ok, tt.want, tt.ok)
		}
	}
}

func TestGuessHeader(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		header, want string
		ok           bool
	}{
		{"bg-BG,bg;q=0.9,en;q=0.8", "bg", true}, {"de,tr;q=0.7,en;q=0.9", "en", true}, {"de-DE,pt;q=0.5", "", false},
		{"en;q=0.1, ru ;q=0.5", "ru", true}, {"", "", false}, {"*", "", false}, {"en;q=2,bg;q=0.1", "bg", true},
		{"en;q=0,bg;q=0.3", "bg", true}, {",,;q=,", "", false},
	} {
		got, ok := c.GuessHeader(tt.header)
		if ok != tt.ok || ok && got != tt.want {
			t.Errorf("GuessHeader(%q) = %q, %v, want %q, %v", tt.header, got, ok, tt.want, tt.ok)
		}
	}
}

func FuzzGuessHeader(f *testing.F) {
	c := load(f)
	f.Add("bg-BG,bg;q=0.9,en;q=0.8")
	f.Fuzz(func(t *testing.T, header string) {
		if lang, ok := c.GuessHeader(header); ok != c.Known(lang) {
			t.Errorf("GuessHeader(%q) = %q, %v", header, lang, ok)
		}
	})
}
