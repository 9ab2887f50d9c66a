package place_test

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/router/place"
)

// open reads the register of the tests: some villages, and every municipality's seat from the embedded one.
func open(t testing.TB) *place.Register {
	t.Helper()
	r, err := place.Open("testdata/register.csv")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// show writes a match as testdata/queries.tsv does.
func show(m place.Match) string {
	s := m.Name + "/" + m.MunicipalityCode
	if m.District != "" {
		s += "/" + m.District
	}
	return s
}

func shown(matches []place.Match) []string {
	var out []string
	for _, m := range matches {
		out = append(out, show(m))
	}
	return out
}

func TestFind(t *testing.T) {
	t.Parallel()
	findAll(t, open(t))
}

// The same on a whole register, where thousands of villages are in the way.
func TestFindInWholeRegister(t *testing.T) {
	t.Parallel()
	findAll(t, whole(t))
}

// whole opens the register whose file CHUYME_TEST_PLACES names. No whole register may be copied into the project, so that
// elsewhere these tests are skipped; the embedded one answers the same queries in TestFind.
func whole(t testing.TB) *place.Register {
	t.Helper()
	file := os.Getenv(fullRegister)
	if file == "" {
		t.Skipf("%s names no register", fullRegister)
	}
	r, err := place.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// findAll asks a register for every query of testdata/queries.tsv.
func findAll(t *testing.T, r *place.Register) {
	t.Helper()
	f, err := os.Open("testdata/queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) != 3 {
			t.Fatalf("queries.tsv:%d: %d fields, want query, place, kind", n, len(fields))
		}
		query, want := fields[0], fields[1]
		got := shown(r.Find(query))
		if !meant(got, want) {
			t.Errorf("queries.tsv:%d (%s): Find(%q) = %q, want %s", n, fields[2], query, got, want)
		}
	}
}

// meant reports whether matches are what a line of the table wants.
func meant(got []string, want string) bool {
	if want == "-" {
		return len(got) == 0
	}
	if several := strings.Split(want, "|"); len(several) > 1 {
		return slices.ContainsFunc(got, func(g string) bool { return slices.Contains(several, g) })
	}
	return len(got) > 0 && got[0] == want
}
