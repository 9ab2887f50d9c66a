// Package casework is what may be done in a case: a reporter tells, a unit is rung, an officer takes it, answers,
// notes, hands it on, closes it. Each act is one transaction of the case store, with the entry of the case log and the
// deliveries that follow from it, and who may do it is decided here and nowhere else.
//
// It must never talk to a network (that is the outbox's), read a clock of its own, or show an officer who reported.
package casework

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/chuyme/chuyme/internal/attachment"
	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/alert"
	"github.com/chuyme/chuyme/router/unit"
)

// Errors of the acts, for people to be told in their own words. Besides them the errors of casestore come through.
var (
	ErrForbidden = errors.New("this unit has no part in the case, or only another may do that")
	ErrChanged   = errors.New("the case has changed since it was looked at")
	ErrClosed    = errors.New("the case is closed")
	ErrReason    = errors.New("no such closing reason")
	ErrNotAsked  = errors.New("nobody has asked to close the case, or something came after that")
	ErrSecond    = errors.New("another person than the one who asked has to confirm that the case is closed")
	ErrBarred    = errors.New("the rules keep that unit out of this case")
	ErrNotHanded = errors.New("nobody handed this case to the unit")
	ErrUnit      = errors.New("no such unit, or it has the case already")
	ErrEmpty     = errors.New("there is nothing in it")
	ErrTooLong   = errors.New("longer than 4,000 characters")
)

// Way is how to reach a reporter; it is kept sealed.
type Way = casestore.WayBack

// Officer is who acts: a person of a unit, or the unit's own system (Role "system").
type Officer struct {
	Unit string
	ID   string
	Role string
	Saw  int64 // the version of the case that an act is meant for; 0: any
}

func (o Officer) actor() casestore.Actor { return casestore.ByOfficer(o.Unit, o.ID) }

// Desk carries out the acts. It is safe for concurrent use.
type Desk struct {
	Store  *casestore.Store
	Units  *unit.Register
	Ladder *alert.Ladder
	Files  *attachment.Store
	Now    func() time.Time
	Log    *slog.Logger

	mu     sync.Mutex
	roster map[string][]casestore.Officer
	until  time.Time
}

// rosterFor is how long the list of officers may be old: another replica may have taken an invite meanwhile.
const rosterFor = time.Second

// officers gives the officers of all units. It is read outside transactions, so that none waits for a second connection.
func (d *Desk) officers(ctx context.Context) (map[string][]casestore.Officer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if now := time.Now(); d.roster == nil || now.After(d.until) {
		all, err := d.Store.Officers(ctx, "")
		if err != nil {
			return nil, fmt.Errorf("list officers: %w", err)
		}
		d.roster, d.until = map[string][]casestore.Officer{}, now.Add(rosterFor)
		for _, o := range all {
			d.roster[o.Unit] = append(d.roster[o.Unit], o)
		}
	}
	return d.roster, nil
}

// Joined forgets the list of officers: somebody has joined or left.
func (d *Desk) Joined() {
	d.mu.Lock()
	d.roster = nil
	d.mu.Unlock()
}

// national reports whether a unit is the national one.
func (d *Desk) national(id string) bool { return string(d.Units.National().ID) == id }

// names is a unit's name by language, for the reporter.
func (d *Desk) names(id string) map[string]string {
	if u, ok := d.Units.Unit(unit.ID(id)); ok {
		return u.Name
	}
	return d.Units.National().Name
}

// bellOf finds a unit's bell.
func bellOf(bells []signal.Bell, id string) (signal.Bell, bool) {
	for _, b := range bells {
		if b.Unit == id {
			return b, true
		}
	}
	return signal.Bell{}, false
}
