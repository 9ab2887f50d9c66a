package triage

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
)

// Example is one line to be evaluated: a message, what was answered, and what a careful reader made of it.
type Example struct {
	ID       Name            `json:"id"`
	Text     string          `json:"text"`
	Answers  signal.Answers  `json:"answers,omitempty"`
	Urgency  signal.Urgency  `json:"urgency"`
	Category []signal.Option `json:"category"`
	Lang     string          `json:"lang,omitempty"` // a language form: "bg-latn" is one of its own
	Rule     string          `json:"rule,omitempty"`
	Author   string          `json:"author,omitempty"`
}

// Draft is the example as a draft of one message.
func (e Example) Draft() signal.Draft {
	return signal.Draft{Answers: e.Answers, Said: []signal.Said{{ID: string(e.ID), Text: e.Text}}}
}

// Name names an example; in a file it may be a text or a number.
type Name string

// UnmarshalJSON takes a text or a number.
func (n *Name) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		*n = Name(text)
		return nil
	}
	var number json.Number
	if err := json.Unmarshal(raw, &number); err != nil {
		return fmt.Errorf("id: want a text or a number")
	}
	*n = Name(number.String())
	return nil
}

// Share is a part of a whole with its Wilson 95 % interval.
type Share struct {
	Part  int     `json:"part"`
	Whole int     `json:"whole"`
	Value float64 `json:"value"` // 0 where the whole is 0
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// share computes a part of a whole and how far it can be trusted.
func share(part, whole int) Share {
	s := Share{Part: part, Whole: whole}
	if whole == 0 {
		return s
	}
	const z = 1.96
	n, p := float64(whole), float64(part)/float64(whole)
	mid := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	s.Value, s.Low, s.High = p, math.Max(0, mid-half), math.Min(1, mid+half)
	return s
}

// Level is how well one urgency, kind or language was found.
type Level struct {
	Name      string `json:"name"`
	Recall    Share  `json:"recall"`
	Precision Share  `json:"precision"`
}

// Miss is one example that was read as less or more than it is.
type Miss struct {
	ID      Name           `json:"id"`
	Lang    string         `json:"lang,omitempty"`
	Rule    string         `json:"rule,omitempty"`
	Want    signal.Urgency `json:"want"`
	Got     signal.Urgency `json:"got"`
	Reasons []string       `json:"reasons,omitempty"`
}

// Report is the outcome of an evaluation. It holds no text of any message.
type Report struct {
	Examples    int                                       `json:"examples"`
	Urgency     []Level                                   `json:"urgency"`      // highest first
	OrHigher    Share                                     `json:"or_higher"`    // of urgent and crisis: read as urgent or crisis
	FalseCrisis Share                                     `json:"false_crisis"` // of all that is no crisis: read as one
	Languages   []Level                                   `json:"languages"`    // recall and precision of crisis, by language form
	Kinds       []Level                                   `json:"kinds"`
	Confusion   map[signal.Urgency]map[signal.Urgency]int `json:"confusion"` // wanted, then got
	Misses      []Miss                                    `json:"misses"`
}

// Evaluate reads JSON Lines of examples and says how r does on them. An error names the line.
func Evaluate(r *Reader, in io.Reader) (Report, error) {
	var got []outcome
	sc := bufio.NewScanner(in)
	sc.Buffer(nil, 4<<20)
	for n := 1; sc.Scan(); n++ {
		if strings.TrimSpace(sc.Text()) == "" {
			continue
		}
		var e Example
		if err := json.Unmarshal(sc.Bytes(), &e); err != nil {
			return Report{}, fmt.Errorf(`line %d: not an object of the form {"id","text","urgency","category"[,"answers"]}`, n)
		}
		if e.Urgency.Rank() < 0 {
			return Report{}, fmt.Errorf("line %d: urgency is not one of crisis, urgent, standard, not_a_signal", n)
		}
		got = append(got, outcome{e, r.Read(e.Draft())})
	}
	if err := sc.Err(); err != nil {
		return Report{}, fmt.Errorf("examples: %w", err)
	}
	return report(got), nil
}

type outcome struct {
	want Example
	got  signal.Reading
}

func report(all []outcome) Report {
	r := Report{Examples: len(all), Confusion: map[signal.Urgency]map[signal.Urgency]int{}, Misses: []Miss{}}
	var high, highFound, calm, alarmed int
	for _, o := range all {
		want, got := o.want.Urgency, o.got.Urgency
		if r.Confusion[want] == nil {
			r.Confusion[want] = map[signal.Urgency]int{}
		}
		r.Confusion[want][got]++
		if want.Rank() >= signal.Urgent.Rank() {
			high++
			highFound += count(got.Rank() >= signal.Urgent.Rank())
		}
		if want != signal.Crisis {
			calm++
			alarmed += count(got == signal.Crisis)
		}
		if want != got {
			m := Miss{ID: o.want.ID, Lang: o.want.Lang, Rule: o.want.Rule, Want: want, Got: got}
			for _, why := range o.got.Reasons {
				m.Reasons = append(m.Reasons, why.Rule+" "+why.Text)
			}
			r.Misses = append(r.Misses, m)
		}
	}
	r.OrHigher, r.FalseCrisis = share(highFound, high), share(alarmed, calm)
	for _, u := range signal.Urgencies() {
		r.Urgency = append(r.Urgency, level(string(u), all,
			func(o outcome) bool { return o.want.Urgency == u }, func(o outcome) bool { return o.got.Urgency == u }))
	}
	for _, k := range signal.Options(signal.KindOf) {
		r.Kinds = append(r.Kinds, level(string(k), all,
			func(o outcome) bool { return slices.Contains(o.want.Category, k) },
			func(o outcome) bool { return slices.Contains(o.got.Category, k) }))
	}
	r.Languages = byLanguage(all)
	return r
}

func byLanguage(all []outcome) []Level {
	parts := map[string][]outcome{}
	var names []string
	for _, o := range all {
		if _, ok := parts[o.want.Lang]; !ok {
			names = append(names, o.want.Lang)
		}
		parts[o.want.Lang] = append(parts[o.want.Lang], o)
	}
	slices.Sort(names)
	var out []Level
	for _, n := range names {
		out = append(out, level(n, parts[n],
			func(o outcome) bool { return o.want.Urgency == signal.Crisis }, func(o outcome) bool { return o.got.Urgency == signal.Crisis }))
	}
	return out
}

func level(name string, all []outcome, want, got func(outcome) bool) Level {
	var wanted, found, both int
	for _, o := range all {
		wanted += count(want(o))
		found += count(got(o))
		both += count(want(o) && got(o))
	}
	return Level{Name: name, Recall: share(both, wanted), Precision: share(both, found)}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// Print writes the report as people read it.
func (r Report) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d examples\n\n%-14s %-28s %s\n", r.Examples, "", "recall", "precision")
	for _, part := range []struct {
		title string
		rows  []Level
	}{{"urgency", r.Urgency}, {"crisis, by language", r.Languages}, {"kind", r.Kinds}} {
		fmt.Fprintf(&b, "%s\n", part.title)
		for _, l := range part.rows {
			fmt.Fprintf(&b, "  %-12s %-28s %s\n", l.Name, l.Recall, l.Precision)
		}
	}
	fmt.Fprintf(&b, "\nurgent or higher, of what is: %s\nfalse crisis, of what is none: %s\n\nwanted \\ got ", r.OrHigher, r.FalseCrisis)
	for _, u := range signal.Urgencies() {
		fmt.Fprintf(&b, "%14s", u)
	}
	for _, want := range signal.Urgencies() {
		fmt.Fprintf(&b, "\n%-13s", want)
		for _, got := range signal.Urgencies() {
			fmt.Fprintf(&b, "%14d", r.Confusion[want][got])
		}
	}
	fmt.Fprintf(&b, "\n\nmisses\n")
	for _, m := range r.Misses {
		fmt.Fprintf(&b, "  %s %s %s: want %s, got %s: %s\n", m.ID, m.Lang, m.Rule, m.Want, m.Got, strings.Join(m.Reasons, "; "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// String writes a share as "0.91 [0.85, 0.95] 91/100".
func (s Share) String() string {
	if s.Whole == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f [%.2f, %.2f] %d/%d", s.Value, s.Low, s.High, s.Part, s.Whole)
}
