package casestore

import (
	"context"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

const bellColumns = `ref, unit, part, since, step, next, taken_by, taken_at, acted, nudged, round, handed_by, aside`

func scanBell(r row) (b signal.Bell, err error) {
	var since, next, taken, acted int64
	var aside string
	err = r.Scan(&b.Ref, &b.Unit, &b.Part, &since, &b.Step, &next, &b.TakenBy, &taken, &acted, &b.Nudged, &b.Round, &b.From, &aside)
	b.Since, b.Next, b.TakenAt, b.Acted = at(since), at(next), at(taken), at(acted)
	if aside != "" {
		b.Aside = strings.Split(strings.Trim(aside, ","), ",")
	}
	return b, err
}

// listed is a list of ids as it is stored: each between commas, so that one can be looked for.
func listed(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return "," + strings.Join(ids, ",") + ","
}

func (s *Store) bells(ctx context.Context, q querier, ref signal.Ref) ([]signal.Bell, error) {
	return collect(ctx, q, scanBell, `select `+bellColumns+` from bells where ref = $1 order by since, unit`, ref)
}

// Bells gives the bells of a case, in the order in which the units came to it.
func (s *Store) Bells(ctx context.Context, ref signal.Ref) ([]signal.Bell, error) {
	bells, err := s.bells(ctx, s.db.Reader(), ref)
	return bells, s.fault("reading the bells of a case", err)
}

// DueBells gives bells whose next step is due, the longest overdue first. It costs what is due and nothing for the
// cases at rest. A limit of 0 gives all.
func (s *Store) DueBells(ctx context.Context, now time.Time, limit int) ([]signal.Bell, error) {
	bells, err := collect(ctx, s.db.Reader(), scanBell, `select `+bellColumns+` from bells
		where next > 0 and next <= $1 order by next, ref, unit limit $2`, ms(now), bound(limit))
	return bells, s.fault("looking for bells that are due", err)
}

// Unrung lists cases that are open while no bell of theirs will ring again and nobody has taken one: there must be
// none, whatever happened. The longest open come first.
func (s *Store) Unrung(ctx context.Context, limit int) ([]signal.Ref, error) {
	refs, err := collect(ctx, s.db.Reader(), scanRef,
		`select c.ref from cases c where c.state in ('open', 'transferred')
			and not exists (select 1 from bells b where b.ref = c.ref and (b.next > 0 or (b.taken_by <> '' and b.part <> 'told')))
			order by c.opened_at, c.ref limit $1`, bound(limit))
	return refs, s.fault("looking for cases that nobody rings for", err)
}

// bound makes a limit of 0 mean all, in both dialects.
func bound(limit int) int {
	if limit <= 0 {
		return 1 << 31
	}
	return limit
}
