package unit

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the complaints in testdata/bad")

// Each file of testdata/bad is refused, all its faults at once, in the words of the file beside it.
func TestBadFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			_, err := Load(file, places())
			faults, ok := errors.AsType[Faults](err)
			if !ok || len(faults) == 0 {
				t.Fatalf("Load = %v, want faults", err)
			}
			got := strings.ReplaceAll(filepath.ToSlash(err.Error()), "testdata/bad/", "") + "\n"
			beside := strings.TrimSuffix(file, ".yaml") + ".want"
			if *update {
				if err := os.WriteFile(beside, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(beside)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got:\n%swant:\n%s", got, want)
			}
		})
	}
}

// A complaint never repeats what may be a person's name or address.
func TestComplaintsNameNobody(t *testing.T) {
	complaints, err := filepath.Glob("testdata/bad/*.want")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range complaints {
		said, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, mark := range []string{"Мария", "inspector-here", "other@example.org", "Дежурен", "whsec_abc", "user:word"} {
			if strings.Contains(string(said), mark) {
				t.Errorf("%s repeats %q", file, mark)
			}
		}
	}
}

func TestLoadWithoutFile(t *testing.T) {
	_, err := Load("testdata/none.yaml", places())
	if _, ok := errors.AsType[Faults](err); ok || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Load = %v, want that the file does not exist", err)
	}
}
