package i18n

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// formats are both ways in which a sheet goes out and comes back.
var formats = map[string]struct {
	write func(io.Writer, Sheet) error
	read  func(io.Reader) (Sheet, error)
}{"po": {WritePO, ReadPO}, "xliff": {WriteXLIFF, ReadXLIFF}}

// TestSheetsComeBack sends each catalog out and takes it in again unchanged: the file is the same, byte by byte.
func TestSheetsComeBack(t *testing.T) {
	c := load(t)
	for name, f := range formats {
		for _, l := range languages[1:] {
			s, err := c.Sheet(l.Code)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := f.write(&out, s); err != nil {
				t.Fatal(err)
			}
			back, err := f.read(&out)
			if err != nil {
				t.Fatalf("%s %s: %v", name, l.Code, err)
			}
			for i, e := range s.Texts {
				b := back.Texts[i]
				if b.ID != e.ID || !slices.Equal(b.Target, e.Target) || b.Open != e.Open || name == "po" && !slices.Equal(b.Source, e.Source) {
					t.Errorf("%s %s: went out as %+v, came back as %+v", name, l.Code, e, b)
				}
			}
			file, notes, err := c.Take(back, nil, Head{})
			if err != nil || len(notes) > 0 {
				t.Fatalf("%s %s: %v, %v", name, l.Code, err, notes)
			}
			if was, _ := os.ReadFile(l.Code + ".yaml"); !bytes.Equal(file, was) {
				t.Errorf("%s %s: the catalog came back otherwise than it went out", name, l.Code)
			}
		}
	}
}

// TestPOIsGettext lets gettext itself judge the files.
func TestPOIsGettext(t *testing.T) {
	msgfmt, err := exec.LookPath("msgfmt")
	if err != nil {
		t.Fatal("no msgfmt on this machine: make test installs gettext")
	}
	c := load(t)
	for _, lang := range []string{"tr", "ar", "ru", "de"} {
		s, err := c.Sheet(lang)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), lang+".po")
		out, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := WritePO(out, s); err != nil {
			t.Fatal(err)
		}
		out.Close()
		if said, err := exec.Command(msgfmt, "-c", "-o", os.DevNull, file).CombinedOutput(); err != nil {
			t.Errorf("%s.po: %v\n%s", lang, err, said)
		}
	}
}

// small are catalogs of a few texts with comments in them.
const (
	smallBG = "# Глава.\nreviewed: none\n\n# ── Начало ──\nhello: Здравей.\nsaid: |-\n  едно\n  две\n# ── Край ──\nbye: \"Чао: {{.unit}}\"\nn:\n  one: \"{{.n}} ден\"\n  other: \"{{.n}} дни\"\n"
	smallRU = "# Голова.\nreviewed: none # никто\n\n# ── Начало ──\nhello: \"Привет.\"\n# ── Конец ──\nbye: 'Пока: {{.unit}}'\n# конец\n"
)

func small(t *testing.T) *Catalogs {
	t.Helper()
	c, err := fake(t, map[string]string{"bg.yaml": smallBG, "en.yaml": smallBG, "ru.yaml": smallRU})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestTakeKeepsTheFile changes a text, adds others, and leaves every other line as it stood.
func TestTakeKeepsTheFile(t *testing.T) {
	c := small(t)
	s, err := c.Sheet("ru")
	if err != nil {
		t.Fatal(err)
	}
	set := map[string][]string{"hello": {"Привет: \"ты\"."}, "said": {"раз\nдва"}, "n": {"{{.n}} день", "{{.n}} дня", "{{.n}} дней", "{{.n}} дня"}}
	for i, e := range s.Texts {
		if to := set[e.ID]; to != nil {
			s.Texts[i].Target = to
		}
		s.Texts[i].Open = false
	}
	file, notes, err := c.Take(s, []byte(smallRU), Head{Reviewed: "П. Иванова"})
	if err != nil || len(notes) > 0 {
		t.Fatal(err, notes)
	}
	want := "# Голова.\nreviewed: П. Иванова\n\n# ── Начало ──\nhello: \"Привет: \\\"ты\\\".\"\nsaid: |-\n  раз\n  два\n# ── Конец ──\nbye: 'Пока: {{.unit}}'\n" +
		"n:\n  one: \"{{.n}} день\"\n  few: \"{{.n}} дня\"\n  many: \"{{.n}} дней\"\n  other: \"{{.n}} дня\"\n# конец\n"
	if string(file) != want {
		t.Errorf("the file is\n%s\nwant\n%s", file, want)
	}
}

// TestTakeBeginsALanguage makes the file of a language that has none.
func TestTakeBeginsALanguage(t *testing.T) {
	c := load(t)
	s, err := c.Sheet("de")
	if err != nil {
		t.Fatal(err)
	}
	if s.Texts[0].ID != "hello" || s.Texts[0].Target[0] != "" || s.Texts[0].Open {
		t.Fatalf("the first entry is %+v", s.Texts[0])
	}
	s.Texts[0].Target[0] = "Hallo."
	file, _, err := c.Take(s, nil, Head{Name: "Deutsch"})
	if err != nil {
		t.Fatal(err)
	}
	if want := "reviewed: none\nname: Deutsch\nhello: Hallo.\n"; !strings.HasSuffix(string(file), want) || !strings.HasPrefix(string(file), "# Deutsch.") {
		t.Errorf("the file is\n%s\nwant it to end with\n%s", file, want)
	}
	if _, _, err = c.Take(s, nil, Head{}); err == nil || !strings.Contains(err.Error(), "de has no name") {
		t.Errorf("without a name: %v", err)
	}
}

// TestTakeRefuses names every text that the program could not say, and writes nothing.
func TestTakeRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Sheet)
		head   Head
		want   string
	}{
		{"placeholder", func(s *Sheet) { s.Texts[2].Target[0] = "Пока: {{.untie}}" }, Head{}, "bye: it has the placeholders [untie], want [unit]"},
		{"broken placeholder", func(s *Sheet) { s.Texts[2].Target[0] = "Пока: {{.unit}} {{.x" }, Head{}, "bye: broken placeholder"},
		{"unknown text", func(s *Sheet) { s.Texts[0].ID = "hallo" }, Head{}, "hallo: the program has no such text"},
		{"too few forms", func(s *Sheet) { s.Texts[3].Target = []string{"а", "б"} }, Head{}, "n: it has 2 forms, want 4: [one few many other]"},
		{"called read too early", func(s *Sheet) {}, Head{Reviewed: "П. Иванова"}, "hello: nobody has confirmed it yet"},
		{"Bulgarian", func(s *Sheet) { s.Lang = "bg" }, Head{}, `the language "bg"`},
		{"no language", func(s *Sheet) { s.Lang = "../x" }, Head{}, `the language "../x"`},
		{"a name for one of the ten", func(s *Sheet) {}, Head{Name: "Русский"}, "ru has its name already"},
	} {
		c := small(t)
		s, err := c.Sheet("ru")
		if err != nil {
			t.Fatal(err)
		}
		tt.change(&s)
		if file, _, err := c.Take(s, []byte(smallRU), tt.head); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q; the file is %q", tt.name, err, tt.want, file)
		}
	}
}

// TestTakeSaysWhatIsOld tells of a translation whose Bulgarian text is another by now.
func TestTakeSaysWhatIsOld(t *testing.T) {
	c := small(t)
	s, _ := c.Sheet("ru")
	s.Texts[0].Source = []string{"Здрасти."}
	_, notes, err := c.Take(s, []byte(smallRU), Head{})
	if err != nil || len(notes) != 1 || !strings.HasPrefix(notes[0], "hello: the Bulgarian text has changed") {
		t.Errorf("notes %v, %v", notes, err)
	}
}

func TestReadPO(t *testing.T) {
	const head = "msgid \"\"\nmsgstr \"\"\n\"Language: tr\\n\"\n\"X: y\\n\"\n\n"
	s, err := ReadPO(strings.NewReader("\uFEFF" + head + "#. note\n#| msgid \"old\"\n#, fuzzy, c-format\nmsgctxt \"a\"\nmsgid \"\"\n\"x\\n\"\n\"\\\"y\\\\\"\r\nmsgstr \"\"\n\"z\"\n" +
		"msgctxt \"b\"\nmsgid \"1\"\nmsgid_plural \"n\"\nmsgstr[0] \"p\"\nmsgstr[1] \"q\"\n#~ msgid \"gone\"\n#~ msgstr \"gone\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if s.Lang != "tr" || len(s.Texts) != 2 {
		t.Fatalf("got %+v", s)
	}
	if a := s.Texts[0]; a.ID != "a" || a.Source[0] != "x\n\"y\\" || a.Target[0] != "z" || !a.Open {
		t.Errorf("got %+v", a)
	}
	if b := s.Texts[1]; b.ID != "b" || !b.Plural() || strings.Join(b.Target, " ") != "p q" || b.Open {
		t.Errorf("got %+v", b)
	}
	for _, tt := range []struct{ name, in, want string }{
		{"no language", "msgctxt \"a\"\nmsgid \"x\"\nmsgstr \"y\"\n", "does not name its language"},
		{"no context", head + "msgid \"x\"\nmsgstr \"y\"\n", "line 6: the message has no msgctxt"},
		{"twice", head + "msgctxt \"a\"\nmsgid \"x\"\nmsgstr \"y\"\n\nmsgctxt \"a\"\nmsgid \"x\"\nmsgstr \"y\"\n", "a stands twice"},
		{"no msgid", head + "msgctxt \"a\"\nmsgstr \"x\"\n", "a has no msgid"},
		{"no msgstr", head + "msgctxt \"a\"\nmsgid \"x\"\n", "a has no msgstr"},
		{"open string", head + "msgctxt \"a\nmsgid \"x\"\n", "line 6: want a string in double quotes"},
		{"quote inside", head + "msgctxt \"a\"b\"\n", "a quote inside"},
		{"unknown escape", head + "msgctxt \"a\\q\"\n", `\q means nothing`},
		{"half an escape", head + "msgctxt \"a\\\"\n", "ends within an escape"},
		{"string alone", "\"x\"\n", "a string stands alone"},
		{"form out of order", head + "msgctxt \"a\"\nmsgid \"x\"\nmsgid_plural \"y\"\nmsgstr[1] \"z\"\n", "line 9: it begins with neither"},
		{"not UTF-8", "\xff", "not UTF-8"},
		{"too large", strings.Repeat("#\n", maxSheet), "more than 8 MiB"},
	} {
		if _, err := ReadPO(strings.NewReader(tt.in)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestReadXLIFF(t *testing.T) {
	file := func(units string) string {
		return `<xliff xmlns="` + xliffSpace + `" version="2.0" srcLang="bg" trgLang="tr"><file id="f">` + units + `</file></xliff>`
	}
	s, err := ReadXLIFF(strings.NewReader(file(`<unit id="a"><segment state="final"><source>x</source><target>1. </target></segment><segment state="reviewed"><source>y</source><target>2</target></segment></unit>` +
		`<unit id="n:one"><segment><source>x</source><target>p</target></segment></unit><unit id="n:other"><segment><source>z</source><target>q</target></segment></unit>`)))
	if err != nil {
		t.Fatal(err)
	}
	if a, n := s.Texts[0], s.Texts[1]; s.Lang != "tr" || a.Target[0] != "1. 2" || a.Open || !n.Plural() || strings.Join(n.Target, " ") != "p q" || !n.Open {
		t.Errorf("got %+v", s)
	}
	for _, tt := range []struct{ name, in, want string }{
		{"older version", `<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>`, "not XLIFF 2.0"},
		{"no language", `<xliff xmlns="` + xliffSpace + `" version="2.0"/>`, "does not name its language"},
		{"inline marks", file(`<unit id="a"><segment><source>x</source><target><mrk id="1">y</mrk></target></segment></unit>`), "unit a: it has inline marks"},
		{"twice", file(`<unit id="a"/><unit id="a"/>`), "unit a stands twice"},
		{"one text and a form", file(`<unit id="a"/><unit id="a:one"/>`), "unit a:one: its text stands there without plural forms too"},
		{"groups", file(`<group id="g"><unit id="a"/></group>`), "in groups"},
		{"cut off", file(`<unit`), "not XLIFF 2.0"},
	} {
		if _, err := ReadXLIFF(strings.NewReader(tt.in)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
}

// FuzzReadSheet: whatever comes back from a translator's tool is read or refused; nothing of it breaks what takes it in.
func FuzzReadSheet(f *testing.F) {
	f.Add("msgid \"\"\nmsgstr \"Language: tr\\n\"\n\nmsgctxt \"a\"\nmsgid \"x\"\nmsgstr \"y\\n\"\n")
	f.Add(`<xliff xmlns="` + xliffSpace + `" version="2.0" srcLang="bg" trgLang="tr"><file id="f"><unit id="a"/></file></xliff>`)
	f.Fuzz(func(t *testing.T, in string) {
		if s, err := ReadPO(strings.NewReader(in)); err == nil {
			if _, _, err := small(t).Take(s, nil, Head{}); err == nil && s.Lang == "bg" {
				t.Error("Bulgarian was taken for a translation")
			}
		}
		if s, err := ReadXLIFF(strings.NewReader(in)); err == nil && s.Lang == "" {
			t.Error("a sheet without a language was read")
		}
	})
}
