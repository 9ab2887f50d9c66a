package triage

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

//go:embed rules.txt
var rulesText string

// set is a set of concepts.
type set [24]uint64

func (s *set) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s *set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

func (s *set) meets(o *set) bool {
	for i := range s {
		if s[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

// rule is one line of rules.txt.
type rule struct {
	id    string
	level signal.Urgency
	weak  bool // the model may temper it
	kinds []signal.Option
	says  string
	needs []set
	bars  []set
}

// fires reports whether everything the rule needs is said and nothing that bars it.
func (r *rule) fires(said *set) bool {
	for i := range r.needs {
		if !r.needs[i].meets(said) {
			return false
		}
	}
	for i := range r.bars {
		if r.bars[i].meets(said) {
			return false
		}
	}
	return true
}

// made lists the concepts that scope.go makes from several words; no vocabulary has them.
var made = [...]string{"small", "kid", "minor", "short", "oneself", "harmed", "adult", "all_day", "fight_school"}

// ruleBook is the parsed file and the numbering of concepts that it uses.
type ruleBook struct {
	rules  []rule
	number map[string]int
	names  []string
	labels []string
	groups map[string][]int
}

func newBook(concepts []lexicon.Concept) *ruleBook {
	b := &ruleBook{number: map[string]int{}, groups: map[string][]int{}}
	for _, c := range concepts {
		b.groups[c.Group] = append(b.groups[c.Group], len(b.names))
		b.add(c.Name, c.Label)
	}
	for _, m := range made {
		b.add(m, "")
	}
	return b
}

func (b *ruleBook) add(name, label string) {
	b.number[name] = len(b.names)
	b.names = append(b.names, name)
	b.labels = append(b.labels, label)
}

// parse reads the rules. An error names the line and what would be right.
func (b *ruleBook) parse(text string) error {
	lists := map[string]set{}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		var err error
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '$':
			name, list, _ := strings.Cut(line, "=")
			lists[strings.TrimSpace(name)], err = b.list(list, lists)
		default:
			err = b.rule(line, lists)
		}
		if err != nil {
			return fmt.Errorf("rules.txt:%d: %w", n+1, err)
		}
	}
	return nil
}

func (b *ruleBook) rule(line string, lists map[string]set) error {
	f := strings.Split(line, "|")
	if len(f) != 5 {
		return fmt.Errorf("%d fields, want rule | urgency | kinds | words | needs", len(f))
	}
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	level, weak := strings.CutSuffix(f[1], "?")
	r := rule{id: f[0], level: signal.Urgency(level), weak: weak, says: f[3]}
	if r.level.Rank() < 0 {
		return fmt.Errorf("urgency %s, want crisis, crisis?, urgent or standard", f[1])
	}
	for _, k := range strings.Split(f[2], ",") {
		kind := signal.Option(strings.TrimSpace(k))
		if !signal.Valid(signal.KindOf, kind) {
			return fmt.Errorf("kind %s is no option of the question kind", kind)
		}
		r.kinds = append(r.kinds, kind)
	}
	needs, bars := splitBars(f[4])
	for _, need := range strings.Split(needs, "+") {
		s, err := b.list(need, lists)
		if err != nil {
			return err
		}
		r.needs = append(r.needs, s)
	}
	for _, bar := range bars {
		s, err := b.list(bar, lists)
		if err != nil {
			return err
		}
		r.bars = append(r.bars, s)
	}
	b.rules = append(b.rules, r)
	return nil
}

// splitBars takes the words with a leading "-" out of a rule's needs.
func splitBars(s string) (needs string, bars []string) {
	var keep []string
	for _, w := range strings.Fields(s) {
		if bar, ok := strings.CutPrefix(w, "-"); ok {
			bars = append(bars, bar)
			continue
		}
		keep = append(keep, w)
	}
	return strings.Join(keep, " "), bars
}

func (b *ruleBook) list(text string, lists map[string]set) (set, error) {
	var out set
	for _, w := range strings.Fields(text) {
		switch {
		case w[0] == '$':
			l, ok := lists[w]
			if !ok {
				return out, fmt.Errorf("list %s is not defined above", w)
			}
			for i := range out {
				out[i] |= l[i]
			}
		case w[0] == '@':
			for _, i := range b.groups[w[1:]] {
				out.add(i)
			}
		default:
			i, ok := b.number[w]
			if !ok {
				return out, fmt.Errorf("concept %s is not in the vocabulary", w)
			}
			out.add(i)
		}
	}
	if out == (set{}) {
		return out, fmt.Errorf("a need without concepts")
	}
	return out, nil
}
