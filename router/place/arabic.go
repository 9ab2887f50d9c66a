package place

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// skeleton gives the consonants of a folded name, Latin or Arabic, in classes that the scripts share: Arabic writes no short vowels,
// has no p and no v, and Persian writes v as it writes u.
func skeleton(key string) string {
	var b strings.Builder
	for _, r := range key {
		b.WriteString(consonant(r))
	}
	return b.String()
}

// consonant gives the class of a letter, none for a vowel or what may be one.
func consonant(r rune) string {
	switch r {
	case 'b', 'p', 'ب', 'پ':
		return "b"
	case 'f', 'ف', 'ڤ':
		return "f"
	case 'g', 'j', 'غ', 'ج', 'گ', 'ژ', 'ڠ':
		return "g"
	case 'k', 'ک', 'ق':
		return "k"
	case 'h', 'خ', 'ح':
		return "h"
	case 'd', 'د', 'ض', 'ذ':
		return "d"
	case 't', 'ت', 'ط', 'ث':
		return "t"
	case 's', 'س', 'ص':
		return "s"
	case 'z', 'ز', 'ظ':
		return "z"
	case '6', 'ش':
		return "6"
	case '4', 'چ':
		return "t6"
	case 'c':
		return "ts"
	case 'l', 'ل':
		return "l"
	case 'm', 'م':
		return "m"
	case 'n', 'ن':
		return "n"
	case 'r', 'ر':
		return "r"
	}
	return ""
}

// isArabic reports whether a folded word is in Arabic script.
func isArabic(key string) bool {
	r, _ := utf8.DecodeRuneInString(key)
	return unicode.Is(unicode.Arabic, r)
}

// arabicForms gives a folded Arabic word without the letters that are written together with it: in (ب), to (ل), and (و).
func arabicForms(key string) []string {
	forms := []string{key}
	for _, prefix := range [...]string{"ب", "ل", "و", "ف"} {
		if rest, ok := strings.CutPrefix(key, prefix); ok && utf8.RuneCountInString(rest) >= 3 {
			forms = append(forms, rest)
		}
	}
	return forms
}

// transliterated finds names of so many words that Arabic or Persian letters spell by their sound, the best ones only.
func (r *Register) transliterated(key string, words int) []candidate {
	sk := skeleton(key)
	if utf8.RuneCountInString(key) < 4 || len(sk) < 2 {
		return nil
	}
	arabic := []rune(key)
	least := 1 << 20
	var out []candidate
	for _, id := range r.skeletons[sk] {
		if r.senses[id].verbatim || words > 1 && strings.Count(r.senses[id].name, " ")+1 != words {
			continue
		}
		name := fold(strings.ReplaceAll(r.senses[id].name, " ", ""))
		cost := spelled(name, arabic)
		limit := 4 + len(sk)
		if r.senses[id].weight < 3 {
			limit -= 3
		}
		switch {
		case cost > limit || cost > least:
		case cost < least:
			least, out = cost, out[:0]
			fallthrough
		default:
			out = append(out, candidate{id, 0.85})
		}
	}
	return out
}

// spelled is what it costs to write a folded Latin name with these Arabic letters: a short vowel left out 1, one written for another 3.
func spelled(name string, arabic []rune) int {
	last := make([]int, len(arabic)+1)
	row := make([]int, len(arabic)+1)
	for j := 1; j <= len(arabic); j++ {
		last[j] = last[j-1] + extra(arabic[j-1])
	}
	for i := 1; i <= len(name); i++ {
		row[0] = last[0] + omitted(name[i-1])
		for j := 1; j <= len(arabic); j++ {
			row[j] = min(last[j-1]+written(name[i-1], arabic[j-1]), last[j]+omitted(name[i-1]), row[j-1]+extra(arabic[j-1]))
		}
		last, row = row, last
	}
	return last[len(arabic)]
}

func omitted(c byte) int {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'q':
		return 1
	}
	return 12
}

func extra(r rune) int {
	if consonant(r) == "" {
		return 5
	}
	return 6 // the second letter of تس and تش
}

func written(c byte, r rune) int {
	switch {
	case consonant(rune(c)) != "" && consonant(r) != "":
		if strings.HasPrefix(consonant(rune(c)), consonant(r)) {
			if len(consonant(rune(c))) > len(consonant(r)) {
				return -6 // its second letter is still to come
			}
			return 0
		}
		return 12
	case c == 'v' && r == 'و', c == 'v' && r == 'ف', c == 'h' && r == 'ه':
		return 0
	}
	fits := map[rune]string{'ا': "aq", 'و': "ou", 'ي': "ieq", 'ه': "aeq", 'ع': "ae"}[r]
	switch {
	case strings.IndexByte(fits, c) >= 0:
		return 0
	case strings.IndexByte("aeiouq", c) >= 0 && fits != "":
		return 3
	}
	return 12
}
