package place

import "strings"

// Keyboards, key by key in one order: what the same presses write on each. Bulgarian by БДС and two phonetic ones, Russian, English.
const (
	keysEnglish  = "`qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"
	keysBDS      = "(,уеишщксдзц;„ьяаожгтнвмчюйъэфхпрлб"
	keysPhonetic = "чявертъуиопшщюасдфгхйкл;'зьцжбнм,./"
	keysPhonNew  = "ючшертъуиопящьасдфгхйкл;'зжцвбнм,./"
	keysRussian  = "ёйцукенгшщзхъ\\фывапролджэячсмитьбю."
)

// shifted are the English capitals that are no letters, and the keys they sit on.
var shifted = strings.NewReplacer("~", "`", "{", "[", "}", "]", "|", "\\", ":", ";", "\"", "'", "<", ",", ">", ".", "?", "/")

// otherLayouts gives what the presses behind a text write on the other keyboards: somebody forgot to switch. A text is read as pressed on
// the English keyboard or, when it is Cyrillic, on each Bulgarian one.
func otherLayouts(text string) []string {
	if len(text) > 200 {
		return nil
	}
	text = strings.ToLower(text)
	seen := map[string]bool{text: true}
	var out []string
	add := func(s string) {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	targets := []string{keysBDS, keysPhonNew, keysPhonetic, keysRussian}
	if !hasCyrillic(text) {
		pressed := shifted.Replace(text)
		for _, to := range targets {
			add(retype(pressed, keysEnglish, to))
		}
		return out
	}
	for _, from := range targets {
		pressed := retype(text, from, keysEnglish)
		add(pressed)
		for _, to := range targets {
			add(retype(pressed, keysEnglish, to))
		}
	}
	return out
}

// retype gives what the presses that wrote text on one keyboard write on another.
func retype(text, from, to string) string {
	source, target := []rune(from), []rune(to)
	var b strings.Builder
	for _, r := range text {
		written := r
		for i, k := range source {
			if k == r {
				written = target[i]
				break
			}
		}
		b.WriteRune(written)
	}
	return b.String()
}

func hasCyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 'а' && r <= 'я' || r >= 'А' && r <= 'Я' })
}
