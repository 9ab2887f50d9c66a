package triage

import (
	"testing"

	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

func reader(t testing.TB) *Reader {
	t.Helper()
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(lex)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func said(texts ...string) (out []signal.Said) {
	for i, s := range texts {
		out = append(out, signal.Said{ID: string(rune('a' + i)), Text: s})
	}
	return out
}

type answers = signal.Answers

func TestAnswers(t *testing.T) {
	r := reader(t)
	for _, tt := range []struct {
		name string
		a    answers
		want signal.Urgency
		rule string
	}{
		{"now", answers{"danger": {"now"}}, signal.Crisis, "T01"},
		{"today, child", answers{"danger": {"today"}, "role": {"child"}}, signal.Crisis, "T02"},
		{"today, friend", answers{"danger": {"today"}, "role": {"friend"}}, signal.Crisis, "T02"},
		{"today, physical", answers{"danger": {"today"}, "role": {"neighbour"}, "kind": {"physical"}}, signal.Crisis, "T02"},
		{"today, else", answers{"danger": {"today"}, "role": {"neighbour"}, "kind": {"neglect"}}, signal.Urgent, "T02"},
		{"sexual, no danger", answers{"danger": {"no"}, "kind": {"sexual"}}, signal.Urgent, "T03"},
		{"sexual, father at home", answers{"danger": {"no"}, "kind": {"sexual"}, "perpetrator": {"father"}, "setting": {"home"}}, signal.Crisis, "T03"},
		{"sexual, carer in an institution", answers{"kind": {"sexual"}, "perpetrator": {"caretaker"}, "setting": {"institution"}}, signal.Crisis, "T03"},
		{"sexual, father elsewhere", answers{"danger": {"no"}, "kind": {"sexual"}, "perpetrator": {"father"}, "setting": {"street"}}, signal.Urgent, "T03"},
		{"self-harm, skipped danger", answers{"kind": {"self_harm"}}, signal.Crisis, "T04"},
		{"self-harm, unknown danger", answers{"kind": {"self_harm"}, "danger": {"unknown"}}, signal.Crisis, "T04"},
		{"self-harm, no danger", answers{"kind": {"self_harm"}, "danger": {"no"}}, signal.Urgent, "T04"},
		{"baby hit", answers{"kind": {"physical"}, "age": {"0-3"}}, signal.Crisis, "T05"},
		{"baby hit, no danger", answers{"kind": {"physical"}, "age": {"0-3"}, "danger": {"no"}}, signal.Urgent, "T05"},
		{"small child neglected", answers{"kind": {"neglect"}, "age": {"4-7"}}, signal.Urgent, "T06"},
		{"teacher", answers{"perpetrator": {"teacher"}, "kind": {"psychological"}}, signal.Urgent, "T07"},
		{"exploitation", answers{"kind": {"exploitation"}}, signal.Urgent, "T08"},
		{"physical", answers{"kind": {"physical"}}, signal.Urgent, "T09"},
		{"online", answers{"kind": {"online"}}, signal.Standard, "T10"},
		{"other", answers{"kind": {"other"}}, signal.Standard, "T11"},
		{"any answer", answers{"role": {"child"}, "danger": {"no"}}, signal.Standard, "T11"},
		{"place of it", answers{"setting": {"school"}}, signal.Standard, "T11"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := r.Read(signal.Draft{Answers: tt.a})
			if got.Urgency != tt.want || !Has(got, tt.rule) {
				t.Errorf("%s with %v, want %s with %s", got.Urgency, got.Reasons, tt.want, tt.rule)
			}
		})
	}
}

func TestNothingTold(t *testing.T) {
	r := reader(t)
	for name, d := range map[string]signal.Draft{
		"empty": {}, "language and role": {Lang: "tr", Answers: answers{"lang": {"tr"}, "role": {"child"}}},
	} {
		got := r.Read(d)
		if got.Urgency != signal.NotASignal || got.Category == nil || len(got.Category) != 0 {
			t.Errorf("%s: %+v, want not_a_signal with an empty category", name, got)
		}
	}
	if got := r.Read(signal.Draft{Lang: "tr"}); got.Lang != "tr" {
		t.Errorf("language %s of a draft without words, want the conversation's", got.Lang)
	}
}

// Words lift what answers say; neither words nor other answers lower them.
func TestLiftsNeverLowers(t *testing.T) {
	r := reader(t)
	lifted := r.Read(signal.Draft{Answers: answers{"danger": {"no"}, "kind": {"psychological"}}, Said: said("заключиха ме в мазето")})
	if lifted.Urgency != signal.Crisis || !Has(lifted, "C5") {
		t.Errorf("%+v, want crisis by C5", lifted)
	}
	kept := r.Read(signal.Draft{Answers: answers{"danger": {"now"}}, Said: said("всичко е наред, шегувам се хаха")})
	if kept.Urgency != signal.Crisis {
		t.Errorf("%s after a joke, want crisis: the answer stands", kept.Urgency)
	}
	media := r.Read(signal.Draft{Said: []signal.Said{{ID: "1", Media: &signal.Media{Kind: "photo"}}}})
	if media.Urgency != signal.Standard {
		t.Errorf("%s for a photo alone, want standard", media.Urgency)
	}
}

func TestFrightenedChild(t *testing.T) {
	r := reader(t)
	got := r.Read(signal.Draft{Answers: answers{"role": {"child"}}, Said: said("много ме е страх")})
	if got.Urgency != signal.Crisis || !Has(got, "T12") && !Has(got, "M") {
		t.Errorf("%+v, want crisis by T12 or by the model", got)
	}
	got = r.Read(signal.Draft{Answers: answers{"role": {"child"}}, Said: said("страх ме е от контролното по математика")})
	if got.Urgency == signal.Crisis {
		t.Errorf("%+v: fear of a test is no crisis", got)
	}
}

func TestAllMessagesCount(t *testing.T) {
	r := reader(t)
	got := r.Read(signal.Draft{Said: said("здравейте", "вуйчо ме удря", "сега пак е тук, чувам го по стълбите", "благодаря")})
	if got.Urgency != signal.Crisis {
		t.Errorf("%+v, want crisis from the messages together", got)
	}
}

func TestMissing(t *testing.T) {
	r := reader(t)
	got := r.Read(signal.Draft{Said: said("Дъщеря ни изчезна след тренировката, никой не знае къде е.")})
	if !Missing(got) || !Has(got, "C6") {
		t.Errorf("%+v, want a missing child", got)
	}
	if other := r.Read(signal.Draft{Said: said("изгониха ме от къщи")}); Missing(other) || !Has(other, "C6") {
		t.Errorf("%+v, want C6 without a missing child", other)
	}
}
