package i18n

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"text/template"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"
)

//go:embed *.yaml
var files embed.FS

// Catalogs are the texts of all languages. They never change after Load and are safe for concurrent use.
type Catalogs struct {
	languages []Language
	byLang    map[string]*catalog
	chains    map[string][]*catalog
}

// catalog is one language's file.
type catalog struct {
	lang     string
	name     string // of the language; the ten have theirs elsewhere
	reviewed string
	tag      language.Tag // whose plural rules hold
	order    []string     // ids as they stand in the file
	lines    map[string]int
	say      *goi18n.Localizer
	plain    map[string]string // texts without placeholders and plural forms, ready to be said
	messages map[string]*goi18n.Message
}

// Load reads the catalogs that are built into the program. Its errors name the file, the line and the id.
func Load() (*Catalogs, error) { return LoadFS(files) }

// LoadFS reads the catalogs found at the top of fsys, one LANG.yaml for each language that there is. Bulgarian and
// English must be there, since all others fall back on them.
func LoadFS(fsys fs.FS) (*Catalogs, error) {
	c := &Catalogs{languages: languages[:], byLang: map[string]*catalog{}, chains: map[string][]*catalog{}}
	var faults []error
	for _, l := range languages {
		data, err := fs.ReadFile(fsys, l.Code+".yaml")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			c.byLang[l.Code], err = parse(l.Code, data)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("catalog %s.yaml: %w", l.Code, err))
		}
	}
	for _, must := range []string{"bg", "en"} {
		if c.byLang[must] == nil && len(faults) == 0 {
			faults = append(faults, fmt.Errorf("catalog %s.yaml is missing: every other language falls back on it", must))
		}
	}
	for _, l := range c.languages {
		c.link(l.Code)
	}
	return c, errors.Join(faults...)
}

// link makes the chain of lang.
func (c *Catalogs) link(lang string) {
	for _, code := range chain(lang) {
		if cat := c.byLang[code]; cat != nil {
			c.chains[lang] = append(c.chains[lang], cat)
		}
	}
}

// parse reads one catalog. Every text is tried as a template, so that a broken placeholder is found here and not in
// front of a child.
func parse(lang string, data []byte) (*catalog, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("line 1: want a map of ids and texts")
	}
	cat := &catalog{lang: lang, lines: map[string]int{}, plain: map[string]string{}, messages: map[string]*goi18n.Message{}}
	var faults []error
	top := doc.Content[0].Content
	for i := 0; i+1 < len(top); i += 2 {
		id, value := top[i].Value, top[i+1]
		switch id {
		case "reviewed":
			cat.reviewed = value.Value
			continue
		case "name":
			cat.name = value.Value
			continue
		}
		cat.order, cat.lines[id] = append(cat.order, id), top[i].Line
		if err := cat.add(id, value); err != nil {
			faults = append(faults, fmt.Errorf("line %d: %s: %w", top[i].Line, id, err))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return cat, cat.bundle()
}

// add takes one entry: a text, or the plural forms of one.
func (c *catalog) add(id string, value *yaml.Node) error {
	if c.messages[id] != nil {
		return errors.New("the id stands twice")
	}
	m, err := message(id, value)
	if err != nil {
		return err
	}
	for _, form := range forms(m) {
		if _, err := template.New(id).Parse(form); err != nil {
			return fmt.Errorf("broken placeholder (want {{.name}}): %w", err)
		}
	}
	c.messages[id] = m
	if isPlain(m) {
		c.plain[id] = m.Other
	}
	return nil
}

// bundle makes the localizer. Each language has a bundle of its own, and with it a chain of its own (ours). The
// library has no plural rule for Romani and some others; they are given the two forms of Bulgarian.
func (c *catalog) bundle() error {
	list := slices.SortedFunc(maps.Values(c.messages), func(a, b *goi18n.Message) int { return cmp.Compare(a.ID, b.ID) })
	var err error
	for _, tag := range []language.Tag{language.Make(c.lang), language.Bulgarian} {
		b := goi18n.NewBundle(tag)
		if err = b.AddMessages(tag, list...); err == nil {
			c.tag, c.say = tag, goi18n.NewLocalizer(b, tag.String())
			return nil
		}
	}
	return err
}

// Text is the text id in lang, with args put in its placeholders. Where lang has no such text, the next language of
// its chain has; an id that no catalog knows comes back as it is, so that the fault is seen and nothing breaks.
func (c *Catalogs) Text(lang, id string, args map[string]any) string {
	for _, cat := range c.chain(lang) {
		if text, ok := cat.text(id, args); ok {
			return text
		}
	}
	return id
}

// text says id in this catalog.
func (c *catalog) text(id string, args map[string]any) (string, bool) {
	if text, ok := c.plain[id]; ok {
		return text, true
	}
	if c.messages[id] == nil {
		return "", false
	}
	text, err := c.say.Localize(&goi18n.LocalizeConfig{MessageID: id, TemplateData: args})
	return text, err == nil
}

// Has reports whether the catalog of lang itself has id; what it would fall back on does not count.
func (c *Catalogs) Has(lang, id string) bool {
	cat := c.byLang[lang]
	return cat != nil && cat.messages[id] != nil
}

// Speaks tells in which language Text(lang, id, …) is: the direction of writing follows from it.
func (c *Catalogs) Speaks(lang, id string) string {
	for _, cat := range c.chain(lang) {
		if cat.messages[id] != nil {
			return cat.lang
		}
	}
	return lang
}

// Reviewed tells who has read the catalog of lang: "none", names, or "" where there is no catalog.
func (c *Catalogs) Reviewed(lang string) string {
	if cat := c.byLang[lang]; cat != nil {
		return cat.reviewed
	}
	return ""
}

// IDs lists the ids of the catalog of lang, sorted; nil where there is none.
func (c *Catalogs) IDs(lang string) []string {
	cat := c.byLang[lang]
	if cat == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(cat.messages))
}

// Placeholders lists the names that the text id of lang wants to be given, sorted.
func (c *Catalogs) Placeholders(lang, id string) []string {
	if !c.Has(lang, id) {
		return nil
	}
	return placeholders(c.byLang[lang].messages[id])
}

// chain lists the catalogs asked in turn; an unknown language is answered in Bulgarian.
func (c *Catalogs) chain(lang string) []*catalog {
	if list, ok := c.chains[lang]; ok {
		return list
	}
	return c.chains["bg"]
}
