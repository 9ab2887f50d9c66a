package casestore

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// Trait is one thing by which a case is found beside others: what kind of thing, and what it is. Only a keyed hash of
// the two is kept, and the kind; both go when the case is purged.
type Trait struct{ Kind, Value string }

// Phrase is the kind of trait under which a sample of a text's phrases is kept.
const Phrase = "phrase"

// Sample is how many phrases of a text are kept: those with the smallest hashes, so that two texts that share many
// phrases keep the same ones.
const Sample = 16

// SetTraits replaces what the case is found by. phrases are the pieces of its text, of which a sample is kept.
func (t *Tx) SetTraits(traits []Trait, phrases []string) error {
	if _, err := t.sql.ExecContext(t.ctx, `delete from traits where ref = $1`, t.rec.Ref); err != nil {
		return err
	}
	type row struct{ kind, mac string }
	var rows []row
	for _, tr := range traits {
		rows = append(rows, row{tr.Kind, t.s.traitMAC(tr)})
	}
	var macs []string
	for _, p := range phrases {
		macs = append(macs, t.s.traitMAC(Trait{Phrase, p}))
	}
	slices.Sort(macs)
	macs = slices.Compact(macs)
	for _, mac := range macs[:min(len(macs), Sample)] {
		rows = append(rows, row{Phrase, mac})
	}
	if len(rows) == 0 {
		return nil
	}
	args := []any{t.rec.Ref, ms(t.rec.OpenedAt)}
	var values []string
	for _, r := range rows {
		args = append(args, r.kind, r.mac)
		values = append(values, fmt.Sprintf("($1, $2, $%d, $%d)", len(args)-1, len(args)))
	}
	_, err := t.sql.ExecContext(t.ctx, `insert into traits (ref, at, kind, mac) values `+strings.Join(values, ", ")+
		` on conflict (ref, kind, mac) do nothing`, args...)
	return err
}

func (s *Store) traitMAC(t Trait) string { return s.keys.MAC("trait", t.Kind, t.Value) }

// Flood counts the other cases, opened since then, that have this case's trait of a kind. head is the first of them, or
// the one that it has joined, that is open and no less urgent than this case; "" where there is none.
func (t *Tx) Flood(kind string, since time.Time) (n int, head signal.Ref, err error) {
	err = t.sql.QueryRowContext(t.ctx, `select count(distinct b.ref),
		coalesce(min(case when h.state in ('open', 'transferred', 'acknowledged') and h.rank >= $4 then h.ref end), '')
		from traits a join traits b on b.mac = a.mac and b.ref <> a.ref and b.at >= $3
		left join joined j on j.ref = b.ref
		join cases h on h.ref = coalesce(j.head, b.ref)
		where a.ref = $1 and a.kind = $2`, t.rec.Ref, kind, ms(since), t.rec.Urgency.Rank()).Scan(&n, &head)
	return n, head, err
}

// Join lets the case wait for the bells of another, its head.
func (t *Tx) Join(head signal.Ref) error {
	_, err := t.sql.ExecContext(t.ctx, `insert into joined (ref, head) values ($1, $2) on conflict (ref) do nothing`, t.rec.Ref, head)
	return err
}

// Leave takes the case away from the one that it has joined; its own bells are the caller's to ring.
func (t *Tx) Leave() error {
	_, err := t.sql.ExecContext(t.ctx, `delete from joined where ref = $1`, t.rec.Ref)
	return err
}

// Head gives the case that this one has joined, with its bells, as they stand now: it is not locked. The zero Case: it
// has joined none.
func (t *Tx) Head() (head signal.Case, bells []signal.Bell, err error) {
	found, err := collect(t.ctx, t.sql, scanCase, `select `+caseColumns+` from cases
		where ref = (select head from joined where ref = $1)`, t.rec.Ref)
	if err != nil || len(found) == 0 {
		return head, nil, err
	}
	bells, err = t.s.bells(t.ctx, t.sql, found[0].Ref)
	return found[0], bells, err
}

// Joined gives the case that another has joined, and how many have joined that one; "" and 0 where it has joined none.
func (s *Store) Joined(ctx context.Context, ref signal.Ref) (head signal.Ref, n int, err error) {
	err = s.db.Reader().QueryRowContext(ctx, `select coalesce(min(head), ''), count(*) from joined
		where head = (select head from joined where ref = $1)`, ref).Scan(&head, &n)
	return head, n, s.fault("looking which case another has joined", err)
}

// Near narrows which cases are looked at beside one.
type Near struct {
	Units       []string // cases in which one of these units has a part; nil: all
	Since, Till time.Time
	By          []string // kinds of traits of which a case must share one to be looked at
	Limit       int      // at most so many, and so many for each trait, the newest; 0: all
}

// Alike tells what other cases share with one: how many traits, by kind. With a limit its cost is bounded, however many
// cases share a trait: "cross join" keeps SQLite to the order in which the tables are written.
func (s *Store) Alike(ctx context.Context, ref signal.Ref, near Near) (map[signal.Ref]map[string]int, error) {
	args := []any{ref, ms(near.Since), ms(near.Till), bound(near.Limit)}
	of, where := `a.kind in `+among(&args, near.By), ""
	if near.Units != nil {
		where = ` and exists (select 1 from bells x where x.ref = b.ref and x.unit in ` + among(&args, near.Units) + `)`
	}
	shared := map[signal.Ref]map[string]int{}
	err := each(ctx, s.db.Reader(), func(r row) (one shares, err error) { return one, r.Scan(&one.ref, &one.kind, &one.n) },
		func(one shares) error {
			if shared[one.ref] == nil {
				shared[one.ref] = map[string]int{}
			}
			shared[one.ref][one.kind] = one.n
			return nil
		}, `with mine as materialized (select a.mac, coalesce((select x.at from traits x where x.mac = a.mac and x.at <= $3
				order by x.at desc limit 1 offset $4), -1) as after
			from traits a where a.ref = $1 and `+of+`),
		near as materialized (select distinct b.ref, b.at from mine cross join traits b
			where b.mac = mine.mac and b.at > mine.after and b.at between $2 and $3 and b.ref <> $1`+where+`
			order by b.at desc, b.ref desc limit $4)
		select b.ref, b.kind, count(*) from near cross join traits b cross join traits a
			where b.ref = near.ref and a.ref = $1 and a.kind = b.kind and a.mac = b.mac group by b.ref, b.kind`, args...)
	return shared, s.fault("looking for cases that are alike", err)
}

// shares is how many traits of a kind a case shares.
type shares struct {
	ref  signal.Ref
	kind string
	n    int
}
