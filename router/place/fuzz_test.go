package place_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// hostile are queries that nobody types by chance.
func hostile() map[string]string {
	return map[string]string{
		"a megabyte of one letter": strings.Repeat("а", 1<<20),
		"a megabyte of names":      strings.Repeat("Ново село Баня ", 1<<16),
		"a megabyte of typos":      strings.Repeat("в Бургозол ", 1<<16),
		"combining marks only":     strings.Repeat("\u0301", 1<<19),
		"a letter with marks":      "а" + strings.Repeat("\u0300\u0301", 1<<18),
		"NULs":                     strings.Repeat("\x00", 1<<20),
		"NULs between letters":     "С\x00о\x00ф\x00и\x00я",
		"broken UTF-8":             strings.Repeat("\xff\xfeСо\xd0", 1<<17),
		"every script":             "София صوفيا Σόφια სოფია סופיה 索菲亚 ソフィア सोफिया โซเฟีย",
		"ligatures that unfold":    strings.Repeat("\ufdfa", 1<<17),
		"right to left":            "\u202eняраВ\u202c \u200f\u200eВарна\u2069",
		"zero width":               "В\u200bа\u200dр\ufeffна",
		"apostrophes":              strings.Repeat("'", 1<<16) + "x",
		"Arabic at length":         strings.Repeat("بورغاس كوزلودوي ", 1<<15),
		"adjectives":               strings.Repeat("Карловско Троянско ", 1<<15),
	}
}

func TestFindBearsWhatIsHostile(t *testing.T) {
	t.Parallel()
	r := open(t)
	for name, query := range hostile() {
		if got := r.Find(query); len(got) > 5 {
			t.Errorf("%s: %d matches, want 5 at most", name, len(got))
		}
	}
	for _, query := range []string{"", " ", "\n", "'", ".", "\x00", "\u0301", "с.", "гр. ", "община", "от", "💔"} {
		if got := r.Find(query); got != nil {
			t.Errorf("Find(%q) = %q, want nothing", query, shown(got))
		}
	}
}

// FuzzFind: no query panics, takes long, or has a match without a name, a municipality or a score.
func FuzzFind(f *testing.F) {
	for _, q := range queries(f) {
		f.Add(q)
	}
	for _, q := range hostile() {
		f.Add(q[:min(len(q), 1<<10)])
	}
	r := open(f)
	f.Fuzz(func(t *testing.T, query string) {
		begin := time.Now()
		got := r.Find(query)
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("a query of %d bytes took %v", len(query), took)
		}
		if len(got) > 5 {
			t.Errorf("%d matches, want 5 at most", len(got))
		}
		for _, m := range got {
			if m.Name == "" || len(m.MunicipalityCode) != 5 || m.Province == "" || m.Score <= 0 || m.Score > 1 || !utf8.ValidString(m.Name) {
				t.Errorf("match %+v lacks something", m)
			}
		}
	})
}
