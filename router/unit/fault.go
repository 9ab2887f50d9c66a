package unit

import (
	"fmt"
	"strings"
)

// Fault is one thing that is wrong in a units file or in a duty file that it names.
type Fault struct {
	File string
	Line int
	Unit ID // "" where it is about no unit
	Says string
}

// String gives the fault as "units.yaml:14: unit ozd-teteven: what is wrong (what would be right)".
func (f Fault) String() string {
	if f.Unit != "" {
		return fmt.Sprintf("%s:%d: unit %s: %s", f.File, f.Line, f.Unit, f.Says)
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Says)
}

// Faults are all that is wrong with a file, in the order of its lines. It is the error of Load.
type Faults []Fault

// Error gives a fault a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}
