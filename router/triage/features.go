package triage

import (
	"strconv"

	"github.com/chuyme/chuyme/internal/lexicon"
)

// How much the kinds of features count. Letters are many, so each counts little; chosen by leaving out one writer of
// the corpus after the other.
const (
	wholeWeight = 1.0 // a concept, its group, a rule, a scope
	wordWeight  = 0.9
	nextWeight  = 0.5 // two words that stand together
	pairWeight  = 0.4 // two concepts
	groupWeight = 0.25
	gramWeight  = 0.25
)

// feature is one thing that is true of a draft, by the hash of its name, with how much it counts.
type feature struct {
	at     uint32
	weight float32
}

// features gives what the model looks at: concepts and their pairs, words and their letters in one spelling for all
// scripts, marks, and what the rules and scopes made of them. The order is the same each time, so that sums are too.
func (r *Reader) features(s *scoped, fired []*rule) []feature {
	f := newGather()
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
	return f.list
}

// gather collects features in the order in which they come; one that comes again counts once, as the heavier.
type gather struct {
	list []feature
	at   []int32 // open addressing: 1 + the place in list, 0 free
}

func newGather() *gather { return &gather{at: make([]int32, 4096)} }

func (g *gather) add(weight float32, parts ...string) {
	name := hash(parts...)
	for i := int(name) & (len(g.at) - 1); ; i = (i + 1) & (len(g.at) - 1) {
		if g.at[i] == 0 {
			g.list = append(g.list, feature{name, weight})
			g.at[i] = int32(len(g.list))
			break
		}
		if f := &g.list[g.at[i]-1]; f.at == name {
			f.weight = max(f.weight, weight)
			return
		}
	}
	if len(g.list)*2 > len(g.at) {
		g.grow()
	}
}

func (g *gather) grow() {
	g.at = make([]int32, 2*len(g.at))
	for n, f := range g.list {
		i := int(f.at) & (len(g.at) - 1)
		for g.at[i] != 0 {
			i = (i + 1) & (len(g.at) - 1)
		}
		g.at[i] = int32(n + 1)
	}
}

// hash is the FNV-1a hash of a feature's name, mixed so that its low bits may be used alone.
func hash(parts ...string) uint32 {
	h := uint32(2166136261)
	for _, p := range parts {
		for i := range len(p) {
			h = (h ^ uint32(p[i])) * 16777619
		}
	}
	h ^= h >> 16
	h *= 0x85ebca6b
	return h ^ h>>13
}

// near is how many concepts further on a concept still makes a pair: more than most messages have.
const near = 20

// conceptsOf adds concepts and the groups that they are of, those that are denied apart, and their pairs. A pair with a
// group stands for those that no writer of the corpus has put together.
func (r *Reader) conceptsOf(t lexicon.Text, f *gather) {
	denied := t.Denied(r.deed)
	names, groups := make([]string, len(t.Hits)), make([]string, len(t.Hits))
	for i, h := range t.Hits {
		c, _ := r.lex.Concept(h.Concept)
		names[i], groups[i] = h.Concept, c.Group
		if denied[i] {
			names[i], groups[i] = "not "+h.Concept, "not "+c.Group
		}
		f.add(wholeWeight, "c:", names[i])
		f.add(wholeWeight, "G:", groups[i])
	}
	for i := range names[:min(len(names), mostWords)] {
		for j := i + 1; j < len(names) && j <= i+near; j++ {
			f.add(pairWeight, "p:", min(names[i], names[j]), "|", max(names[i], names[j]))
			f.add(groupWeight, "pg:", groups[i], "|", groups[j])
			f.add(groupWeight, "pcg:", names[i], "|", groups[j])
			f.add(groupWeight, "pcg:", names[j], "|", groups[i])
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

func wordsOf(t lexicon.Text, f *gather) {
	before := ""
	keys := t.Keys()
	for _, key := range keys[:min(len(keys), mostWords)] {
		if key == "" {
			continue
		}
		f.add(wordWeight, "w:", key)
		if before != "" {
			f.add(nextWeight, "ww:", before, " ", key)
		}
		before = key
		grams(key, f)
	}
}

// grams adds runs of two to six letters of a word, its ends marked.
func grams(key string, f *gather) {
	word := "^" + key + "$"
	starts := make([]int, 0, len(word)+1)
	for i := range word {
		starts = append(starts, i)
	}
	starts = append(starts, len(word))
	for n := 2; n <= 6; n++ {
		for i := 0; i+n < len(starts); i++ {
			f.add(gramWeight, "g:", word[starts[i]:starts[i+n]])
		}
	}
}

// marksOf adds what is no word: emoji, questions, quotation.
func marksOf(t lexicon.Text, f *gather) {
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
