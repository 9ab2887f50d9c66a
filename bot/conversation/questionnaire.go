package conversation

import (
	_ "embed"
	"fmt"
	"os"
	"slices"

	"go.yaml.in/yaml/v4"

	"github.com/chuyme/chuyme/internal/signal"
)

//go:embed questionnaire.yaml
var embedded []byte

// Form says how a question is answered.
type Form string

// The forms a question may have.
const (
	One    Form = "one"    // one of its options
	Many   Form = "many"   // any number of its options, then "done"
	Words  Form = "words"  // messages, then "done"
	Placed Form = "place"  // a name, a location, or browsing by taps
	Last   Form = "review" // what was told, then "send" or "edit"
)

// Questionnaire says what is asked, of whom and in which order. It never changes after Load.
type Questionnaire struct {
	Version   int   `yaml:"version"`
	Questions []Ask `yaml:"questions"`
	Ways      []Way `yaml:"ways"`

	byID map[signal.Question]*Ask
}

// Ask is one question.
type Ask struct {
	line int

	ID      signal.Question `yaml:"id"`
	Form    Form            `yaml:"form"`
	Options []signal.Option `yaml:"options"`
	Columns int             `yaml:"columns"` // buttons in a row, 2 where it is not said
	Skip    signal.Option   `yaml:"skip"`    // what a skipped question counts as, "" nothing
}

// Way is an order of questions. The first way that fits a reporter is gone; an answer may lead over to another.
type Way struct {
	line int

	Name  string                              `yaml:"name"`
	Roles []signal.Option                     `yaml:"roles"` // "none" is one who did not say; empty: everybody
	Any   map[signal.Question][]signal.Option `yaml:"any"`   // fits where one of these was answered; empty: always. "urgency" and "category" are what triage reads
	Only  map[signal.Question][]signal.Option `yaml:"only"`  // fits where something of each was told, and nothing but these; empty: always
	Most  int                                 `yaml:"most"`  // questions it may ask at most before review, 0: no limit
	Ask   []signal.Question                   `yaml:"ask"`
}

// noRole stands in a way's roles for a reporter who did not say who they are.
const noRole signal.Option = "none"

// What stands in a way's conditions for what triage reads; a category may be pressed as a kind too.
const (
	urgency  signal.Question = "urgency"
	category signal.Question = "category"
)

// facts are what a way is chosen by.
type facts struct {
	answers  signal.Answers
	urgency  signal.Urgency
	category []signal.Option
}

// of gives what is known of q.
func (f facts) of(q signal.Question) []signal.Option {
	switch q {
	case urgency:
		return []signal.Option{signal.Option(f.urgency)}
	case category:
		return f.category
	}
	return f.answers[q]
}

// Load reads a questionnaire from a file, or the embedded one where path is "". The error names the line.
func Load(path string) (*Questionnaire, error) {
	if path == "" {
		return Parse("questionnaire.yaml", embedded)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("questionnaire: %w", err)
	}
	return Parse(path, data)
}

// Parse reads a questionnaire; name is what its errors call it. It finds what is wrong with the form of the file and
// with what it refers to; Check finds what would be wrong for a reporter.
func Parse(name string, data []byte) (*Questionnaire, error) {
	q := &Questionnaire{}
	if err := yaml.Load(data, q, yaml.WithKnownFields()); err != nil {
		return nil, fmt.Errorf("%s: %w", name, unreadable(err))
	}
	if q.Version < 1 {
		return nil, fmt.Errorf("%s: line 1: version is %d, want a whole number from 1 up, as version: 1", name, q.Version)
	}
	q.byID = make(map[signal.Question]*Ask, len(q.Questions))
	for i := range q.Questions {
		a := &q.Questions[i]
		if first := q.byID[a.ID]; first != nil {
			return nil, fmt.Errorf("%s: line %d: question %s stands twice, first in line %d: leave one out, or give it an id of its own", name, a.line, a.ID, first.line)
		}
		if a.Columns == 0 {
			a.Columns = 2
		}
		q.byID[a.ID] = a
	}
	return q, nil
}

// UnmarshalYAML reads a question and remembers its line.
func (a *Ask) UnmarshalYAML(n *yaml.Node) error {
	type question Ask // without this method, under the name that an error has
	a.line = n.Line
	return n.Load((*question)(a), yaml.WithKnownFields())
}

// UnmarshalYAML reads a way and remembers its line.
func (w *Way) UnmarshalYAML(n *yaml.Node) error {
	type way Way
	w.line = n.Line
	return n.Load((*way)(w), yaml.WithKnownFields())
}

// Question returns the question of this id; ok is false where there is none.
func (q *Questionnaire) Question(id signal.Question) (Ask, bool) {
	if a := q.byID[id]; a != nil {
		return *a, true
	}
	return Ask{}, false
}

// allows reports whether o may be answered to id.
func (q *Questionnaire) allows(id signal.Question, o signal.Option) bool {
	a := q.byID[id]
	return a != nil && slices.Contains(a.Options, o)
}

// way finds the way of a reporter of whom this is known: the first that fits, else an empty one.
func (q *Questionnaire) way(f facts) Way {
	for _, w := range q.Ways {
		if w.fits(f) {
			return w
		}
	}
	return Way{}
}

func (w Way) fits(f facts) bool {
	role := f.answers.First(signal.Role)
	if role == "" {
		role = noRole
	}
	if len(w.Roles) > 0 && !slices.Contains(w.Roles, role) {
		return false
	}
	for q, options := range w.Only {
		told := f.of(q)
		if len(told) == 0 || slices.ContainsFunc(told, func(o signal.Option) bool { return !slices.Contains(options, o) }) {
			return false
		}
	}
	if len(w.Any) == 0 {
		return true
	}
	for q, options := range w.Any {
		if slices.ContainsFunc(f.of(q), func(o signal.Option) bool { return slices.Contains(options, o) }) {
			return true
		}
	}
	return false
}

// always reports whether everybody of the way's roles may go it.
func (w Way) always() bool { return len(w.Any) == 0 && len(w.Only) == 0 }
