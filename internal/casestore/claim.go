package casestore

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

const (
	// strayAfter is how long something may wait before it counts as forgotten by the queue.
	strayAfter = 2 * time.Second
	// early is how much before its moment a delayed delivery may be taken: clocks and timers are not exact.
	early = 500 * time.Millisecond
)

// TakeOver makes owner, a name drawn anew by each process, one that may hold deliveries. With SQLite it also proves
// that no other process serves the data folder, or says which lock stands in the way: whatever another owner was
// sending is stale at once then. The proof lasts until HandOver or Close.
func (s *Store) TakeOver(ctx context.Context, owner string) error {
	if err := s.lockAlone(); err != nil {
		return err
	}
	return s.write(ctx, "taking the case store over", func(tx *sql.Tx) error {
		forget := `delete from processes`
		if s.db.Beats() {
			forget += ` where beat < ` + s.db.Clock() + ` - 86400000`
		}
		if _, err := tx.ExecContext(ctx, forget); err != nil {
			return err
		}
		return s.beat(ctx, tx, owner)
	})
}

// lockAlone takes the lock that proves that we serve alone, once a process.
func (s *Store) lockAlone() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.release != nil {
		return errors.New("taking the case store over: this process has done so already")
	}
	release, err := s.db.TakeOver()
	if err == nil {
		s.release = release
	}
	return err
}

// HandOver gives back what TakeOver took: whatever owner still holds is stale at once, and another process may serve.
func (s *Store) HandOver(ctx context.Context, owner string) error {
	err := s.write(ctx, "handing the case store over", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `delete from processes where owner = $1`, owner)
		return err
	})
	s.mu.Lock()
	release := s.release
	s.release = nil
	s.mu.Unlock()
	if release != nil {
		err = errors.Join(err, release())
	}
	return err
}

// Beat says that owner is alive. Where several processes may serve it is to be called each second: a delivery of an
// owner that was not heard of for five seconds, by the database's clock, may be claimed by another.
func (s *Store) Beat(ctx context.Context, owner string) error {
	if !s.db.Beats() {
		return nil
	}
	return s.fault("saying that this process lives", s.beat(ctx, s.db.Writer(), owner))
}

func (s *Store) beat(ctx context.Context, q querier, owner string) error {
	_, err := q.ExecContext(ctx, `insert into processes (owner, beat) values ($1, `+s.db.Clock()+`)
		on conflict (owner) do update set beat = excluded.beat`, owner)
	return err
}

// Claim takes a delivery for owner: one that is queued, delayed and due, or left behind by a process that is gone;
// such a one is marked Doubtful, since it may have arrived. ok is false when there is nothing to do: d says how it
// stands then. Attempt counts the claims. owner must have come through TakeOver, and still be there: else what it claims
// may be taken from it at once.
func (s *Store) Claim(ctx context.Context, id int64, owner string) (d signal.Delivery, ok bool, err error) {
	const doing = "claiming a delivery"
	d, err = s.scanDelivery(s.db.Writer().QueryRowContext(ctx, `update deliveries set
		doubtful = (doubtful or state = 'sending'), state = 'sending', owner = $2, attempt = attempt + 1
		where id = $1 and not unwanted and (state = 'queued' or (state = 'delayed' and next_try <= $3)
			or (state = 'sending' and `+s.db.Stale()+`))
		returning `+deliveryColumns, id, owner, ms(s.now().Add(early))))
	if err == nil {
		return d, true, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return signal.Delivery{}, false, s.fault(doing, err)
	}
	// Left behind by a process that is gone, and not needed any more meanwhile.
	_, err = s.db.Writer().ExecContext(ctx, `update deliveries set state = 'dropped', done = $2, owner = ''
		where id = $1 and unwanted and state = 'sending' and `+s.db.Stale(), id, ms(s.now()))
	if err != nil {
		return signal.Delivery{}, false, s.fault(doing, err)
	}
	d, err = s.Delivery(ctx, id)
	return d, false, err
}

// Stray lists deliveries that nobody works on though somebody should: queued or due for a while, or left behind by a
// process that is gone. The most urgent come first. A limit of 0 gives all.
func (s *Store) Stray(ctx context.Context, now time.Time, limit int) ([]int64, error) {
	ids, err := collect(ctx, s.db.Reader(), func(r row) (id int64, err error) { return id, r.Scan(&id) },
		`select deliveries.id from deliveries join cases on cases.ref = deliveries.ref
		where deliveries.state in ('queued', 'delayed', 'sending') and (
			(deliveries.state = 'queued' and deliveries.created <= $1)
			or (deliveries.state = 'delayed' and deliveries.next_try <= $1)
			or (deliveries.state = 'sending' and `+s.db.Stale()+`))
		order by cases.rank desc, deliveries.id limit $2`, ms(now.Add(-strayAfter)), bound(limit))
	return ids, s.fault("looking for deliveries that nobody works on", err)
}
