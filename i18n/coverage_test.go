package i18n

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

func load(t testing.TB) *Catalogs {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestNoEmptyPlaceholders says every text with its placeholders filled: nothing of a template is left.
func TestNoEmptyPlaceholders(t *testing.T) {
	c := load(t)
	for lang := range c.byLang {
		for _, id := range c.IDs(lang) {
			args := map[string]any{}
			for _, p := range c.Placeholders(lang, id) {
				args[p] = "X"
			}
			for _, text := range []string{c.Text(lang, id, args), c.Plural(lang, id, 1, args), c.Plural(lang, id, 7, args)} {
				if text == "" || text == id || strings.Contains(text, "{{") || strings.Contains(text, "<no value>") {
					t.Errorf("%s.yaml: %s is said as %q", lang, id, text)
				}
			}
		}
	}
}

// TestScript finds texts in a catalog that are not in its alphabet: what was left untranslated.
func TestScript(t *testing.T) {
	c := load(t)
	for _, id := range c.IDs("en") {
		if strings.HasPrefix(id, "ask.lang") || strings.Contains(id, "lang") {
			continue
		}
		for _, r := range c.Text("en", id, nil) {
			if r >= 'А' && r <= 'я' {
				t.Errorf("en.yaml: %s has Cyrillic letters: %s", id, c.Text("en", id, nil))
				break
			}
		}
	}
}

func TestReviewed(t *testing.T) {
	c := load(t)
	for lang := range maps.Keys(c.byLang) {
		if c.Reviewed(lang) == "" {
			t.Errorf("%s.yaml does not say who has read it: its first key is reviewed, names or none", lang)
		}
	}
	if got := c.Reviewed("xx"); got != "" {
		t.Errorf("Reviewed(xx) = %q, want nothing", got)
	}
}

func TestLanguages(t *testing.T) {
	c := load(t)
	var codes, rtl []string
	for _, l := range c.Languages() {
		codes = append(codes, l.Code)
		if l.RTL {
			rtl = append(rtl, l.Code)
		}
		if n := utf8.RuneCountInString(l.Name); n == 0 || n > 20 {
			t.Errorf("language %s is called %q", l.Code, l.Name)
		}
	}
	if want := strings.Fields("bg en tr rom ar fa ps ku uk ru"); !slices.Equal(codes, want) {
		t.Errorf("languages %v, want %v", codes, want)
	}
	if want := strings.Fields("ar fa ps"); !slices.Equal(rtl, want) {
		t.Errorf("right-to-left %v, want %v", rtl, want)
	}
}

// fake makes catalogs of a few texts.
func fake(t *testing.T, files map[string]string) (*Catalogs, error) {
	t.Helper()
	return LoadFS(folder(files))
}

// folder is a folder with these files.
func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestFallback(t *testing.T) {
	c, err := fake(t, map[string]string{
		"bg.yaml":  "reviewed: none\na: А\nb: Б\nc: В\n",
		"en.yaml":  "reviewed: none\na: A\nb: B\n",
		"tr.yaml":  "reviewed: none\na: Ä\n",
		"rom.yaml": "reviewed: none\na: Á\nn: {one: jekh, other: \"{{.n}}\"}\n",
		"ru.yaml":  "reviewed: none\nb: Р\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ lang, id, want, speaks string }{
		{"tr", "a", "Ä", "tr"}, {"tr", "b", "B", "en"}, {"tr", "c", "В", "bg"},
		{"rom", "a", "Á", "rom"}, {"rom", "b", "Б", "bg"},
		{"uk", "b", "Р", "ru"}, {"uk", "a", "А", "bg"},
		{"ar", "a", "A", "en"}, {"xx", "a", "А", "bg"}, {"bg", "zzz", "zzz", "bg"},
	} {
		if got := c.Text(tt.lang, tt.id, nil); got != tt.want {
			t.Errorf("Text(%s, %s) = %q, want %q", tt.lang, tt.id, got, tt.want)
		}
		if got := c.Speaks(tt.lang, tt.id); got != tt.speaks {
			t.Errorf("Speaks(%s, %s) = %q, want %q", tt.lang, tt.id, got, tt.speaks)
		}
	}
	if got := c.Plural("rom", "n", 1, nil); got != "jekh" {
		t.Errorf("Romani says one as %q, want jekh", got)
	}
	if got := c.Plural("rom", "n", 5, nil); got != "5" {
		t.Errorf("Romani says five as %q, want 5", got)
	}
}

func TestPluralForms(t *testing.T) {
	c, err := fake(t, map[string]string{
		"bg.yaml": "reviewed: none\nn: {one: \"{{.n}} ден\", other: \"{{.n}} дни\"}\n",
		"en.yaml": "reviewed: none\nn: {one: \"{{.n}} day\", other: \"{{.n}} days\"}\n",
		"ru.yaml": "reviewed: none\nn: {one: \"{{.n}} день\", few: \"{{.n}} дня\", many: \"{{.n}} дней\", other: \"{{.n}} дня\"}\n",
		"ar.yaml": "reviewed: none\nn: {zero: \"0\", one: \"1\", two: \"2\", few: f, many: m, other: o}\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		lang string
		n    int
		want string
	}{
		{"bg", 1, "1 ден"}, {"bg", 21, "21 дни"}, {"en", 1, "1 day"}, {"en", 0, "0 days"},
		{"ru", 1, "1 день"}, {"ru", 22, "22 дня"}, {"ru", 5, "5 дней"}, {"ar", 2, "2"}, {"ar", 3, "f"}, {"ar", 11, "m"}, {"ar", 100, "o"},
	} {
		if got := c.Plural(tt.lang, "n", tt.n, nil); got != tt.want {
			t.Errorf("Plural(%s, %d) = %q, want %q", tt.lang, tt.n, got, tt.want)
		}
	}
}

// TestBadCatalogs loads broken files: each complaint names the file, the line and the remedy.
func TestBadCatalogs(t *testing.T) {
	const good = "reviewed: none\na: A\n"
	for _, tt := range []struct{ name, en, want string }{
		{"broken placeholder", "reviewed: none\na: \"{{.name\"\n", "en.yaml: line 2: a: broken placeholder"},
		{"unknown plural form", "reviewed: none\na: {single: x, other: y}\n", `no plural form is called "single"`},
		{"no other form", "reviewed: none\na: {one: x}\n", "plural forms need at least other"},
		{"empty", "reviewed: none\na: \"\"\n", "the text is empty"},
		{"list", "reviewed: none\na: [x]\n", "want a text, or a map of plural forms"},
		{"no map", "- a\n", "want a map of ids and texts"},
		{"twice", "reviewed: none\na: A\na: B\n", "line 3"},
		{"no yaml", "a: [\n", "en.yaml"},
	} {
		_, err := fake(t, map[string]string{"bg.yaml": good, "en.yaml": tt.en})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.name, err, tt.want)
		}
	}
	if _, err := fake(t, map[string]string{"bg.yaml": good}); err == nil || !strings.Contains(err.Error(), "en.yaml is missing") {
		t.Errorf("without English: error %v, want one that names en.yaml", err)
	}
	if _, err := LoadFS(os.DirFS(t.TempDir())); err == nil {
		t.Error("an empty folder was loaded")
	}
}

func BenchmarkText(b *testing.B) {
	c := load(b)
	args := map[string]any{"unit": "X"}
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			c.Text("bg", "stale.press", nil)
		}
	})
	b.Run("template", func(b *testing.B) {
		for b.Loop() {
			c.Text("bg", "sent", args)
		}
	})
}
