package house

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/chuyme/chuyme/i18n"
)

// asked are the ids that the program asks the catalogs for, as far as its sources tell: whole ones, and beginnings
// ("note" + ".", "officer.option.") that something is put behind.
type asked struct{ whole, begun map[string]bool }

// quoted is a string in a template of a page.
var quoted = regexp.MustCompile(`"([a-z0-9_]+\.[a-z0-9_.%-]*)"`)

// askedTexts looks through all strings of the program and its templates.
func askedTexts(t *testing.T, all *tree) asked {
	a := asked{map[string]bool{}, map[string]bool{}}
	add := func(s string) {
		s, _, _ = strings.Cut(s, "%") // a beginning for Printf
		if strings.HasSuffix(s, ".") && len(s) > 1 {
			a.begun[s] = true
		}
		a.whole[s] = true
	}
	for _, f := range all.goes {
		if f.test || forTests(f.dir) || f.dir == "i18n" {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					add(s)
				}
			}
			return true
		})
	}
	for _, name := range all.files {
		if strings.HasSuffix(name, ".html") {
			for _, m := range quoted.FindAllStringSubmatch(read(t, name), -1) {
				add(m[1])
			}
		}
	}
	return a
}

// uses reports whether the program may ask for id: by its name, or by a beginning with one or several parts behind it.
func (a asked) uses(id string) bool {
	if a.whole[id] {
		return true
	}
	for i := range id {
		if id[i] == '.' && a.begun[id[:i+1]] {
			return true
		}
	}
	return false
}

// options lists the texts of the questionnaire's answers: "danger.now".
func options(t *testing.T) (ids []string) {
	var q struct {
		Questions []struct {
			ID      string   `yaml:"id"`
			Options []string `yaml:"options"`
		} `yaml:"questions"`
	}
	if err := yaml.Unmarshal([]byte(read(t, "bot/conversation/questionnaire.yaml")), &q); err != nil {
		t.Fatal(err)
	}
	for _, a := range q.Questions {
		for _, o := range a.Options {
			ids = append(ids, a.ID+"."+o)
		}
	}
	return ids
}

// TestTextsAreUsed finds texts that nothing asks for. A variant is asked for with the text that it is one of.
func TestTextsAreUsed(t *testing.T) {
	catalogs, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	used := askedTexts(t, repository(t))
	answers := options(t)
	for _, id := range catalogs.IDs("bg") {
		of := id[:max(0, strings.LastIndex(id, "."))]
		if !catalogs.Has("bg", of) {
			of = id
		}
		if !used.uses(id) && !used.uses(of) && !slices.Contains(answers, of) {
			t.Errorf("bg.yaml: nothing asks for %s", id)
		}
	}
}
