package casestore

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
)

// record is a case as it is stored.
type record struct {
	signal.Case
	draft   string
	silent  bool
	purgeAt int64
	// remindAt is when somebody is reminded of what is due; 0: nobody.
	remindAt int64
	code     []byte // sealed, as are the next two; nil after a purge
	told     []byte
	way      []byte
	logN     int64
	logHash  string
}

const caseColumns = `ref, urgency, category, state, unit, municipality, lang, source, reasons,
	opened_at, sent_at, taken_at, closed_at, close_reason, changed, version, due_what, due_at`

const recordColumns = caseColumns + `, draft, silent, purge_at, remind_at, code_sealed, signal_sealed, way_sealed, log_n, log_hash`

// caseDest lists where the columns of caseColumns go; settle completes c once they are read.
func caseDest(c *signal.Case) (dest []any, settle func() error) {
	var category, reasons string
	var opened, sent, taken, closed, changed, due int64
	dest = []any{&c.Ref, &c.Urgency, &category, &c.State, &c.Unit, &c.Municipality, &c.Lang, &c.Source, &reasons,
		&opened, &sent, &taken, &closed, &c.CloseReason, &changed, &c.Version, &c.DueWhat, &due}
	return dest, func() error {
		c.OpenedAt, c.SentAt, c.TakenAt, c.ClosedAt, c.Changed = at(opened), at(sent), at(taken), at(closed), at(changed)
		c.DueAt = at(due)
		if err := json.Unmarshal([]byte(category), &c.Category); err != nil {
			return fmt.Errorf("case %s: its categories are damaged: %w", c.Ref, err)
		}
		if err := json.Unmarshal([]byte(reasons), &c.Reasons); err != nil {
			return fmt.Errorf("case %s: its reasons are damaged: %w", c.Ref, err)
		}
		return nil
	}
}

func scanRef(r row) (ref signal.Ref, err error) { return ref, r.Scan(&ref) }

func scanCase(r row) (c signal.Case, err error) {
	dest, settle := caseDest(&c)
	if err := r.Scan(dest...); err != nil {
		return c, err
	}
	return c, settle()
}

func scanRecord(r row) (rec record, err error) {
	dest, settle := caseDest(&rec.Case)
	dest = append(dest, &rec.draft, &rec.silent, &rec.purgeAt, &rec.remindAt, &rec.code, &rec.told, &rec.way, &rec.logN, &rec.logHash)
	if err := r.Scan(dest...); err != nil {
		return rec, err
	}
	return rec, settle()
}

func (s *Store) record(ctx context.Context, q querier, ref signal.Ref, lock string) (record, error) {
	return scanRecord(q.QueryRowContext(ctx, `select `+recordColumns+` from cases where ref = $1`+lock, ref))
}

// Case gives the case of a reference; ErrNotFound when there is none.
func (s *Store) Case(ctx context.Context, ref signal.Ref) (signal.Case, error) {
	c, err := scanCase(s.db.Reader().QueryRowContext(ctx, `select `+caseColumns+` from cases where ref = $1`, ref))
	return c, s.fault("reading a case", err)
}

// ByCode finds the case of a reporter's code; ErrNotFound when no case has it. A purged case is still found.
func (s *Store) ByCode(ctx context.Context, code signal.Code) (ref signal.Ref, err error) {
	err = s.db.Reader().QueryRowContext(ctx, `select ref from cases where code_mac = $1`, s.codeMAC(code)).Scan(&ref)
	return ref, s.fault("finding the case of a code", err)
}

func (s *Store) codeMAC(code signal.Code) string { return s.keys.MAC("code", string(code)) }

// List gives the cases that pass the filter, the most urgent first and of these the oldest.
func (s *Store) List(ctx context.Context, f Filter) ([]signal.Case, error) {
	var args []any
	var where []string
	if len(f.Units) > 0 {
		where = append(where, `exists (select 1 from bells b where b.ref = cases.ref and b.unit in `+among(&args, f.Units)+`)`)
	}
	for _, narrow := range []struct {
		column string
		values []string
	}{
		{"state", words(f.States)}, {"urgency", words(f.Urgency)}, {"municipality", f.Municipality},
	} {
		if len(narrow.values) > 0 {
			where = append(where, narrow.column+` in `+among(&args, narrow.values))
		}
	}
	if unit, officer, ok := strings.Cut(string(f.Officer), "/"); ok {
		args = append(args, unit, listed([]string{officer}))
		where = append(where, fmt.Sprintf(`not exists (select 1 from bells b where b.ref = cases.ref and b.unit = $%d
			and replace(b.aside, $%d, '') <> b.aside)`, len(args)-1, len(args)))
	}
	if f.After != "" {
		args = append(args, f.After)
		where = append(where, fmt.Sprintf(`exists (select 1 from cases a where a.ref = $%d and
			(cases.rank < a.rank or (cases.rank = a.rank and (cases.opened_at, cases.ref) > (a.opened_at, a.ref))))`, len(args)))
	}
	query := `select ` + caseColumns + ` from cases`
	if len(where) > 0 {
		query += ` where ` + strings.Join(where, ` and `)
	}
	query += ` order by rank desc, opened_at, ref`
	if f.Limit > 0 {
		args = append(args, f.Limit)
		query += fmt.Sprintf(` limit $%d`, len(args))
	}
	list, err := collect(ctx, s.db.Reader(), scanCase, query, args...)
	return list, s.fault("listing cases", err)
}

// among writes "($4, $5)" for the values and adds them to args: neither database takes a list as one argument
// in the same way.
func among(args *[]any, values []string) string {
	marks := make([]string, len(values))
	for i, v := range values {
		*args = append(*args, v)
		marks[i] = fmt.Sprintf("$%d", len(*args))
	}
	return "(" + strings.Join(marks, ", ") + ")"
}

func words[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
