package casestore

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// Drill is a test alert to units. It is no case, has no log and is in no figure.
type Drill struct {
	ID    string // "D-2026-0001"
	At    time.Time
	Actor Actor
}

// DrillBell is a drill's ladder in one unit.
type DrillBell struct {
	Drill string
	Unit  string
	Since time.Time
	Step  int
	Next  time.Time // zero: it rings no more
	// SeenBy is the first officer of the unit who pressed, "" nobody yet.
	SeenBy string
	SeenAt time.Time
}

// DrillCall is one test alert to one officer's channel or endpoint.
type DrillCall struct {
	Drill, Unit       string
	Step              int
	Officer, Endpoint string
	State             signal.DeliveryState // Queued, Sent, Failed, or Dropped once somebody of the unit has seen the drill
	Cause             string
	Tries             int
	Due               time.Time // when it is to be tried next
	Done              time.Time
	SeenAt            time.Time
}

// IsDrill reports whether a reference is a drill's and not a case's.
func IsDrill(ref string) bool { return strings.HasPrefix(ref, "D-") }

// OpenDrill begins a drill with these bells, and returns its id.
func (s *Store) OpenDrill(ctx context.Context, by Actor, bells []DrillBell) (id string, err error) {
	err = s.write(ctx, "beginning a drill", func(tx *sql.Tx) error {
		year := s.now().UTC().Year()
		n, err := gapless(ctx, tx, fmt.Sprintf("drill/%d", year))
		if err != nil {
			return err
		}
		id = fmt.Sprintf("D-%d-%04d", year, n)
		if _, err := tx.ExecContext(ctx, `insert into drills (id, at, actor) values ($1, $2, $3)`, id, ms(s.now()), string(by)); err != nil {
			return err
		}
		for _, b := range bells {
			if _, err := tx.ExecContext(ctx, `insert into drill_bells (drill, unit, since, step, next) values ($1, $2, $3, $4, $5)`,
				id, b.Unit, ms(b.Since), b.Step, ms(b.Next)); err != nil {
				return err
			}
		}
		return s.audit(ctx, tx, auditEntry{at: ms(s.now()), actor: string(by), action: "drill", why: id})
	})
	return id, err
}

const drillBellColumns = `drill, unit, since, step, next, seen_by, seen_at`

func scanDrillBell(r row) (b DrillBell, err error) {
	var since, next, seen int64
	err = r.Scan(&b.Drill, &b.Unit, &since, &b.Step, &next, &b.SeenBy, &seen)
	b.Since, b.Next, b.SeenAt = at(since), at(next), at(seen)
	return b, err
}

// DueDrills gives the bells of drills whose step is due.
func (s *Store) DueDrills(ctx context.Context, now time.Time) ([]DrillBell, error) {
	list, err := collect(ctx, s.db.Reader(), scanDrillBell, `select `+drillBellColumns+` from drill_bells
		where next > 0 and next <= $1 order by next, drill, unit`, ms(now))
	return list, s.fault("looking for drills that are due", err)
}

// TurnDrill moves a bell on from where it stood and queues whom its step tells, in one transaction. false: somebody
// else was faster, or it was seen meanwhile.
func (s *Store) TurnDrill(ctx context.Context, from, to DrillBell, calls []DrillCall) (turned bool, err error) {
	err = s.write(ctx, "turning a drill", func(tx *sql.Tx) error {
		turned, err = changed(tx.ExecContext(ctx, `update drill_bells set since = $3, step = $4, next = $5
			where drill = $1 and unit = $2 and seen_at = 0 and next = $6 and step = $7`,
			from.Drill, from.Unit, ms(to.Since), to.Step, ms(to.Next), ms(from.Next), from.Step))
		if err != nil || !turned {
			return err
		}
		for _, c := range calls {
			if _, err := tx.ExecContext(ctx, `insert into drill_calls (drill, unit, step, officer, endpoint, state, due)
				values ($1, $2, $3, $4, $5, 'queued', $6) on conflict do nothing`,
				from.Drill, from.Unit, to.Step, c.Officer, c.Endpoint, ms(s.now())); err != nil {
				return err
			}
		}
		return nil
	})
	return turned, err
}

const drillCallColumns = `drill, unit, step, officer, endpoint, state, cause, tries, due, done, seen_at`

func scanDrillCall(r row) (c DrillCall, err error) {
	var due, done, seen int64
	err = r.Scan(&c.Drill, &c.Unit, &c.Step, &c.Officer, &c.Endpoint, &c.State, &c.Cause, &c.Tries, &due, &done, &seen)
	c.Due, c.Done, c.SeenAt = at(due), at(done), at(seen)
	return c, err
}

// DueDrillCalls gives test alerts that are to be sent.
func (s *Store) DueDrillCalls(ctx context.Context, now time.Time) ([]DrillCall, error) {
	list, err := collect(ctx, s.db.Reader(), scanDrillCall, `select `+drillCallColumns+` from drill_calls
		where due > 0 and due <= $1 order by due, drill, unit, step, officer, endpoint`, ms(now))
	return list, s.fault("looking for test alerts to send", err)
}

// TakeDrillCall takes a test alert to be sent by this process; where nothing is settled until again, another may take
// it. false: somebody else has it.
func (s *Store) TakeDrillCall(ctx context.Context, c DrillCall, again time.Time) (bool, error) {
	taken, err := changed(s.db.Writer().ExecContext(ctx, `update drill_calls set due = $7, tries = tries + 1
		where drill = $1 and unit = $2 and step = $3 and officer = $4 and endpoint = $5 and due = $6`,
		c.Drill, c.Unit, c.Step, c.Officer, c.Endpoint, ms(c.Due), ms(again)))
	return taken, s.fault("taking a test alert", err)
}

// SettleDrillCall writes down what became of a test alert; with Due it is tried again, unless the drill was seen while
// it was under way.
func (s *Store) SettleDrillCall(ctx context.Context, c DrillCall) error {
	settle := `update drill_calls set state = $6, cause = $7, due = $8, done = $9
		where drill = $1 and unit = $2 and step = $3 and officer = $4 and endpoint = $5`
	if !c.Due.IsZero() {
		settle += ` and state <> 'dropped'`
	}
	_, err := s.db.Writer().ExecContext(ctx, settle,
		c.Drill, c.Unit, c.Step, c.Officer, c.Endpoint, string(c.State), clean(c.Cause), ms(c.Due), ms(c.Done))
	return s.fault("settling a test alert", err)
}

// SeeDrill keeps that an officer has seen a drill: nothing more rings in the unit. ErrNotFound: that unit has no part
// in such a drill. Seeing it again changes nothing.
func (s *Store) SeeDrill(ctx context.Context, drill, unit, officer string) error {
	return s.write(ctx, "seeing a drill", func(tx *sql.Tx) error {
		now := ms(s.now())
		met, err := changed(tx.ExecContext(ctx, `update drill_bells set next = 0,
			seen_by = case when seen_at = 0 then $3 else seen_by end, seen_at = case when seen_at = 0 then $4 else seen_at end
			where drill = $1 and unit = $2`, drill, unit, officer, now))
		if err != nil {
			return err
		}
		if !met {
			return ErrNotFound
		}
		if _, err := tx.ExecContext(ctx, `update drill_calls set due = 0, state = 'dropped' where drill = $1 and unit = $2 and state = 'queued'`, drill, unit); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `update drill_calls set seen_at = $4 where drill = $1 and unit = $2 and officer = $3 and seen_at = 0`, drill, unit, officer, now)
		return err
	})
}

// Drills lists the drills, the newest first. A limit of 0 gives all.
func (s *Store) Drills(ctx context.Context, limit int) ([]Drill, error) {
	list, err := collect(ctx, s.db.Reader(), func(r row) (d Drill, err error) {
		var began int64
		err = r.Scan(&d.ID, &began, &d.Actor)
		d.At = at(began)
		return d, err
	}, `select id, at, actor from drills order by at desc, id desc limit $1`, bound(limit))
	return list, s.fault("listing drills", err)
}

// Drilled gives how a drill stands: the bell of each unit and every test alert.
func (s *Store) Drilled(ctx context.Context, drill string) (bells []DrillBell, calls []DrillCall, err error) {
	bells, err = collect(ctx, s.db.Reader(), scanDrillBell, `select `+drillBellColumns+` from drill_bells where drill = $1 order by unit`, drill)
	if err == nil {
		calls, err = collect(ctx, s.db.Reader(), scanDrillCall, `select `+drillCallColumns+` from drill_calls where drill = $1 order by unit, step, officer, endpoint`, drill)
	}
	if err == nil && len(bells) == 0 {
		err = ErrNotFound
	}
	return bells, calls, s.fault("reading a drill", err)
}
