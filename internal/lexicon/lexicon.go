package lexicon

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// Read reads a text in the language it is most probably written in. Words of another language in between ("help",
// a quoted sentence) are read in theirs.
func (l *Lexicon) Read(text string) Text {
	rs := l.read(text, 1)
	return rs[0]
}

// Readings reads a text in each language it may be written in, the most probable first: for answers so short that
// their language cannot be told.
func (l *Lexicon) Readings(text string) []Text { return l.read(text, len(l.langs)) }

// reading is one language's view of a text while it is being read.
type reading struct {
	v     *vocabulary
	keys  [][]string
	found []found
	score float64
	known int
}

func (l *Lexicon) read(text string, most int) []Text {
	text, wasCut := cut(clean(text))
	tokens := tokenize(text)
	script := scriptOf(tokens)
	var views []*reading
	keys := map[string][][]string{}
	for _, v := range l.langs {
		if script.writes(v.lang) {
			views = append(views, v.view(tokens, keysFor(keys, v.lang, tokens), script))
		}
	}
	l.weighLetters(tokens, views)
	slices.SortStableFunc(views, func(a, b *reading) int { return cmp.Compare(b.score, a.score) })
	var out []Text
	for i, r := range views[:min(most, len(views))] {
		t := Text{Lang: r.v.lang, Latin: script.latin > script.cyrillic+script.arabic, Cut: wasCut, Tokens: tokens}
		if len(tokens) > 0 {
			t.Known = float64(r.known) / float64(len(tokens))
		}
		fs := r.forgiven(tokens)
		fs = append(fs, borrowed(tokens, fs, r, views, keys, l.langs, i == 0)...)
		t.Hits = l.hits(fs)
		t.Numbers = numbers(&t)
		out = append(out, t)
	}
	return out
}

// weighLetters adds to the views of languages that share an alphabet what the letters of a short text say.
func (l *Lexicon) weighLetters(tokens []Token, views []*reading) {
	var fit []float64
	for _, r := range views {
		n := slices.Index(l.slavic.langs, r.v.lang)
		if n < 0 {
			continue
		}
		if fit == nil {
			fit = l.slavic.fit(tokens, r.keys)
		}
		r.score += fit[n]
	}
}

// keysFor makes the keys of all tokens for a language, once for all that make them alike.
func keysFor(known map[string][][]string, lang string, tokens []Token) [][]string {
	family := lang
	if isSlavic(lang) {
		family = "bg"
	}
	if known[family] == nil {
		known[family] = make([][]string, len(tokens))
		for i, t := range tokens {
			known[family][i] = keysOf(lang, t.Fold)
		}
	}
	return known[family]
}

// view reads all tokens in one language, without forgiving typing errors, and says how well it fits.
func (v *vocabulary) view(tokens []Token, keys [][]string, script script) *reading {
	r := &reading{v: v, keys: keys}
	for i, t := range tokens {
		fs := v.lookup(tokens, r.keys, i, false)
		r.found = append(r.found, fs...)
		if !t.Word {
			continue
		}
		if len(fs) > 0 && fs[len(fs)-1].phrase {
			r.score++
		}
		n := float64(min(utf8.RuneCountInString(t.Fold), 8))
		switch {
		case v.marked(r.keys[i]):
			r.score += 1 + n/4
			r.known++
		case len(fs) > 0 && fs[0].whole:
			r.score += 0.5 + n/5
			r.known++
		case len(fs) > 0:
			r.score += n / 6
			r.known++
		}
	}
	r.score += script.fits(v.lang)
	return r
}

func (v *vocabulary) marked(keys []string) bool { return v.marks[keys[0]] > 0 }

// forgiven adds to what was found the words that are one typing error away from a known one.
func (r *reading) forgiven(tokens []Token) []found {
	fs := slices.Clone(r.found)
	covered := cover(len(tokens), fs)
	for i, t := range tokens {
		if !covered[i] && t.Word && !r.v.marked(r.keys[i]) && !r.v.common[r.keys[i][0]] {
			fs = r.v.forgive(fs, r.keys[i][0], i)
		}
	}
	return fs
}

// borrowed finds, for tokens that mean nothing in the reading's language, whole words of the others. Only the most
// probable reading borrows, and only words of four letters or more: short ones mean too many things. Emoji and
// signs mean the same in each language.
func borrowed(tokens []Token, fs []found, r *reading, views []*reading, known map[string][][]string, all []*vocabulary, first bool) []found {
	covered := cover(len(tokens), fs)
	var out []found
	take := func(v *vocabulary, keys [][]string) {
		for i, t := range tokens {
			if covered[i] || t.Word && (!first || utf8.RuneCountInString(t.Fold) < 4 || r.v.marked(r.keys[i])) {
				continue
			}
			for _, f := range v.lookup(tokens, keys, i, false) {
				if f.whole && f.end == i+1 {
					out = append(out, f)
					covered[i] = true
				}
			}
		}
	}
	for _, o := range views {
		if o != r {
			take(o.v, o.keys)
		}
	}
	for _, v := range all[:2] { // Bulgarian and English words stand in texts of every script
		take(v, keysFor(known, v.lang, tokens))
	}
	return out
}

func cover(n int, fs []found) []bool {
	c := make([]bool, n)
	for _, f := range fs {
		for i := f.start; i < f.end; i++ {
			c[i] = true
		}
	}
	return c
}

// hits orders what was found and lets phrases hide the words that they are made of: a phrase of group "trap"
// (figures of speech, titles) hides everything inside it, any other leaves persons, times, places and numbers.
func (l *Lexicon) hits(fs []found) []Hit {
	slices.SortStableFunc(fs, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	var out []Hit
	for i, f := range fs {
		if l.hidden(fs, i) {
			continue
		}
		out = append(out, Hit{Concept: l.concepts[f.concept].Name, Start: f.start, End: f.end,
			Negated: f.negated, Typo: f.typo, Whole: f.whole})
	}
	return out
}

func (l *Lexicon) hidden(fs []found, i int) bool {
	f := fs[i]
	for j := max(0, i-64); j < min(len(fs), i+64); j++ {
		p := fs[j]
		if j == i || !p.phrase || p.start > f.start || p.end < f.end || p.end-p.start == f.end-f.start && (f.phrase || p.end-p.start > 1) {
			if j < i && p.concept == f.concept && p.start == f.start && p.end == f.end {
				return true // the same phrase by two spellings
			}
			continue
		}
		outer, inner := l.concepts[p.concept].Group, l.concepts[f.concept].Group
		relation := outer == "who" && inner == "who" && p.start == f.start // "the friend of my mother" is no friend
		if outer == "trap" || relation || !lasting(inner) {
			return true
		}
	}
	return false
}

// lasting groups stay visible inside a phrase.
func lasting(group string) bool {
	switch group {
	case "who", "time", "where", "num", "age":
		return true
	}
	return false
}
