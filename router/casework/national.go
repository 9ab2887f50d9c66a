package casework

import (
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/unit"
)

// ringNational hands a silent unit's case to the national unit beside it: its own bell rings until one of its
// officers takes the case.
func (w work) ringNational(silent string) error {
	n := w.Units.National()
	bell, there := bellOf(w.tx.Bells(), string(n.ID))
	rung := there && bell.Part != signal.Told
	if rung && !bell.Rings() {
		return nil // a person of the national unit has the case already
	}
	if _, err := w.tx.Append(signal.Event{Kind: signal.EvEscalated, Unit: string(n.ID), Actor: string(casestore.System), Data: map[string]string{"from": silent}}); err != nil {
		return err
	}
	now := w.tx.Now()
	if rung {
		return w.ringAgain(bell, n, now)
	}
	bell = w.begin(n, signal.Join)
	bell.Since, bell.Step = now, 1 // everybody is told now; what its own first step would say is said with it
	r := w.Ladder.Turn(bell, n, w.tx.Case().Urgency, w.staff(bell.Unit), true, now)
	if err := w.tx.SetBell(r.Bell); err != nil {
		return err
	}
	return w.send(signal.AlertNew, r.Bell, 0, w.Ladder.Everybody(n, w.staff(bell.Unit), now))
}

// atOnce is how close together two reasons to ring the national unit are one: two silent units of one place are no
// reason for two alerts at the same moment.
const atOnce = 2 * time.Second

// ringAgain tells everybody of the national unit once more, though an earlier step told them; its own ladder goes on.
func (w work) ringAgain(bell signal.Bell, n *unit.Unit, now time.Time) error {
	sent, err := w.tx.Deliveries()
	if err != nil {
		return err
	}
	for _, s := range sent {
		if s.Unit == bell.Unit && s.Kind == signal.AlertNew && now.Sub(s.Created) < atOnce {
			return nil
		}
	}
	bell.Step++
	if err := w.tx.SetBell(bell); err != nil {
		return err
	}
	return w.send(signal.AlertNew, bell, 0, w.Ladder.Everybody(n, w.staff(bell.Unit), now))
}
