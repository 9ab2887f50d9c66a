package casestore

import (
	"context"
	"slices"

	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

// mostWays bounds the ways back of one case: the first, and the newest beside it.
const mostWays = 3

// Ways are the ways back to the reporter, the first one first: the chat in which the signal was told, and chats in which
// its code was given since.
func (t *Tx) Ways() ([]WayBack, error) {
	key, err := t.caseKey()
	if err != nil {
		return nil, err
	}
	return waysOf(key, t.rec)
}

func waysOf(key *seal.CaseKey, rec record) (ways []WayBack, err error) {
	if rec.way == nil {
		return nil, nil
	}
	return ways, unseal(key, "way", rec.way, &ways)
}

// AddWay adds a way back; one that is known already, or the zero WayBack, changes nothing. Of many the first and the
// newest are kept.
func (t *Tx) AddWay(w WayBack) error {
	ways, err := t.Ways()
	if err != nil || !w.Known() || slices.Contains(ways, w) {
		return err
	}
	if ways = append(ways, w); len(ways) > mostWays {
		ways = slices.Delete(ways, 1, 2)
	}
	if t.rec.way, err = sealed(t.key, "way", ways); err == nil {
		t.touched = true
	}
	return err
}

// Ways gives the ways back to the reporter, for delivering to them; none where there is none.
func (s *Store) Ways(ctx context.Context, ref signal.Ref) ([]WayBack, error) {
	const doing = "reading the ways back to a reporter"
	rec, err := s.record(ctx, s.db.Reader(), ref, "")
	if err != nil {
		return nil, s.fault(doing, err)
	}
	key, err := s.caseKey(ctx, s.db.Reader(), rec)
	if err != nil {
		return nil, s.fault(doing, err)
	}
	ways, err := waysOf(key, rec)
	return ways, s.fault(doing, err)
}
