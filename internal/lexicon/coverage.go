package lexicon

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Coverage is how much of a corpus in one language form the vocabulary reads. It says nothing about what a message means.
type Coverage struct {
	Lang     string   `json:"lang"` // "bg-latn" is a form of its own
	Messages int      `json:"messages"`
	Words    int      `json:"words"`   // with a letter; numbers and signs do not count
	Read     int      `json:"read"`    // of these: part of a concept, a function word or a frequent one
	Share    float64  `json:"share"`   // 0 where there are no words
	Missing  []string `json:"missing"` // concepts that have no word in the language; none for a form
	Unread   []Unread `json:"unread"`  // the most frequent first
}

// Unread is a word that the vocabulary does not read, and how often it stood in the corpus.
type Unread struct {
	Word  string `json:"word"` // folded
	Count int    `json:"count"`
}

// mostUnread is how many unread words are listed for each language form.
const mostUnread = 30

// Cover reads JSON Lines {"text"[,"lang"]} and says for each language how much of them is read. The languages come in the
// order of Languages, the forms in Latin letters after them. A text without lang counts where it is recognized to belong.
// An error names the line.
func (l *Lexicon) Cover(in io.Reader) ([]Coverage, error) {
	sums := map[string]*tally{}
	for _, lang := range Languages() {
		sums[lang] = newTally(lang)
	}
	sc := bufio.NewScanner(in)
	sc.Buffer(nil, 4<<20)
	for n := 1; sc.Scan(); n++ {
		if strings.TrimSpace(sc.Text()) == "" {
			continue
		}
		var m struct{ Text, Lang string }
		if err := json.Unmarshal(sc.Bytes(), &m); err != nil {
			return nil, fmt.Errorf(`line %d: not an object of the form {"text"[,"lang"]}`, n)
		}
		t := l.readAs(m.Text, m.Lang)
		if m.Lang == "" {
			m.Lang = t.form()
		}
		if sums[m.Lang] == nil {
			sums[m.Lang] = newTally(m.Lang)
		}
		sums[m.Lang].add(t, l.explained(t))
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("corpus: %w", err)
	}
	return l.covered(sums), nil
}

func (l *Lexicon) covered(sums map[string]*tally) []Coverage {
	forms := slices.DeleteFunc(slices.Sorted(maps.Keys(sums)), func(f string) bool { return slices.Contains(Languages(), f) })
	var out []Coverage
	for _, lang := range append(Languages(), forms...) {
		c := sums[lang].coverage()
		c.Missing = l.Missing(lang)
		out = append(out, c)
	}
	return out
}

// Missing lists the concepts that have no word in a language, in the order of words/concepts.tsv. It is never nil, and
// empty for a language that has no word file.
func (l *Lexicon) Missing(lang string) []string {
	out := []string{}
	for _, v := range l.langs {
		if v.lang != lang {
			continue
		}
		have := map[int]bool{}
		for _, m := range []map[string]*entry{v.words, v.stems} {
			for _, e := range m {
				for _, c := range e.concepts {
					have[c] = true
				}
				for _, p := range e.phrases {
					have[p.concept] = true
				}
			}
		}
		for i, c := range l.concepts {
			if !have[i] {
				out = append(out, c.Name)
			}
		}
	}
	return out
}

// readAs reads a text in the language that form ("bg", "bg-latn") says, or in the likeliest where its letters cannot be that.
func (l *Lexicon) readAs(text, form string) Text {
	lang, _, _ := strings.Cut(form, "-")
	views := l.Readings(text)
	if i := slices.IndexFunc(views, func(t Text) bool { return t.Lang == lang }); i > 0 {
		return views[i]
	}
	return views[0]
}

// form is the language of a text, with its letters where the language has others of its own.
func (t Text) form() string {
	if t.Latin && isSlavic(t.Lang) {
		return t.Lang + "-latn"
	}
	return t.Lang
}

// explained marks the tokens of which the vocabulary knows what they are.
func (l *Lexicon) explained(t Text) []bool {
	out := make([]bool, len(t.Tokens))
	for _, h := range t.Hits {
		for i := h.Start; i < h.End; i++ {
			out[i] = true
		}
	}
	v := l.langs[slices.IndexFunc(l.langs, func(v *vocabulary) bool { return v.lang == t.Lang })]
	for i, tok := range t.Tokens {
		if keys := keysOf(t.Lang, tok.Fold); v.marked(keys) || v.common[keys[0]] {
			out[i] = true
		}
	}
	return out
}

// tally sums up one language form.
type tally struct {
	c      Coverage
	unread map[string]int
}

func newTally(form string) *tally {
	return &tally{c: Coverage{Lang: form}, unread: map[string]int{}}
}

func (s *tally) add(t Text, explained []bool) {
	s.c.Messages++
	for i, tok := range t.Tokens {
		switch {
		case !tok.Word:
			continue
		case explained[i]:
			s.c.Read++
		default:
			s.unread[tok.Fold]++
		}
		s.c.Words++
	}
}

func (s *tally) coverage() Coverage {
	c := s.c
	if c.Words > 0 {
		c.Share = float64(c.Read) / float64(c.Words)
	}
	c.Unread = []Unread{}
	for word, n := range s.unread {
		c.Unread = append(c.Unread, Unread{word, n})
	}
	slices.SortFunc(c.Unread, func(a, b Unread) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Word, b.Word))
	})
	c.Unread = c.Unread[:min(mostUnread, len(c.Unread))]
	return c
}
