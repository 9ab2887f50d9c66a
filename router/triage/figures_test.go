package triage

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"testing"
)

var rewrite = flag.Bool("figures", false, "write the figures of the corpus anew")

const figuresFile = "testdata/figures.json"

// figures are what triage reaches on one part of the corpus, rounded to a thousandth.
type figures struct {
	Examples        int     `json:"examples"`
	CrisisRecall    float64 `json:"crisis_recall"`
	CrisisPrecision float64 `json:"crisis_precision"`
	OrHigher        float64 `json:"urgent_or_higher_recall"`
	NotASignal      float64 `json:"not_a_signal_kept"`
	FalseCrisis     float64 `json:"false_crisis"`
}

// TestCorpusFigures measures the blind part, written by two hands that had seen neither words nor rules, and which no
// training and no writer of words or rules has seen: rules alone, the model alone (no rule fires, for it neither), and
// both together; and the part that was trained on. What is kept in figures.json may not get worse: crisis recall not at
// all, the rest by no more than two hundredths. -figures writes it anew.
func TestCorpusFigures(t *testing.T) {
	both := reader(t)
	alone := *both
	alone.model = model{}
	ruleless, book := *both, *both.book
	book.rules, ruleless.book = nil, &book
	got := map[string]figures{
		"blind, rules alone":     measure(t, &alone, "corpus/blind.jsonl", false),
		"blind, model alone":     measure(t, &ruleless, "corpus/blind.jsonl", false),
		"blind, rules and model": measure(t, both, "corpus/blind.jsonl", true),
		"trained on":             measure(t, both, "corpus/train.jsonl", false),
	}
	if *rewrite {
		raw, err := json.MarshalIndent(got, "", "  ")
		if err == nil {
			err = os.WriteFile(figuresFile, append(raw, '\n'), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(figuresFile)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]figures{}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	for part, w := range want {
		g := got[part]
		if g.CrisisRecall < w.CrisisRecall || g.CrisisPrecision < w.CrisisPrecision-0.02 || g.OrHigher < w.OrHigher-0.02 || g.NotASignal < w.NotASignal-0.02 || g.FalseCrisis > w.FalseCrisis+0.02 {
			t.Errorf("%s: got %+v, was %+v", part, g, w)
		}
	}
}

func measure(t *testing.T, r *Reader, file string, show bool) figures {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rep, err := Evaluate(r, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if show && testing.Verbose() {
		rep.Misses = nil
		var b bytes.Buffer
		_ = rep.Print(&b)
		t.Logf("%s\n%s", file, b.String())
	}
	round := func(x float64) float64 { return math.Round(x*1000) / 1000 }
	f := figures{rep.Examples, round(rep.Urgency[0].Recall.Value), round(rep.Urgency[0].Precision.Value), round(rep.OrHigher.Value), round(rep.Urgency[3].Recall.Value), round(rep.FalseCrisis.Value)}
	t.Logf("%s: %+v", file, f)
	return f
}
