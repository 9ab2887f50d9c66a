package casestore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// pastRecord is one record of a past register as it is stored.
type pastRecord struct {
	n        int64
	at       int64
	digest   string
	repeated int64 // its place among equal records, from 1
	content  string
	hash     string
}

// pastCounter counts the records of past registers without a gap.
const pastCounter = "past"

// Import adds the records of a past register, all or none, and writes that into the audit log. A record is known when
// one of the same content was imported before; one that the register holds k times counts k times, so that importing
// the same register again, or a longer one, adds only what is new. The content is kept in clear: it must be codes and
// no words of people.
func (s *Store) Import(ctx context.Context, who Actor, contents [][]byte) (added, known int, err error) {
	err = s.write(ctx, "importing a past register", func(tx *sql.Tx) error {
		fresh, err := s.unknown(ctx, tx, contents)
		if err != nil {
			return err
		}
		added, known = len(fresh), len(contents)-len(fresh)
		if added == 0 {
			return nil
		}
		if err := insertPast(ctx, tx, fresh); err != nil {
			return err
		}
		last := fresh[added-1].n
		if _, err := tx.ExecContext(ctx, `update counters set n = $1 where name = $2`, last, pastCounter); err != nil {
			return err
		}
		why := fmt.Sprintf("%d records of a past register, up to number %d", added, last)
		return s.audit(ctx, tx, auditEntry{at: ms(s.now()), actor: string(who), action: "import", why: why})
	})
	if err != nil {
		return 0, 0, err
	}
	return added, known, nil
}

// unknown gives the records that are new, each linked to the one before it. The counter's row stays locked until the
// commit, so that of two imports one waits.
func (s *Store) unknown(ctx context.Context, tx *sql.Tx, contents [][]byte) ([]pastRecord, error) {
	var last pastRecord
	err := tx.QueryRowContext(ctx, `insert into counters (name, n) values ($1, 0)
		on conflict (name) do update set n = counters.n returning n`, pastCounter).Scan(&last.n)
	if err != nil {
		return nil, err
	}
	if last.n > 0 {
		if err := tx.QueryRowContext(ctx, `select hash from past where n = $1`, last.n).Scan(&last.hash); err != nil {
			return nil, fmt.Errorf("the last imported record: %w", err)
		}
	}
	have := map[string]int{}
	if err := tally(ctx, tx, have, `select digest, count(*) from past group by digest`); err != nil {
		return nil, err
	}
	seen, now := map[string]int{}, ms(s.now())
	var fresh []pastRecord
	for _, c := range contents {
		sum := sha256.Sum256(c)
		r := pastRecord{at: now, digest: hex.EncodeToString(sum[:]), content: clean(string(c))}
		seen[r.digest]++
		if seen[r.digest] <= have[r.digest] {
			continue
		}
		r.repeated = int64(seen[r.digest])
		r.n = last.n + 1
		r.hash = s.linkPast(last.hash, r)
		fresh, last = append(fresh, r), r
	}
	return fresh, nil
}

// insertPast writes many records with each statement: a year's register has thousands.
func insertPast(ctx context.Context, tx *sql.Tx, all []pastRecord) error {
	const most = 200
	for len(all) > 0 {
		part := all[:min(most, len(all))]
		all = all[len(part):]
		var args []any
		rows := make([]string, len(part))
		for i, r := range part {
			b := len(args)
			rows[i] = fmt.Sprintf("($%d, $%d, $%d, $%d, $%d, $%d)", b+1, b+2, b+3, b+4, b+5, b+6)
			args = append(args, r.n, r.at, r.digest, r.repeated, r.content, r.hash)
		}
		if _, err := tx.ExecContext(ctx, `insert into past (n, at, digest, repeated, content, hash) values `+strings.Join(rows, ", "), args...); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) linkPast(before string, r pastRecord) string {
	return s.keys.MAC("past", before, strconv.FormatInt(r.n, 10), strconv.FormatInt(r.at, 10), r.digest,
		strconv.FormatInt(r.repeated, 10), r.content)
}

// EachPast calls do with the content of every imported record, in the order in which they came. It stops at the first
// error of do and returns it.
func (s *Store) EachPast(ctx context.Context, do func(content []byte) error) error {
	return s.fault("reading past registers", each(ctx, s.db.Reader(), func(r row) (content []byte, err error) {
		return content, r.Scan(&content)
	}, do, `select content from past order by n`))
}

// verifyPast walks the chain of imported records.
func (s *Store) verifyPast(ctx context.Context, tx *sql.Tx) (n int, bad int64, err error) {
	var last pastRecord
	err = each(ctx, tx, func(r row) (p pastRecord, err error) {
		return p, r.Scan(&p.n, &p.at, &p.digest, &p.repeated, &p.content, &p.hash)
	}, func(p pastRecord) error {
		n++
		if p.n != last.n+1 || p.hash != s.linkPast(last.hash, p) {
			bad = WrongFigures
		}
		last = p
		return nil
	}, `select n, at, digest, repeated, content, hash from past order by n`)
	if err != nil || bad != 0 {
		return n, bad, err
	}
	var drawn int64
	err = tx.QueryRowContext(ctx, `select coalesce((select n from counters where name = $1), 0)`, pastCounter).Scan(&drawn)
	if err == nil && drawn != last.n {
		bad = WrongFigures
	}
	return n, bad, err
}
