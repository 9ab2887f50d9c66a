package casestore

import (
	"context"
	"database/sql"

	"github.com/chuyme/chuyme/internal/signal"
)

// Counts gives the figures for metrics. Only what is unfinished or failed is counted among the deliveries, so that the
// cost does not grow with all that was ever sent.
func (s *Store) Counts(ctx context.Context) (Counts, error) {
	const doing = "counting"
	c := Counts{Open: map[signal.Urgency]int{}, Deliveries: map[signal.DeliveryState]int{}}
	q := s.db.Reader()
	err := tally(ctx, q, c.Open, `select urgency, count(*) from cases where state in ('open', 'transferred') group by urgency`)
	if err != nil {
		return c, s.fault(doing, err)
	}
	for _, query := range []string{
		`select state, count(*) from deliveries where state in ('queued', 'delayed', 'sending') group by state`,
		`select state, count(*) from deliveries where state = 'failed' group by state`,
	} {
		if err := tally(ctx, q, c.Deliveries, query); err != nil {
			return c, s.fault(doing, err)
		}
	}
	err = q.QueryRowContext(ctx, `select coalesce((select n from counters where name = $1), 0)`, noSignals).Scan(&c.NoSignals)
	return c, s.fault(doing, err)
}

// tally puts the rows of a query of words and figures into a map.
func tally[K ~string](ctx context.Context, q querier, into map[K]int, query string) error {
	_, err := collect(ctx, q, func(r row) (struct{}, error) {
		var k string
		var n int
		err := r.Scan(&k, &n)
		if err == nil {
			into[K(k)] = n
		}
		return struct{}{}, err
	}, query)
	return err
}

// noSignals is the counter of conversations that were no signal: nothing else is kept of them.
const noSignals = "no signal"

// CountNoSignal counts a conversation that ended without being a signal.
func (s *Store) CountNoSignal(ctx context.Context) error {
	return s.write(ctx, "counting a conversation", func(tx *sql.Tx) error {
		_, err := gapless(ctx, tx, noSignals)
		return err
	})
}
