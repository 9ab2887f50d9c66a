package casestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/chuyme/chuyme/internal/signal"
)

// EveryUnit stands for all units, and the reporter, in DropQueued.
const EveryUnit = "*"

const deliveryColumns = `id, ref, unit, officer, endpoint, kind, step, event, state, attempt, doubtful, repeats,
	cause, message, created, next_try, done`

func (s *Store) scanDelivery(r row) (d signal.Delivery, err error) {
	var message []byte
	var created, next, done int64
	err = r.Scan(&d.ID, &d.Ref, &d.Unit, &d.Officer, &d.Endpoint, &d.Kind, &d.Step, &d.Event, &d.State, &d.Attempt,
		&d.Doubtful, &d.Repeats, &d.Cause, &message, &created, &next, &done)
	if err != nil {
		return d, err
	}
	d.Created, d.NextTry, d.Done = at(created), at(next), at(done)
	if message != nil {
		plain, err := s.keys.Open(messageContext(d.ID), message)
		if err != nil {
			return d, fmt.Errorf("delivery %d: its message id: %w", d.ID, err)
		}
		d.Message = string(plain)
	}
	return d, nil
}

// messageContext binds a far side's message id to its delivery.
func messageContext(id int64) string { return fmt.Sprintf("delivery message/%d", id) }

// Enqueue makes a delivery of this case, unless there is one of the same unit, kind, step, officer, endpoint and event
// already: then added is false and id is that one's, whatever became of it. It is queued, or delayed when NextTry is
// set to a later moment. Officers' and endpoints' addresses are not part of it: they are looked up when it is sent.
func (t *Tx) Enqueue(d signal.Delivery) (id int64, added bool, err error) {
	if id, err = t.s.next(t.ctx, t.sql, "delivery"); err != nil {
		return 0, false, err
	}
	d.State = signal.Queued
	if d.NextTry.After(t.now) {
		d.State = signal.Delayed
	}
	err = t.sql.QueryRowContext(t.ctx, `insert into deliveries
		(id, ref, unit, kind, step, officer, endpoint, event, state, created, next_try)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (ref, unit, kind, step, officer, endpoint, event) do nothing returning id`,
		id, t.rec.Ref, d.Unit, d.Kind, d.Step, d.Officer, d.Endpoint, d.Event, d.State, ms(t.now), ms(d.NextTry)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = t.sql.QueryRowContext(t.ctx, `select id from deliveries where ref = $1 and unit = $2 and kind = $3 and step = $4
			and officer = $5 and endpoint = $6 and event = $7`,
			t.rec.Ref, d.Unit, d.Kind, d.Step, d.Officer, d.Endpoint, d.Event).Scan(&id)
		return id, false, err
	}
	if err != nil {
		return 0, false, err
	}
	t.queue = append(t.queue, id)
	return id, true, nil
}

// DropQueued drops what a unit has not been told yet, because it need not be told any more: deliveries that wait, and
// retries of one that is being sent at this moment. unit may be EveryUnit; without kinds all kinds are meant.
func (t *Tx) DropQueued(unit string, kinds ...signal.DeliveryKind) error {
	args := []any{t.rec.Ref, ms(t.now)}
	which := ` where ref = $1`
	if unit != EveryUnit {
		args = append(args, unit)
		which += ` and unit = $3`
	}
	if len(kinds) > 0 {
		which += ` and kind in ` + among(&args, words(kinds))
	}
	return t.drop(which, args)
}

// DropOfficer drops what an officer has not been told yet: they are to be told nothing more of the case.
func (t *Tx) DropOfficer(unit, officer string) error {
	return t.drop(` where ref = $1 and unit = $3 and officer = $4`, []any{t.rec.Ref, ms(t.now), unit, officer})
}

// drop drops what waits of the deliveries that are meant; $1 is the case and $2 the moment.
func (t *Tx) drop(which string, args []any) error {
	_, err := t.sql.ExecContext(t.ctx, `update deliveries set
		unwanted = (state = 'sending'),
		done = case when state = 'sending' then done else $2 end,
		state = case when state = 'sending' then state else 'dropped' end`+which+`
		and state in ('queued', 'delayed', 'sending')`, args...)
	return err
}

// Deliveries are those of this case as they stand in this transaction, in the order in which they were made.
func (t *Tx) Deliveries() ([]signal.Delivery, error) { return t.s.deliveries(t.ctx, t.sql, t.rec.Ref) }

func (s *Store) deliveries(ctx context.Context, q querier, ref signal.Ref) ([]signal.Delivery, error) {
	return collect(ctx, q, s.scanDelivery, `select `+deliveryColumns+` from deliveries where ref = $1 order by id`, ref)
}

// Deliveries gives what left or is to leave the house for a case, in the order in which it was made.
func (s *Store) Deliveries(ctx context.Context, ref signal.Ref) ([]signal.Delivery, error) {
	list, err := s.deliveries(ctx, s.db.Reader(), ref)
	return list, s.fault("reading the deliveries of a case", err)
}

// Delivery gives one delivery; ErrNotFound when there is none of that number.
func (s *Store) Delivery(ctx context.Context, id int64) (signal.Delivery, error) {
	d, err := s.delivery(ctx, s.db.Reader(), id)
	return d, s.fault("reading a delivery", err)
}

func (s *Store) delivery(ctx context.Context, q querier, id int64) (signal.Delivery, error) {
	return s.scanDelivery(q.QueryRowContext(ctx, `select `+deliveryColumns+` from deliveries where id = $1`, id))
}

// Unfinished gives deliveries that are neither done nor given up, the oldest first. A limit of 0 gives all.
func (s *Store) Unfinished(ctx context.Context, limit int) ([]signal.Delivery, error) {
	list, err := collect(ctx, s.db.Reader(), s.scanDelivery, `select `+deliveryColumns+` from deliveries
		where state in ('queued', 'delayed', 'sending') order by created, id limit $1`, bound(limit))
	return list, s.fault("listing unfinished deliveries", err)
}

// Waiting is what a queue must know to put a delivery into its line.
type Waiting struct {
	ID      int64
	Kind    signal.DeliveryKind
	Urgency signal.Urgency
	NextTry int64 // Unix milliseconds; 0: at once
}

// Waiting describes deliveries inside the transaction that made them.
func (s *Store) Waiting(ctx context.Context, tx *sql.Tx, ids []int64) ([]Waiting, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var args []any
	marks := ""
	for i, id := range ids {
		args = append(args, id)
		marks += fmt.Sprintf(", $%d", i+1)
	}
	list, err := collect(ctx, tx, func(r row) (w Waiting, err error) {
		return w, r.Scan(&w.ID, &w.Kind, &w.Urgency, &w.NextTry)
	}, `select d.id, d.kind, c.urgency, d.next_try from deliveries d join cases c on c.ref = d.ref
		where d.id in (`+marks[2:]+`) order by d.id`, args...)
	return list, s.fault("looking at what is to be queued", err)
}
