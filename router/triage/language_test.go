package triage

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/lexicon"
)

// The first words of a message choose the language that a conversation offers. Of the first three words of every message
// of the corpus (-v prints the shares) the language is to be told this often.
func TestLanguageOfTheFirstWords(t *testing.T) {
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	right, all, taken := map[string]int{}, map[string]int{}, map[string]map[string]int{}
	for _, e := range training(t) {
		words := strings.Fields(e.Text)
		if len(words) < 3 {
			continue
		}
		want, _, _ := strings.Cut(e.Lang, "-")
		got := lex.Read(strings.Join(words[:3], " ")).Lang
		all[e.Lang]++
		right[e.Lang] += count(got == want)
		if got != want {
			if taken[e.Lang] == nil {
				taken[e.Lang] = map[string]int{}
			}
			taken[e.Lang][got]++
		}
	}
	sum, whole := 0, 0
	for _, form := range slices.Sorted(maps.Keys(all)) {
		sum, whole = sum+right[form], whole+all[form]
		got := share(right[form], all[form])
		t.Logf("%-8s %s, else %v", form, got, taken[form])
		if got.Value < 0.8 {
			t.Errorf("%s: %s, want 0.80 or more", form, got)
		}
	}
	if got := share(sum, whole); got.Value < 0.95 {
		t.Errorf("all: %s, want 0.95 or more", got)
	}
}

// training gives the messages that the model learns from.
func training(t testing.TB) []Example {
	t.Helper()
	files, err := filepath.Glob("corpus/train*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	var out []Example
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			var e Example
			if err := json.Unmarshal(line, &e); err != nil {
				t.Fatal(err)
			}
			out = append(out, e)
		}
	}
	return out
}
