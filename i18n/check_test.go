package i18n

import (
	"slices"
	"strings"
	"testing"
)

// TestCoverage holds the built-in catalogs to everything that Check looks for.
func TestCoverage(t *testing.T) {
	r := load(t).Check()
	for _, f := range r.Findings {
		t.Errorf("%s.yaml: %s: %s: %s", f.Lang, f.ID, f.Kind, f.Says)
	}
	if !r.Holds() || len(r.Languages) != 10 {
		t.Errorf("holds %v with %d languages, want true with 10", r.Holds(), len(r.Languages))
	}
	for _, l := range r.Languages {
		if l.Texts < 200 || l.Name == "" || l.Reviewed == "" {
			t.Errorf("%s is told as %+v", l.Lang, l)
		}
	}
}

// TestCheckFinds puts one fault in a good catalog.
func TestCheckFinds(t *testing.T) {
	const bg = "reviewed: none\nhello: Здравей, 112 и 116 111.\nnote: \"{{.unit}}\"\nnav.go: Към\n" +
		"n: {one: \"{{.n}} ден\", other: \"{{.n}} дни\"}\nofficer.x: Х\n"
	const en = "reviewed: none\nhello: Hello, 112 and 116 111.\nnote: \"{{.unit}}\"\nnav.go: Go\n" +
		"n: {one: \"{{.n}} day\", other: \"{{.n}} days\"}\nofficer.x: X\n"
	const ru = "reviewed: none\nhello: Привет, 112 и 116 111.\nnote: \"{{.unit}}\"\nnav.go: Вперёд\n" +
		"n: {one: \"{{.n}} день\", few: \"{{.n}} дня\", many: \"{{.n}} дней\", other: \"{{.n}} дня\"}\n"
	for _, tt := range []struct {
		name, in, from, to string
		kind               Kind
		id, says           string
	}{
		{"good", "ru", "", "", "", "", ""},
		{"missing", "ru", "nav.go: Вперёд\n", "", Missing, "nav.go", "missing"},
		{"officers' text", "en", "officer.x: X\n", "", Missing, "officer.x", "missing"},
		{"unknown", "ru", "nav.go:", "nav.stop: Стоп\nnav.go:", Unknown, "nav.stop", "no such text"},
		{"placeholder", "en", "{{.unit}}", "{{.untie}}", Placeholder, "note", "[untie], want [unit]"},
		{"plural form", "ru", ` many: "{{.n}} дней",`, "", Plural, "n", "[many]"},
		{"no plural at all", "ru", `{one: "{{.n}} день", few: "{{.n}} дня", many: "{{.n}} дней", other: "{{.n}} дня"}`, `"{{.n}} дн."`, Plural, "n", "[one few many]"},
		{"plural of a plain text", "en", "nav.go: Go", "nav.go: {one: a, other: b}", Plural, "nav.go", "want one text"},
		{"long button", "en", "nav.go: Go", "nav.go: Go there now, and then go on from there", Button, "nav.go", "at most 28"},
		{"override", "en", "nav.go: Go", "nav.go: \"G\u202Eo\"", Stray, "nav.go", "U+202E"},
		{"zero width", "ru", "Вперёд", "Впе\u200Bрёд", Stray, "nav.go", "U+200B"},
		{"mark of direction", "en", "nav.go: Go", "nav.go: \"\u200EGo\"", Stray, "nav.go", "U+200E"},
		{"joiner", "en", "nav.go: Go", "nav.go: G\u200Co", Stray, "nav.go", "U+200C"},
		{"two alphabets", "ru", "Вперёд", "Впepёд", Stray, "nav.go", "two alphabets"},
		{"number", "en", "116 111", "116 112", Number, "hello", "[112 116112], want [112 116111]"},
		{"link", "en", "Hello,", "Hello, see https://a.example/b,", Number, "hello", "https://a.example/b"},
		{"hard", "en", "Hello, 112 and 116 111.", "Notwithstanding considerable administrative difficulties, representatives of institutions telephone 112 and 116 111 immediately.", Hard, "hello", "Flesch–Kincaid"},
		{"hard in Bulgarian", "bg", "Здравей, 112 и 116 111.", "Независимо от съществуващите затруднения институциите незабавно предприемат необходимите действия, 112 и 116 111.", Hard, "hello", "LIX"},
	} {
		files := map[string]string{"bg.yaml": bg, "en.yaml": en, "ru.yaml": ru}
		files[tt.in+".yaml"] = strings.Replace(files[tt.in+".yaml"], tt.from, tt.to, 1)
		c, err := fake(t, files)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		r := c.Check()
		r.Findings = slices.DeleteFunc(r.Findings, func(f Finding) bool { return f.ID == "" }) // so few texts are easily hard together
		switch {
		case tt.kind == "" && len(r.Findings) > 0:
			t.Errorf("%s: found %+v, want nothing", tt.name, r.Findings)
		case tt.kind != "" && !slices.ContainsFunc(r.Findings, func(f Finding) bool {
			return f.Lang == tt.in && f.ID == tt.id && f.Kind == tt.kind && f.Must && strings.Contains(f.Says, tt.says)
		}):
			t.Errorf("%s: found %+v, want %s of %s that says %q", tt.name, r.Findings, tt.kind, tt.id, tt.says)
		case tt.kind != "" && r.Holds():
			t.Errorf("%s: the report holds", tt.name)
		}
	}
}

// TestJoinersStandWhereTheyJoin lets Persian have its half-space and no other sign that is not seen.
func TestJoinersStandWhereTheyJoin(t *testing.T) {
	for _, tt := range []struct{ lang, text, want string }{
		{"fa", "می\u200Cتوانی", ""}, {"fa", "\u200Cتوانی", "U+200C"}, {"tr", "a\u200Cb", "U+200C"},
		{"ar", "على \u200E116 111", ""}, {"ar", "\u202Bعلى", "U+202B"}, {"ar", "\u2067على", "U+2067"}, {"bg", "а\u00ADб", "U+00AD"},
		{"bg", "буквата x скрива", ""}, {"bg", "„Скрий“ или {{.unit}}", ""},
	} {
		if got := stray(tt.lang, tt.text); got == "" && tt.want != "" || !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("stray(%s, %q) = %q, want %q", tt.lang, tt.text, got, tt.want)
		}
	}
}

func TestFigures(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"112 и 116 111.", "112 116111"}, {"112, 116 111", "112 116111"}, {"0–3", "0 3"}, {"{{.n}} дни", ""},
		{"чл. 7 от Закона", "7"}, {"виж /cases и /help.", "/cases /help"}, {"StopNCII.org 124 123", "124123 StopNCII.org"}, {"۱۱۲", "۱۱۲"},
	} {
		if got := strings.Join(figures(tt.text), " "); got != tt.want {
			t.Errorf("figures(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestSyllables(t *testing.T) {
	for word, want := range map[string]int{
		"a": 1, "write": 1, "danger": 2, "people": 2, "opened": 2, "hides": 1, "needed": 2, "police": 2, "be": 1, "the": 1, "table": 2, "asked": 1, "pictures": 2, "places": 2,
	} {
		if got := syllables(word); got != want {
			t.Errorf("syllables(%s) = %d, want %d", word, got, want)
		}
	}
}

// TestMeasures scores sentences by hand: 6 words in one sentence, of which one is long.
func TestMeasures(t *testing.T) {
	n := count("Ако можеш, обади се на приятел.")
	if want := (counts{1, 6, 1, 0}); n.sentences != want.sentences || n.words != want.words || n.long != want.long {
		t.Errorf("counted %+v, want %+v", n, want)
	}
	if got, want := lix(counts{1, 6, 1, 0}), 6+100.0/6; got != want {
		t.Errorf("LIX %.2f, want %.2f", got, want)
	}
	if got := fleschKincaid(count("The cat sat on the mat.")); got < -1.5 || got > -1.4 {
		t.Errorf("Flesch–Kincaid %.2f, want -1.45", got)
	}
}
