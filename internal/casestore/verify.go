package casestore

import (
	"context"
	"database/sql"
	"errors"

	"github.com/chuyme/chuyme/internal/signal"
)

// MissingCase is what Verify gives for firstBad when a case is missing or its log ends early, so that there is no
// entry to name.
const MissingCase = -1

// WrongFigures is what Verify gives for firstBad when the figures of a case, or the records of a past register, are
// not as they were written.
const WrongFigures = -2

// Verify walks all chains in one snapshot and recomputes every hash, those of the figures too. n is how many entries were
// looked at; firstBad is 0 when all is well, else the number of the first entry found that was changed, moved, or stands
// where another was taken away, or MissingCase, or WrongFigures. err is a fault of reading only.
func (s *Store) Verify(ctx context.Context) (n int, firstBad int64, err error) {
	tx, err := s.db.Reader().BeginTx(ctx, &sql.TxOptions{Isolation: s.snapshot(), ReadOnly: s.db.Name() == "postgres"})
	if err != nil {
		return 0, 0, s.fault("verifying the logs", err)
	}
	defer func() { err = errors.Join(err, ended(tx.Rollback())) }()
	for _, part := range []func(context.Context, *sql.Tx) (int, int64, error){s.verifyCases, s.verifyCount, s.verifyAudit, s.verifyFigures, s.verifyPast} {
		seen, bad, err := part(ctx, tx)
		n += seen
		if err != nil || bad != 0 {
			return n, bad, s.fault("verifying the logs", err)
		}
	}
	return n, 0, nil
}

// snapshot is the isolation in which all statements of a transaction see the same moment; SQLite knows no other.
func (s *Store) snapshot() sql.IsolationLevel {
	if s.db.Name() == "postgres" {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

func ended(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// chainEnd is where the chain of a case ends, by its case.
type chainEnd struct {
	n    int64
	hash string
}

// verifyCases walks the chains of all cases.
func (s *Store) verifyCases(ctx context.Context, tx *sql.Tx) (n int, bad int64, err error) {
	ends, err := s.chainEnds(ctx, tx)
	if err != nil {
		return 0, 0, err
	}
	rows, err := tx.QueryContext(ctx, `select `+entryColumns+` from case_log order by ref, n`)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var last entry
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return n, 0, err
		}
		n++
		if e.Ref != last.Ref {
			if last.Ref != "" && ends[last.Ref] != (chainEnd{last.n, last.hash}) {
				return n, last.Seq, nil
			}
			delete(ends, last.Ref)
			last = entry{}
		}
		if e.n != last.n+1 || e.hash != s.link(last.hash, e) {
			return n, e.Seq, nil
		}
		last = e
	}
	if last.Ref != "" && ends[last.Ref] != (chainEnd{last.n, last.hash}) {
		return n, last.Seq, rows.Err()
	}
	delete(ends, last.Ref)
	if len(ends) > 0 && rows.Err() == nil {
		return n, MissingCase, nil // a case without a log
	}
	return n, 0, rows.Err()
}

func (s *Store) chainEnds(ctx context.Context, tx *sql.Tx) (ends map[signal.Ref]chainEnd, err error) {
	rows, err := tx.QueryContext(ctx, `select ref, log_n, log_hash from cases`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	ends = map[signal.Ref]chainEnd{}
	for rows.Next() {
		var ref signal.Ref
		var end chainEnd
		if err := rows.Scan(&ref, &end.n, &end.hash); err != nil {
			return nil, err
		}
		ends[ref] = end
	}
	return ends, rows.Err()
}

// verifyCount compares how many references were drawn with how many cases there are.
func (s *Store) verifyCount(ctx context.Context, tx *sql.Tx) (n int, bad int64, err error) {
	var drawn, cases int64
	err = tx.QueryRowContext(ctx, `select (select coalesce(sum(n), 0) from counters where name like 'ref/%'),
		(select count(*) from cases)`).Scan(&drawn, &cases)
	if err == nil && drawn != cases {
		bad = MissingCase
	}
	return 0, bad, err
}

// verifyAudit walks the chain of the audit log.
func (s *Store) verifyAudit(ctx context.Context, tx *sql.Tx) (n int, bad int64, err error) {
	rows, err := tx.QueryContext(ctx, `select `+auditColumns+` from audit_log order by n`)
	if err != nil {
		return 0, 0, err
	}
	var last auditEntry
	for rows.Next() && bad == 0 {
		e, err := scanAudit(rows)
		if err != nil {
			return n, 0, errors.Join(err, rows.Close())
		}
		n++
		if e.n != last.n+1 || e.hash != s.linkAudit(last.hash, e) {
			bad = e.seq
		}
		last = e
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || bad != 0 {
		return n, bad, err
	}
	var end chainEnd
	if err := tx.QueryRowContext(ctx, `select n, hash from audit_head where id = 1`).Scan(&end.n, &end.hash); err != nil {
		return n, 0, err
	}
	if end != (chainEnd{last.n, last.hash}) {
		bad = last.seq
		if bad == 0 {
			bad = MissingCase
		}
	}
	return n, bad, nil
}
