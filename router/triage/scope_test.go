package triage

import (
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

// Traps: what is denied, long past, only asked, a story or a figure of speech, beside the thing itself.
func TestScope(t *testing.T) {
	r := reader(t)
	for _, tt := range []struct {
		name, text string
		want       signal.Urgency
	}{
		{"denied", "никой не ме бие", signal.NotASignal},
		{"told", "леля ме бие", signal.Urgent},
		{"denied, then another", "не ме бие, а ме заключва", signal.Crisis},
		{"past, safe", "като бях малък баща ми ме биеше, сега живея при леля", signal.Standard},
		{"past, touch stays urgent", "като бях малка един съсед ме пипаше", signal.Urgent},
		{"hypothesis", "само питам, какво става ако някой удари детето си", signal.Standard},
		{"film", "вчера гледах филм, там бащата удря момчето", signal.NotASignal},
		{"game", "пак ме убиха в роблокс ахахах", signal.NotASignal},
		{"game is where it happens", "в роблокс един мъж иска голи снимки от мен", signal.Urgent},
		{"figure", "умирам от скука", signal.NotASignal},
		{"figure of threat", "нашите ще ме убият за тройката", signal.Standard},
		{"homework", "имам домашно за насилието над деца", signal.NotASignal},
		{"complaint", "улично осветление няма от месец", signal.NotASignal},
		{"English denial", "nobody hits me", signal.NotASignal},
		{"Turkish denial", "babam bana vurmuyor", signal.NotASignal},
		{"Turkish told", "babam bana kemerle vuruyor", signal.Urgent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := r.Read(signal.Draft{Said: said(tt.text)})
			if got.Urgency != tt.want {
				t.Errorf("%q: %s %v, want %s", tt.text, got.Urgency, got.Reasons, tt.want)
			}
		})
	}
}

func TestReasonsInBulgarian(t *testing.T) {
	got := reader(t).Read(signal.Draft{Said: said("help, my uncle locked me in the shed")})
	if got.Lang != "en" || len(got.Reasons) == 0 || len(got.Reasons) > mostReasons {
		t.Fatalf("%+v", got)
	}
	for _, why := range got.Reasons {
		if !strings.ContainsAny(why.Text, "абвгдежзийклмнопрстуфхцчшщъьюя") || len([]rune(why.Text)) > 120 {
			t.Errorf("reason %q is not short Bulgarian", why.Text)
		}
	}
}

func TestRuleFaults(t *testing.T) {
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ line, want string }{
		{"C1 | crisis | physical | x", "4 fields"},
		{"C1 | soon | physical | x | hit", "urgency soon"},
		{"C1 | crisis | bad | x | hit", "kind bad"},
		{"C1 | crisis | physical | x | dragon", "concept dragon"},
		{"C1 | crisis | physical | x | $none", "list $none"},
		{"C1 | crisis | physical | x | hit + ", "without concepts"},
	} {
		err := newBook(lex.Concepts()).parse(tt.line)
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "rules.txt:1") {
			t.Errorf("%q: error %v, want one with %q and the line", tt.line, err, tt.want)
		}
	}
}

func TestReadIsPure(t *testing.T) {
	r := reader(t)
	d := signal.Draft{Answers: answers{"kind": {"physical"}}, Said: said("тати ме удря с колана")}
	first, second := r.Read(d), r.Read(d)
	first.Category[0] = "changed"
	if d.Answers.First(signal.KindOf) != "physical" || second.Category[0] != "physical" {
		t.Error("a reading shares memory with the draft or with another reading")
	}
}

func FuzzRead(f *testing.F) {
	r := reader(f)
	f.Add("тати ме бие сега", "child", "now")
	f.Add("\x00\u202e", "", "")
	f.Fuzz(func(t *testing.T, text, role, danger string) {
		a := answers{"role": {signal.Option(role)}, "danger": {signal.Option(danger)}}
		got := r.Read(signal.Draft{Answers: a, Said: said(text)})
		if got.Urgency.Rank() < 0 || got.Category == nil || got.Reasons == nil {
			t.Fatalf("%+v", got)
		}
		if danger == "now" && got.Urgency != signal.Crisis {
			t.Fatal("words lowered an answer")
		}
	})
}

func BenchmarkRead(b *testing.B) {
	r := reader(b)
	d := signal.Draft{Said: said(strings.Repeat("когато се прибере пиян хвърля каквото хване, ние се крием с малката и чакаме да заспи, моля ви. ", 3))}
	b.ReportAllocs()
	for b.Loop() {
		r.Read(d)
	}
}
