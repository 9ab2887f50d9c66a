package lexicon

import (
	"slices"
	"strings"
)

// Gloss is one word or phrase of a message beside what it seems to mean.
type Gloss struct {
	Word  string // as typed
	Label string // Bulgarian; a number as it stands; "" where the word is not understood
}

// Gloss reads a message word by word for an officer who does not know its language: its words in order, each with the
// Bulgarian labels of the concepts found in it. It is a machine's reading and knows no grammar. A message in Bulgarian, in
// either alphabet, has none.
func (l *Lexicon) Gloss(text string) []Gloss {
	t := l.Read(text)
	if t.Lang == "bg" {
		return nil
	}
	var out []Gloss
	for i, n := 0, 0; i < len(t.Tokens); {
		end := i + 1
		var labels []string
		for ; n < len(t.Hits) && t.Hits[n].Start < end; n++ {
			end = max(end, t.Hits[n].End)
			if says := l.label(t.Hits[n]); !slices.Contains(labels, says) {
				labels = append(labels, says)
			}
		}
		if first := t.Tokens[i]; len(labels) == 0 && !first.Word && first.Fold != "" && first.Fold[0] >= '0' && first.Fold[0] <= '9' {
			labels = []string{first.Fold}
		}
		var words []string
		for _, tok := range t.Tokens[i:end] {
			words = append(words, tok.Raw)
		}
		out = append(out, Gloss{Word: strings.Join(words, " "), Label: strings.Join(labels, ", ")})
		i = end
	}
	return out
}

// label is what a hit is called for officers; a word that denies itself says so.
func (l *Lexicon) label(h Hit) string {
	c, _ := l.Concept(h.Concept)
	if h.Negated {
		return "не: " + c.Label
	}
	return c.Label
}
