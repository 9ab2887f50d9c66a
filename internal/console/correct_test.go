package console_test

import (
	"context"
	"testing"

	"github.com/chuyme/chuyme/internal/console"
	"github.com/chuyme/chuyme/internal/signal"
)

func (r *register) Correct(_ context.Context, who console.Officer, c signal.Ref, was signal.Urgency, withText bool) error {
	return r.did(who, c, "correct %s %v", was, withText)
}

func TestCorrectIsOfferedOnceTheCaseWasTaken(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	_, page := d.get(at)
	lacks(t, page, at+"/correct")
	for _, state := range []signal.State{signal.Acknowledged, signal.Closed} {
		d.reg.view.Case.State = state
		_, page = d.get(at)
		wants(t, page, `action="`+at+`/correct"`, `<option value="not_a_signal">Не е сигнал</option>`)
	}
	d.post(at+"/correct", "urgency", "standard")
	d.post(at+"/correct", "urgency", "crisis", "with_text", "yes")
	if got, want := d.reg.done(), "o-1 correct standard false; o-1 correct crisis true"; got != want {
		t.Errorf("done %q, want %q", got, want)
	}
	d.reg.view.Events = append(d.reg.view.Events, signal.Event{Seq: 3, Ref: ref, At: noon, Kind: signal.EvCorrected, Actor: "ozd-lovech/o-1",
		Data: map[string]string{"urgency": "standard", "was": "crisis", "rules": "T01", "concepts": "father,hit", "lang": "bg"}})
	_, page = d.get(at + "?done=correct")
	wants(t, page, "спешността е преценена", "правила: T01 · спешност: Обичаен · беше прочетен като: Криза", "Записано е каква е била")
	lacks(t, page, "father,hit")
}

func TestMessageInAnotherLanguageIsGlossed(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	_, page := d.get(at)
	lacks(t, page, "Машинен прочит")
	d.reg.view.Gloss = map[string][]console.Gloss{"1": {{Word: "babam", Label: "баща"}, {Word: `<qrst>`}}}
	_, page = d.get(at)
	wants(t, page, "Машинен прочит, дума по дума:", `<span title="babam">баща</span> <span title="&lt;qrst&gt;">…</span>`)
}
