package house

import (
	"fmt"
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestPromises finds promises without tests, tests that are gone, that do nothing or that may be skipped, and promises
// of the README that are not ours. Run with -v it tells what is still open.
func TestPromises(t *testing.T) {
	tree := repository(t)
	readme := read(t, "README.md")
	for i, p := range promises() {
		t.Run(strconv.Itoa(i+1), func(t *testing.T) {
			if want := fmt.Sprintf("| %d | %s", i+1, p.says); !strings.Contains(readme, want) {
				t.Errorf("the README's table of promises has no row that begins with %q", want)
			}
			if len(p.proofs) == 0 {
				t.Errorf("promise %d (%s) has no test", i+1, p.says)
			}
			for _, proof := range p.proofs {
				if fault := tree.check(proof); fault != "" {
					t.Errorf("promise %d (%s): %s %s %s: %s", i+1, p.says, proof.pkg, proof.test, proof.part, fault)
				}
			}
			for _, o := range p.open {
				t.Logf("promise %d, not held by a test: %s", i+1, o)
			}
		})
	}
	if want, row := len(promises()), fmt.Sprintf("| %d | ", len(promises())+1); !strings.Contains(readme, fmt.Sprintf("| %d | ", want)) || strings.Contains(readme, row) {
		t.Errorf("the README and this package do not name the same promises: here are %d", want)
	}
}

// check says what is wrong with a proof, "" nothing.
func (t *tree) check(p proof) string {
	fn := t.testFunc(p.pkg, p.test)
	switch {
	case fn == nil:
		return "there is no such test"
	case len(fn.Body.List) == 0:
		return "it does nothing"
	case skips(fn):
		return "it may be skipped, which proves nothing"
	}
	where := p.pkg
	if p.in != "" {
		where = p.in
		if ext := path.Ext(p.part); ext == "" && !t.uses(p.pkg, where) {
			return "its package does not use " + where
		}
	}
	switch ext := path.Ext(p.part); {
	case p.part == "":
	case ext == ".chat" || ext == ".night":
		if _, err := os.Stat(filepath.Join(root, where, "testdata", p.part)); err != nil {
			return "there is no such file in " + where + "/testdata"
		}
	case !t.says(where, p.part):
		return "nothing in " + where + " has that name"
	}
	return ""
}

// testFunc finds a test function of a package.
func (t *tree) testFunc(pkg, name string) *ast.FuncDecl {
	for _, f := range t.goes {
		if f.dir != pkg || !f.test {
			continue
		}
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == name {
				return fn
			}
		}
	}
	return nil
}

// skips reports whether a test has a way round itself.
func skips(fn *ast.FuncDecl) (found bool) {
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, s.Sel.Name) {
			found = true
		}
		return true
	})
	return found
}

// uses reports whether a test of one package imports another.
func (t *tree) uses(pkg, other string) bool {
	return slices.ContainsFunc(t.goes, func(f source) bool {
		_, ok := t.ours(f)[other]
		return ok && f.dir == pkg && f.test
	})
}

// says reports whether a package has a text literal that is name.
func (t *tree) says(pkg, name string) (found bool) {
	want := strconv.Quote(name)
	for _, f := range t.goes {
		if f.dir != pkg {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Value == want {
				found = true
			}
			return true
		})
	}
	return found
}

// TestProofsAreChecked shows the checker what it must find fault with.
func TestProofsAreChecked(t *testing.T) {
	tree := repository(t)
	for _, tt := range []struct {
		proof proof
		want  string
	}{
		{proof{pkg: "bot/conversation", test: "TestChats", part: "child-now.chat"}, ""},
		{proof{pkg: "bot/conversation", test: "TestChats", part: "child-never.chat"}, "there is no such file in bot/conversation/testdata"},
		{proof{pkg: "bot/conversation", test: "TestChat"}, "there is no such test"},
		{proof{pkg: "bot/conversations", test: "TestChats"}, "there is no such test"},
		{proof{"bot/session", "TestEmbedded", "Do/NilDeletes", "bot/session/sessiontest"}, ""},
		{proof{"bot/session", "TestEmbedded", "Do/NilForgets", "bot/session/sessiontest"}, "nothing in bot/session/sessiontest has that name"},
		{proof{"i18n", "TestCoverage", "Do/NilDeletes", "bot/session/sessiontest"}, "its package does not use bot/session/sessiontest"},
	} {
		if got := tree.check(tt.proof); got != tt.want {
			t.Errorf("%+v: got %q, want %q", tt.proof, got, tt.want)
		}
	}
}
