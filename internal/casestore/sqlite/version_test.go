package sqlite_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLibcIsTheOneThatSQLiteAsksFor compares two lines of go.mod files: the translated SQLite is made for one version
// of its C library, and another may break memory without a word.
func TestLibcIsTheOneThatSQLiteAsksFor(t *testing.T) {
	ours := goList(t, "{{.Version}}", "modernc.org/libc")
	dir := goList(t, "{{.Dir}}", "modernc.org/sqlite")
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	asked := regexp.MustCompile(`modernc\.org/libc (\S+)`).FindSubmatch(mod)
	if asked == nil || string(asked[1]) != ours {
		t.Errorf("modernc.org/libc is %s in go.mod, and SQLite asks for %s", ours, asked)
	}
}

func goList(t *testing.T, format, module string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", format, module).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
