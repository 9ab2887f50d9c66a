package i18n

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func over(t *testing.T, files map[string]string) (*Catalogs, error) {
	t.Helper()
	return LoadOver(folder(files))
}

// TestOwnTexts says some texts otherwise and all others as before.
func TestOwnTexts(t *testing.T) {
	built := load(t)
	c, err := over(t, map[string]string{
		"bg.yaml": "reviewed: М. Петрова\nbegin: Пиши спокойно.\nsent: \"Стигна до {{.unit}}. Кодът ти:\"\n",
		"README":  "own words",
	})
	if err != nil {
		t.Fatal(err)
	}
	args := map[string]any{"unit": "ОЗД"}
	for id, want := range map[string]string{"begin": "Пиши спокойно.", "sent": "Стигна до ОЗД. Кодът ти:", "goodbye": built.Text("bg", "goodbye", nil)} {
		if got := c.Text("bg", id, args); got != want {
			t.Errorf("%s is said as %q, want %q", id, got, want)
		}
	}
	if got := c.Reviewed("bg"); got != built.Reviewed("bg") {
		t.Errorf("read by %q, want %q: the rest was read by nobody", got, built.Reviewed("bg"))
	}
	if built.Text("bg", "begin", nil) == "Пиши спокойно." {
		t.Error("the built-in catalogs have changed")
	}
}

// TestOwnCatalogIsReadByItsReaders: where nothing of the built-in catalog is left, only who read the new one counts.
func TestOwnCatalogIsReadByItsReaders(t *testing.T) {
	built := load(t)
	s, err := built.Sheet("ku")
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Texts {
		s.Texts[i].Open = false
	}
	file, _, err := built.Take(s, nil, Head{Reviewed: "R. B."})
	if err != nil {
		t.Fatal(err)
	}
	c, err := over(t, map[string]string{"ku.yaml": string(file)})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Reviewed("ku"); got != "R. B." {
		t.Errorf("read by %q, want R. B.", got)
	}
}

// TestAddedLanguage adds an eleventh by a file: it is offered, guessed, counted in its own plural forms and written in
// its own direction; what it lacks is said in Bulgarian.
func TestAddedLanguage(t *testing.T) {
	c, err := over(t, map[string]string{
		"de.yaml": "reviewed: none\nname: Deutsch\nhello: Hallo.\nreview.messages: {one: \"{{.n}} Nachricht\", other: \"{{.n}} Nachrichten\"}\n",
		"ur.yaml": "reviewed: none\nname: اردو\nhello: سلام۔\n",
		"pl.yaml": "reviewed: none\nname: Polski\nreview.messages: {one: \"{{.n}} wiadomość\", few: \"{{.n}} wiadomości\", many: \"{{.n}} wiadomości.\", other: \"{{.n}} wiadomości\"}\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	all := c.Languages()
	if len(all) != 13 || all[10] != (Language{"de", "Deutsch", false}) || all[12] != (Language{"ur", "اردو", true}) {
		t.Errorf("languages %v", all)
	}
	if lang, ok := c.Guess("de-AT"); !ok || lang != "de" || c.Name("de") != "Deutsch" || !c.Known("de") || load(t).Known("de") {
		t.Errorf("de-AT is guessed as %q, %v", lang, ok)
	}
	if got, want := c.Text("de", "hello", nil), "Hallo."; got != want {
		t.Errorf("hello %q, want %q", got, want)
	}
	if got, want := c.Plural("pl", "review.messages", 5, nil), "5 wiadomości."; got != want {
		t.Errorf("five in Polish: %q, want %q", got, want)
	}
	if got := c.Text("de", "begin", nil); got != c.Text("bg", "begin", nil) || c.Speaks("de", "begin") != "bg" {
		t.Errorf("begin is said as %q, want the Bulgarian text", got)
	}
	if missing := c.Missing("de"); len(missing) < 100 || missing[0] != "hello.read" {
		t.Errorf("missing are %d, the first %q", len(missing), missing[:1])
	}
	r := c.Check()
	for _, f := range r.Findings {
		if f.Kind == Missing && f.Must {
			t.Errorf("%s of an added language must be there", f.ID)
		}
	}
}

// TestOwnTextsRefused loads broken folders: each complaint names the file, the line and the text.
func TestOwnTextsRefused(t *testing.T) {
	for _, tt := range []struct{ name, file, text, want string }{
		{"unknown text", "bg.yaml", "reviewed: none\nhallo: x\n", "bg.yaml: line 2: hallo: the program has no such text"},
		{"placeholder", "tr.yaml", "reviewed: none\nsent: \"{{.untie}}\"\n", "tr.yaml: line 2: sent: it has the placeholders [untie], want [unit]"},
		{"broken placeholder", "tr.yaml", "reviewed: none\n\nsent: \"{{.unit\"\n", "tr.yaml: line 3: sent: broken placeholder"},
		{"plural form", "ru.yaml", "reviewed: none\nreview.messages: {one: \"{{.n}}\", other: \"{{.n}}\"}\n", "line 2: review.messages: it lacks the plural forms [few many]"},
		{"not YAML", "tr.yaml", "a: [\n", "tr.yaml: "},
		{"unread", "tr.yaml", "begin: x\n", "does not say who has read it"},
		{"no name", "de.yaml", "reviewed: none\nbegin: x\n", "the language de has no name"},
		{"a second name", "tr.yaml", "reviewed: none\nname: Türkçe\n", "the language tr has its name already"},
		{"name of the file", "German.yaml", "reviewed: none\n", "German.yaml: a catalog is called by the two or three letters"},
		{"ending", "de.yml", "reviewed: none\n", "de.yml: a catalog is called by"},
	} {
		if _, err := over(t, map[string]string{tt.file: tt.text}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
	if _, err := LoadOver(os.DirFS(t.TempDir())); err == nil || !strings.Contains(err.Error(), "no catalog is there") {
		t.Errorf("an empty folder: %v", err)
	}
	if _, err := LoadOver(os.DirFS(filepath.Join(t.TempDir(), "nowhere"))); err == nil {
		t.Error("a folder that is not there was loaded")
	}
}
