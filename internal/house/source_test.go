package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// root is the top of the repository, as seen from this package.
const root = "../.."

// module is the path before the folders of our packages.
const module = "github.com/chuyme/chuyme/"

// source is one Go file of the repository, parsed with its comments.
type source struct {
	name string // from the root, with slashes
	dir  string
	test bool // _test.go
	ast  *ast.File
	text []byte
}

// tree is everything that the rules look at.
type tree struct {
	files []string // all files from the root, with slashes, that the repository holds
	goes  []source
	set   *token.FileSet
}

// readTree reads the repository once for all tests.
var readTree = sync.OnceValues(func() (*tree, error) {
	t := &tree{set: token.NewFileSet()}
	skip, err := ignored()
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case rel == ".git" || skip(rel, e.IsDir()):
			if e.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case e.IsDir():
			return nil
		}
		t.files = append(t.files, rel)
		if path.Ext(rel) != ".go" || strings.Contains("/"+rel, "/testdata/") {
			return nil
		}
		return t.parse(rel)
	})
	return t, err
})

func (t *tree) parse(rel string) error {
	text, err := os.ReadFile(filepath.Join(root, rel))
	if err != nil {
		return err
	}
	f, err := parser.ParseFile(t.set, rel, text, parser.ParseComments)
	if err != nil {
		return err
	}
	t.goes = append(t.goes, source{name: rel, dir: path.Dir(rel), test: strings.HasSuffix(rel, "_test.go"), ast: f, text: text})
	return nil
}

// ignored reads .gitignore: what it names is no part of the repository. Only the forms that stand there are known:
// "/name/" and "/name" at the top, "*.suffix" anywhere.
func ignored() (func(rel string, dir bool) bool, error) {
	text, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		return nil, err
	}
	lines := strings.Fields(string(text))
	return func(rel string, dir bool) bool {
		return slices.ContainsFunc(lines, func(line string) bool {
			if suffix, ok := strings.CutPrefix(line, "*"); ok {
				return !dir && strings.HasSuffix(rel, suffix)
			}
			return "/"+rel == strings.TrimSuffix(line, "/")
		}) || rel == "deploy/secrets"
	}, nil
}

// repository gives the tree; a file that does not parse ends the test.
func repository(t *testing.T) *tree {
	t.Helper()
	all, err := readTree()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// ours gives the folders of our packages that f imports, with the place of each import.
func (t *tree) ours(f source) map[string]token.Position {
	out := map[string]token.Position{}
	for _, i := range f.ast.Imports {
		if name, ok := strings.CutPrefix(strings.Trim(i.Path.Value, `"`), module); ok {
			out[name] = t.set.Position(i.Pos())
		}
	}
	return out
}

// at is where a node stands, for a complaint.
func (t *tree) at(n ast.Node) token.Position { return t.set.Position(n.Pos()) }

// read reads a file of the repository.
func read(t *testing.T, rel string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, rel))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
