package house

import (
	"go/ast"
	"go/token"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestTopLevelHoldsWhatItShould(t *testing.T) {
	allowed := []string{"bot", "router", "i18n", "internal", "deploy", "go.mod", "go.sum", "Makefile", "README.md", "LICENSE"}
	skip, err := ignored()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, e := range entries {
		seen[e.Name()] = true
		if !slices.Contains(allowed, e.Name()) && !strings.HasPrefix(e.Name(), ".") && !skip(e.Name(), e.IsDir()) {
			t.Errorf("%s is not at home at the top; there live %v", e.Name(), allowed)
		}
	}
	for _, name := range allowed {
		if !seen[name] {
			t.Errorf("%s is missing at the top", name)
		}
	}
}

func TestNoFolderIsADrawer(t *testing.T) {
	drawers := []string{"util", "utils", "common", "helper", "helpers", "misc", "shared", "lib"}
	seen := map[string]bool{}
	for _, f := range repository(t).files {
		for dir := path.Dir(f); dir != "."; dir = path.Dir(dir) {
			if slices.Contains(drawers, path.Base(dir)) && !seen[dir] {
				seen[dir] = true
				t.Errorf("folder %s: its name does not say what is in it", dir)
			}
		}
	}
}

// TestEveryPackageSaysItsPurpose wants a package comment of at least three lines that begins as godoc wants it.
func TestEveryPackageSaysItsPurpose(t *testing.T) {
	comments, names := map[string]string{}, map[string]string{}
	for _, f := range repository(t).goes {
		if f.test {
			continue
		}
		names[f.dir] = f.ast.Name.Name
		if doc := f.ast.Doc.Text(); doc != "" {
			if comments[f.dir] != "" {
				t.Errorf("%s: the package has a second package comment here", f.name)
			}
			comments[f.dir] = doc
		}
	}
	for dir, name := range names {
		begins := "Package " + name + " "
		if name == "main" {
			begins = "Command "
		}
		doc := comments[dir]
		if !strings.HasPrefix(doc, begins) || strings.Count(doc, "\n") < 3 {
			t.Errorf("%s: want a package comment of three lines or more that begins with %q and ends with what the package must never do", dir, begins)
		}
	}
}

func TestNoInit(t *testing.T) {
	all := repository(t)
	for _, f := range all.goes {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s: init runs unseen; wire it where it is used", all.at(fn))
			}
		}
	}
}

// TestPackageVariablesStandStill finds assignments to variables of a package: what may change is handed in.
func TestPackageVariablesStandStill(t *testing.T) {
	all := repository(t)
	vars := map[string]map[string]bool{}
	for _, f := range all.goes {
		if f.test {
			continue
		}
		for _, name := range packageVars(f.ast) {
			if vars[f.dir] == nil {
				vars[f.dir] = map[string]bool{}
			}
			vars[f.dir][name] = true
		}
	}
	for _, f := range all.goes {
		if f.test {
			continue
		}
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			locals := declared(fn)
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				for _, target := range assigned(n) {
					if id := owner(target); id != nil && vars[f.dir][id.Name] && !locals[id.Name] {
						t.Errorf("%s: %s is a variable of the package and is changed here", all.at(n), id.Name)
					}
				}
				return true
			})
		}
	}
}

func packageVars(f *ast.File) (names []string) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, s := range g.Specs {
			for _, n := range s.(*ast.ValueSpec).Names {
				if n.Name != "_" {
					names = append(names, n.Name)
				}
			}
		}
	}
	return names
}

// assigned gives what a statement changes.
func assigned(n ast.Node) []ast.Expr {
	switch s := n.(type) {
	case *ast.AssignStmt:
		if s.Tok != token.DEFINE {
			return s.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{s.X}
	}
	return nil
}

// owner is the variable that an expression is a part of; nil where that is not plain to see.
func owner(e ast.Expr) *ast.Ident {
	switch x := e.(type) {
	case *ast.Ident:
		return x
	case *ast.IndexExpr:
		return owner(x.X)
	case *ast.SelectorExpr:
		return owner(x.X)
	}
	return nil
}

// declared gives the names that a function declares itself, anywhere in it.
func declared(fn *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	add := func(e ast.Expr) {
		if id, ok := e.(*ast.Ident); ok {
			names[id.Name] = true
		}
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch d := n.(type) {
		case *ast.Field:
			for _, id := range d.Names {
				add(id)
			}
		case *ast.ValueSpec:
			for _, id := range d.Names {
				add(id)
			}
		case *ast.AssignStmt:
			if d.Tok == token.DEFINE {
				for _, e := range d.Lhs {
					add(e)
				}
			}
		case *ast.RangeStmt:
			if d.Tok == token.DEFINE {
				add(d.Key)
				add(d.Value)
			}
		}
		return true
	})
	return names
}

// TestFilesAreReadable bounds what is read at once. Tables of words are data and not read.
func TestFilesAreReadable(t *testing.T) {
	const most = 500
	for _, f := range repository(t).goes {
		if lines := strings.Count(string(f.text), "\n"); !f.test && lines > most && !ast.IsGenerated(f.ast) {
			t.Errorf("%s has %d lines; more than %d are not one idea", f.name, lines, most)
		}
	}
}

// texts are the endings of files that people read.
var texts = []string{".go", ".md", ".yaml", ".yml", ".txt", ".tsv", ".csv", ".html", ".css", ".js", ".lua", ".sql", ".chat", ".night", ".txtar", ".service", ".mod", ""}

// never is what no file may hold. The marks are written in two halves, or this file would hold them.
var never = []struct {
	what    string
	marks   []string
	pattern *regexp.Regexp
}{
	{"a path of one machine", []string{"/wo" + "rk/", "/ho" + "me/", "/Us" + "ers/", "../sha" + "red"}, regexp.MustCompile(`(?:^|[^\w.])/(?:work|home|Users)/\w|\.\./` + `shared`)},
	{"a document that is not here", []string{"DES" + "IGN.md", "DOM" + "AIN.md", "STY" + "LE.md", "LIBR" + "ARIES.md", "PE" + "ERS.md"}, regexp.MustCompile(`[A-Z]+\.md`)},
	{"work put off instead of being done", []string{"TO" + "DO", "FIX" + "ME"}, regexp.MustCompile(`\b(?:TO` + `DO|FIX` + `ME)\b`)},
}

// TestNothingPointsOutOfTheHouse finds paths of somebody's machine, papers that are not in the repository and marks of
// work that was put off.
func TestNothingPointsOutOfTheHouse(t *testing.T) {
	for _, name := range repository(t).files {
		if !slices.Contains(texts, path.Ext(name)) {
			continue
		}
		text := read(t, name)
		for _, n := range never {
			// Searching for plain words first keeps this quick: some tables are long.
			if !slices.ContainsFunc(n.marks, func(m string) bool { return strings.Contains(text, m) }) {
				continue
			}
			if at := n.pattern.FindStringIndex(text); at != nil {
				t.Errorf("%s:%d: %q is %s", name, 1+strings.Count(text[:at[0]], "\n"), strings.TrimSpace(text[at[0]:at[1]]), n.what)
			}
		}
	}
}
