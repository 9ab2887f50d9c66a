package casestore

import (
	"context"

	"github.com/chuyme/chuyme/internal/signal"
)

// Corrections gives the last EvCorrected entry of each case in the order in which they were written, closed: Text is
// empty, Sealed is nil where no text went along.
func (s *Store) Corrections(ctx context.Context) ([]signal.Event, error) {
	entries, err := collect(ctx, s.db.Reader(), scanEntry, `select `+entryColumns+` from case_log l where kind = $1 and
		not exists (select 1 from case_log m where m.ref = l.ref and m.kind = l.kind and m.n > l.n) order by seq`, signal.EvCorrected)
	return events(entries), s.fault("reading corrections", err)
}
