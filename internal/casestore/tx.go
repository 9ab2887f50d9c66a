package casestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

// Tx is one case, locked, inside one transaction. It is valid until the function that got it returns and must not be
// shared between goroutines.
type Tx struct {
	ctx   context.Context
	s     *Store
	sql   *sql.Tx
	now   time.Time
	rec   record
	bells []signal.Bell
	key   *seal.CaseKey // nil until it is needed
	news  int64         // the EvTold entry of this transaction
	queue []int64       // deliveries added, for the job queue
	dirty bool          // the case changed and is to be written back
	// touched means that something is to be written back which does not count as a change: who has a version of the
	// case in hand (an ETag) still has the newest.
	touched bool
}

// Change locks the case and runs change on it in one transaction. ErrNotFound: there is no such case. change may run
// again, see the package comment; its error rolls everything back and is returned.
func (s *Store) Change(ctx context.Context, ref signal.Ref, change func(tx *Tx) error) error {
	return s.write(ctx, "changing a case", func(tx *sql.Tx) error {
		t, err := s.load(ctx, tx, ref)
		if err != nil {
			return err
		}
		if err := change(t); err != nil {
			return err
		}
		return t.finish()
	})
}

// load locks a case and reads it with its bells.
func (s *Store) load(ctx context.Context, tx *sql.Tx, ref signal.Ref) (*Tx, error) {
	rec, err := s.record(ctx, tx, ref, s.db.ForUpdate())
	if err != nil {
		return nil, err
	}
	bells, err := s.bells(ctx, tx, ref)
	if err != nil {
		return nil, err
	}
	return &Tx{ctx: ctx, s: s, sql: tx, now: s.now(), rec: rec, bells: bells}, nil
}

// finish writes the projection back and puts new deliveries into the queue.
func (t *Tx) finish() error {
	if err := t.project(); err != nil {
		return err
	}
	if err := t.store(); err != nil {
		return err
	}
	if enqueue := *t.s.enqueue.Load(); enqueue != nil && len(t.queue) > 0 {
		return enqueue(t.ctx, t.sql, t.queue)
	}
	return nil
}

func (t *Tx) store() error {
	if !t.dirty && !t.touched {
		return nil
	}
	if t.dirty {
		t.rec.Version++
		t.rec.Changed = t.now
	}
	r := t.rec
	_, err := t.sql.ExecContext(t.ctx, `update cases set urgency = $2, rank = $3, category = $4, state = $5, unit = $6,
		municipality = $7, lang = $8, reasons = $9, sent_at = $10, taken_at = $11, closed_at = $12, close_reason = $13,
		changed = $14, version = $15, silent = $16, purge_at = $17, code_sealed = $18, signal_sealed = $19,
		way_sealed = $20, log_n = $21, log_hash = $22,
		due_what = $23, due_at = $24, remind_at = $25 where ref = $1`,
		r.Ref, r.Urgency, r.Urgency.Rank(), text(list(r.Category)), r.State, r.Unit,
		r.Municipality, r.Lang, text(list(r.Reasons)), ms(r.SentAt), ms(r.TakenAt), ms(r.ClosedAt), r.CloseReason,
		ms(r.Changed), r.Version, r.silent, r.purgeAt, blob(r.code), blob(r.told),
		blob(r.way), r.logN, r.logHash, r.DueWhat, ms(r.DueAt), r.remindAt)
	return err
}

// list is never nil, so that it is stored as "[]".
func list[T any](v []T) []T {
	if v == nil {
		return []T{}
	}
	return v
}

// Case is the case as it stands in this transaction.
func (t *Tx) Case() signal.Case {
	c := t.rec.Case
	c.Category, c.Reasons = slices.Clone(c.Category), slices.Clone(c.Reasons)
	return c
}

// Bells are the bells of the case as they stand in this transaction, in the order in which the units came.
func (t *Tx) Bells() []signal.Bell { return slices.Clone(t.bells) }

// Now is one moment for the whole transaction, by the store's clock.
func (t *Tx) Now() time.Time { return t.now }

// Purged reports whether the case was made unreadable: what is sealed can be neither read nor added then.
func (t *Tx) Purged() bool { return t.rec.State == signal.Purged }

// caseKey gives the key of the case; ErrPurged when it is gone.
func (t *Tx) caseKey() (*seal.CaseKey, error) {
	if t.key == nil {
		key, err := t.s.caseKey(t.ctx, t.sql, t.rec)
		if err != nil {
			return nil, err
		}
		t.key = key
	}
	return t.key, nil
}

// Signal is what was told so far, merged.
func (t *Tx) Signal() (d signal.Draft, err error) {
	key, err := t.caseKey()
	if err != nil {
		return d, err
	}
	return d, unseal(key, "signal", t.rec.told, &d)
}

// Code is the reporter's code.
func (t *Tx) Code() (signal.Code, error) {
	key, err := t.caseKey()
	if err != nil {
		return "", err
	}
	var code string
	err = unseal(key, "code", t.rec.code, &code)
	return signal.Code(code), err
}

// News is the log entry with which something was added in this transaction by what the reporter told; 0: nothing was.
func (t *Tx) News() int64 { return t.news }

// sealed is v as JSON under the case's key.
func sealed(key *seal.CaseKey, field string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encoding the field %s: %w", field, err)
	}
	return key.Seal(field, plain)
}

func unseal(key *seal.CaseKey, field string, cipher []byte, v any) error {
	plain, err := key.Open(field, cipher)
	if err != nil {
		return fmt.Errorf("opening the field %s: %w", field, err)
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return fmt.Errorf("reading the field %s: it is not what was sealed", field)
	}
	return nil
}
