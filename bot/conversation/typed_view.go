package conversation

import (
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/lexicon"
)

// view is one reading of an answer, typed at now.
type view struct {
	lex *lexicon.Lexicon
	now time.Time // zero where it is not known
	lexicon.Text
}

// chosen lists the options that the concepts in table stand for, in the order in which they were said, without those
// that are denied ("not my uncle"), inside a longer phrase ("the friend of my mother"), or taken back ("no, wait").
func (v view) chosen(table map[string]string) []string {
	denied := v.Denied(func(c string) bool { _, ok := table[c]; return ok })
	pick := func(from int) (out []string) {
		for i, h := range v.Hits {
			opt, ok := table[h.Concept]
			if !ok || denied[i] || h.Start < from || v.inside(i, table) || slices.Contains(out, opt) {
				continue
			}
			out = append(out, opt)
		}
		return out
	}
	if out := pick(v.corrected()); len(out) > 0 {
		return out
	}
	return pick(0)
}

// corrected gives the token from which what is said counts: after the last "no, wait", or after a "no" that ends
// its clause with something said before it ("mum? no, dad"; in Persian and Pashto "mum no, dad").
func (v view) corrected() int {
	from := 0
	for _, h := range v.Hits {
		switch {
		case h.Concept == "wait_correct":
			from = h.End
		case (h.Concept == "no" || h.Concept == "not") && h.Start > 0 && h.End < len(v.Tokens) &&
			v.Tokens[h.End].Clause != v.Tokens[h.Start].Clause:
			from = h.End
		}
	}
	return from
}

// inside reports whether hit i lies in a longer one that stands for an option too.
func (v view) inside(i int, table map[string]string) bool {
	h := v.Hits[i]
	for j, o := range v.Hits {
		if _, ok := table[o.Concept]; ok && j != i && o.Start <= h.Start && o.End >= h.End && o.End-o.Start > h.End-h.Start {
			return true
		}
	}
	return false
}

// deniedLater reports whether a "not" or "can't" stands behind what is said of concept, in its clause ("by phone I can't").
func (v view) deniedLater(concept string) bool {
	for i, h := range v.Hits {
		for _, n := range v.Hits[i:] {
			if h.Concept == concept && (n.Concept == "not" || n.Concept == "cant") && n.Start >= h.End && v.Tokens[n.Start].Clause == v.Tokens[h.Start].Clause {
				return true
			}
		}
	}
	return false
}

// firstHit is the first hit that stands for an option in table; there is one wherever chosen gives something.
func (v view) firstHit(table map[string]string) int {
	return slices.IndexFunc(v.Hits, func(h lexicon.Hit) bool { return table[h.Concept] != "" })
}

func first(options []string) []string { return options[:min(1, len(options))] }
