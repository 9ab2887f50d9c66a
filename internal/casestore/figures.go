package casestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// Figure is what may be counted of one case: codes and times, no words. What was not answered is empty.
type Figure struct {
	Ref          signal.Ref
	Urgency      signal.Urgency
	Source       string          // channel, or the way by which an officer who entered it heard of it
	Category     []signal.Option // what triage found
	Municipality string
	OpenedAt     time.Time
	TakenAt      time.Time // first acknowledgement; zero: none
	CloseReason  string
	Role         signal.Option
	Kind         []signal.Option // what the reporter answered
	Setting      signal.Option
	Perpetrator  signal.Option
	Age          signal.Option
	Sex          signal.Option
	Meetings     []signal.Event // EvMeeting entries, in order
}

// answered is a row of the table figures: the answers in clear that are counted.
type answered struct {
	role, kind, setting, perpetrator, age, sex string
}

func answersOf(d signal.Draft) answered {
	first := func(q signal.Question) string { return clean(string(d.Answers.First(q))) }
	kinds := make([]string, 0, len(d.Answers[signal.KindOf]))
	for _, k := range d.Answers[signal.KindOf] {
		kinds = append(kinds, clean(string(k)))
	}
	return answered{
		role: first(signal.Role), kind: text(kinds), setting: first(signal.Setting),
		perpetrator: first(signal.Perpetrator), age: first(signal.Age), sex: first(signal.Sex),
	}
}

func (s *Store) figureHash(ref signal.Ref, a answered) string {
	return s.keys.MAC("figures", string(ref), a.role, a.kind, a.setting, a.perpetrator, a.age, a.sex)
}

// project keeps the figures of a case that is new, or to which something was told in this transaction.
func (t *Tx) project() error {
	if t.rec.Version > 0 && t.news == 0 {
		return nil
	}
	return t.keepFigures()
}

// keepFigures writes what is counted of the case's answers. Of a purged case only the row that stands is left; one
// that was purged before figures were kept gets an empty one.
func (t *Tx) keepFigures() error {
	d, err := t.Signal()
	purged := errors.Is(err, ErrPurged)
	if err != nil && !purged {
		return err
	}
	then := `do update set role = excluded.role, kind = excluded.kind, setting = excluded.setting,
		perpetrator = excluded.perpetrator, age = excluded.age, sex = excluded.sex, hash = excluded.hash`
	if purged {
		then = `do nothing`
	}
	a := answersOf(d)
	_, err = t.sql.ExecContext(t.ctx, `insert into figures (ref, role, kind, setting, perpetrator, age, sex, hash)
		values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (ref) `+then,
		t.rec.Ref, a.role, a.kind, a.setting, a.perpetrator, a.age, a.sex, t.s.figureHash(t.rec.Ref, a))
	return err
}

// fillFigures keeps the figures of cases that are older than the table. A case that cannot be opened is passed over:
// it is counted by what lies in clear.
func (s *Store) fillFigures(ctx context.Context) error {
	refs, err := collect(ctx, s.db.Reader(), scanRef,
		`select ref from cases where not exists (select 1 from figures where figures.ref = cases.ref) order by ref`)
	if err != nil {
		return err
	}
	for _, ref := range refs {
		err := s.Change(ctx, ref, (*Tx).keepFigures)
		if errors.Is(err, ErrUnavailable) || ctx.Err() != nil {
			return err
		}
		if err != nil {
			s.log.WarnContext(ctx, "the answers of a case cannot be read for the figures", "ref", string(ref))
		}
	}
	return nil
}

// EachFigure calls do with every case in the order of their references, or with those in which a unit has a part, all
// as they were at one moment. It stops at the first error of do and returns it.
func (s *Store) EachFigure(ctx context.Context, unit string, do func(Figure) error) (err error) {
	const doing = "reading the figures"
	if err := s.fillFigures(ctx); err != nil {
		return s.fault(doing, err)
	}
	tx, err := s.db.Reader().BeginTx(ctx, &sql.TxOptions{Isolation: s.snapshot(), ReadOnly: s.db.Name() == "postgres"})
	if err != nil {
		return s.fault(doing, err)
	}
	defer func() { err = errors.Join(err, ended(tx.Rollback())) }()
	meetings, err := s.meetings(ctx, tx)
	if err != nil {
		return s.fault(doing, err)
	}
	return s.fault(doing, each(ctx, tx, scanFigure, func(f Figure) error {
		f.Meetings = meetings[f.Ref]
		return do(f)
	}, `select c.ref, c.urgency, c.source, c.category, c.municipality, c.opened_at, c.taken_at, c.close_reason,
		coalesce(f.role, ''), coalesce(f.kind, '[]'), coalesce(f.setting, ''), coalesce(f.perpetrator, ''),
		coalesce(f.age, ''), coalesce(f.sex, '')
		from cases c left join figures f on f.ref = c.ref
		where $1 = '' or exists (select 1 from bells b where b.ref = c.ref and b.unit = $1) order by c.ref`, unit))
}

func scanFigure(r row) (f Figure, err error) {
	var category, kind string
	var opened, taken int64
	if err := r.Scan(&f.Ref, &f.Urgency, &f.Source, &category, &f.Municipality, &opened, &taken, &f.CloseReason,
		&f.Role, &kind, &f.Setting, &f.Perpetrator, &f.Age, &f.Sex); err != nil {
		return f, err
	}
	f.OpenedAt, f.TakenAt = at(opened), at(taken)
	if err := errors.Join(json.Unmarshal([]byte(category), &f.Category), json.Unmarshal([]byte(kind), &f.Kind)); err != nil {
		return f, fmt.Errorf("case %s: its figures are damaged: %w", f.Ref, err)
	}
	return f, nil
}

// meetings gives the meetings of all cases.
func (s *Store) meetings(ctx context.Context, q querier) (map[signal.Ref][]signal.Event, error) {
	all := map[signal.Ref][]signal.Event{}
	err := each(ctx, q, scanEntry, func(e entry) error {
		all[e.Ref] = append(all[e.Ref], e.Event)
		return nil
	}, `select `+entryColumns+` from case_log where kind = 'meeting' order by ref, n`)
	return all, err
}

// verifyFigures compares each case's figures with the keyed hash that was kept with them.
func (s *Store) verifyFigures(ctx context.Context, tx *sql.Tx) (n int, bad int64, err error) {
	err = each(ctx, tx, func(r row) (holds bool, err error) {
		var ref signal.Ref
		var a answered
		var hash string
		err = r.Scan(&ref, &a.role, &a.kind, &a.setting, &a.perpetrator, &a.age, &a.sex, &hash)
		return hash == s.figureHash(ref, a), err
	}, func(holds bool) error {
		if !holds {
			bad = WrongFigures
		}
		return nil
	}, `select ref, role, kind, setting, perpetrator, age, sex, hash from figures`)
	return 0, bad, err
}
