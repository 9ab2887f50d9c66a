package conversation

import (
	"slices"
	"testing"

	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

func words(t testing.TB) *lexicon.Lexicon {
	t.Helper()
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

func TestUnderstand(t *testing.T) {
	lex := words(t)
	for _, tt := range []struct {
		q    signal.Question
		text string
		want []string
	}{
		{signal.Lang, "на английски моля", []string{"en"}}, {signal.Lang, "Türkçe", []string{"tr"}}, {signal.Lang, "українська", []string{"uk"}},
		{signal.Role, "аз съм детето", []string{"child"}}, {signal.Role, "майка му съм", []string{"parent"}}, {signal.Role, "баба съм", []string{"relative"}},
		{signal.Role, "съученичка", []string{"friend"}}, {signal.Role, "komshi sam", []string{"neighbour"}}, {signal.Role, "I'm her teacher", []string{"teacher"}},
		{signal.Role, "личен лекар", []string{"doctor"}}, {signal.Role, "минувач", []string{"stranger"}}, {signal.Role, "komşuyum", []string{"neighbour"}},
		{signal.Role, "кой си ти", nil},
		{signal.Danger, "да", []string{"now"}}, {signal.Danger, "da sega", []string{"now"}}, {signal.Danger, "не", []string{"no"}},
		{signal.Danger, "не знам", []string{"unknown"}}, {signal.Danger, "довечера се връща", []string{"today"}}, {signal.Danger, "вчера", []string{"no"}},
		{signal.Danger, "той е пред вратата", []string{"now"}}, {signal.Danger, "evet şimdi", []string{"now"}}, {signal.Danger, "bu akşam gelecek", []string{"today"}},
		{signal.Danger, "сейчас нет", []string{"no"}}, {signal.Danger, "yes he is here", []string{"now"}}, {signal.Danger, "да сейчас", []string{"now"}},
		{signal.KindOf, "удря ме", []string{"physical"}}, {signal.KindOf, "бие ме и ме обижда", []string{"physical", "psychological"}},
		{signal.KindOf, "не ме бие, само ми крещи", []string{"psychological"}}, {signal.KindOf, "he touches me", []string{"sexual"}},
		{signal.KindOf, "карат ме да прося", []string{"exploitation"}}, {signal.KindOf, "reja se", []string{"self_harm"}},
		{signal.Setting, "вкъщи", []string{"home"}}, {signal.Setting, "v u4ilishte", []string{"school"}}, {signal.Setting, "не в училище, а на улицата", []string{"street"}},
		{signal.Setting, "7", nil}, {signal.Setting, "на гости при роднини", []string{"acquaintances"}}, {signal.Setting, "не знам", []string{"nav=skip"}},
		{signal.Perpetrator, "вуйчо", []string{"relative"}}, {signal.Perpetrator, "доведеният ми баща", []string{"partner"}}, {signal.Perpetrator, "тати", []string{"father"}},
		{signal.Perpetrator, "не майка ми, а баща ми", []string{"father"}}, {signal.Perpetrator, "не знам кой", []string{"unknown"}},
		{signal.Perpetrator, "üvey annem", []string{"partner"}}, {signal.Perpetrator, "отчим", []string{"partner"}}, {signal.Perpetrator, "my coach", []string{"teacher"}},
		{signal.Age, "на девет", []string{"8-11"}}, {signal.Age, "11", []string{"8-11"}}, {signal.Age, "втори клас", []string{"8-11"}},
		{signal.Age, "на осем месеца", []string{"0-3"}}, {signal.Age, "не, чакай, на 9", []string{"8-11"}}, {signal.Age, "тийнейджър", nil},
		{signal.Age, "не знам", []string{"unknown"}}, {signal.Age, "мне 15", []string{"12-16"}}, {signal.Age, "on yaşında", []string{"8-11"}}, {signal.Age, "45", nil},
		{signal.Sex, "момиче", []string{"girl"}}, {signal.Sex, "boy", []string{"boy"}}, {signal.Sex, "не е момче, момиче е", []string{"girl"}}, {signal.Sex, "kız", []string{"girl"}},
		{signal.Contact, "0898 111 333", []string{"phone"}}, {signal.Contact, "обадете ми се", []string{"phone"}}, {signal.Contact, "тук", []string{"here"}},
		{signal.Contact, "не ме търсете", []string{"none"}}, {signal.Contact, "don't contact me", []string{"none"}},
		{signal.Review, "прати", []string{"nav=send"}}, {signal.Review, "поправи възрастта", []string{"nav=edit"}}, {signal.Review, "send it", []string{"nav=send"}},
		{signal.Narrative, "назад", []string{"nav=back"}}, {signal.Narrative, "това е всичко", []string{"nav=done"}}, {signal.Narrative, "съседът го удря", nil},
		{signal.Where, "пропусни", []string{"nav=skip"}}, {signal.Where, "Кърджали", nil}, {signal.Sex, "x", []string{"nav=hide"}},
		{signal.Role, "отначало", []string{"nav=restart"}}, {signal.Age, "не е твоя работа", nil},
		{signal.Age, "12", []string{"12-16"}}, {signal.Age, "7.б клас", []string{"12-16"}}, {signal.Age, "5-ти", []string{"8-11"}}, {signal.Age, "12 май 2016", nil},
		{signal.Role, "i'm the boy's teacher", []string{"teacher"}}, {signal.Role, "çocuğun annesiyim", []string{"parent"}}, {signal.Role, "работя в училище", []string{"teacher"}},
		{signal.Danger, "he is drunk", nil}, {signal.Danger, "не съм добре", nil}, {signal.Danger, "no im fine", []string{"no"}}, {signal.Danger, "сега ще дойде", []string{"now"}},
		{signal.Review, "не пращай", nil}, {signal.Contact, "по телефона не мога", []string{"none"}}, {signal.Where, "не искам да кажа", []string{"nav=skip"}},
	} {
		if got := Understand(lex, tt.q, tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%s, %q: %v, want %v", tt.q, tt.text, got, tt.want)
		}
	}
}

func TestVolunteered(t *testing.T) {
	lex := words(t)
	for _, tt := range []struct {
		text string
		want map[signal.Question]signal.Option
	}{
		{"учителката ни удря с линийка в училище, на 9 съм", map[signal.Question]signal.Option{"perpetrator": "teacher", "setting": "school", "age": "8-11"}},
		{"съседът бие момчето си, на 6 години е", map[signal.Question]signal.Option{"age": "4-7", "sex": "boy"}},
		{"здравейте", nil},
	} {
		got := Volunteered(lex, tt.text)
		for q, want := range tt.want {
			if got.First(q) != want {
				t.Errorf("%q: %s = %q, want %q", tt.text, q, got.First(q), want)
			}
		}
		if tt.want == nil && len(got) != 0 {
			t.Errorf("%q volunteered %v, want nothing", tt.text, got)
		}
	}
	if got := Volunteered(lex, "мама или тати, не знам кой ме удари"); len(got[signal.Perpetrator]) != 0 {
		t.Errorf("two persons give perpetrator %v, want none", got[signal.Perpetrator])
	}
}

// Whatever is typed, only options of the question and navigation come back.
func FuzzUnderstand(f *testing.F) {
	lex := words(f)
	f.Add("age", "на 9 съм")
	f.Add("kind", "\x00бие\u202e")
	f.Fuzz(func(t *testing.T, q, text string) {
		for _, got := range Understand(lex, signal.Question(q), text) {
			if len(got) > 4 && got[:4] == "nav=" {
				continue
			}
			if !signal.Valid(signal.Question(q), signal.Option(got)) {
				t.Fatalf("%q is no option of %q", got, q)
			}
		}
	})
}
