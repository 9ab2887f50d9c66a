package chat

import (
	"fmt"
	"strings"
)

// Play plays a transcript in a house and returns what came in each turn.
func (s *Script) Play(h *House) ([][]Line, error) {
	came := make([][]Line, 0, len(s.Turns))
	for _, t := range s.Turns {
		lines, err := h.Do(t.Input)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", s.Name, t.Line, err)
		}
		came = append(came, lines)
	}
	return came, nil
}

// Diff compares what came in a turn with what the file expects, and says the first difference; "" where there is
// none. With ids alone, words do not count: a file of pins in another language.
func Diff(t Turn, came []Line) string {
	i := 0
	for _, w := range t.Want {
		if at, ok := strings.CutPrefix(w.Lines[0], "~ at "); ok {
			if len(came) > 0 && came[len(came)-1].At != at {
				return fmt.Sprintf("line %d: the conversation stands at %s, want %s", w.Line, came[len(came)-1].At, at)
			}
			continue
		}
		if i >= len(came) {
			return fmt.Sprintf("line %d: nothing more came, want %s", w.Line, w.Lines[0])
		}
		if d := diffLine(w, came[i]); d != "" {
			return d
		}
		i++
	}
	if i < len(came) {
		return fmt.Sprintf("line %d: more came than the file has: %s", t.Line, strings.Join(came[i].Lines, "\n"))
	}
	return ""
}

// diffLine compares one expected line with what came.
func diffLine(w Want, came Line) string {
	if pin := w.Pin(); pin != "" {
		if came.ID != pin {
			return fmt.Sprintf("line %d: message {%s} came, want {%s}", w.Line, came.ID, pin)
		}
		return ""
	}
	got, want := strings.Join(came.Lines, "\n"), strings.Join(w.Lines, "\n")
	if got != want {
		return fmt.Sprintf("line %d:\ngot:\n%s\nwant:\n%s", w.Line, got, want)
	}
	return ""
}
