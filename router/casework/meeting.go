package casework

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// Meeting is a meeting of the multidisciplinary team of the Coordination Mechanism in one case.
type Meeting struct {
	At         time.Time
	Occasion   string   // first_signal, follow_up, procedural
	ReportedBy []string // institutions that count it
	Attended   []string // kinds of units
}

// ErrOccasion says that a meeting has no known occasion or no time.
var ErrOccasion = errors.New("a meeting has a time and one of the occasions first_signal, follow_up, procedural")

// Meet records a meeting. It is counted once for each case, day and occasion, whoever records it again.
func (d *Desk) Meet(ctx context.Context, who Officer, ref signal.Ref, m Meeting) error {
	if !slices.Contains([]string{"first_signal", "follow_up", "procedural"}, m.Occasion) || m.At.IsZero() {
		return ErrOccasion
	}
	return d.act(ctx, who, ref, func(w work, _ signal.Bell) error {
		_, err := w.tx.Append(signal.Event{Kind: signal.EvMeeting, Unit: who.Unit, Actor: string(who.actor()), Data: map[string]string{
			"at": m.At.UTC().Format(time.RFC3339), "occasion": m.Occasion, "reported_by": strings.Join(m.ReportedBy, ","), "attended": strings.Join(m.Attended, ","),
		}})
		return err
	})
}
