package conversation_test

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/signal"
)

func TestEmbeddedQuestionnaireHolds(t *testing.T) {
	q, err := conversation.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range conversation.Check(q, newTexts(t)) {
		t.Error(fault)
	}
}

// TestEmbeddedOptions holds the embedded file to the identifiers that other programs rely on.
func TestEmbeddedOptions(t *testing.T) {
	q, err := conversation.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []signal.Question{
		signal.Lang, signal.Role, signal.Danger, signal.KindOf, signal.Setting, signal.Perpetrator, signal.Age, signal.Sex, signal.Contact,
	} {
		ask, ok := q.Question(id)
		if want := signal.Options(id); !ok || !slices.Equal(ask.Options, want) {
			t.Errorf("question %s offers %v, want %v", id, ask.Options, want)
		}
	}
}

// TestBadQuestionnaires reads each file of testdata/bad: its first line says what must be complained of.
func TestBadQuestionnaires(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in testdata/bad: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(string(data), "\n")
			want := strings.TrimPrefix(first, "# want: ")
			if got := complaints(t, file); !strings.Contains(got, want) {
				t.Errorf("complaints:\n%s\nwant one with: %s", got, want)
			}
		})
	}
}

// complaints are those of reading a file, or else of checking it.
func complaints(t *testing.T, file string) string {
	q, err := conversation.Load(file)
	if err != nil {
		return err.Error()
	}
	return strings.Join(conversation.Check(q, newTexts(t)), "\n")
}

func TestLoadMissingFile(t *testing.T) {
	if _, err := conversation.Load(filepath.Join(t.TempDir(), "none.yaml")); err == nil {
		t.Error("a file that is not there was loaded")
	}
}

func TestGraph(t *testing.T) {
	q, err := conversation.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for format, want := range map[string][]string{
		"mermaid": {"flowchart TD", "subgraph child-in-danger", "role -->|child, danger now today unknown, urgency crisis| w2_0", "role -->|child, only category self_harm| w0_0", "w2_3 --> review"},
		"dot":     {"digraph questionnaire", `w0_0 [label="danger"]`, "w0_3 -> review"},
		"svg":     {"<svg ", ">child-in-danger<", ">narrative<"},
	} {
		drawn, ok := conversation.Graph(q, format)
		if !ok {
			t.Errorf("format %s is not known", format)
		}
		for _, w := range want {
			if !strings.Contains(drawn, w) {
				t.Errorf("%s has no %q:\n%s", format, w, drawn)
			}
		}
		if format == "svg" {
			wellFormed(t, drawn)
		}
	}
	if _, ok := conversation.Graph(q, "png"); ok {
		t.Error("png is drawn, want it refused")
	}
}

func wellFormed(t *testing.T, doc string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(doc))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("the drawing is no XML: %v", err)
		}
	}
}
