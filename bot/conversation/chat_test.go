package conversation_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/lexicon"
)

var update = flag.Bool("update", false, "write the answers in testdata/*.chat anew")

// newEngine makes an engine of the embedded questionnaire with readings that a transcript can foresee.
func newEngine(t testing.TB) *conversation.Engine {
	t.Helper()
	q, err := conversation.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return conversation.New(q, newTexts(t), newLexicon(t), chat.Services())
}

func newTexts(t testing.TB) *i18n.Catalogs {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// loadLexicon reads the lexicon once for all tests: it never changes, and reading takes a while.
var loadLexicon = sync.OnceValues(lexicon.Load)

func newLexicon(t testing.TB) *lexicon.Lexicon {
	t.Helper()
	lex, err := loadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

// TestChats plays every transcript in testdata. With -update the answers are written anew: read the diff, it is what
// changed for a child.
func TestChats(t *testing.T) {
	files, err := filepath.Glob("testdata/*.chat")
	if err != nil || len(files) < 30 {
		t.Errorf("transcripts in testdata: %d, %v; want at least 30", len(files), err)
	}
	e := newEngine(t)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			script, err := chat.Parse(file, data)
			if err != nil {
				t.Fatal(err)
			}
			for _, lang := range languages(t, script) {
				playChat(t, e, script, lang, file, data)
			}
		})
	}
}

// languages are those that a script is played in.
func languages(t *testing.T, s *chat.Script) []string {
	if s.Lang != "*" {
		return []string{s.Lang}
	}
	var list []string
	texts := newTexts(t)
	for _, l := range texts.Languages() {
		if texts.Reviewed(l.Code) != "" {
			list = append(list, l.Code)
		}
	}
	return list
}

func playChat(t *testing.T, e *conversation.Engine, s *chat.Script, lang, file string, data []byte) {
	came, err := s.Play(&chat.House{Engine: e, Now: s.Clock, Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	if *update && s.Lang != "*" {
		if err := os.WriteFile(file, s.Rewrite(came), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if again := s.Rewrite(came); s.Lang != "*" && !bytes.Equal(again, data) {
		t.Errorf("%s: -update would change the file:\n%s", file, again)
	}
	for i, turn := range s.Turns {
		if d := chat.Diff(turn, came[i]); d != "" {
			t.Fatalf("%s (%s): %s", file, lang, d)
		}
	}
}
