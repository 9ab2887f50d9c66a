package lexicon

import (
	"strings"
	"unicode/utf8"
)

// Concept is one thing that people speak of, whatever the language.
type Concept struct {
	Name  string
	Label string // Bulgarian, for officers
	Group string // "who", "act", "time" … (words/concepts.tsv)
}

// vocabulary is the words of one language.
type vocabulary struct {
	lang   string
	words  map[string]*entry // by key of a whole word
	stems  map[string]*entry // by key of a stem
	long   int               // length of the longest stem's key, in bytes
	typos  map[string][]string
	marks  map[string]int  // function words: what tells this language, with weight
	common map[string]bool // frequent words, by key, that are never taken for a typing error
}

// entry is what begins with one word or stem.
type entry struct {
	concepts []int
	phrases  []phrase
	weak     bool // only one of several ways to type it in Latin letters
}

// phrase is the rest of a phrase after its first word.
type phrase struct {
	concept int
	rest    []part
}

// part is one word of a phrase.
type part struct {
	key  string
	also []string // other keys of a form with a hard sign
	stem bool
	gap  bool // ".."
}

const maxGap = 2

// keysOf gives the keys under which a token is looked up in a language, the likeliest first.
func keysOf(lang, fold string) []string {
	if fold == "bye" { // English everywhere; spelt out in Slavic letters it would be "beats"
		return []string{fold}
	}
	switch lang {
	case "bg", "ru", "uk":
		return append([]string{slavic(fold)}, slavicAlso(fold)...)
	case "ar", "ps":
		return append([]string{single(fold)}, arabicAlso(single(fold))...)
	case "fa":
		key := single(fold)
		if bare, ok := strings.CutPrefix(key, "ن"); ok && strings.HasPrefix(bare, "مي") {
			return []string{key, bare}
		}
		return []string{key}
	}
	if key, bare := latin(lang, fold), single(fold); lang == "en" && key != bare {
		return []string{key, bare}
	}
	return []string{latin(lang, fold)}
}

// found is one match before phrases have hidden words.
type found struct {
	concept    int
	start, end int
	negated    bool
	typo       bool
	whole      bool
	phrase     bool
}

// lookup finds all that begins at token i. keys holds the keys of every token.
func (v *vocabulary) lookup(tokens []Token, keys [][]string, i int, forgive bool) []found {
	var out []found
	for _, key := range keys[i] {
		if e := v.words[key]; e != nil {
			out = v.begin(out, e, tokens, keys, i, "", true)
		}
		best := 0
		for n := min(v.long, len(key)); n >= 2; n-- {
			if e := v.stems[key[:n]]; e != nil {
				if len(e.concepts) > 0 && (best > 0 || hasWord(out, i)) {
					e = &entry{phrases: e.phrases}
				} else if len(e.concepts) > 0 {
					best = n
				}
				out = v.begin(out, e, tokens, keys, i, key[n:], false)
			}
		}
		if hasWord(out, i) {
			return out
		}
	}
	if len(out) == 0 && forgive && tokens[i].Word {
		out = v.forgive(out, keys[i][0], i)
	}
	return out
}

func hasWord(fs []found, i int) bool {
	for _, f := range fs {
		if f.start == i && !f.phrase {
			return true
		}
	}
	return false
}

// begin adds the concepts of an entry at token i and the phrases that go on from there.
func (v *vocabulary) begin(out []found, e *entry, tokens []Token, keys [][]string, i int, ending string, whole bool) []found {
	for _, c := range e.concepts {
		out = append(out, found{concept: c, start: i, end: i + 1, whole: whole, negated: denies(v.lang, keys[i][0], ending)})
	}
	for _, p := range e.phrases {
		if end, last, ok := p.match(tokens, keys, i+1); ok {
			out = append(out, found{concept: p.concept, start: i, end: end, whole: true, phrase: true,
				negated: denies(v.lang, "", last)})
		}
	}
	return out
}

// match reports where a phrase ends whose first word stood before token i, and the ending of its last word.
func (p phrase) match(tokens []Token, keys [][]string, i int) (end int, ending string, ok bool) {
	for n, part := range p.rest {
		if part.gap {
			continue
		}
		reach := 0
		if n > 0 && p.rest[n-1].gap {
			reach = maxGap
		}
		hit := false
		for j := i; j <= i+reach && j < len(keys) && !hit; j++ {
			for _, k := range keys[j] {
				if ending, hit = part.matches(k); hit {
					i = j + 1
					break
				}
			}
		}
		if !hit {
			return 0, "", false
		}
	}
	return i, ending, true
}

func (p part) matches(key string) (ending string, ok bool) {
	try := func(want string) bool {
		if p.stem {
			ending, ok = strings.CutPrefix(key, want)
			return ok
		}
		ending, ok = "", key == want
		return ok
	}
	if try(p.key) {
		return ending, true
	}
	for _, a := range p.also {
		if try(a) {
			return ending, true
		}
	}
	return "", false
}

// denies reports whether a word itself says no: Turkish by its ending, Persian and Kurdish by its beginning.
func denies(lang, key, ending string) bool {
	switch lang {
	case "tr":
		for _, p := range []string{"mi", "mu", "me", "ma"} {
			if rest, ok := strings.CutPrefix(ending, p); ok {
				return rest == "" && (p == "me" || p == "ma") || startsAny(rest, "yor", "di", "du", "z", "mis", "mus", "yec", "yac", "sin", "den", "dan", "m")
			}
		}
	case "fa":
		return strings.HasPrefix(key, "نمي")
	case "ku":
		return startsAny(key, "na", "ne") && len(key) > 4
	}
	return false
}

func startsAny(s string, ps ...string) bool {
	for _, p := range ps {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// The shortest whole word and the shortest stem, in letters, in which one typing error is forgiven: shorter ones are
// too near to harmless words.
const (
	minTypo     = 5
	minTypoStem = 6
)

// forgive looks for words at one letter more, less, other or swapped. The first letter is never forgiven.
func (v *vocabulary) forgive(out []found, key string, i int) []found {
	n := utf8.RuneCountInString(key)
	if n < minTypo {
		return out
	}
	for cutoff := n; cutoff >= max(minTypo, n-4); cutoff-- {
		prefix := firstRunes(key, cutoff)
		for _, k := range append(shorter(prefix), prefix) {
			for _, cand := range v.typos[k] {
				if e := v.near(cand, prefix, cutoff == n); e != nil {
					for _, c := range e.concepts {
						out = append(out, found{concept: c, start: i, end: i + 1, typo: true})
					}
					return out
				}
			}
		}
	}
	return out
}

// near gives the entry of cand when got is at most one edit from it. Stems may be followed by anything; whole
// words only by nothing.
func (v *vocabulary) near(cand, got string, whole bool) *entry {
	if !oneEdit(cand, got) {
		return nil
	}
	if e := v.stems[cand]; e != nil && len(e.concepts) > 0 && !e.weak && utf8.RuneCountInString(cand) >= minTypoStem {
		return e
	}
	if e := v.words[cand]; whole && e != nil && len(e.concepts) > 0 && !e.weak {
		return e
	}
	return nil
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// shorter gives s with each one letter but the first left out.
func shorter(s string) []string {
	rs := []rune(s)
	out := make([]string, 0, len(rs))
	for i := 1; i < len(rs); i++ {
		out = append(out, string(rs[:i])+string(rs[i+1:]))
	}
	return out
}

// oneEdit reports whether a and b differ by one letter that is more, less, other, or swapped with its neighbour.
func oneEdit(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 || len(x) == 0 || x[0] != y[0] {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if i == len(x) {
		return true
	}
	if len(x) < len(y) {
		return string(x[i:]) == string(y[i+1:])
	}
	if string(x[i+1:]) == string(y[i+1:]) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && string(x[i+2:]) == string(y[i+2:])
}
