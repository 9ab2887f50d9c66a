package i18n

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Score is how hard the texts of a language are that a child reads, taken together.
type Score struct {
	Measure string  `json:"measure"`
	Score   float64 `json:"score"`
	Limit   float64 `json:"limit"`
}

// measure is a published measure of how hard a text is. What it gives for a few words is chance, so single texts are
// held to their own limit, and only those of shortest words or more.
type measure struct {
	name        string
	of          func(counts) float64
	text, whole float64 // the most that one text, and all of them together, may reach
}

// shortest is how many words a text must have to be measured by itself.
const shortest = 10

// measures are those of the languages for which one is published. The limits are what a ten-year-old reads.
var measures = map[string]measure{
	// LIX (Björnsson, Läsbarhet, 1968) counts sentences and words of more than six letters and was made for no one
	// language: up to 25 is very easy, as books for children are, and below 40 is easy.
	"bg": {"LIX", lix, 40, 25},
	// The Flesch–Kincaid grade level (Kincaid, Fishburne, Rogers, Chissom, 1975) is a year of school: below 6 is the
	// fifth, that of a child of ten. Together the texts are to be easier by a year.
	"en": {"Flesch–Kincaid", fleschKincaid, 6, 5},
}

// counts is what is counted in a text.
type counts struct{ sentences, words, long, syllables int }

func lix(n counts) float64 {
	return float64(n.words)/float64(n.sentences) + 100*float64(n.long)/float64(n.words)
}

func fleschKincaid(n counts) float64 {
	return 0.39*float64(n.words)/float64(n.sentences) + 11.8*float64(n.syllables)/float64(n.words) - 15.59
}

// measure scores the texts of a catalog that a child reads.
func (c *Catalogs) measure(cat *catalog, m measure) (Score, []Finding) {
	var all counts
	var found []Finding
	for _, id := range cat.order {
		if !c.forChildren(id) || isButton(id) {
			continue
		}
		n := count(cat.messages[id].Other)
		all = counts{all.sentences + n.sentences, all.words + n.words, all.long + n.long, all.syllables + n.syllables}
		if n.words < shortest {
			continue
		}
		if score := m.of(n); score >= m.text {
			found = append(found, Finding{cat.lang, id, Hard, fmt.Sprintf("%s is %.1f, want less than %g: shorter words and sentences", m.name, score, m.text), true})
		}
	}
	if all.words == 0 {
		return Score{m.name, 0, m.whole}, found
	}
	score := Score{m.name, math.Round(10*m.of(all)) / 10, m.whole}
	if score.Score >= m.whole {
		found = append(found, Finding{cat.lang, "", Hard, fmt.Sprintf("%s of all texts together is %.1f, want less than %g", m.name, score.Score, m.whole), true})
	}
	return score, found
}

var (
	sentenceEnd = regexp.MustCompile(`[.!?:;\n]+`)
	wordForm    = regexp.MustCompile(`\pL+(?:['’-]\pL+)*|\p{Nd}+(?: \p{Nd}+)*`)
	// A vowel or several are a syllable; a silent e at the end is none.
	vowels = regexp.MustCompile(`[aeiouy]+`)
	silent = regexp.MustCompile(`[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouylscxz]es$`)
)

// count counts a text. A placeholder is a word, a number is a short word of one syllable.
func count(text string) (n counts) {
	text = placeholder.ReplaceAllString(text, "x")
	for _, s := range sentenceEnd.Split(text, -1) {
		words := wordForm.FindAllString(s, -1)
		if len(words) == 0 {
			continue
		}
		n.sentences++
		n.words += len(words)
		for _, w := range words {
			if unicode.IsDigit([]rune(w)[0]) {
				n.syllables++
				continue
			}
			if utf8.RuneCountInString(w) > 6 {
				n.long++
			}
			n.syllables += syllables(w)
		}
	}
	return n
}

// syllables counts the syllables of an English word by its groups of vowels.
func syllables(word string) int {
	word = strings.ToLower(word)
	groups := len(vowels.FindAllString(word, -1))
	if len(word) > 3 && silent.MatchString(word) {
		groups--
	}
	return max(1, groups)
}
