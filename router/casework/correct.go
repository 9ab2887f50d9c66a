package casework

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
)

// Correction is an officer's word on what a signal turned out to be, from which triage can be judged.
type Correction struct {
	Urgency  signal.Urgency // what it was
	WithText bool           // what was told goes along, sealed with the case's key
}

// Errors of a correction.
var (
	ErrUrgency  = errors.New("an urgency is one of crisis, urgent, standard, not_a_signal")
	ErrNotTaken = errors.New("a case is corrected once somebody has taken it")
)

// Correct keeps what a signal was, beside what it was taken for: the rules that weighed, and the names of the concepts
// and the language that read finds in what was told; no word of the reporter unless WithText says so. The urgency of
// the case stays.
func (d *Desk) Correct(ctx context.Context, who Officer, ref signal.Ref, c Correction, read func(text string) (concepts []string, lang string)) error {
	if c.Urgency.Rank() < 0 {
		return ErrUrgency
	}
	return d.act(ctx, who, ref, func(w work, _ signal.Bell) error {
		kase := w.tx.Case()
		if kase.State != signal.Acknowledged && kase.State != signal.Closed {
			return ErrNotTaken
		}
		draft, err := w.tx.Signal()
		if err != nil {
			return err
		}
		var said, rules []string
		for _, s := range draft.Said {
			if s.Text != "" {
				said = append(said, s.Text)
			}
		}
		for _, r := range kase.Reasons {
			rules = append(rules, r.Rule)
		}
		found, lang := read(strings.Join(said, "\n"))
		slices.Sort(found) // so that the order in which things were told is not kept
		e := signal.Event{Kind: signal.EvCorrected, Unit: who.Unit, Actor: string(who.actor()), Data: map[string]string{
			"urgency": string(c.Urgency), "was": string(kase.Urgency), "lang": lang,
			"rules": strings.Join(rules, ","), "concepts": strings.Join(slices.Compact(found), ","),
		}}
		if c.WithText {
			e.Text = strings.Join(said, "\n")
		}
		_, err = w.tx.Append(e)
		return err
	})
}
