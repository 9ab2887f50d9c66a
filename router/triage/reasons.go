package triage

import (
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
)

// mostReasons bounds what an officer has to read on an alert.
const mostReasons = 6

// reason gives a rule's words with the concepts that were found, in Bulgarian.
func (r *Reader) reason(rule *rule, said *set) signal.Reason {
	var found []string
	seen := map[string]bool{}
	for i := range rule.needs {
		for n, label := range r.book.labels {
			if label != "" && !seen[label] && rule.needs[i].has(n) && said.has(n) {
				seen[label] = true
				found = append(found, label)
				break
			}
		}
	}
	text := rule.says
	if len(found) > 0 {
		text += " (" + strings.Join(found, ", ") + ")"
	}
	return signal.Reason{Rule: rule.id, Text: text}
}
