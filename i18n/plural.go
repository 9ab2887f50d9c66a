package i18n

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v4"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Plural is the text id in lang in the form that n asks for. The number is given to the placeholder {{.n}}.
func (c *Catalogs) Plural(lang, id string, n int, args map[string]any) string {
	data := maps.Clone(args)
	if data == nil {
		data = map[string]any{}
	}
	data["n"] = n
	for _, cat := range c.chain(lang) {
		m := cat.messages[id]
		if m == nil {
			continue
		}
		if len(forms(m)) == 1 { // said in the same way of any number
			if text, ok := cat.text(id, data); ok {
				return text
			}
			continue
		}
		text, err := cat.say.Localize(&goi18n.LocalizeConfig{MessageID: id, PluralCount: n, TemplateData: data})
		if err == nil {
			return text
		}
	}
	return id
}

// message turns a YAML value into a message: a text has the form "other" alone.
func message(id string, value *yaml.Node) (*goi18n.Message, error) {
	m := &goi18n.Message{ID: id}
	switch value.Kind {
	case yaml.ScalarNode:
		m.Other = strings.TrimSpace(value.Value)
	case yaml.MappingNode:
		for i := 0; i+1 < len(value.Content); i += 2 {
			if err := setForm(m, value.Content[i].Value, value.Content[i+1].Value); err != nil {
				return nil, err
			}
		}
	default:
		return nil, errors.New("want a text, or a map of plural forms")
	}
	if m.Other == "" {
		return nil, errors.New("the text is empty (plural forms need at least other)")
	}
	return m, nil
}

// formNames are the plural forms in the order of CLDR.
var formNames = [...]struct {
	name string
	form plural.Form
}{{"zero", plural.Zero}, {"one", plural.One}, {"two", plural.Two}, {"few", plural.Few}, {"many", plural.Many}, {"other", plural.Other}}

// formOf is the place of a plural form in a message, nil where no form is called so.
func formOf(m *goi18n.Message, name string) *string {
	return map[string]*string{"zero": &m.Zero, "one": &m.One, "two": &m.Two, "few": &m.Few, "many": &m.Many, "other": &m.Other}[name]
}

// setForm sets one plural form by its CLDR name.
func setForm(m *goi18n.Message, form, text string) error {
	at := formOf(m, form)
	if at == nil {
		return fmt.Errorf("no plural form is called %q (zero, one, two, few, many, other)", form)
	}
	*at = text
	return nil
}

// countForms lists the plural forms that whole numbers take in a language, in the order of CLDR; other is always there.
func countForms(tag language.Tag) (names []string) {
	seen := map[plural.Form]bool{plural.Other: true}
	for n := range 200 {
		seen[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)] = true
	}
	for _, f := range formNames {
		if seen[f.form] {
			names = append(names, f.name)
		}
	}
	return names
}

// forms lists the forms that m has.
func forms(m *goi18n.Message) []string {
	all := []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other}
	return slices.DeleteFunc(all, func(f string) bool { return f == "" })
}

// isPlain reports whether m is one text without a placeholder.
func isPlain(m *goi18n.Message) bool { return len(forms(m)) == 1 && !strings.Contains(m.Other, "{{") }

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

// placeholders lists the names in all forms of m, sorted, each once.
func placeholders(m *goi18n.Message) []string {
	seen := map[string]bool{}
	for _, f := range forms(m) {
		for _, found := range placeholder.FindAllStringSubmatch(f, -1) {
			seen[found[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
