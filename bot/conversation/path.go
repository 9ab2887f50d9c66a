package conversation

import (
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

// What a reporter tells may call for words of its own: talk of dying, images and blackmail, a child with nowhere to go.
// What helps is said once, before anything more is asked.

// away are the concepts by which a child tells that it has run away, or that it is not let in.
var away = [...]string{"run_away", "put_out", "not_let_in", "sleep_outside", "nowhere"}

// facts are what the way is chosen by. Kinds that were pressed and those that triage read count alike.
func (t *turn) facts() facts {
	return facts{answers: t.s.Draft.Answers, urgency: t.s.Urgency, category: t.kinds()}
}

// kinds are what is told to be done to the child, pressed or read.
func (t *turn) kinds() []signal.Option {
	list := slices.Clone(t.s.Draft.Answers[signal.KindOf])
	for _, o := range t.s.Category {
		if !slices.Contains(list, o) {
			list = append(list, o)
		}
	}
	return list
}

// young reports whether a child is spoken to, about itself: whoever has not said who they are is taken for one.
func (t *turn) young() bool {
	role := t.s.Draft.Answers.First(signal.Role)
	return role == signal.RoleChild || role == ""
}

// lead says once what helps with what was told, and of what is urgent when a person must have read it. It says
// nothing of what was told before it was hidden.
func (t *turn) lead() {
	id := t.leading()
	if id == "" || t.s.Sent || t.s.has(markLed) || t.s.has(markUnseen) || t.s.At == signal.KindOf {
		return
	}
	t.s.mark(markLed)
	r := t.words(id, nil)
	if id == "path.self_harm" && t.s.Urgency == signal.Urgent {
		r.Text += " " + t.text("path.read", nil)
	}
	t.replies = append(t.replies, r)
}

// leading is the text that leads a path, "" where there is none.
func (t *turn) leading() string {
	kinds := t.kinds()
	switch {
	case slices.Contains(kinds, signal.SelfHarm) && t.young():
		return "path.self_harm"
	case t.s.has(markAway) && t.young():
		return "path.away"
	case slices.Contains(kinds, signal.Online) && slices.Contains(kinds, signal.Sexual):
		return "tonight.online"
	}
	return ""
}

// volunteerAway notes that a child tells that it has nowhere to go.
func (t *turn) volunteerAway(text string, reading signal.Reading) {
	if reading.Urgency.Rank() < signal.Urgent.Rank() || !t.young() {
		return
	}
	read := t.e.lex.Read(text)
	if read.Has(away[:]...) {
		t.s.mark(markAway)
	}
}

// directly makes the question plain for a child that talks of dying: asking does not put it into its head. At "is there
// danger" it takes the question's place; where danger is answered, it stands above "what happened" with a yes below.
func (t *turn) directly(r Reply) Reply {
	switch {
	case t.s.At == signal.Danger && t.dying():
		t.s.mark(markDirect)
		return t.words("ask.danger.self_harm", nil)
	case t.direct():
		r.Text = t.text("ask.danger.self_harm", nil) + "\n" + r.Text
		r.Buttons = [][]Button{{{Text: t.label(signal.Danger, signal.DangerNow), Data: "danger=now"}}}
	}
	return r
}

// direct reports whether "what happened" is asked together with the plain question.
func (t *turn) direct() bool {
	return t.s.At == signal.Narrative && t.s.Stage == stageNone && t.dying() && !t.s.has(markDirect) &&
		!t.s.Draft.Answers.Has(signal.Danger, signal.DangerNow)
}

// dying reports whether a child talks of dying or of hurting itself, of nothing else, and nothing of it was hidden since.
func (t *turn) dying() bool {
	return t.young() && !t.s.Sent && !t.s.has(markUnseen) && slices.Equal(t.kinds(), []signal.Option{signal.SelfHarm})
}
