package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/config"
)

type i18nCmd struct {
	Check  i18nCheckCmd  `cmd:"" help:"Look for texts that are missing, broken, too long for a button or too hard."`
	Export i18nExportCmd `cmd:"" help:"Write a language out for a translator."`
	Import i18nImportCmd `cmd:"" help:"Take in what a translator gives back."`
}

// loadTexts reads the catalogs, with an operator's own laid over them.
func loadTexts(cfg *config.Config) (*i18n.Catalogs, error) {
	if cfg.Texts == "" {
		return i18n.Load()
	}
	texts, err := i18n.LoadOver(os.DirFS(cfg.Texts))
	if err != nil {
		return nil, usage("CHUYME_TEXTS: %w", err)
	}
	return texts, nil
}

func (w outside) texts() (*i18n.Catalogs, error) {
	cfg, err := w.settings()
	if err != nil {
		return nil, err
	}
	return loadTexts(cfg)
}

type i18nCheckCmd struct {
	Format string `help:"table or json." enum:"table,json" default:"table"`
}

func (i18nCheckCmd) Help() string {
	return "Each language is held to the Bulgarian texts, to a phone's buttons, and (Bulgarian, English) to what a ten-year-old reads. The texts of CHUYME_TEXTS count too.\n\n  chuyme i18n check\n  CHUYME_TEXTS=./texts chuyme i18n check --format json"
}

// Run checks.
func (c i18nCheckCmd) Run(world outside) error {
	texts, err := world.texts()
	if err != nil {
		return err
	}
	report := texts.Check()
	if c.Format == "json" {
		report.Findings = append([]i18n.Finding{}, report.Findings...)
		err = printLine(world.out, struct {
			Holds bool `json:"holds"`
			i18n.Report
		}{report.Holds(), report})
	} else {
		err = printReport(world.out, report)
	}
	if err == nil && !report.Holds() {
		err = errFalse
	}
	return err
}

// printReport writes a table with a line for each language, and the faults below it.
func printReport(out io.Writer, report i18n.Report) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "language\ttexts")
	for _, k := range i18n.Kinds() {
		fmt.Fprintf(t, "\t%s", k)
	}
	fmt.Fprintln(t, "\treading\tread by")
	for _, l := range report.Languages {
		fmt.Fprintf(t, "%s\t%d", l.Lang, l.Texts)
		for _, k := range i18n.Kinds() {
			fmt.Fprintf(t, "\t%d", l.Found[k])
		}
		reading := "–"
		if r := l.Reading; r != nil {
			reading = fmt.Sprintf("%s %.1f of %g", r.Measure, r.Score, r.Limit)
		}
		fmt.Fprintf(t, "\t%s\t%s\n", reading, readBy(l.Reviewed))
	}
	for _, f := range report.Findings {
		mark := ""
		if !f.Must {
			mark = " (said in Bulgarian)"
		}
		fmt.Fprintf(t, "%s: %s: %s%s\n", f.Lang, f.ID, f.Says, mark)
	}
	return t.Flush()
}

func readBy(reviewed string) string {
	if reviewed == "none" {
		return "nobody yet"
	}
	return reviewed
}

type i18nExportCmd struct {
	Lang   string `help:"The language (tr, ar, …); one that has no catalog yet goes out empty." required:""`
	Format string `help:"po or xliff." enum:"po,xliff" default:"po"`
	File   string `arg:"" help:"Where to; - is standard output."`
}

func (i18nExportCmd) Help() string {
	return "The Bulgarian text stands beside each translation, with what a translator should know of it. What nobody has read is fuzzy (PO) or translated (XLIFF 2.0).\n\n  chuyme i18n export --lang tr tr.po\n  chuyme i18n export --lang ar --format xliff ar.xlf"
}

// Run writes the sheet.
func (c i18nExportCmd) Run(world outside) error {
	texts, err := world.texts()
	if err != nil {
		return err
	}
	sheet, err := texts.Sheet(c.Lang)
	if err != nil {
		return usageError{err}
	}
	write := i18n.WritePO
	if c.Format == "xliff" {
		write = i18n.WriteXLIFF
	}
	if c.File == "-" {
		return write(world.out, sheet)
	}
	file, err := os.Create(c.File)
	if err != nil {
		return usageError{err}
	}
	return errors.Join(write(file, sheet), file.Close())
}

type i18nImportCmd struct {
	File     string `arg:"" help:"A PO or XLIFF 2.0 file (.xlf, .xliff)."`
	Into     string `help:"The catalog file that it goes into; it need not be there yet. Else the whole catalog is printed."`
	Name     string `help:"What a new language is called, in its own script."`
	Reviewed string `help:"Who has read all of it, a professional or native reader. Nothing in it may be unconfirmed then."`
}

func (i18nImportCmd) Help() string {
	return "Writes a catalog: lines that say nothing new stay as they are, with their comments. A text that the program could not say is refused by its id, and nothing is written.\n\n  chuyme i18n import tr.po --into i18n/tr.yaml\n  chuyme i18n import de.po --name Deutsch --into texts/de.yaml"
}

// Run takes the sheet in.
func (c i18nImportCmd) Run(world outside) error {
	sheet, err := readSheet(c.File)
	if err != nil {
		return usage("%s: %w", c.File, err)
	}
	built, err := i18n.Load()
	if err != nil {
		return err
	}
	into, err := os.ReadFile(c.Into)
	switch {
	case c.Into == "" || errors.Is(err, os.ErrNotExist):
		into = nil
	case err != nil:
		return usageError{err}
	}
	if c.Into != "" && filepath.Base(c.Into) != sheet.Lang+".yaml" {
		return usage("--into is %s, want a file called %s.yaml: that is the language of %s", c.Into, sheet.Lang, c.File)
	}
	catalog, notes, err := built.Take(sheet, into, i18n.Head{Name: c.Name, Reviewed: c.Reviewed})
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	for _, n := range notes {
		fmt.Fprintln(world.err, "chuyme:", n)
	}
	if c.Into == "" {
		_, err = world.out.Write(catalog)
		return err
	}
	return replaceFile(c.Into, catalog)
}

func readSheet(name string) (i18n.Sheet, error) {
	file, err := os.Open(name)
	if err != nil {
		return i18n.Sheet{}, err
	}
	defer file.Close()
	if ext := strings.ToLower(filepath.Ext(name)); ext == ".xlf" || ext == ".xliff" {
		return i18n.ReadXLIFF(file)
	}
	return i18n.ReadPO(file)
}

// replaceFile writes a file whole, or leaves the old one as it is.
func replaceFile(name string, data []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".catalog-*")
	if err != nil {
		return usageError{err}
	}
	defer os.Remove(file.Name())
	_, err = file.Write(data)
	if err = errors.Join(err, file.Chmod(0o644), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
