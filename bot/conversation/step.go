package conversation

import (
	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

// Engine leads conversations. It never changes after New and is safe for concurrent use.
type Engine struct {
	questions *Questionnaire
	texts     *i18n.Catalogs
	lex       *lexicon.Lexicon
	do        Services
}

// New makes an engine. All that it is given must be ready for use and never change.
func New(q *Questionnaire, texts *i18n.Catalogs, lex *lexicon.Lexicon, s Services) *Engine {
	return &Engine{questions: q, texts: texts, lex: lex, do: s}
}

// Begin makes the session of a chat of which nothing is known but perhaps its language (one that is spoken, "" not known).
func (e *Engine) Begin(lang string) Session {
	return Session{V: form, Questionnaire: e.questions.Version, Draft: signal.Draft{Lang: lang}}
}

// Step takes one event in a chat that stands at s. It changes nothing that it is given and gives the same answer
// each time. The zero Session is a chat in which nothing happened yet.
func (e *Engine) Step(s Session, ev Event) Result {
	t := &turn{e: e, s: s.clone(), ev: ev}
	t.s.V = form
	t.underVersion()
	switch {
	case ev.Outcome != nil:
		t.outcome(*ev.Outcome)
	case ev.Silence:
		t.silence()
	case ev.Notice != nil:
		t.notice(*ev.Notice)
	case ev.Refused == GroupChat:
		t.reply("refused.group", nil) // nothing of a group is kept, not even that it wrote
	default:
		t.s.Touched, t.s.Then = ev.At, nil
		t.caption()
		t.reporter()
	}
	return Result{Session: t.s, Replies: t.replies, Effects: t.effects}
}

// Prompt says again what is open in a chat that stands at s.
func (e *Engine) Prompt(s Session) []Reply {
	t := &turn{e: e, s: s.clone()}
	t.prompt()
	return t.replies
}
