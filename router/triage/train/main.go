// Command train makes the weights of triage's model anew from the corpus: go run ./router/triage/train. It reads all
// of router/triage/corpus but the blind part, and writes router/triage/model.bin. The same corpus, vocabulary and rules
// give the same file.
//
// It must never read corpus/blind.jsonl: that is what the model is measured on.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/router/triage"
)

func main() {
	if err := train("router/triage"); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func train(room string) error {
	files, err := filepath.Glob(filepath.Join(room, "corpus", "*.jsonl"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no corpus in %s: start it at the top of the repository", room)
	}
	var examples []triage.Example
	for _, f := range files {
		if strings.HasPrefix(filepath.Base(f), "blind") {
			continue
		}
		if examples, err = read(f, examples); err != nil {
			return err
		}
	}
	lex, err := lexicon.Load()
	if err != nil {
		return err
	}
	model, err := triage.Fit(lex, examples)
	if err != nil {
		return err
	}
	fmt.Printf("%d examples, %d bytes of weights\n", len(examples), len(model))
	return os.WriteFile(filepath.Join(room, "model.bin"), model, 0o644)
}

func read(file string, into []triage.Example) ([]triage.Example, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		var e triage.Example
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", filepath.Base(file), n, err)
		}
		into = append(into, e)
	}
	return into, lines.Err()
}
