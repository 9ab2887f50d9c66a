package casestore

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
)

// tries is how often a transaction is begun anew when the database says that it may be (a deadlock, two replicas
// that write the same new row).
const tries = 4

// write runs work in one transaction and commits it. work may run again. What fails is rolled back whole.
func (s *Store) write(ctx context.Context, doing string, work func(tx *sql.Tx) error) error {
	var err error
	for range tries {
		err = s.writeOnce(ctx, work)
		if err == nil || !s.db.Again(err) || ctx.Err() != nil {
			break
		}
	}
	return s.fault(doing, err)
}

func (s *Store) writeOnce(ctx context.Context, work func(tx *sql.Tx) error) (err error) {
	tx, err := s.db.Writer().BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	done := false
	defer func() {
		if done {
			return
		}
		// A panic in work gets here too: without it the one connection of SQLite would be lost for good.
		if undo := tx.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) && !errors.Is(undo, sqldriver.ErrBadConn) {
			err = errors.Join(err, undo)
		}
	}()
	if err := work(tx); err != nil {
		return err
	}
	done = true
	return tx.Commit()
}

// fault says what was being done and which kind of fault it is. nil stays nil.
func (s *Store) fault(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrUnavailable):
		return fmt.Errorf("%s: %w", doing, err)
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%s: %w", doing, ErrNotFound)
	case s.db.Unavailable(err), errors.Is(err, context.DeadlineExceeded), errors.Is(err, sql.ErrConnDone):
		return fmt.Errorf("%s: %w: %w", doing, ErrUnavailable, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// querier is a pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// row is one row of a result.
type row interface{ Scan(dest ...any) error }

// collect reads all rows of a query, each by scan.
func collect[T any](ctx context.Context, q querier, scan func(row) (T, error), query string, args ...any) (all []T, err error) {
	err = each(ctx, q, scan, func(one T) error {
		all = append(all, one)
		return nil
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return all, nil
}

// each reads the rows of a query one by one, for tables that may be long.
func each[T any](ctx context.Context, q querier, scan func(row) (T, error), do func(T) error, query string, args ...any) (err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return err
		}
		if err := do(one); err != nil {
			return err
		}
	}
	return rows.Err()
}

// next draws the next number of a counter. The counters "log" and "delivery" may leave out a number that a
// transaction drew and did not commit.
func (s *Store) next(ctx context.Context, tx *sql.Tx, counter string) (n int64, err error) {
	err = tx.QueryRowContext(ctx, s.db.NextID(), counter).Scan(&n)
	return n, err
}

// gapless draws the next number of a counter without ever leaving one out: the row stays locked until the commit.
func gapless(ctx context.Context, tx *sql.Tx, counter string) (n int, err error) {
	err = tx.QueryRowContext(ctx, `insert into counters (name, n) values ($1, 1)
		on conflict (name) do update set n = counters.n + 1 returning n`, counter).Scan(&n)
	return n, err
}

// changed tells whether a statement met a row.
func changed(r sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n > 0, err
}
