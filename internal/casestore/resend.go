package casestore

import (
	"context"

	"github.com/chuyme/chuyme/internal/signal"
)

// UnitDeliveries gives deliveries to a unit in one state, in the order in which they were made, from the one after the
// number after (0: from the first). A limit of 0 gives all.
func (s *Store) UnitDeliveries(ctx context.Context, unit string, state signal.DeliveryState, after int64, limit int) ([]signal.Delivery, error) {
	list, err := collect(ctx, s.db.Reader(), s.scanDelivery, `select `+deliveryColumns+` from deliveries
		where unit = $1 and state = $2 and id > $3 order by id limit $4`, unit, state, after, bound(limit))
	return list, s.fault("listing the deliveries of a unit", err)
}

// Resend queues a delivery of this case once more that was given up, for the actor. ErrConflict: it was not.
func (t *Tx) Resend(d signal.Delivery, by Actor) error {
	again, err := changed(t.sql.ExecContext(t.ctx, `update deliveries set state = 'queued', created = $3, done = 0, cause = '', unwanted = $4
		where id = $1 and ref = $2 and state = 'failed'`, d.ID, t.rec.Ref, ms(t.now), false))
	if err != nil {
		return err
	}
	if !again {
		return ErrConflict
	}
	t.queue = append(t.queue, d.ID)
	_, err = t.Append(signal.Event{Kind: signal.EvDelivered, Unit: d.Unit, Actor: string(by), Data: map[string]string{
		"state": string(signal.Queued), "kind": string(d.Kind), "officer": d.Officer, "endpoint": d.Endpoint}})
	return err
}
