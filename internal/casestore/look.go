package casestore

import (
	"context"
	"database/sql"
	"errors"

	"github.com/chuyme/chuyme/internal/signal"
)

// Opened decrypts a case for who: the signal as it was told so far and the log with Text and News filled in. The look
// is written into the case's log (EvLooked) and, with the reason why, into the audit log, in one transaction with the
// reading: nobody reads unseen. ErrPurged: there is nothing left to read.
func (s *Store) Opened(ctx context.Context, ref signal.Ref, who Actor, why string) (d signal.Draft, log []signal.Event, err error) {
	if who == "" {
		return d, nil, errors.New("opening what is sealed: nobody is named who looks")
	}
	err = s.write(ctx, "opening what is sealed", func(tx *sql.Tx) error {
		t, err := s.load(ctx, tx, ref)
		if err != nil {
			return err
		}
		if d, err = t.Signal(); err != nil {
			return err
		}
		if _, err := t.append(signal.Event{Kind: signal.EvLooked, Actor: string(who)}); err != nil {
			return err
		}
		if err := s.audit(ctx, tx, auditEntry{at: ms(t.now), actor: string(who), action: "look", ref: ref, why: why}); err != nil {
			return err
		}
		if log, err = t.open(""); err != nil {
			return err
		}
		return t.finish()
	})
	if err != nil {
		return signal.Draft{}, nil, err
	}
	return d, log, nil
}

// open reads entries of the case and opens them.
func (t *Tx) open(and string, args ...any) ([]signal.Event, error) {
	key, err := t.caseKey()
	if err != nil {
		return nil, err
	}
	entries, err := t.s.entries(t.ctx, t.sql, t.rec.Ref, and, args...)
	if err != nil {
		return nil, err
	}
	for i := range entries {
		if err := entries[i].open(key); err != nil {
			return nil, err
		}
	}
	return events(entries), nil
}

// Replies gives what officers answered to the reporter, opened: the only sealed thing that whoever holds the code may
// read. It is no look of an officer, so nothing is written down.
func (s *Store) Replies(ctx context.Context, ref signal.Ref) ([]signal.Event, error) {
	return s.openEntries(ctx, "reading the answers to a reporter", ref, `and kind = $2`, signal.EvReplied)
}

// Entry opens one entry of a case's log, for delivering it; ErrNotFound when the case has none of that number.
func (s *Store) Entry(ctx context.Context, ref signal.Ref, seq int64) (signal.Event, error) {
	found, err := s.openEntries(ctx, "reading an entry of a case", ref, `and seq = $2`, seq)
	if err == nil && len(found) == 0 {
		err = s.fault("reading an entry of a case", ErrNotFound)
	}
	if err != nil {
		return signal.Event{}, err
	}
	return found[0], nil
}

func (s *Store) openEntries(ctx context.Context, doing string, ref signal.Ref, and string, args ...any) ([]signal.Event, error) {
	q := s.db.Reader()
	rec, err := s.record(ctx, q, ref, "")
	if err != nil {
		return nil, s.fault(doing, err)
	}
	key, err := s.caseKey(ctx, q, rec)
	if err != nil {
		return nil, s.fault(doing, err)
	}
	entries, err := s.entries(ctx, q, ref, and, args...)
	if err != nil {
		return nil, s.fault(doing, err)
	}
	for i := range entries {
		if err := entries[i].open(key); err != nil {
			return nil, s.fault(doing, err)
		}
	}
	return events(entries), nil
}
