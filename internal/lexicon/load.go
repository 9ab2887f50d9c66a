package lexicon

import (
	"embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed words/*.tsv
var files embed.FS

// Languages lists the languages that have a word file, the default first.
func Languages() []string {
	return []string{"bg", "en", "tr", "rom", "ar", "fa", "ps", "ku", "uk", "ru"}
}

// Lexicon is the vocabulary, ready to read. It never changes after Load and may be used by any number of goroutines.
type Lexicon struct {
	concepts []Concept
	byName   map[string]int
	langs    []*vocabulary
	slavic   letters
}

// Load reads the embedded word files. An error names the file, the line and what would be right.
func Load() (*Lexicon, error) { return LoadOver("", "") }

// embedded is the vocabulary without an operator's words. It never changes, so a process reads it once.
var embedded = sync.OnceValues(func() (*Lexicon, error) { return read("", "") })

// LoadOver reads the embedded word files and lays over them the words of one more, an operator's own: see readLocal. file
// names it in errors, which list every fault.
func LoadOver(file, words string) (*Lexicon, error) {
	if words == "" {
		return embedded()
	}
	return read(file, words)
}

func read(file, words string) (*Lexicon, error) {
	list, err := files.ReadFile("words/concepts.tsv")
	if err != nil {
		return nil, err
	}
	l := &Lexicon{byName: map[string]int{}}
	if err := l.readConcepts(string(list)); err != nil {
		return nil, err
	}
	builders := map[string]*builder{}
	for _, lang := range Languages() {
		data, err := files.ReadFile("words/" + lang + ".tsv")
		if err != nil {
			return nil, fmt.Errorf("word file of %s: %w", lang, err)
		}
		builders[lang] = newBuilder(lang)
		if err := l.readWords(builders[lang], string(data)); err != nil {
			return nil, err
		}
	}
	if err := l.readLocal(builders, file, words); err != nil {
		return nil, err
	}
	for _, lang := range Languages() {
		builders[lang].finish()
		l.langs = append(l.langs, builders[lang].v)
	}
	l.slavic = learnLetters(slices.DeleteFunc(slices.Clone(l.langs), func(v *vocabulary) bool { return !isSlavic(v.lang) }))
	return l, nil
}

// Concepts lists all concepts in the order of words/concepts.tsv.
func (l *Lexicon) Concepts() []Concept { return append([]Concept(nil), l.concepts...) }

// Concept gives a concept by its name.
func (l *Lexicon) Concept(name string) (Concept, bool) {
	i, ok := l.byName[name]
	if !ok {
		return Concept{}, false
	}
	return l.concepts[i], true
}

// lines calls f with the fields of each line that is neither empty nor a remark, and joins all faults.
func lines(file, data string, fields int, f func(at string, field []string) error) error {
	var faults []error
	for n, line := range strings.Split(data, "\n") {
		if line = strings.TrimRight(line, " \r"); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		at := fmt.Sprintf("%s:%d", file, n+1)
		field := strings.Split(line, "\t")
		if len(field) != fields {
			faults = append(faults, fmt.Errorf("%s: %d fields between tabs, want %d", at, len(field), fields))
			continue
		}
		faults = append(faults, f(at, field))
	}
	return errors.Join(faults...)
}

func (l *Lexicon) readConcepts(data string) error {
	return lines("words/concepts.tsv", data, 3, func(at string, f []string) error {
		if _, twice := l.byName[f[0]]; twice {
			return fmt.Errorf("%s: concept %s stands twice, want once", at, f[0])
		}
		l.byName[f[0]] = len(l.concepts)
		l.concepts = append(l.concepts, Concept{Name: f[0], Label: f[1], Group: f[2]})
		return nil
	})
}

// readWords reads one language's file.
func (l *Lexicon) readWords(b *builder, data string) error {
	seen := map[string]bool{}
	return lines("words/"+b.v.lang+".tsv", data, 2, func(at string, f []string) error { return l.readLine(b, at, f, seen) })
}

// readLine reads one line. "!lang" holds words that tell the language and mean nothing here, "!common" frequent words
// that must never be taken for a typing error in another. seen holds the concepts of the lines before.
func (l *Lexicon) readLine(b *builder, at string, f []string, seen map[string]bool) error {
	concept, known := l.byName[f[0]]
	switch {
	case f[0] == "!lang":
		b.mark(f[1])
		return nil
	case f[0] == "!common":
		for _, w := range strings.Split(f[1], ",") {
			b.v.common[b.keys(strings.TrimSpace(w))[0]] = true
		}
		return nil
	case !known:
		return fmt.Errorf("%s: concept %s is not in words/concepts.tsv", at, f[0])
	case seen[f[0]]:
		return fmt.Errorf("%s: concept %s stands twice, want one line", at, f[0])
	}
	seen[f[0]] = true
	var faults []error
	for _, form := range strings.Split(f[1], ",") {
		if err := b.form(f[0], concept, strings.TrimSpace(form)); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", at, err))
		}
	}
	return errors.Join(faults...)
}

// builder fills a vocabulary: first what is certain, at the end what is only one way to type it.
type builder struct {
	v     *vocabulary
	taken map[string]string // which concept has a single word or stem
	weak  []weakForm
}

func newBuilder(lang string) *builder {
	return &builder{v: &vocabulary{lang: lang, words: map[string]*entry{}, stems: map[string]*entry{},
		typos: map[string][]string{}, marks: map[string]int{}, common: map[string]bool{}}, taken: map[string]string{}}
}

type weakForm struct {
	key  string
	stem bool
	e    *entry
}

func (b *builder) mark(list string) {
	for _, w := range strings.Split(list, ",") {
		for _, k := range b.keys(strings.TrimSpace(w)) {
			b.v.marks[k] = 1
		}
	}
}

// keys gives the primary key of a form first, then those of its other spellings.
func (b *builder) keys(word string) []string {
	key := keysOf(b.v.lang, foldWord(word))[0]
	if strings.Contains(key, "`") {
		return append([]string{key}, hardSign(key)...)
	}
	return []string{key}
}

// minStem is the shortest stem, in letters of its key: a shorter one fires on half of a language.
const minStem = 3

// form adds one form. A leading ~ says that the same word may belong to several concepts.
func (b *builder) form(name string, concept int, form string) error {
	form, shared := strings.CutPrefix(form, "~")
	if form == "" {
		return fmt.Errorf("concept %s: an empty form, want a word between the commas", name)
	}
	if strings.ContainsFunc(form, unicode.IsControl) {
		return fmt.Errorf("concept %s: a form with a control character, want letters", name)
	}
	words := strings.Fields(form)
	first, stem := strings.CutSuffix(words[0], "*")
	keys := b.keys(first)
	if n := utf8.RuneCountInString(keys[0]); stem && (n < 2 || n < minStem && len(words) == 1) {
		return fmt.Errorf("concept %s: stem %s* is too short, want %d letters or more, or whole words", name, first, minStem)
	}
	if len(words) > 1 {
		return b.phrase(name, concept, words, keys, stem)
	}
	id := fmt.Sprint(stem, keys[0])
	if other, ok := b.taken[id]; ok && other != name && !shared {
		return fmt.Errorf("form %s belongs to %s and to %s: write ~%s in the second if both are meant", form, other, name, form)
	} else if ok && other == name {
		return nil
	}
	b.taken[id] = name
	e := b.entry(keys[0], stem)
	e.concepts = append(e.concepts, concept)
	for _, k := range keys[1:] {
		b.weak = append(b.weak, weakForm{k, stem, &entry{concepts: []int{concept}, weak: true}})
	}
	return nil
}

func (b *builder) phrase(name string, concept int, words, keys []string, stem bool) error {
	p := phrase{concept: concept}
	for _, w := range words[1:] {
		bare, isStem := strings.CutSuffix(w, "*")
		if w == ".." {
			p.rest = append(p.rest, part{gap: true})
			continue
		}
		ks := b.keys(bare)
		if ks[0] == "" {
			return fmt.Errorf("concept %s: phrase %s has a word without letters", name, strings.Join(words, " "))
		}
		p.rest = append(p.rest, part{key: ks[0], also: ks[1:], stem: isStem})
	}
	e := b.entry(keys[0], stem)
	e.phrases = append(e.phrases, p)
	for _, k := range keys[1:] {
		b.weak = append(b.weak, weakForm{k, stem, &entry{phrases: []phrase{p}, weak: true}})
	}
	return nil
}

func (b *builder) entry(key string, stem bool) *entry {
	m := b.v.words
	if stem {
		m = b.v.stems
		b.v.long = max(b.v.long, len(key))
	}
	if m[key] == nil {
		m[key] = &entry{}
	}
	return m[key]
}

// finish adds the weak spellings where no certain word stands, and the index of typing errors.
func (b *builder) finish() {
	for _, w := range b.weak {
		m := b.v.words
		if w.stem {
			m = b.v.stems
			b.v.long = max(b.v.long, len(w.key))
		}
		have := m[w.key]
		switch {
		case have == nil:
			m[w.key] = w.e
		case len(have.concepts) == 0 || have.weak:
			have.concepts = merge(have.concepts, w.e.concepts)
			have.phrases = append(have.phrases, w.e.phrases...)
		default:
			have.phrases = append(have.phrases, w.e.phrases...)
		}
	}
	for _, m := range []map[string]*entry{b.v.words, b.v.stems} {
		for _, key := range slices.Sorted(maps.Keys(m)) { // in order, so that each Load reads alike
			e := m[key]
			if len(e.concepts) == 0 || e.weak || utf8.RuneCountInString(key) < minTypo {
				continue
			}
			for _, s := range append(shorter(key), key) {
				b.v.typos[s] = append(b.v.typos[s], key)
			}
		}
	}
}

func merge(a, b []int) []int {
	for _, x := range b {
		seen := false
		for _, y := range a {
			seen = seen || x == y
		}
		if !seen {
			a = append(a, x)
		}
	}
	return a
}
