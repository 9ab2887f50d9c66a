package triage

import (
	"slices"
	"strconv"

	"github.com/chuyme/chuyme/internal/lexicon"
)

// buckets is how many weights each class has: features meet in a bucket by their hash.
const buckets = 1 << 16

// How much the kinds of features count. Letters are many, so each counts little; chosen by cross-validation.
const (
	wholeWeight = 1.0 // a concept, a rule, a scope
	wordWeight  = 0.7
	pairWeight  = 0.6
	gramWeight  = 0.12
)

// feature is one thing that is true of a draft, with how much it counts.
type feature struct {
	at     uint32
	weight float32
}

// features gives what the model looks at: concepts and their pairs, words and their letters in one spelling for all
// scripts, marks, and what the rules and scopes made of them. The order is the same each time, so that sums are too.
func (r *Reader) features(s *scoped, fired []*rule) []feature {
	f := gather{}
	f.add(wholeWeight, "bias")
	for _, t := range s.texts {
		r.conceptsOf(t, f)
		wordsOf(t, f)
		marksOf(t, f)
	}
	for _, rule := range fired {
		f.add(wholeWeight, "rule:", rule.id)
		f.add(wholeWeight, "level:", string(rule.level))
	}
	for _, scope := range []struct {
		name string
		on   bool
	}{{"past", s.past}, {"asked", s.asked}, {"story", s.story}} {
		if scope.on {
			f.add(wholeWeight, "scope:", scope.name)
		}
	}
	f.add(wholeWeight, "length:", strconv.Itoa(min(s.words/4, 8)))
	return f.list()
}

// gather collects features by their bucket; one that comes again counts once.
type gather map[uint32]float32

func (g gather) add(weight float32, parts ...string) {
	at := bucket(parts...)
	if weight > g[at] {
		g[at] = weight
	}
}

// bucket is the FNV-1a hash of a feature's name.
func bucket(parts ...string) uint32 {
	h := uint32(2166136261)
	for _, p := range parts {
		for i := range len(p) {
			h = (h ^ uint32(p[i])) * 16777619
		}
	}
	return h % buckets
}

func (g gather) list() []feature {
	out := make([]feature, 0, len(g))
	for at, w := range g {
		out = append(out, feature{at, w})
	}
	slices.SortFunc(out, func(a, b feature) int { return int(a.at) - int(b.at) })
	return out
}

// conceptsOf adds concepts, those that are denied apart, and pairs of those that stand near one another.
func (r *Reader) conceptsOf(t lexicon.Text, f gather) {
	denied := t.Denied(r.deed)
	names := make([]string, len(t.Hits))
	for i, h := range t.Hits {
		names[i] = h.Concept
		if denied[i] {
			names[i] = "not " + h.Concept
		}
		f.add(wholeWeight, "c:", names[i])
	}
	for i := range names {
		for j := i + 1; j < len(names) && j <= i+3; j++ {
			f.add(pairWeight, "p:", min(names[i], names[j]), "|", max(names[i], names[j]))
		}
	}
	for _, n := range t.Numbers {
		f.add(wholeWeight, "num:", strconv.Itoa(int(n.Kind)))
		if y, ok := n.Years(); ok {
			f.add(wholeWeight, "age:", strconv.Itoa(min(y/4, 5)))
		}
	}
}

// mostWords bounds how many words of one message are looked at letter by letter: the cost stays linear and small.
const mostWords = 400

func wordsOf(t lexicon.Text, f gather) {
	before := ""
	keys := t.Keys()
	for _, key := range keys[:min(len(keys), mostWords)] {
		if key == "" {
			continue
		}
		f.add(wordWeight, "w:", key)
		if before != "" {
			f.add(pairWeight, "ww:", before, " ", key)
		}
		before = key
		grams(key, f)
	}
}

// grams adds runs of three to five letters of a word, its ends marked.
func grams(key string, f gather) {
	word := "^" + key + "$"
	starts := make([]int, 0, len(word)+1)
	for i := range word {
		starts = append(starts, i)
	}
	starts = append(starts, len(word))
	for n := 3; n <= 5; n++ {
		for i := 0; i+n < len(starts); i++ {
			f.add(gramWeight, "g:", word[starts[i]:starts[i+n]])
		}
	}
}

// marksOf adds what is no word: emoji, questions, quotation.
func marksOf(t lexicon.Text, f gather) {
	for _, tok := range t.Tokens {
		switch {
		case tok.Asked:
			f.add(wholeWeight, "asked")
		case tok.Quoted:
			f.add(wholeWeight, "quoted")
		}
		if !tok.Word && len(tok.Raw) > 2 && len(tok.Raw) < 32 {
			f.add(wholeWeight, "mark:", tok.Raw)
		}
	}
}
