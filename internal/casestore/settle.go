package casestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"github.com/chuyme/chuyme/internal/signal"
)

// Settle writes down what became of an attempt that owner claimed. Sent and Failed are also told by the case's log
// for what an officer or the reporter waits for; a retry is not. A Delayed one that is not needed any more is dropped
// instead. ErrConflict: another process has taken the delivery meanwhile; if this attempt was Sent, that is kept all
// the same, so that the other's is the repeat.
func (s *Store) Settle(ctx context.Context, id int64, owner string, o Outcome) error {
	switch o.State {
	case signal.Sent, signal.Delayed, signal.Failed, signal.Dropped:
	default:
		return fmt.Errorf("settling delivery %d: state %q; right would be sent, delayed, failed or dropped", id, o.State)
	}
	var lost bool
	err := s.write(ctx, "settling a delivery", func(tx *sql.Tx) error {
		var ref signal.Ref
		if err := tx.QueryRowContext(ctx, `select ref from deliveries where id = $1`, id).Scan(&ref); err != nil {
			return err
		}
		t, err := s.lockFor(ctx, tx, ref, o)
		if err != nil {
			return err
		}
		d, held, err := s.lockDelivery(ctx, tx, id)
		if err != nil {
			return err
		}
		mine := d.State == signal.Sending && held.owner == owner
		lost = !mine
		waited := unfinished(d.State)
		if d, err = settled(d, held, mine, o, ms(s.now())); err != nil {
			return nil // lost, and nothing to add to what the other says
		}
		if err := s.keepSettled(ctx, tx, d); err != nil {
			return err
		}
		if t == nil || !waited || !waitedFor(d.Kind) {
			return nil
		}
		return t.logSettled(d)
	})
	if err == nil && lost {
		return fmt.Errorf("settling delivery %d: %w: another process holds it", id, ErrConflict)
	}
	return err
}

// lockFor locks the case when its log may get an entry; the order case before delivery keeps from deadlocks.
func (s *Store) lockFor(ctx context.Context, tx *sql.Tx, ref signal.Ref, o Outcome) (*Tx, error) {
	if o.State == signal.Delayed || o.State == signal.Dropped {
		return nil, nil
	}
	rec, err := s.record(ctx, tx, ref, s.db.ForUpdate())
	if err != nil {
		return nil, err
	}
	return &Tx{ctx: ctx, s: s, sql: tx, now: s.now(), rec: rec}, nil
}

// holding is what a delivery's row knows of whoever works on it.
type holding struct {
	owner    string
	unwanted bool
	seenAt   int64
}

func (s *Store) lockDelivery(ctx context.Context, tx *sql.Tx, id int64) (d signal.Delivery, h holding, err error) {
	err = tx.QueryRowContext(ctx, `select owner, unwanted, seen_at from deliveries where id = $1`+s.db.ForUpdate(), id).
		Scan(&h.owner, &h.unwanted, &h.seenAt)
	if err != nil {
		return d, h, err
	}
	d, err = s.delivery(ctx, tx, id)
	return d, h, err
}

var errNothingToAdd = errors.New("nothing to add")

// settled is the delivery after an attempt. mine is false when another process took it in the meantime.
func settled(d signal.Delivery, h holding, mine bool, o Outcome, now int64) (signal.Delivery, error) {
	if o.State == signal.Sent && (d.Doubtful || !mine) {
		d.Repeats++
	}
	if !mine {
		if o.State != signal.Sent {
			return d, errNothingToAdd
		}
		if !unfinished(d.State) {
			return d, nil // the other has settled it: this one counts as a repeat
		}
	}
	d.State, d.Cause, d.Doubtful = o.State, clean(o.Cause), d.Doubtful || o.Doubtful
	d.NextTry, d.Done = o.NextTry, at(now)
	if o.Message != "" {
		d.Message = o.Message
	}
	switch {
	case o.State == signal.Sent && h.seenAt > 0:
		d.State = signal.Seen
	case o.State == signal.Delayed && h.unwanted:
		d.State = signal.Dropped
	case o.State == signal.Delayed && h.seenAt > 0 && d.Doubtful:
		d.State = signal.Seen // it had arrived: somebody has opened it
	}
	if d.State == signal.Delayed {
		d.Done = at(0)
	} else {
		d.NextTry = at(0)
	}
	return d, nil
}

func (s *Store) keepSettled(ctx context.Context, tx *sql.Tx, d signal.Delivery) error {
	var message []byte
	if d.Message != "" {
		var err error
		if message, err = s.keys.Seal(messageContext(d.ID), []byte(clean(d.Message))); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `update deliveries set state = $2, cause = $3, doubtful = $4, repeats = $5,
		message = $6, next_try = $7, done = $8, owner = '' where id = $1`,
		d.ID, d.State, d.Cause, d.Doubtful, d.Repeats, blob(message), ms(d.NextTry), ms(d.Done))
	return err
}

// logSettled tells the case's log how an alert or a message to the reporter ended. It is nobody's change of the case.
func (t *Tx) logSettled(d signal.Delivery) error {
	data := map[string]string{"state": string(d.State), "kind": string(d.Kind), "step": strconv.Itoa(d.Step),
		"officer": d.Officer, "endpoint": d.Endpoint, "attempt": strconv.Itoa(d.Attempt)}
	if d.Cause != "" {
		data["cause"] = d.Cause
	}
	if d.Repeats > 0 {
		data["repeats"] = strconv.Itoa(d.Repeats)
	}
	if _, err := t.append(signal.Event{Kind: signal.EvDelivered, Unit: d.Unit, Actor: string(System), Data: data}); err != nil {
		return err
	}
	return t.store()
}

// unfinished reports whether something is still to come of a delivery.
func unfinished(state signal.DeliveryState) bool {
	return state == signal.Queued || state == signal.Delayed || state == signal.Sending
}

// waitedFor reports whether somebody's help depends on this kind of message.
func waitedFor(k signal.DeliveryKind) bool {
	return k == signal.AlertNew || k == signal.NudgeOfficer || k == signal.ToReporter
}

// MarkSeen writes down that an officer has opened a case, or taken it: what was sent to them counts as seen. A
// message that is being sent at this moment becomes seen when it is settled.
func (s *Store) MarkSeen(ctx context.Context, ref signal.Ref, unit, officer string) error {
	_, err := s.db.Writer().ExecContext(ctx, `update deliveries set seen_at = $4,
		state = case when state = 'sent' or (state = 'delayed' and doubtful) then 'seen' else state end,
		done = case when done = 0 and state = 'delayed' and doubtful then $4 else done end
		where ref = $1 and unit = $2 and officer = $3 and seen_at = 0 and kind in ('alert', 'updated', 'nudge')
		and state in ('queued', 'delayed', 'sending', 'sent')`, ref, unit, officer, ms(s.now()))
	return s.fault("marking alerts as seen", err)
}
