package casework

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

// Recalled is what whoever holds a code may know: where the case stands and what officers answered, never what was
// told.
type Recalled struct {
	Known       bool
	Ref         signal.Ref
	Unit        map[string]string
	Taken       bool
	State       signal.State
	CloseReason string
	Words       []Word
}

// Word is one answer of an officer.
type Word struct {
	ID   string
	At   time.Time
	Text string
}

// Recall finds the case of a code. The chat it was typed in is told of later answers too. A code that names no case, or
// one that was purged, is not known; that is no error.
func (d *Desk) Recall(ctx context.Context, code signal.Code, way Way) (Recalled, error) {
	ref, err := d.Store.ByCode(ctx, code)
	if errors.Is(err, casestore.ErrNotFound) {
		return Recalled{}, nil
	}
	if err != nil {
		return Recalled{}, err
	}
	var r Recalled
	err = d.Store.Change(ctx, ref, func(tx *casestore.Tx) error {
		c := tx.Case()
		r = Recalled{Known: true, Ref: ref, Unit: d.names(c.Unit), Taken: !c.TakenAt.IsZero(), State: c.State, CloseReason: c.CloseReason}
		if err := tx.AddWay(way); err != nil {
			return err
		}
		_, err := tx.Append(signal.Event{Kind: signal.EvCameBack, Actor: string(casestore.Reporter)})
		return err
	})
	if errors.Is(err, casestore.ErrPurged) {
		return Recalled{}, nil
	}
	if err != nil {
		return Recalled{}, err
	}
	said, err := d.Store.Replies(ctx, ref)
	for _, e := range said {
		r.Words = append(r.Words, Word{ID: strconv.FormatInt(e.Seq, 10), At: e.At, Text: e.Text})
	}
	return r, err
}

// CaseKey is the key under which a case's attachments are sealed.
func (d *Desk) CaseKey(ctx context.Context, ref signal.Ref) (*seal.CaseKey, error) {
	return d.Store.Key(ctx, ref)
}

// CountNoSignal counts a conversation that ended without a signal.
func (d *Desk) CountNoSignal(ctx context.Context) error { return d.Store.CountNoSignal(ctx) }
