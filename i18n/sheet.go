package i18n

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Sheet is what goes out to a translator and comes back: the texts of one language beside the Bulgarian ones.
type Sheet struct {
	Lang  string
	Forms []string // the plural forms of the language, in the order of CLDR
	Texts []Entry
}

// Entry is one text of a sheet.
type Entry struct {
	ID     string
	Note   string   // what a translator should know of it
	Source []string // the Bulgarian text, or its plural forms one and other
	Target []string // the translation, or its plural forms in the order of Sheet.Forms; empty where there is none yet
	Open   bool     // a translation that nobody has confirmed
}

// Plural reports whether the text has plural forms.
func (e Entry) Plural() bool { return len(e.Source) > 1 }

// translated reports whether every form is there.
func (e Entry) translated() bool { return len(e.Target) > 0 && !slices.Contains(e.Target, "") }

// Sheet makes the sheet of a language, also of one that has no catalog yet. Texts that only officers read stand in it
// for English, and where the language has them. As long as nobody has read the catalog its translations are open.
func (c *Catalogs) Sheet(lang string) (Sheet, error) {
	if lang == "bg" {
		return Sheet{}, errors.New("the language bg is what is translated: want another, such as tr")
	}
	if !codeForm.MatchString(lang) {
		return Sheet{}, fmt.Errorf("%q is no language: want its code of two or three letters, such as tr", lang)
	}
	cat := c.byLang[lang]
	if cat == nil {
		cat = &catalog{lang: lang, tag: language.Make(lang), reviewed: "none"}
	}
	s := Sheet{Lang: lang, Forms: countForms(cat.tag)}
	for _, id := range c.sheetOrder(cat) {
		s.Texts = append(s.Texts, c.entry(cat, id, s.Forms))
	}
	return s, nil
}

// sheetOrder lists the ids of a sheet as they stand in the Bulgarian catalog, a variant that Bulgarian does not have
// after its base.
func (c *Catalogs) sheetOrder(cat *catalog) (ids []string) {
	own := map[string][]string{}
	for _, id := range cat.order {
		if b := c.base(id); !c.Has("bg", id) {
			own[b] = append(own[b], id)
		}
	}
	for _, id := range c.byLang["bg"].order {
		if !forOfficers(id) || cat.lang == "en" || cat.messages[id] != nil {
			ids = append(ids, id)
		}
		ids = append(ids, own[id]...)
	}
	return ids
}

func (c *Catalogs) entry(cat *catalog, id string, names []string) Entry {
	e := Entry{ID: id, Note: c.note(id), Open: cat.reviewed == "none"}
	e.Source = c.source(id)
	if !e.Plural() {
		names = []string{"other"}
	}
	m := cat.messages[id]
	for _, name := range names {
		text := ""
		if m != nil {
			text = *formOf(m, name)
		}
		e.Target = append(e.Target, text)
	}
	e.Open = e.Open && e.translated()
	return e
}

// source is the Bulgarian text, or its plural forms.
func (c *Catalogs) source(id string) []string {
	if m := c.reference(id); len(forms(m)) > 1 {
		return []string{m.One, m.Other}
	}
	return []string{c.reference(id).Other}
}

// note says what a translator should know of a text.
func (c *Catalogs) note(id string) string {
	var notes []string
	switch first, _, _ := strings.Cut(id, "."); {
	case forOfficers(id):
		notes = append(notes, "officers read it")
	case first == "page":
		notes = append(notes, "on the web page")
	default:
		notes = append(notes, "in the conversation")
	}
	if isButton(id) {
		notes = append(notes, fmt.Sprintf("a button, at most %d letters", MaxButton))
	}
	switch {
	case c.forChildren(id) && !isButton(id):
		notes = append(notes, "a child of ten reads it")
	case c.base(id) != id:
		notes = append(notes, "a variant for one kind of reader: leave it empty where "+c.base(id)+" says it too")
	}
	for _, p := range placeholders(c.reference(id)) {
		notes = append(notes, "{{."+p+"}} stays as it is")
	}
	return strings.Join(notes, "; ")
}

// Head is what the head of a catalog says. Empty fields stay as they are.
type Head struct {
	Name     string // of the language in its own script, for one that is not among the ten
	Reviewed string // who has read all of it
}

// Take lays what came back from a translator over a catalog file and gives the file anew: what has not changed keeps
// its line and its comments. c must be the built-in catalogs. The file is into; where that is nil it is the built-in one, or a new one for a language
// that has none. Untranslated texts are passed over. Notes name texts whose Bulgarian has changed since they went out.
// It refuses, with every id, what the program cannot say: an unknown text, other placeholders, a plural form too few.
func (c *Catalogs) Take(s Sheet, into []byte, head Head) (file []byte, notes []string, err error) {
	if s.Lang == "bg" || !codeForm.MatchString(s.Lang) {
		return nil, nil, fmt.Errorf("the sheet is of the language %q, want the code of one that is translated, such as tr", s.Lang)
	}
	if into == nil {
		into = startOf(s.Lang, head.Name)
	}
	before, err := parse(s.Lang, into)
	if err != nil {
		return nil, nil, fmt.Errorf("the catalog that it goes into: %w", err)
	}
	if len(s.Forms) == 0 {
		s.Forms = countForms(before.tag)
	}
	p := paper{before: before, set: map[string]string{}}
	var faults []error
	for _, e := range s.Texts {
		changed, err := c.take(&p, s.Forms, e, head.Reviewed != "")
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", e.ID, err))
		}
		if changed {
			notes = append(notes, e.ID+": the Bulgarian text has changed since this one was translated")
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, nil, err
	}
	p.head(head)
	if file, err = p.write(into); err != nil {
		return nil, nil, err
	}
	cat, err := parse(s.Lang, file)
	if err == nil {
		err = c.fits(cat)
	}
	return file, notes, err
}

// take puts one text on the paper if it is translated and says something else than before. It reports whether the
// Bulgarian text has changed since.
func (c *Catalogs) take(p *paper, names []string, e Entry, confirmed bool) (changed bool, err error) {
	p.order = append(p.order, e.ID)
	if c.reference(e.ID) != nil && !e.translated() {
		return false, nil
	}
	m, err := e.message(names)
	if err != nil {
		return false, err
	}
	came := &catalog{lang: p.before.lang, tag: p.before.tag, messages: map[string]*goi18n.Message{e.ID: m}}
	if found := c.broken(came, e.ID); len(found) > 0 {
		return false, errors.New(found[0].Says)
	}
	if confirmed && e.Open {
		return false, errors.New("nobody has confirmed it yet (fuzzy, or not in the state reviewed or final): it cannot be called read")
	}
	old := cmp.Or(p.before.messages[e.ID], c.messageOf(p.before.lang, e.ID))
	if old == nil || !slices.Equal(forms(old), forms(m)) {
		p.set[e.ID], err = written(e.ID, m)
	}
	return !slices.Equal(e.Source, c.source(e.ID)), err
}

// messageOf is a text of the catalog of lang, nil where there is none.
func (c *Catalogs) messageOf(lang, id string) *goi18n.Message {
	if cat := c.byLang[lang]; cat != nil {
		return cat.messages[id]
	}
	return nil
}

// message is the translation as a catalog has it.
func (e Entry) message(names []string) (*goi18n.Message, error) {
	m := &goi18n.Message{ID: e.ID}
	if !e.Plural() {
		names = []string{"other"}
	}
	if len(names) != len(e.Target) {
		return nil, fmt.Errorf("it has %d forms, want %d: %v", len(e.Target), len(names), names)
	}
	for i, name := range names {
		*formOf(m, name) = strings.TrimSpace(e.Target[i])
	}
	if m.Other == "" {
		return nil, errors.New("the text is empty")
	}
	return m, nil
}
