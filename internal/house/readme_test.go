package house

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/config"
)

// row is the row of a Markdown table of which the first cell is `name`; "" there is none.
func row(text, name string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "| `"+name+"` |") {
			return line
		}
	}
	return ""
}

func TestReadmeHasEverySetting(t *testing.T) {
	readme := read(t, "README.md")
	known := map[string]bool{"CHUYME_CONFIG": true}
	for _, s := range config.Settings() {
		known[s.Name] = true
		r := row(readme, s.Name)
		if r == "" {
			t.Errorf("the README's table of settings has no row for %s", s.Name)
		} else if s.Default != "" && !strings.Contains(r, "| `"+s.Default+"` |") {
			t.Errorf("the README says another default of %s than %s: %s", s.Name, s.Default, r)
		}
	}
	for _, name := range regexp.MustCompile(`CHUYME_[A-Z_]+`).FindAllString(readme, -1) {
		if !known[name] && !strings.HasPrefix(name, "CHUYME_TEST_") {
			t.Errorf("the README names %s, which is no setting", name)
		}
	}
}

// TestReadmeHasEveryCommand reads the commands from the struct that the program makes them of.
func TestReadmeHasEveryCommand(t *testing.T) {
	names := commandNames(repository(t))
	if len(names) < 10 {
		t.Fatalf("found %d commands in bot/commands.go; the struct commands has gone", len(names))
	}
	readme := read(t, "README.md")
	for _, name := range names {
		if row(readme, name) == "" {
			t.Errorf("the README's table of commands has no row for %s", name)
		}
	}
}

func commandNames(all *tree) (names []string) {
	for _, f := range all.goes {
		if f.name != "bot/commands.go" {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if s, ok := n.(*ast.TypeSpec); ok && s.Name.Name == "commands" {
				for _, field := range s.Type.(*ast.StructType).Fields.List {
					names = append(names, strings.ToLower(field.Names[0].Name))
				}
			}
			return true
		})
	}
	return names
}

// TestReadmeHasEveryMakeTarget looks for the targets that the README tells of, and those that it names as code.
func TestReadmeHasEveryMakeTarget(t *testing.T) {
	makefile := read(t, "Makefile")
	for _, m := range regexp.MustCompile("`make ([a-z]+)`").FindAllStringSubmatch(read(t, "README.md"), -1) {
		if !strings.Contains(makefile, "\n"+m[1]+":") {
			t.Errorf("the README tells of make %s, which the Makefile does not have", m[1])
		}
	}
}

// TestLinksLead follows each link of a page to another file of the repository.
func TestLinksLead(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)\s#]+)\)`)
	for _, page := range []string{"README.md", "deploy/handbook/bg.md", "deploy/handbook/en.md"} {
		for _, m := range link.FindAllStringSubmatch(read(t, page), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", page, m[1])
			}
		}
	}
}

// TestReadmeShowsARealConversation holds the example to the transcript that it says it is from.
func TestReadmeShowsARealConversation(t *testing.T) {
	readme := read(t, "README.md")
	script := "\n" + read(t, "bot/conversation/testdata/child-now.chat")
	lines := 0
	for line := range strings.Lines(readme) {
		if !strings.HasPrefix(line, "> ") && !strings.HasPrefix(line, "< ") && !strings.HasPrefix(line, "! ") && !strings.HasPrefix(line, "  [") {
			continue
		}
		lines++
		line, _, _ = strings.Cut(line, "  #")
		if !strings.Contains(script, "\n"+strings.TrimRight(line, " \n")+"\n") {
			t.Errorf("the README shows a line that child-now.chat does not have: %s", line)
		}
	}
	if lines < 10 {
		t.Errorf("the README shows %d lines of a conversation, want 10 or more", lines)
	}
}

// TestReadmeExplainsDependencies wants a reason for each module that the code uses, and no reason for one that is gone.
func TestReadmeExplainsDependencies(t *testing.T) {
	readme, mod := read(t, "README.md"), read(t, "go.mod")
	direct := regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(mod, -1)
	used := map[string]bool{}
	for _, f := range repository(t).goes {
		for _, i := range f.ast.Imports {
			if i.Name == nil || i.Name.Name != "_" {
				used[strings.Trim(i.Path.Value, `"`)] = true
			}
		}
	}
	for _, m := range direct {
		for path := range used {
			if within(path, m[1]) && !strings.Contains(readme, "`"+m[1]+"`") {
				t.Errorf("the README gives no reason for %s", m[1])
				break
			}
		}
	}
	_, table, _ := strings.Cut(readme, "## Dependencies")
	table, _, _ = strings.Cut(table, "\n## ")
	for _, m := range regexp.MustCompile("`([a-z0-9.]+\\.[a-z]+/[^`]+)`").FindAllStringSubmatch(table, -1) {
		if !strings.Contains(mod, "\t"+m[1]+" v") {
			t.Errorf("the README gives a reason for %s, which go.mod does not have", m[1])
		}
	}
}

// TestReadmeIsHonest: as long as a catalog was read by nobody, the README says so.
func TestReadmeIsHonest(t *testing.T) {
	catalogs, err := filepath.Glob(filepath.Join(root, "i18n", "*.yaml"))
	if err != nil || len(catalogs) == 0 {
		t.Fatalf("catalogs: %d, %v", len(catalogs), err)
	}
	readme := read(t, "README.md")
	for _, c := range catalogs {
		text := read(t, "i18n/"+filepath.Base(c))
		if strings.Contains(text, "\nreviewed: none") && !strings.Contains(readme, "reviewed: none") {
			t.Errorf("%s was read by nobody and the README does not say it", filepath.Base(c))
		}
	}
	if !strings.Contains(readme, "invented examples") {
		t.Error("the README does not say that the embedded units are invented")
	}
}
