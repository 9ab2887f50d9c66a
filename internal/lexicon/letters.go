package lexicon

import (
	"math"
	"slices"
	"unicode/utf8"
)

// letters knows which three letters follow each other in the words of languages that share an alphabet and their keys.
// It tells apart short texts of which the word files know no word, in either spelling.
type letters struct {
	langs []string
	odds  map[string][]float64 // by three letters: how much likelier in each of langs than on the average of them
}

const (
	shortText  = 12  // in words: a longer text is told by the words that are known
	lettersSay = 0.2 // how much letters weigh beside words
)

// learnLetters counts the letters of all words of the vocabularies, which are of one family.
func learnLetters(vs []*vocabulary) letters {
	l := letters{odds: map[string][]float64{}}
	sums := make([]float64, len(vs))
	for i, v := range vs {
		l.langs = append(l.langs, v.lang)
		v.eachWord(func(key string, whole bool) {
			for _, three := range threes(key, whole) {
				if l.odds[three] == nil {
					l.odds[three] = make([]float64, len(vs))
				}
				l.odds[three][i]++
				sums[i]++
			}
		})
	}
	for _, counts := range l.odds {
		mean := 0.0
		for i := range counts {
			counts[i] = math.Log((counts[i] + 0.5) / sums[i])
			mean += counts[i] / float64(len(counts))
		}
		for i := range counts {
			counts[i] -= mean
		}
	}
	return l
}

// eachWord calls f with every word of the vocabulary and every stem, which has no end.
func (v *vocabulary) eachWord(f func(key string, whole bool)) {
	for key, e := range v.words {
		if !e.weak {
			f(key, true)
		}
	}
	for key, e := range v.stems {
		if !e.weak {
			f(key, false)
		}
	}
	for key := range v.marks {
		f(key, true)
	}
	for key := range v.common {
		f(key, true)
	}
}

// threes cuts a key into its runs of three letters; a space stands before the word and, where it is whole, behind it.
func threes(key string, whole bool) []string {
	key = " " + key
	if whole {
		key += " "
	}
	var out []string
	a, b := 0, 0 // where the letter before the last one begins, and the last one
	for i, n := 0, 0; i < len(key); n++ {
		_, size := utf8.DecodeRuneInString(key[i:])
		if n >= 2 {
			out = append(out, key[a:i+size])
		}
		a, b, i = b, i, i+size
	}
	return out
}

// fit says how much the letters of a text speak for each of the languages: 0 for the likeliest, less for the others.
func (l letters) fit(tokens []Token, keys [][]string) []float64 {
	sum := make([]float64, len(l.langs))
	words := 0
	for i, t := range tokens {
		if !t.Word {
			continue
		}
		if words++; words > shortText {
			return make([]float64, len(l.langs))
		}
		for _, three := range threes(keys[i][0], true) {
			for n, x := range l.odds[three] {
				sum[n] += x
			}
		}
	}
	for n, best := 0, slices.Max(sum); n < len(sum); n++ {
		sum[n] = lettersSay * (sum[n] - best)
	}
	return sum
}
