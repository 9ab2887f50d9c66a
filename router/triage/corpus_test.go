package triage

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/signal"
)

// corpus gives the messages that the writers of rules and words wrote themselves.
func corpus(t testing.TB) []byte {
	t.Helper()
	files, err := filepath.Glob("corpus/own_*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	var all []byte
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data...)
	}
	return all
}

// The corpus was at hand when rules and words were written, so these floors guard against a fall; they are no
// measure of how well unseen messages are read.
func TestCorpusFloor(t *testing.T) {
	rep, err := Evaluate(reader(t), bytes.NewReader(corpus(t)))
	if err != nil {
		t.Fatal(err)
	}
	if rep.Examples < 300 {
		t.Errorf("%d messages, want 300 or more", rep.Examples)
	}
	for _, f := range []struct {
		what string
		got  float64
		want float64
	}{
		{"crisis recall", rep.Urgency[0].Recall.Value, 0.95}, {"crisis precision", rep.Urgency[0].Precision.Value, 0.92},
		{"urgent or higher", rep.OrHigher.Value, 0.95}, {"not a signal kept", rep.Urgency[3].Recall.Value, 0.92},
		{"calm messages without alarm", 1 - rep.FalseCrisis.Value, 0.95},
	} {
		if f.got < f.want {
			var b bytes.Buffer
			_ = rep.Print(&b)
			t.Errorf("%s %.3f, want %.2f\n%s", f.what, f.got, f.want, b.String())
		}
	}
}

func TestCorpusIsWhole(t *testing.T) {
	rules, seen := map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(string(corpus(t))) {
		var e Example
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if seen[e.Text] || seen[string(e.ID)] {
			t.Errorf("%s stands twice", e.ID)
		}
		seen[e.Text], seen[string(e.ID)], rules[e.Rule] = true, true, true
		if e.Author == "" || e.Lang == "" || (e.Urgency == signal.NotASignal) != (len(e.Category) == 0) {
			t.Errorf("%s: author, language or category is wrong", e.ID)
		}
		for _, k := range e.Category {
			if !signal.Valid(signal.KindOf, k) {
				t.Errorf("%s: kind %s", e.ID, k)
			}
		}
	}
	for _, want := range strings.Fields("C1 C2 C3 C4 C5 C6 C7 C8 C9 U1 U2 U3 U4 U5 U6 U7 U8 S N") {
		if !rules[want] {
			t.Errorf("no message for %s", want)
		}
	}
}

func TestEvaluateFaults(t *testing.T) {
	r := reader(t)
	for name, in := range map[string]string{
		"malformed":       `{"id":"1"`,
		"unknown urgency": `{"id":"1","text":"а","urgency":"soon"}`,
	} {
		if _, err := Evaluate(r, strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%s: error %v, want one that names line 1", name, err)
		}
	}
}

func TestReport(t *testing.T) {
	in := `{"id":"1","text":"тати ме бие сега","urgency":"crisis","category":["physical"],"lang":"bg"}
{"id":"2","text":"здравейте","urgency":"standard","category":["other"],"lang":"bg"}
`
	rep, err := Evaluate(reader(t), strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	if rep.Urgency[0].Recall.Part != 1 || len(rep.Misses) != 1 || rep.Misses[0].ID != "2" || rep.Confusion["standard"]["not_a_signal"] != 1 {
		t.Errorf("%+v", rep)
	}
	var b bytes.Buffer
	if err := rep.Print(&b); err != nil || !strings.Contains(b.String(), "2 bg") {
		t.Errorf("printed %q, %v", b.String(), err)
	}
	if strings.Contains(b.String(), "здравейте") {
		t.Error("a report holds words of a message")
	}
}

func TestShare(t *testing.T) {
	s := share(90, 100)
	if s.Value != 0.9 || s.Low < 0.82 || s.Low > 0.83 || s.High < 0.94 || s.High > 0.95 {
		t.Errorf("%+v, want 0.90 between 0.826 and 0.945", s)
	}
	if z := share(0, 0); z.Value != 0 || z.String() != "–" {
		t.Errorf("%+v of nothing", z)
	}
}
