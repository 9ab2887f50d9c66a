package casestore

import (
	"context"
	"errors"

	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

// Key gives the key of a case, for reading its attachments. ErrPurged: the key is gone.
func (s *Store) Key(ctx context.Context, ref signal.Ref) (*seal.CaseKey, error) {
	q := s.db.Reader()
	rec, err := s.record(ctx, q, ref, "")
	if err != nil {
		return nil, s.fault("reading a case's key", err)
	}
	key, err := s.caseKey(ctx, q, rec)
	return key, s.fault("reading a case's key", err)
}

// caseKey unwraps the key of a case. The key's name is the draft's, since attachments are sealed before there is a
// reference.
func (s *Store) caseKey(ctx context.Context, q querier, rec record) (*seal.CaseKey, error) {
	wraps, err := collect(ctx, q, func(r row) (w seal.Wrap, err error) { return w, r.Scan(&w.Recipient, &w.Blob) },
		`select recipient, wrap from case_keys where ref = $1 order by recipient`, rec.Ref)
	if err != nil {
		return nil, err
	}
	key, err := s.keys.Unwrap(rec.draft, wraps)
	if errors.Is(err, seal.ErrShredded) {
		return nil, ErrPurged
	}
	return key, err
}

// Rewrap wraps the keys of all cases anew under the keyset's newest key, after a rotation; n is how many. It goes case
// by case, so it may be broken off and begun again, and it works beside a running server.
func (s *Store) Rewrap(ctx context.Context) (n int, err error) {
	refs, err := collect(ctx, s.db.Reader(), scanRef,
		`select distinct ref from case_keys order by ref`)
	if err != nil {
		return 0, s.fault("listing the cases' keys", err)
	}
	for _, ref := range refs {
		if err := s.Change(ctx, ref, (*Tx).rewrap); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (t *Tx) rewrap() error {
	key, err := t.caseKey()
	if errors.Is(err, ErrPurged) {
		return nil // purged while the others were wrapped
	}
	if err != nil {
		return err
	}
	wraps, err := t.s.keys.Wrap(key)
	if err != nil {
		return err
	}
	return t.keepWraps(wraps)
}

// keepWraps stores the wraps of the case's key, one row a recipient.
func (t *Tx) keepWraps(wraps []seal.Wrap) error {
	for _, w := range wraps {
		_, err := t.sql.ExecContext(t.ctx, `insert into case_keys (ref, recipient, wrap) values ($1, $2, $3)
			on conflict (ref, recipient) do update set wrap = excluded.wrap`, t.rec.Ref, w.Recipient, w.Blob)
		if err != nil {
			return err
		}
	}
	return nil
}
