package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What is read of one message: more is never needed to understand it, and bounds what a flood can cost.
const (
	headRunes = 6000
	tailRunes = 2000
)

// cut keeps the head and the tail of a long text, so that reading costs a bounded time.
func cut(text string) (string, bool) {
	if len(text) <= headRunes+tailRunes {
		return text, false
	}
	head := 0
	for n := 0; n < headRunes && head < len(text); n++ {
		_, size := utf8.DecodeRuneInString(text[head:])
		head += size
	}
	tail := len(text)
	for n := 0; n < tailRunes && tail > head; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:tail])
		tail -= size
	}
	if tail <= head {
		return text, false
	}
	return text[:head] + "\n" + text[tail:], true
}

// clean brings a text to NFKC without what cannot be seen: zero-width and direction marks, controls.
func clean(text string) string {
	text = strings.ToValidUTF8(text, " ")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return r
		case r == '\u200c': // Persian writes it inside a word: می‌زند is one word
			return -1
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r) || r >= 0xFE00 && r <= 0xFE0F:
			return -1
		}
		return r
	}, text)
	return norm.NFKC.String(text)
}

// foldWord lowers a word, takes marks off letters, leaves at most two of a repeated letter, and gives each letter
// that looks like one of the other alphabet the shape that the word's majority has.
func foldWord(word string) string {
	var b strings.Builder
	var last rune
	run := 0
	for _, r := range norm.NFD.String(strings.ToLower(word)) {
		if unicode.Is(unicode.M, r) || r == 'ـ' {
			continue
		}
		r = foldRune(r)
		if r == last {
			run++
		} else {
			last, run = r, 1
		}
		if run <= 2 {
			b.WriteRune(r)
		}
	}
	return oneAlphabet(b.String())
}

// foldRune gives one letter for all that are written in its place.
func foldRune(r rune) rune {
	switch r {
	case 'ı':
		return 'i'
	case 'ł':
		return 'l'
	case 'đ':
		return 'd'
	case 'ß':
		return 's'
	case 'ə':
		return 'e'
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ة', 'ۀ', 'ە':
		return 'ه'
	case 'ى', 'ی', 'ې', 'ۍ', 'ئ', 'ے':
		return 'ي'
	case 'ؤ':
		return 'و'
	case 'ک', 'ګ':
		if r == 'ګ' {
			return 'گ'
		}
		return 'ك'
	case 'ہ', 'ھ':
		return 'ه'
	}
	if r >= '٠' && r <= '٩' {
		return '0' + r - '٠'
	}
	if r >= '۰' && r <= '۹' {
		return '0' + r - '۰'
	}
	return r
}

const (
	latinAlike    = "aceopxykmhbtiu3"
	cyrillicAlike = "асеорхукмнвтіиз"
)

// oneAlphabet repairs a word in which the two alphabets are mixed: look-alikes go over to the majority. What
// has no look-alike stays, because both alphabets are brought to one key later anyway.
func oneAlphabet(word string) string {
	lat, cyr := 0, 0
	for _, r := range word {
		switch {
		case r < 0x80 && unicode.IsLetter(r):
			lat++
		case unicode.Is(unicode.Cyrillic, r):
			cyr++
		}
	}
	if lat == 0 || cyr == 0 {
		return word
	}
	from, to := []rune(latinAlike), []rune(cyrillicAlike)
	if lat > cyr {
		from, to = to, from
	}
	return strings.Map(func(r rune) rune {
		for i, f := range from {
			if r == f {
				return to[i]
			}
		}
		return r
	}, word)
}
