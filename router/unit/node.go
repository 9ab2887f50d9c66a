package unit

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Bounds of a units file; the whole country takes a tenth of them.
const (
	maxFile   = 4 << 20
	maxNodes  = 200_000
	maxFaults = 200
)

// parser reads one units file and gathers all that is wrong with it.
type parser struct {
	file     string                            // as faults name it
	open     func(name string) ([]byte, error) // reads a duty file beside it
	beside   func(name string) string          // what faults call that file
	places   Municipalities
	unit     ID // being read
	nodes    int
	unfolded bool // past the bound: nothing else is worth saying
	faults   Faults
	warnings []string
}

// fault notes what is wrong at n.
func (p *parser) fault(n *yaml.Node, format string, args ...any) {
	if p.unfolded && len(p.faults) > 0 {
		return
	}
	p.faults = append(p.faults, Fault{p.file, n.Line, p.unit, fmt.Sprintf(format, args...)})
}

func (p *parser) warn(format string, args ...any) {
	said := fmt.Sprintf(format, args...)
	if p.unit != "" {
		said = fmt.Sprintf("unit %s: %s", p.unit, said)
	}
	if !slices.Contains(p.warnings, said) {
		p.warnings = append(p.warnings, said)
	}
}

// node follows an alias and counts what was looked at, so that a small file whose aliases unfold to a huge one is
// refused before it costs anything. It returns nil past the bound and for an empty value.
func (p *parser) node(n *yaml.Node) *yaml.Node {
	if n == nil {
		return nil
	}
	if p.nodes++; p.nodes == maxNodes {
		p.unfolded = true
		p.faults = nil
		p.fault(n, "the file unfolds to more than %d values: write out what its aliases repeat", maxNodes)
	}
	if p.nodes >= maxNodes {
		return nil
	}
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind == yaml.ScalarNode && (n.Tag == "!!null" || strings.TrimSpace(n.Value) == "") {
		return nil
	}
	return n
}

// fields reads a map whose keys are among known; what has no value is as good as absent.
func (p *parser) fields(n *yaml.Node, what string, known ...string) map[string]*yaml.Node {
	fields := map[string]*yaml.Node{}
	p.pairs(n, what, func(key, value *yaml.Node) {
		if !slices.Contains(known, key.Value) {
			p.fault(key, "%s has no key %q (%s)", what, clip(key.Value), meant(key.Value, known))
			return
		}
		fields[key.Value] = value
	})
	return fields
}

// pairs calls f with each key of a map and its value.
func (p *parser) pairs(n *yaml.Node, what string, f func(key, value *yaml.Node)) {
	if n = p.node(n); n == nil {
		return
	}
	if n.Kind != yaml.MappingNode {
		p.fault(n, "%s must be a map of keys and values", what)
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if line, twice := seen[key.Value]; twice {
			p.fault(key, "%s has the key %q twice, first on line %d: keep one", what, clip(key.Value), line)
			continue
		}
		seen[key.Value] = key.Line
		if value := p.node(n.Content[i+1]); value != nil {
			f(key, value)
		}
	}
}

// items lists the elements of a list; whatever else stands there is a list of one.
func (p *parser) items(n *yaml.Node) []*yaml.Node {
	if n = p.node(n); n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		return []*yaml.Node{n}
	}
	items := make([]*yaml.Node, 0, len(n.Content))
	for _, item := range n.Content {
		if item = p.node(item); item != nil {
			items = append(items, item)
		}
	}
	return items
}

// text reads a single value; "" where there is none or it is none.
func (p *parser) text(n *yaml.Node, what string) string {
	if n = p.node(n); n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		p.fault(n, "%s must be a single value", what)
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// word reads a single word, one of known; "" where there is none, or a fault was noted.
func word[T ~string](p *parser, n *yaml.Node, what string, known []T) T {
	if n = p.node(n); n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		p.fault(n, "%s must be a single value (it may be one of %s)", what, list(known))
		return ""
	}
	if found := words(p, n, what, known); len(found) == 1 {
		return found[0]
	}
	return ""
}

// words reads a list of words, each one of known.
func words[T ~string](p *parser, n *yaml.Node, what string, known []T) []T {
	var found []T
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	for _, item := range p.items(n) {
		switch word := p.text(item, what); {
		case slices.Contains(names, word):
			if !slices.Contains(found, T(word)) {
				found = append(found, T(word))
			}
		case word != "" || item.Kind == yaml.ScalarNode:
			p.fault(item, "%s %q is not known (%s)", what, clip(word), meant(word, names))
		}
	}
	return found
}

// clip keeps a quotation short.
func clip(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
