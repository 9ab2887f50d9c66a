package lexicon

import "strings"

// A key is what a word is looked up by. Words that are typed in several ways (Cyrillic or Latin letters, with or
// without dots) share a key. slavic, latin and arabic make the keys of one writing each.

// cyrillic gives each letter its key. The hard sign has a key of its own, because Latin typing has three for it.
var cyrillic = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "ґ", "g", "д", "d", "е", "e", "є", "e", "ё", "e", "ж", "j", "з", "z",
	"и", "i", "й", "i", "і", "i", "ї", "i", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r",
	"с", "s", "т", "t", "у", "u", "ф", "f", "х", "h", "ц", "c", "ч", "4", "ш", "6", "щ", "6t", "ъ", "`", "ы", "i",
	"ь", "", "э", "e", "ю", "u", "я", "q", "ў", "u",
)

// latinTyped brings the habits of typing Slavic words in Latin letters to the same key.
var latinTyped = strings.NewReplacer(
	"1u", "u", "shch", "6t", "sht", "6t", "sch", "6t", "sh", "6", "ch", "4", "zh", "j", "kh", "h", "tz", "c",
	"ya", "q", "yu", "u", "iu", "u", "yo", "io", "w", "v", "y", "i", "x", "h", "1", "i", "3", "z", "9", "q",
)

// isSlavic reports whether the words of a language are looked up by the keys of slavic.
func isSlavic(lang string) bool { return lang == "bg" || lang == "ru" || lang == "uk" }

// slavic gives the key of a Bulgarian, Russian or Ukrainian word in either alphabet.
func slavic(fold string) string {
	if isLatin(fold) {
		fold = latinTyped.Replace(fold)
	} else {
		fold = cyrillic.Replace(fold)
	}
	return single(fold)
}

// typedAlso lists what Latin letters stand for when the usual reading finds nothing: ja and ia for one letter, j for
// a short i, x for two letters, ts and tz for one.
var typedAlso = [...][2]string{{"ja", "q"}, {"ia", "q"}, {"ia", "iq"}, {"j", "i"}, {"x", "ks"}, {"ts", "c"}, {"c", "k"}}

// slavicAlso gives the further keys of a Latin-typed word, where a letter stands for several.
func slavicAlso(fold string) []string {
	if !isLatin(fold) {
		return nil
	}
	var out []string
	for _, w := range typedAlso {
		if strings.Contains(fold, w[0]) {
			out = append(out, slavic(strings.ReplaceAll(fold, w[0], w[1])))
		}
	}
	return out
}

// hardSign gives the keys under which a form with a hard sign may be typed in Latin letters.
func hardSign(key string) []string {
	keys := []string{key}
	for i := 0; i < 3 && strings.Contains(keys[0], "`"); i++ {
		var next []string
		for _, k := range keys {
			for _, v := range []string{"a", "u", "i"} {
				next = append(next, strings.Replace(k, "`", v, 1))
			}
		}
		keys = next
	}
	for i := range keys {
		keys[i] = single(strings.ReplaceAll(keys[i], "`", "a"))
	}
	return keys
}

var romani = strings.NewReplacer("sh", "s", "ch", "c", "zh", "z", "ph", "p", "kh", "k", "th", "t", "x", "h", "w", "v", "y", "i")

var kurdish = strings.NewReplacer("sh", "s", "ch", "c")

// latin gives the key of an English, Turkish, Romani or Kurdish word.
func latin(lang, fold string) string {
	switch lang {
	case "en":
		return fold // soon is not son

	case "rom":
		fold = romani.Replace(fold)
	case "ku":
		fold = kurdish.Replace(fold)
	}
	return single(fold)
}

// arabicAlso strips what is written together with an Arabic word: and, then, by, for, like, the.
func arabicAlso(fold string) []string {
	var out []string
	for _, p := range []string{"وال", "بال", "فال", "كال", "عال", "ال", "لل", "و", "ب", "ف", "ل", "ع", "ه"} {
		if rest, ok := strings.CutPrefix(fold, p); ok && len([]rune(rest)) >= 3 {
			out = append(out, rest)
		}
	}
	return out
}

// single leaves one of each run of a letter, and digits as they are.
func single(s string) string {
	var b strings.Builder
	var last rune
	for _, r := range s {
		if r != last || r >= '0' && r <= '9' && r != '4' && r != '6' {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

func isLatin(s string) bool {
	for _, r := range s {
		if r > 0x7f {
			return false
		}
	}
	return true
}
