package casework

import (
	"context"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// Undelivered lists what was to be told to the officer's unit and was given up, in the order in which it was made, from
// the one after the number after.
func (d *Desk) Undelivered(ctx context.Context, who Officer, after int64, limit int) ([]signal.Delivery, error) {
	return d.Store.UnitDeliveries(ctx, who.Unit, signal.Failed, after, limit)
}

// Resend tells once more what was given up. Whether it still says something is looked at when it is sent: an alert of a
// case that was taken meanwhile is dropped.
func (d *Desk) Resend(ctx context.Context, who Officer, id int64) error {
	failed, err := d.Store.Delivery(ctx, id)
	if err != nil {
		return err
	}
	if failed.Unit != who.Unit {
		return casestore.ErrNotFound
	}
	return d.Store.Change(ctx, failed.Ref, func(tx *casestore.Tx) error {
		if aside(tx.Bells(), failed.Unit, failed.Officer) {
			return casestore.ErrNotFound // an officer who stepped aside is told nothing more of the case
		}
		return tx.Resend(failed, who.actor())
	})
}
