package i18n

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// Kind is what is wrong with a text.
type Kind string

// What Check looks for.
const (
	Missing     Kind = "missing"     // it is said in another language
	Unknown     Kind = "unknown"     // the Bulgarian catalog has no such id
	Placeholder Kind = "placeholder" // it has other placeholders than the Bulgarian text
	Plural      Kind = "plural"      // it lacks a form that the language needs
	Button      Kind = "button"      // it is too long for a button
	Stray       Kind = "stray"       // it has a sign that is not seen, or a word of two alphabets
	Number      Kind = "number"      // it has other numbers, addresses or commands than the Bulgarian text
	Hard        Kind = "hard"        // it is harder than a ten-year-old reads
)

// Kinds lists what Check looks for, in the order in which it is shown.
func Kinds() []Kind {
	return []Kind{Missing, Unknown, Placeholder, Plural, Button, Stray, Number, Hard}
}

// Finding is one fault of one text. An empty ID is the catalog as a whole.
type Finding struct {
	Lang string `json:"lang"`
	ID   string `json:"id"`
	Kind Kind   `json:"kind"`
	Says string `json:"says"` // what is wrong and what would be right
	Must bool   `json:"must"` // it must not be; else it may
}

// Tally is one language in figures.
type Tally struct {
	Lang     string       `json:"lang"`
	Name     string       `json:"name"`
	Reviewed string       `json:"reviewed"` // who has read it, or "none"
	Texts    int          `json:"texts"`
	Found    map[Kind]int `json:"found"`
	Reading  *Score       `json:"reading,omitempty"` // absent: no measure is published for the language
}

// Report is what Check found.
type Report struct {
	Languages []Tally   `json:"languages"`
	Findings  []Finding `json:"findings"`
}

// Holds reports whether nothing was found that must not be.
func (r Report) Holds() bool {
	return !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Must })
}

// Check holds every catalog to the Bulgarian one, to what a phone shows, and to what a ten-year-old reads. A text that
// an added language lacks is found too, but may be: it is said in Bulgarian.
func (c *Catalogs) Check() Report {
	var r Report
	for _, l := range c.languages {
		cat := c.byLang[l.Code]
		if cat == nil {
			continue
		}
		tally := Tally{Lang: l.Code, Name: l.Name, Reviewed: cat.reviewed, Texts: len(cat.order), Found: map[Kind]int{}}
		found := c.checkOne(cat)
		if m, ok := measures[l.Code]; ok {
			score, hard := c.measure(cat, m)
			tally.Reading = &score
			found = append(found, hard...)
		}
		for _, f := range found {
			tally.Found[f.Kind]++
		}
		r.Languages = append(r.Languages, tally)
		r.Findings = append(r.Findings, found...)
	}
	return r
}

// checkOne looks at all of a catalog but how hard it is to read.
func (c *Catalogs) checkOne(cat *catalog) (found []Finding) {
	_, ours := byCode(languages[:], cat.lang)
	for _, id := range c.Missing(cat.lang) {
		found = append(found, Finding{cat.lang, id, Missing, "it is missing", ours})
	}
	for _, id := range cat.order {
		found = append(found, c.broken(cat, id)...)
		found = append(found, c.odd(cat, id)...)
	}
	return found
}

// broken finds what a text may not have at all, whoever wrote it.
func (c *Catalogs) broken(cat *catalog, id string) (found []Finding) {
	fault := func(k Kind, format string, args ...any) {
		found = append(found, Finding{cat.lang, id, k, fmt.Sprintf(format, args...), true})
	}
	m, ref := cat.messages[id], c.reference(id)
	if ref == nil {
		fault(Unknown, "the program has no such text")
		return found
	}
	if got, want := placeholders(m), placeholders(ref); !slices.Equal(got, want) {
		fault(Placeholder, "it has the placeholders %v, want %v", got, want)
	}
	if len(forms(ref)) > 1 {
		if lacks := lacking(cat, m); len(lacks) > 0 {
			fault(Plural, "it lacks the plural forms %v", lacks)
		}
	} else if len(forms(m)) > 1 {
		fault(Plural, "it has plural forms, want one text")
	}
	return found
}

// odd finds what a reader would stumble upon.
func (c *Catalogs) odd(cat *catalog, id string) (found []Finding) {
	fault := func(k Kind, format string, args ...any) {
		found = append(found, Finding{cat.lang, id, k, fmt.Sprintf(format, args...), true})
	}
	for _, text := range forms(cat.messages[id]) {
		if n := utf8.RuneCountInString(text); isButton(id) && n > MaxButton {
			fault(Button, "the button has %d letters, want at most %d", n, MaxButton)
		}
		if what := stray(cat.lang, text); what != "" {
			fault(Stray, "it has %s", what)
		}
	}
	if ref := c.reference(id); ref != nil {
		if got, want := figures(cat.messages[id].Other), figures(ref.Other); !slices.Equal(got, want) {
			fault(Number, "it has the numbers and addresses %v, want %v", got, want)
		}
	}
	return found
}

// reference is the Bulgarian text that a text of this id is held to, nil where there is none.
func (c *Catalogs) reference(id string) *goi18n.Message {
	bg := c.byLang["bg"].messages
	if m := bg[id]; m != nil {
		return m
	}
	return bg[c.base(id)]
}

// lacking lists the plural forms that a language has and a text lacks.
func lacking(cat *catalog, m *goi18n.Message) []string {
	return slices.DeleteFunc(countForms(cat.tag), func(name string) bool { return *formOf(m, name) != "" })
}

// Digits with spaces between them are one number.
var (
	number  = regexp.MustCompile(`\p{Nd}(?:[ \x{A0}\x{202F}]?\p{Nd})*`)
	gaps    = regexp.MustCompile(`\P{Nd}`)
	address = regexp.MustCompile(`https?://[^\s]+|\b[A-Za-z0-9-]+\.(?:org|com|net|info|eu|bg)\b|(?:^|[\s])/[a-z]+`)
)

// figures lists the numbers (their digits alone), addresses and commands of a text, sorted, each once.
func figures(text string) []string {
	text = placeholder.ReplaceAllString(text, " ")
	seen := map[string]bool{}
	for _, a := range address.FindAllString(text, -1) {
		seen[strings.Trim(a, " \n.,")] = true
	}
	for _, n := range number.FindAllString(address.ReplaceAllString(text, " "), -1) {
		seen[gaps.ReplaceAllString(n, "")] = true
	}
	return slices.Sorted(maps.Keys(seen))
}
