package lexicon

import (
	"slices"
	"strings"
	"testing"
)

func TestReadConcepts(t *testing.T) {
	lex := load(t)
	for _, tt := range []struct {
		text string
		want []string
		not  []string
	}{
		{"дядо ме заключи в килера", []string{"grandfather", "lock_in", "closet"}, nil},
		{"dqdo me zakliu4i w kilera", []string{"grandfather", "lock_in", "closet"}, nil},
		{"приятелят на мама", []string{"partner"}, []string{"friend"}},
		{"направо умирам от скука", []string{"figure"}, []string{"dying"}},
		{"вторият ми баща пие", []string{"partner", "drunk"}, nil},
		{"he locked me in the attic again", []string{"lock_in", "again"}, nil},
		{"üvey babam odamı kilitledi", []string{"partner", "lock_in"}, nil},
		{"бабушка заперла меня", []string{"grandmother", "lock_in"}, nil},
		{"babushka zaperla menya v podvale", []string{"grandmother"}, nil},
		{"عمي حبسني بالغرفة", []string{"uncle", "lock_in", "room"}, nil},
		{"пишете на полицая", []string{"police"}, nil},
		{"помоооощ", []string{"help"}, nil},
		{"помошт", []string{"help"}, nil},
		{"👧", []string{"girl"}, nil},
	} {
		got := lex.Read(tt.text)
		for _, c := range tt.want {
			if !got.Has(c) {
				t.Errorf("%q: no %s in %+v", tt.text, c, got.Hits)
			}
		}
		for _, c := range tt.not {
			if got.Has(c) {
				t.Errorf("%q: %s in %+v", tt.text, c, got.Hits)
			}
		}
	}
}

func TestReadLanguage(t *testing.T) {
	lex := load(t)
	for _, tt := range []struct{ want, text string }{
		{"bg", "вчера пак се скараха и ми взеха телефона"}, {"bg", "nqkoi mi vze telefona v u4ilishte"}, {"bg", ""}, {"bg", "123"},
		{"en", "they took my phone because of my grades"}, {"tr", "annem dün akşam eve gelmedi"}, {"tr", "babam cok bagiriyor"},
		{"ru", "мама не пришла домой вчера вечером"}, {"ru", "mama ne prishla domoy vchera, mne strashno"},
		{"uk", "мама вчора не повернулася додому"}, {"ar", "أمي ما رجعت عالبيت مبارح"}, {"fa", "مادرم دیشب خانه نیامد"},
		{"ps", "زما مور پرون شپه کور ته نه ده راغلې"}, {"ku", "diya min duh êvarê nehat malê"},
		{"rom", "mi daj na avilas khere erati"},
	} {
		if got := lex.Read(tt.text).Lang; got != tt.want {
			t.Errorf("Read(%q).Lang = %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestReadNumbers(t *testing.T) {
	lex := load(t)
	for _, tt := range []struct {
		text string
		want Number
	}{
		{"на 10 съм", Number{Kind: Age, Value: 10}}, {"на девет години", Number{Kind: Age, Value: 9}},
		{"в 4 клас съм", Number{Kind: Grade, Value: 4}}, {"пети клас", Number{Kind: Grade, Value: 5}},
		{"на осем месеца", Number{Kind: Months, Value: 8}}, {"преди 6 години", Number{Kind: Ago, Value: 6}},
		{"среща в 20:30", Number{Kind: Clock, Value: 20*60 + 30}}, {"искат 50 лева", Number{Kind: Amount, Value: 50}},
		{"14g", Number{Kind: Age, Value: 14}}, {"I'm 13 years old", Number{Kind: Age, Value: 13}},
		{"0888 123 456", Number{Kind: Phone}}, {"10 yaşındayım", Number{Kind: Age, Value: 10}},
		{"мне 11", Number{Kind: Age, Value: 11}}, {"бяха двама", Number{Kind: Plain, Value: 2}},
	} {
		got := lex.Read(tt.text).Numbers
		if len(got) != 1 || got[0].Kind != tt.want.Kind || got[0].Value != tt.want.Value {
			t.Errorf("%q: numbers %+v, want kind %d value %d", tt.text, got, tt.want.Kind, tt.want.Value)
		}
	}
}

func TestYears(t *testing.T) {
	for _, tt := range []struct {
		n    Number
		want int
		ok   bool
	}{{Number{Kind: Grade, Value: 1}, 7, true}, {Number{Kind: Months, Value: 8}, 0, true}, {Number{Kind: Amount, Value: 9}, 0, false}} {
		if got, ok := tt.n.Years(); got != tt.want || ok != tt.ok {
			t.Errorf("%+v.Years() = %d, %v, want %d, %v", tt.n, got, ok, tt.want, tt.ok)
		}
	}
}

func TestDenied(t *testing.T) {
	lex := load(t)
	for _, tt := range []struct {
		text, concept string
		want          bool
	}{
		{"не ме удря", "hit", true}, {"никой не ме бие", "hit", true}, {"удря ме", "hit", false},
		{"не знам, удря ме", "hit", false}, {"не ме бие, а ме рита", "kick", false}, {"he doesn't hit me", "hit", true},
		{"bana vurmuyor", "hit", true}, {"bana vuruyor", "hit", false},
	} {
		got := lex.Read(tt.text)
		denied := got.Denied(func(c string) bool { return c == tt.concept })
		i := slices.IndexFunc(got.Hits, func(h Hit) bool { return h.Concept == tt.concept })
		if i < 0 || denied[i] != tt.want {
			t.Errorf("%q: %s denied = %v (hits %+v), want %v", tt.text, tt.concept, i >= 0 && denied[i], got.Hits, tt.want)
		}
	}
}

// Common words of quiet talk must not be taken for deeds, injuries or weapons.
func TestHarmlessWords(t *testing.T) {
	lex := load(t)
	loud := []string{"physical", "injury", "weapon", "threat", "sexual", "self_harm", "taken", "missing", "exploitation", "near"}
	for lang, words := range map[string]string{
		"bg": "часът чашата щастие билет бирата книгата столицата пролетта есента неделята градинарят музиката играчката билетите отговорът" +
			" съботата разходката закуската обядът вечерята ваканцията рисунката цветето слънцето прозорецът столът масата телевизорът компютърът" +
			" понеделникът добре хубаво красиво бързо бавно топло зелено синьо червено ябълка круша хлебарницата учебникът моливът чантата",
		"en": "breakfast garden holiday picture weather summer winter kitchen window pencil orange yellow purple tennis library ticket dinner" +
			" butter cheese bread yesterday calendar birthday village mountain television computer letter sister evening",
		"tr": "kahvaltı tatil bahçe pencere kalem portakal kesinlikle müzik kütüphane bilet çiçek güneş deniz yağmur mutlu güzel",
		"ru": "завтрак каникулы цветок солнце карандаш апельсин библиотека билет музыка прогулка погода зима лето хорошо красиво",
	} {
		for _, w := range strings.Fields(words) {
			for _, r := range lex.Readings(w) {
				if r.Lang != lang {
					continue
				}
				for _, h := range r.Hits {
					if c, _ := lex.Concept(h.Concept); slices.Contains(loud, c.Group) {
						t.Errorf("%s: the harmless word %q is read as %s", lang, w, h.Concept)
					}
				}
			}
		}
	}
}

// A frequent word must never be taken for a typing error in another: "returned" is not "ties up".
func TestCommonWordsAreNoTypos(t *testing.T) {
	lex := load(t)
	if lex.Read("върна").Has("tie") {
		t.Error("върна is read as tie")
	}
	for _, lang := range Languages() {
		data, err := files.ReadFile("words/" + lang + ".tsv")
		if err != nil {
			t.Fatal(err)
		}
		_, line, ok := strings.Cut(string(data), "!common\t")
		if line, _, _ = strings.Cut(line, "\n"); !ok || line == "" {
			t.Errorf("%s has no list of frequent words", lang)
		}
		for _, w := range strings.Split(line, ", ") {
			for _, r := range lex.Readings(w) {
				for _, h := range r.Hits {
					if r.Lang == lang && h.Typo {
						t.Errorf("%s: the frequent word %q is corrected to %s", lang, w, h.Concept)
					}
				}
			}
		}
	}
	for _, tt := range []struct{ word, concept string }{{"изчезнлао", "missing"}, {"самоубйиство", "kill_self"}} {
		if got := lex.Read(tt.word); !got.Has(tt.concept) {
			t.Errorf("%q: %+v, want the typing error forgiven: %s", tt.word, got.Hits, tt.concept)
		}
	}
}

func TestReadHostile(t *testing.T) {
	lex := load(t)
	for _, text := range []string{
		strings.Repeat("а", 1<<20), strings.Repeat("\u0301", 1<<18), strings.Repeat("бие ", 1<<18), "\x00\x00", "\xff\xfe",
		strings.Repeat("😀", 4096), "\u202e\u200f\u200bудря ме\u202c", "б\u200bи\u200bе ме", strings.Repeat("ﷺ", 8000),
	} {
		got := lex.Read(text)
		if len(got.Tokens) > headRunes+tailRunes+1 {
			t.Errorf("%d tokens of a hostile text", len(got.Tokens))
		}
	}
	if !lex.Read("б\u200bи\u200bе ме").Has("hit") {
		t.Error("zero-width characters hide a word")
	}
}

func FuzzRead(f *testing.F) {
	lex := load(f)
	for _, s := range []string{"tati me bie", "أبي", "на 10", "20:30 4e 6te 14g", "„цитат“ ли е?", "\xf0\x28"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range lex.Readings(text) {
			for _, h := range r.Hits {
				if h.Start < 0 || h.End > len(r.Tokens) || h.Start >= h.End {
					t.Fatalf("hit %+v outside of %d tokens", h, len(r.Tokens))
				}
			}
			if len(r.Denied(func(string) bool { return true })) != len(r.Hits) {
				t.Fatal("denials and hits differ in number")
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	lex := load(b)
	text := strings.Repeat("като се прибере пиян вечер крещи на мама и после хвърля чинии, а ние с брат ми се крием в стаята. ", 3)
	b.ReportAllocs()
	for b.Loop() {
		lex.Read(text)
	}
}
