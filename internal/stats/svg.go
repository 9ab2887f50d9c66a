package stats

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"unicode/utf8"
)

// Measures of the drawing, in pixels.
const (
	wide      = 760
	barFrom   = 300
	barMost   = 380
	lineHigh  = 22
	titleHigh = 46
)

// WriteSVG draws the tables as bars below each other. It needs no fonts of its own and no scripts; each chart and each
// bar has a title that is read aloud.
func (r Report) WriteSVG(out io.Writer) error {
	var body bytes.Buffer
	y := titleHigh
	for _, s := range r.sections() {
		if s.drawn() {
			y = s.draw(&body, y)
		}
	}
	if r.Suppressed {
		fmt.Fprintf(&body, "<text x=\"16\" y=\"%d\" class=\"note\">%s</text>\n", y+lineHigh, html.EscapeString(r.hiddenNote()))
		y += 2 * lineHigh
	}
	heading := html.EscapeString(r.heading())
	_, err := fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="figures">
<title id="figures">%s</title>
<style>text{font:13px sans-serif;fill:#222}.head{font-size:18px}.table{font-size:15px;font-weight:bold}.note{fill:#555}rect{fill:#1f6f8b}</style>
<rect width="100%%" height="100%%" style="fill:#fff"/>
<text x="16" y="30" class="head">%s</text>
%s</svg>
`, wide, y+lineHigh, wide, y+lineHigh, heading, heading, body.Bytes())
	return err
}

// drawn reports whether a section has more than one number to compare.
func (s section) drawn() bool {
	n := 0
	for _, l := range s.rows {
		if l.count {
			n++
		}
	}
	return n > 1 && n == len(s.rows)
}

// draw draws a section from y on and gives where the next one begins.
func (s section) draw(out io.Writer, y int) int {
	most := 1
	for _, l := range s.rows {
		if !l.n.Hidden {
			most = max(most, l.n.N)
		}
	}
	title := s.title
	if s.note != "" {
		title += " (" + s.note + ")"
	}
	fmt.Fprintf(out, "<g>\n<title>%s</title>\n<text x=\"16\" y=\"%d\" class=\"table\">%s</text>\n", html.EscapeString(title), y+24, html.EscapeString(title))
	y += titleHigh
	for _, l := range s.rows {
		label := html.EscapeString(short(words(l.label)))
		length := 0
		if !l.n.Hidden {
			length = l.n.N * barMost / most
		}
		value := l.value
		if l.share != "" {
			value += " (" + l.share + " %)"
		}
		fmt.Fprintf(out, "<g><title>%s: %s</title><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"14\"/><text x=\"%d\" y=\"%d\">%s</text></g>\n",
			html.EscapeString(words(l.label)), value, barFrom-10, y, label, barFrom, y-11, length, barFrom+length+6, y, value)
		y += lineHigh
	}
	fmt.Fprintln(out, "</g>")
	return y
}

// short keeps a label within the space left of the bars.
func short(label string) string {
	const most = 42
	if utf8.RuneCountInString(label) <= most {
		return label
	}
	return string([]rune(label)[:most-1]) + "…"
}
