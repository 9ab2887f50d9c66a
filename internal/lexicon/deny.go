package lexicon

// How many words a denial reaches. It takes the first deed that it meets.
const (
	notReach    = 4
	nobodyReach = 6
)

// Denied marks the hits that the text itself denies, among those that deniable says can be: after a "not", "nobody"
// or "never" of the same clause; before it in Turkish; by the word's own form in Turkish and Persian. What stands
// behind a "but" is not denied.
func (t Text) Denied(deniable func(concept string) bool) []bool {
	out := make([]bool, len(t.Hits))
	for i, h := range t.Hits {
		if h.Negated && deniable(h.Concept) {
			out[i] = true
		}
		switch h.Concept {
		case "not":
			if t.Lang == "tr" {
				t.denyBefore(i, out, deniable)
			} else {
				t.denyAfter(i, notReach, out, deniable)
			}
		case "nobody", "never":
			t.denyAfter(i, nobodyReach, out, deniable)
		}
	}
	return out
}

func (t Text) denyAfter(i, reach int, out []bool, deniable func(string) bool) {
	h := t.Hits[i]
	for j := i + 1; j < len(t.Hits); j++ {
		d := t.Hits[j]
		if d.Start-h.End >= reach || t.Tokens[d.Start].Clause != t.Tokens[h.Start].Clause || d.Concept == "but" {
			return
		}
		if d.Start >= h.End && deniable(d.Concept) {
			out[j] = true
			return
		}
	}
}

func (t Text) denyBefore(i int, out []bool, deniable func(string) bool) {
	for j := i - 1; j >= 0 && t.Hits[i].Start-t.Hits[j].End <= 1; j-- {
		if deniable(t.Hits[j].Concept) {
			out[j] = true
			return
		}
	}
}
