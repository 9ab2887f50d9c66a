package conversation

import (
	"slices"
	"time"
)

// How long a chat may be silent.
const (
	keepAfter   = 30 * time.Minute // then an urgent draft becomes a case, marked as not sent
	retryAfter  = time.Minute      // then what could not be kept is tried again
	forgetAfter = 24 * time.Hour   // then the chat is cleared and its session forgotten
)

// Deadline tells when a chat that stands at s, and where nothing more happens, needs a step with Event.Silence.
// A deadline that has passed and whose effect could not be carried out stays where it is, to be tried again.
func (e *Engine) Deadline(s Session) (at time.Time, ok bool) {
	switch {
	case s.Touched.IsZero():
		return time.Time{}, false
	case s.Owed || slices.ContainsFunc(s.Aside, Aside.owed):
		return s.Touched.Add(retryAfter), true
	case s.unsafe():
		return s.Touched.Add(keepAfter), true
	}
	return s.Touched.Add(forgetAfter), true
}

// silence does what is due. Nothing is said, since the phone may lie where others see it; but who was told a moment
// ago that it could not be kept hears that it is by now.
func (t *turn) silence() {
	if due, ok := t.e.Deadline(t.s); !ok || t.ev.At.Before(due) {
		return
	}
	switch {
	case slices.ContainsFunc(t.s.Aside, Aside.owed):
		t.keepAside()
	case t.s.Owed || t.s.unsafe():
		long := !t.ev.At.Before(t.s.Touched.Add(keepAfter))
		t.s.Then = &Then{Mode: modeRetry}
		if long {
			t.s.Then.Mode = modeSilent
		}
		t.keep(long && !t.s.Sent)
	default:
		t.forget()
	}
}

// forget clears the chat and lets go of what was not urgent and never sent.
func (t *turn) forget() {
	if t.s.At != "" && !t.s.told() && !t.s.Opened {
		t.effects = append(t.effects, Effect{Kind: EffCount})
	}
	if t.s.Stage != stageInnocent {
		t.effects = append(t.effects, Effect{Kind: EffHide})
		t.innocentWords()
	}
	t.effects = append(t.effects, Effect{Kind: EffForget})
	lang, source := t.s.Draft.Lang, t.s.Draft.Source
	t.s = t.e.Begin(lang)
	t.s.Draft.Source = source
}
