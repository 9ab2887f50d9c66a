package place

import (
	"strings"
	"unicode"
)

// fold writes one word in the form in which names are compared. Cyrillic, the official transliteration and the Latin letters of
// chats meet in it: щ, sht and 6t are one, so are я, ya, ia, q; ъ is a; doubled letters count once; accents are dropped.
// Arabic letters keep their script, in one shape each. What is neither letter nor digit disappears.
//
// word must be lower case and in NFKC.
func fold(word string) string { return foldWith(word, false) }

// foldDoubled is fold that leaves doubled letters: where a slip of the finger doubled one in place of another (Созоол), that counts as
// one error and not as two.
func foldDoubled(word string) string { return foldWith(word, true) }

func foldWith(word string, doubled bool) string {
	runes := cyrillicLookalikes([]rune(word))
	out := make([]byte, 0, len(word))
	for i := 0; i < len(runes); {
		s, n := foldAt(runes, i)
		for j := 0; j < len(s); j++ {
			out = appendUnit(out, s[j], doubled)
		}
		i += n
	}
	return string(out)
}

// foldAt gives the folded form of what begins at i and how many runes it takes, at least one.
func foldAt(runes []rune, i int) (string, int) {
	r := runes[i]
	switch {
	case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		return foldLatin(runes, i)
	case r == 'ь': // official transliteration writes it y before o; elsewhere it is silent
		if i+1 < len(runes) && runes[i+1] == 'о' {
			return "i", 1
		}
		return "", 1
	}
	if s, ok := cyrillic(r); ok {
		return s, 1
	}
	if s, ok := accented(r); ok {
		return s, 1
	}
	if r > unicode.MaxASCII && unicode.IsLetter(r) {
		return string(arabicShape(r)), 1
	}
	return "", 1
}

// appendUnit adds one byte and keeps the form canonical: no doubled letters, and every i before я swallowed (София, Sofiya, Sofiq, Sofia).
func appendUnit(out []byte, c byte, doubled bool) []byte {
	n := len(out)
	if n > 0 && c < 0x80 {
		switch last := out[n-1]; {
		case last == 'i' && (c == 'a' || c == 'q'):
			out[n-1] = 'q'
			return out
		case last == c && !doubled && (c < '0' || c > '9' || c == '4' || c == '6'):
			return out
		}
	}
	return append(out, c)
}

// latinCluster reads letters that stand for one sound together; it gives 0 runes where none begin.
func latinCluster(rest []rune) (string, int) {
	at := func(i int) rune {
		if i < len(rest) {
			return rest[i]
		}
		return 0
	}
	a, b, c := at(0), at(1), at(2)
	switch {
	case a == 's' && b == 'h':
		return "6", 2
	case a == 'z' && b == 'h':
		return "j", 2
	case a == 'c' && b == 'h':
		return "4", 2
	case a == 't' && (b == 's' || b == 'z') && !(b == 's' && c == 'h'):
		return "c", 2
	case a == 'k' && b == 'h':
		return "h", 2
	case a == 'c' && b == 'k':
		return "k", 2
	case a == 'd' && b == 'j':
		return "dj", 2
	case a == 'y' && b == 'a':
		return "q", 2
	case a == 'a' && b == 'l' && c == 'e' && at(3) == 'x':
		return "aleks", 4
	}
	return "", 0
}

// foldLatin reads Latin letters, and the digits that stand for letters in chats.
func foldLatin(runes []rune, i int) (string, int) {
	if s, n := latinCluster(runes[i:]); n > 0 {
		return s, n
	}
	switch r := runes[i]; r {
	case 'y':
		return "i", 1
	case 'w':
		return "v", 1
	case 'x':
		return "h", 1
	default:
		return string(r), 1
	}
}

// cyrillic gives the folded form of a Cyrillic letter, of the languages around Bulgaria too.
func cyrillic(r rune) (string, bool) {
	const plain = "абвгдежзийклмнопрстуфхцчшъы"
	const folded = "abvgdejziiklmnoprstufhc46aa"
	if r >= 'а' && r <= 'ы' && r != 'щ' {
		if i := strings.IndexRune(plain, r); i >= 0 {
			return folded[i/2 : i/2+1], true
		}
	}
	switch r {
	case 'щ':
		return "6t", true
	case 'ю':
		return "iu", true
	case 'я':
		return "q", true
	case 'э', 'є', 'ё':
		return "e", true
	case 'і', 'ї', 'ј', 'ѝ':
		return "i", true
	case 'ґ', 'ѓ':
		return "g", true
	case 'ќ':
		return "k", true
	case 'љ':
		return "l", true
	case 'њ':
		return "n", true
	case 'ћ':
		return "4", true
	case 'ў':
		return "u", true
	case 'џ', 'ђ':
		return "dj", true
	}
	return "", false
}

// accented gives the folded form of Latin letters with marks, Turkish ones by their sound.
func accented(r rune) (string, bool) {
	for _, group := range [...]struct{ letters, is string }{
		{"ıăŭáàâäãåāą", "a"}, {"şšŝș", "6"}, {"çčćĉ", "4"}, {"žż", "j"}, {"ğģĝ", "g"}, {"éèêëēęě", "e"}, {"íìîïīį", "i"},
		{"óòôöõōő", "o"}, {"úùûüūůű", "u"}, {"ñńň", "n"}, {"łľ", "l"}, {"țťţ", "t"}, {"ďđ", "d"}, {"řŕ", "r"}, {"ýÿ", "i"}, {"ź", "z"}, {"ß", "s"},
	} {
		if strings.ContainsRune(group.letters, r) {
			return group.is, true
		}
	}
	return "", false
}

// arabicShape gives letters that Arabic, Persian, Pashto and Kurdish keyboards write differently one shape.
func arabicShape(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ة', 'ۀ', 'ە', 'ھ':
		return 'ه'
	case 'ى', 'ی', 'ې', 'ۍ', 'ئ', 'ێ':
		return 'ي'
	case 'ؤ', 'ۆ', 'ۇ':
		return 'و'
	case 'ك', 'ګ':
		return 'ک'
	}
	return r
}

// cyrillicLookalikes turns Latin letters inside a Cyrillic word into the Cyrillic ones they look like (Copoт, Bapнa).
func cyrillicLookalikes(runes []rune) []rune {
	latin, cyr := 0, 0
	for _, r := range runes {
		switch {
		case r >= 'a' && r <= 'z':
			latin++
		case unicode.Is(unicode.Cyrillic, r):
			cyr++
		}
	}
	if latin == 0 || cyr == 0 {
		return runes
	}
	const from = "abcehkmoptxy"
	to := []rune("авсенкмортху")
	out := make([]rune, len(runes))
	for i, r := range runes {
		out[i] = r
		if j := strings.IndexRune(from, r); j >= 0 {
			out[i] = to[j]
		}
	}
	return out
}
