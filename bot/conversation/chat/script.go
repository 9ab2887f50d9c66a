package chat

import (
	"fmt"
	"strings"
	"time"
)

// Script is a parsed .chat file.
type Script struct {
	Name  string
	Lang  string    // of the reporter's channel; "*" every language that has a catalog, "" nothing known
	Clock time.Time // when the first turn happens
	Head  []string  // lines before the first turn, as they are
	Turns []Turn
	tail  []string
}

// Turn is one thing that happens and what must come of it.
type Turn struct {
	Line   int      // in the file, from 1
	Before []string // comments and blank lines above it, as they are
	Raw    string   // the line of the input, as it is
	Input  Input
	Want   []Want
}

// Want is one expected line: a message with its indented lines, an effect, or a state.
type Want struct {
	Line  int
	Lines []string // as they stand, without comments
}

// Pin returns the catalog id that the line pins, "" where the words count.
func (w Want) Pin() string {
	rest, ok := strings.CutPrefix(w.Lines[0], "= < {")
	if !ok {
		return ""
	}
	return strings.TrimSuffix(rest, "}")
}

// Parse reads a transcript; name is what its errors call it.
func Parse(name string, data []byte) (*Script, error) {
	s := &Script{Name: name, Clock: time.Date(2026, 3, 6, 21, 40, 0, 0, time.UTC)}
	var before []string
	for i, raw := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		at := fmt.Errorf("%s:%d", name, i+1)
		line := uncomment(raw)
		switch {
		case strings.TrimSpace(line) == "":
			before = append(before, raw)
		case strings.HasPrefix(line, "lang"), strings.HasPrefix(line, "clock"):
			if err := s.setting(line); err != nil {
				return nil, fmt.Errorf("%w: %w", at, err)
			}
			s.Head, before = append(append(s.Head, before...), raw), nil
		case isInput(line):
			in, err := parseInput(line)
			if err != nil {
				return nil, fmt.Errorf("%w: %w", at, err)
			}
			s.Turns = append(s.Turns, Turn{Line: i + 1, Before: before, Raw: raw, Input: in})
			before = nil
		default:
			if err := s.want(i+1, line); err != nil {
				return nil, fmt.Errorf("%w: %w", at, err)
			}
		}
	}
	s.tail = before
	return s, nil
}

// setting takes a line of the head.
func (s *Script) setting(line string) error {
	key, value, _ := strings.Cut(line, " ")
	value = strings.TrimSpace(value)
	if key == "lang" {
		s.Lang = value
		return nil
	}
	stamp, zone, _ := strings.Cut(value, " Europe/")
	loc, err := time.LoadLocation("Europe/" + zone)
	if err != nil {
		return fmt.Errorf("clock %q: want a time and a zone, 2026-03-06 21:40 Europe/Sofia: %w", value, err)
	}
	if s.Clock, err = time.ParseInLocation("2006-01-02 15:04", stamp, loc); err != nil {
		return fmt.Errorf("clock %q: want a time and a zone, 2026-03-06 21:40 Europe/Sofia: %w", value, err)
	}
	return nil
}

// want takes a line that is expected of the turn above it.
func (s *Script) want(no int, line string) error {
	if len(s.Turns) == 0 {
		return fmt.Errorf("%q stands before the first turn", line)
	}
	t := &s.Turns[len(s.Turns)-1]
	if strings.HasPrefix(line, "  ") {
		if len(t.Want) == 0 {
			return fmt.Errorf("%q is indented below no message", line)
		}
		w := &t.Want[len(t.Want)-1]
		w.Lines = append(w.Lines, line)
		return nil
	}
	for _, mark := range []string{"< ", "~< ", "! ", "~ at ", "= < {"} {
		if strings.HasPrefix(line, mark) {
			t.Want = append(t.Want, Want{Line: no, Lines: []string{line}})
			return nil
		}
	}
	return fmt.Errorf("%q: want a line that begins with >, <, ~<, !, ~ at, .., * or = <", line)
}

// uncomment takes away a comment and the blanks before it.
func uncomment(line string) string {
	if strings.HasPrefix(line, "#") {
		return ""
	}
	if i := strings.Index(line, "  #"); i >= 0 {
		line = line[:i]
	}
	return strings.TrimRight(line, " ")
}

func isInput(line string) bool {
	return strings.HasPrefix(line, "> ") || strings.HasPrefix(line, ".. ") || strings.HasPrefix(line, "* ")
}

// Rewrite is the file with what came (a list for each turn) in place of what was expected. Inputs, comments and pins
// that hold stay as they are.
func (s *Script) Rewrite(came [][]Line) []byte {
	var b strings.Builder
	put := func(lines ...string) {
		for _, l := range lines {
			b.WriteString(strings.TrimRight(l, " ") + "\n")
		}
	}
	put(s.Head...)
	for i, t := range s.Turns {
		put(t.Before...)
		put(t.Raw)
		for n, line := range came[i] {
			switch {
			case n < len(t.Want) && t.Want[n].Pin() != "" && line.ID != "":
				put("= < {" + line.ID + "}")
			default:
				put(line.Lines...)
			}
		}
		for _, w := range t.Want {
			if strings.HasPrefix(w.Lines[0], "~ at ") {
				put("~ at " + s.state(came[i]))
			}
		}
	}
	put(s.tail...)
	return []byte(b.String())
}

// state finds where the conversation stood after a turn.
func (s *Script) state(came []Line) string {
	if len(came) == 0 {
		return "-"
	}
	return came[len(came)-1].At
}
