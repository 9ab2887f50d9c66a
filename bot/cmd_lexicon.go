package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/chuyme/chuyme/internal/config"
	"github.com/chuyme/chuyme/internal/lexicon"
)

// loadWords reads the vocabulary, with an operator's local words laid over it.
func loadWords(cfg *config.Config) (*lexicon.Lexicon, error) {
	if cfg.Words == "" {
		return lexicon.Load()
	}
	local, err := os.ReadFile(cfg.Words)
	if err != nil {
		return nil, usage("CHUYME_WORDS: %w", err)
	}
	lex, err := lexicon.LoadOver(filepath.Base(cfg.Words), string(local))
	if err != nil {
		return nil, usage("CHUYME_WORDS: %w", err)
	}
	return lex, nil
}

func (w outside) words() (*lexicon.Lexicon, error) {
	cfg, err := w.settings()
	if err != nil {
		return nil, err
	}
	return loadWords(cfg)
}

type lexiconCmd struct {
	Files  []string `arg:"" optional:"" name:"file" help:"JSON Lines {\"text\"[,\"lang\"]}; - is standard input. Without one, only the missing concepts are counted."`
	Format string   `help:"table or json." enum:"table,json" default:"table"`
}

func (lexiconCmd) Help() string {
	return "For each language: the share of the words of a corpus that are read, the most frequent of the others, and the concepts that have no word yet. The words of CHUYME_WORDS count too.\n\n  chuyme lexicon messages.jsonl\n  CHUYME_WORDS=local.tsv chuyme lexicon --format json - < messages.jsonl"
}

// Run reads the corpus and writes what of it is read.
func (c lexiconCmd) Run(world outside) (err error) {
	lex, err := world.words()
	if err != nil {
		return err
	}
	corpus, err := c.corpus(world.in)
	if err != nil {
		return err
	}
	cover, err := lex.Cover(strings.NewReader(corpus))
	if err != nil {
		return usageError{err}
	}
	if c.Format == "json" {
		return printLine(world.out, struct {
			Languages []lexicon.Coverage `json:"languages"`
		}{cover})
	}
	return printCover(world.out, cover)
}

// corpus puts the files together, a line end between them.
func (c lexiconCmd) corpus(in io.Reader) (string, error) {
	var all strings.Builder
	for _, name := range c.Files {
		read := func() ([]byte, error) { return os.ReadFile(name) }
		if name == "-" {
			read = func() ([]byte, error) { return io.ReadAll(in) }
		}
		data, err := read()
		if err != nil {
			return "", usage("corpus: %w", err)
		}
		all.Write(data)
		all.WriteByte('\n')
	}
	return all.String(), nil
}

// printCover writes a table with a line for each language form, and below it what is not read.
func printCover(out io.Writer, cover []lexicon.Coverage) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "LANG\tMESSAGES\tWORDS\tREAD\tSHARE\tCONCEPTS MISSING")
	for _, c := range cover {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%.3f\t%d\n", c.Lang, c.Messages, c.Words, c.Read, c.Share, len(c.Missing))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, c := range cover {
		if len(c.Unread) > 0 {
			fmt.Fprintf(out, "\n%s, not read:", c.Lang)
			for _, u := range c.Unread {
				fmt.Fprintf(out, " %s %d", u.Word, u.Count)
			}
			fmt.Fprintln(out)
		}
		if len(c.Missing) > 0 {
			fmt.Fprintf(out, "\n%s, concepts without a word: %s\n", c.Lang, strings.Join(c.Missing, " "))
		}
	}
	return nil
}
