package casework

import (
	"context"
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
)

// CloseReasons lists why a case may be closed, in the order in which officers are offered them.
func CloseReasons() []string {
	return []string{"measure_taken", "police_protection", "family_supported", "handed_over", "not_confirmed", "not_child_protection", "duplicate", "unreachable"}
}

// Close ends a case with a reason that the reporter is told in plain words. Only the responsible unit and the national
// one may. note is for officers and may be empty.
func (d *Desk) Close(ctx context.Context, who Officer, ref signal.Ref, reason, note string) error {
	if !slices.Contains(CloseReasons(), reason) {
		return ErrReason
	}
	return d.act(ctx, who, ref, func(w work, bell signal.Bell) error {
		c := w.tx.Case()
		switch {
		case c.State == signal.Closed:
			return ErrClosed
		case who.Unit != c.Unit && !w.national(who.Unit):
			return ErrForbidden
		}
		if bell.Part != signal.Told {
			if _, err := w.take(who, bell); err != nil {
				return err
			}
		}
		seq, err := w.tx.Append(signal.Event{Kind: signal.EvClosed, Unit: who.Unit, Actor: string(who.actor()), Data: map[string]string{"reason": reason}, Text: strings.TrimSpace(note)})
		if err != nil {
			return err
		}
		for _, b := range w.tx.Bells() {
			if err := w.tx.DropQueued(b.Unit, signal.AlertNew, signal.AlertUpdated, signal.NudgeOfficer); err != nil {
				return err
			}
			if err := w.tellOthers(signal.AlertClosed, b, who.ID, seq); err != nil {
				return err
			}
		}
		if err := w.tx.SetClosed(reason); err != nil {
			return err
		}
		return w.tellReporter(seq)
	})
}
