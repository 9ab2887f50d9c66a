package casework

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
)

// Entered is a signal that came another way than by a conversation, as an officer writes it down.
type Entered struct {
	Key     string // names this entry in the unit: entering it again gives the same case; "" is drawn
	Source  string // one of Sources
	Answers signal.Answers
	Text    string
	Place   signal.Place
}

// Sources lists the ways in which a signal may have come to an officer.
func Sources() []string { return []string{"phone", "walk_in", "letter", "helpline"} }

// Errors of an entry.
var (
	ErrSource  = errors.New("a signal is entered with one of the sources phone, walk_in, letter, helpline")
	ErrAnswers = errors.New("an answer is no option of its question")
)

// Enter makes a case of a signal that came by telephone, on foot, by letter or from 116 111: it is read, routed, rung
// and counted as any other. The unit that enters it sees it, unless the rules keep the unit out. The code is for the
// person who told it, so that they can come back.
func (d *Desk) Enter(ctx context.Context, who Officer, e Entered, read func(signal.Draft) signal.Reading) (Told, error) {
	draft, err := d.draftOf(who, e)
	if err != nil {
		return Told{}, err
	}
	reading := read(draft)
	reading.Urgency = reading.Urgency.AtLeast(signal.Standard) // whoever wrote it down took it for a signal
	return d.tell(ctx, Telling{Draft: draft, Reading: reading, Sent: true}, func(w work) error { return w.entered(who, e.Source) })
}

// draftOf is an entry as a draft, in the words of a conversation.
func (d *Desk) draftOf(who Officer, e Entered) (signal.Draft, error) {
	if !slices.Contains(Sources(), e.Source) {
		return signal.Draft{}, ErrSource
	}
	for q, chosen := range e.Answers {
		several := q == signal.KindOf || len(chosen) == 1
		if !several || slices.ContainsFunc(chosen, func(o signal.Option) bool { return !signal.Valid(q, o) }) {
			return signal.Draft{}, ErrAnswers
		}
	}
	if e.Key == "" {
		e.Key = rand.Text()
	}
	id := sha256.Sum256([]byte("entered\x00" + who.Unit + "\x00" + e.Key))
	draft := signal.Draft{ID: signal.DraftID(hex.EncodeToString(id[:])), Lang: "bg", Source: e.Source, Answers: e.Answers, Place: e.Place}
	if strings.TrimSpace(e.Text) != "" {
		text, err := words(e.Text)
		if err != nil {
			return draft, err
		}
		draft.Said = []signal.Said{{ID: "entered", At: d.Now(), Text: text}}
	}
	if !draft.Told() {
		return draft, ErrEmpty
	}
	return draft, nil
}

// entered keeps who wrote a signal down, once, and lets their unit see the case.
func (w work) entered(who Officer, source string) error {
	if _, known, err := w.tx.Last(signal.EvEntered); err != nil || known {
		return err
	}
	if _, err := w.tx.Append(signal.Event{Kind: signal.EvEntered, Unit: who.Unit, Actor: string(who.actor()), Data: map[string]string{"way": source}}); err != nil {
		return err
	}
	facts, err := w.facts()
	if err != nil {
		return err
	}
	own, ok := w.unitOf(signal.Bell{Unit: who.Unit})
	if _, there := bellOf(w.tx.Bells(), who.Unit); there || !ok || own.Barred(facts) {
		return nil
	}
	return w.tx.SetBell(signal.Bell{Unit: who.Unit, Part: signal.Told, Since: w.tx.Now()})
}
