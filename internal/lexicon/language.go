package lexicon

import (
	"strings"
	"unicode"
)

// script counts the letters of a text by alphabet, and those that only some languages have.
type script struct {
	latin, cyrillic, arabic int
	own                     map[string]float64
}

// ownLetters are letters that speak for a language.
var ownLetters = [...]struct {
	lang, letters string
	weight        float64
}{
	{"ru", "ыэё", 2}, {"uk", "іїєґ", 2}, {"bg", "ъ", 1},
	{"tr", "şğıöü", 1.2}, {"ku", "êîû", 1.5}, {"rom", "čšžř", 2},
	{"ps", pashtoLetters, 3}, {"fa", "پچژگ", 0.8}, {"fa", "یک", 0.4}, {"ps", "یک", 0.2}, {"ar", "ةىأإيك", 0.6},
	{"bg", "46", 0.6},
}

// never lists letters that a language does not have: each speaks against it.
var never = [...]struct{ lang, letters string }{
	{"bg", "ыэёіїєґşğıêîû"}, {"ru", "іїєґ"}, {"uk", "ыэёъ"}, {"en", "şğıêîûčšž46"}, {"tr", "qwxêîûčšž46"},
	{"ar", "ټډړښځڅېۍ"}, {"fa", "ټډړښځڅېۍة"}, {"rom", "şğıêîûqw46"}, {"ku", "ğıčšž46"},
}

func scriptOf(tokens []Token) script {
	s := script{own: map[string]float64{}}
	for _, t := range tokens {
		if !t.Word {
			continue
		}
		for _, r := range strings.ToLower(t.Raw) {
			switch {
			case unicode.Is(unicode.Latin, r):
				s.latin++
			case unicode.Is(unicode.Cyrillic, r):
				s.cyrillic++
			case unicode.Is(unicode.Arabic, r):
				s.arabic++
			}
			s.count(r)
		}
	}
	return s
}

func (s *script) count(r rune) {
	if r >= 'a' && r <= 'z' && r != 'q' && r != 'w' && r != 'x' || r >= 'а' && r <= 'ш' || r == 'ю' || r == 'я' {
		return // every language of the alphabet has these
	}
	for _, o := range ownLetters {
		if strings.ContainsRune(o.letters, r) {
			s.own[o.lang] += o.weight
		}
	}
	for _, n := range never {
		if strings.ContainsRune(n.letters, r) {
			s.own[n.lang] -= 2
		}
	}
}

// writes reports whether a text of this script may be in lang. A text without letters may be in any.
func (s script) writes(lang string) bool {
	most := max(s.latin, s.cyrillic, s.arabic)
	if most == 0 {
		return true
	}
	switch lang {
	case "bg", "ru":
		return s.cyrillic*3 >= most || s.latin == most
	case "uk":
		return s.cyrillic*3 >= most
	case "en", "tr", "rom", "ku":
		return s.latin*2 >= most
	}
	return s.arabic*3 >= most
}

// fits is what the letters themselves say for lang. The default language wins where nothing tells.
func (s script) fits(lang string) float64 {
	own := max(min(s.own[lang], 12), -12)
	if lang == "bg" {
		own++
	}
	return own
}
