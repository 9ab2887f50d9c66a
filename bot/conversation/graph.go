package conversation

import (
	"cmp"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
)

// Graph draws q in a format: mermaid, dot or svg; ok is false for another.
func Graph(q *Questionnaire, format string) (drawn string, ok bool) {
	switch format {
	case "mermaid":
		return q.mermaid(), true
	case "dot":
		return q.dot(), true
	case "svg":
		return q.svg(), true
	}
	return "", false
}

// mermaid draws the questionnaire as a Mermaid flow chart: each way as a chain from role to review.
func (q *Questionnaire) mermaid() string {
	var b strings.Builder
	b.WriteString("flowchart TD\n  role([role])\n  review([review])\n")
	for i, w := range q.Ways {
		fmt.Fprintf(&b, "  subgraph %s\n", w.Name)
		for n, id := range w.Ask {
			fmt.Fprintf(&b, "    w%d_%d[%s]\n", i, n, id)
		}
		b.WriteString("  end\n")
		for _, l := range chainOf(w) {
			label := ""
			if l.label != "" {
				label = "|" + l.label + "|"
			}
			fmt.Fprintf(&b, "  %s -->%s %s\n", l.name(i, l.from), label, l.name(i, l.to))
		}
	}
	return b.String()
}

// dot draws the same for Graphviz.
func (q *Questionnaire) dot() string {
	var b strings.Builder
	b.WriteString("digraph questionnaire {\n  rankdir=TB;\n  node [shape=box];\n  role [shape=oval];\n  review [shape=oval];\n")
	for i, w := range q.Ways {
		for n, id := range w.Ask {
			fmt.Fprintf(&b, "  w%d_%d [label=%q];\n", i, n, string(id))
		}
		for _, l := range chainOf(w) {
			fmt.Fprintf(&b, "  %s -> %s [label=%q];\n", l.name(i, l.from), l.name(i, l.to), l.label)
		}
	}
	b.WriteString("}\n")
	return b.String()
}

// link is one arrow of a way; -1 is role, -2 review, else the place in Way.Ask.
type link struct {
	from, to int
	label    string
}

const (
	atRole   = -1
	atReview = -2
)

func (link) name(way, n int) string {
	switch n {
	case atRole:
		return "role"
	case atReview:
		return "review"
	}
	return fmt.Sprintf("w%d_%d", way, n)
}

// chainOf lists the arrows of a way, the first with whom it is for.
func chainOf(w Way) []link {
	var list []link
	from, label := atRole, condition(w)
	for n := range w.Ask {
		list = append(list, link{from, n, label})
		from, label = n, ""
	}
	return append(list, link{from, atReview, label})
}

// condition says in short whom a way is for.
func condition(w Way) string {
	parts := []string{cmp.Or(options(w.Roles), "everybody")}
	for _, q := range slices.Sorted(maps.Keys(w.Any)) {
		parts = append(parts, string(q)+" "+options(w.Any[q]))
	}
	for _, q := range slices.Sorted(maps.Keys(w.Only)) {
		parts = append(parts, "only "+string(q)+" "+options(w.Only[q]))
	}
	return strings.Join(parts, ", ")
}

func options(list []signal.Option) string {
	words := make([]string, 0, len(list))
	for _, o := range list {
		words = append(words, string(o))
	}
	return strings.Join(words, " ")
}

// Measures of the drawing, in pixels.
const (
	boxWidth, boxHeight = 120, 28
	columnWidth         = 190
	rowHeight           = 56
	margin              = 20
)

// svg draws the ways side by side, each from role at the top to review at the bottom.
func (q *Questionnaire) svg() string {
	longest := 0
	for _, w := range q.Ways {
		longest = max(longest, len(w.Ask))
	}
	width, height := 2*margin+columnWidth*len(q.Ways), 2*margin+rowHeight*(longest+2)+boxHeight
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">`+"\n", width, height)
	for i, w := range q.Ways {
		x := margin + columnWidth*i
		fmt.Fprintf(&b, `<text x="%d" y="%d" font-weight="bold">%s</text>`+"\n", x, margin, html.EscapeString(w.Name))
		fmt.Fprintf(&b, `<text x="%d" y="%d" font-size="9">%s</text>`+"\n", x, margin+12, html.EscapeString(condition(w)))
		for n, id := range append(slices.Clone(w.Ask), signal.Review) {
			svgBox(&b, x, 2*margin+rowHeight*n, string(id), n > 0)
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// svgBox draws one question, with a line to the one above it.
func svgBox(b *strings.Builder, x, y int, text string, below bool) {
	if below {
		fmt.Fprintf(b, `<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="black"/>`+"\n", x+boxWidth/2, y-rowHeight+boxHeight, x+boxWidth/2, y)
	}
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" rx="4" fill="none" stroke="black"/>`+"\n", x, y, boxWidth, boxHeight)
	fmt.Fprintf(b, `<text x="%d" y="%d">%s</text>`+"\n", x+8, y+18, html.EscapeString(text))
}
