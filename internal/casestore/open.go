package casestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

// Open commits a draft as a new case, and in the same transaction whatever change does: it routes the case and
// enqueues its first deliveries. A draft that was opened before is merged into its case instead, and change runs on
// that; so Open may be called again when it is not known whether it was done, and gives the same reference and code.
// ErrPurged: the draft's case was made unreadable. change may be nil.
//
// An Opening without Key, whose draft was never opened, gets a key made here: Key gives it for attachments to come.
func (s *Store) Open(ctx context.Context, o Opening, change func(tx *Tx) error) (Opened, error) {
	if o.Draft.ID == "" {
		return Opened{}, errors.New("opening a case: the draft has no id; it gets one when its conversation begins")
	}
	o.Draft = cleanDraft(o.Draft)
	var out Opened
	err := s.write(ctx, "opening a case", func(tx *sql.Tx) (err error) {
		t, fresh, err := s.openTx(ctx, tx, o)
		if err != nil {
			return err
		}
		if change != nil {
			if err := change(t); err != nil {
				return err
			}
		}
		code, err := t.Code()
		if err != nil {
			return err
		}
		out = Opened{Ref: t.rec.Ref, Code: code, New: fresh}
		return t.finish()
	})
	if err != nil {
		return Opened{}, err
	}
	return out, nil
}

// openTx finds or makes the case of a draft and brings into it what the opening tells.
func (s *Store) openTx(ctx context.Context, tx *sql.Tx, o Opening) (t *Tx, fresh bool, err error) {
	var ref signal.Ref
	err = tx.QueryRowContext(ctx, `select ref from cases where draft = $1`, o.Draft.ID).Scan(&ref)
	if errors.Is(err, sql.ErrNoRows) {
		t, err = s.create(ctx, tx, o)
		return t, true, err
	}
	if err != nil {
		return nil, false, err
	}
	if t, err = s.load(ctx, tx, ref); err != nil {
		return nil, false, err
	}
	return t, false, t.again(o)
}

// again merges an opening into the case that its draft is already.
func (t *Tx) again(o Opening) error {
	var way *WayBack
	if o.Way.Known() {
		way = &o.Way
	}
	if _, err := t.Merge(o.Draft, way); err != nil {
		return err
	}
	if _, err := t.SetReading(o.Reading); err != nil {
		return err
	}
	if o.Sent {
		return t.MarkSent()
	}
	return nil
}

// create writes a new case with its key, its attachments and the first entry of its log.
func (s *Store) create(ctx context.Context, tx *sql.Tx, o Opening) (*Tx, error) {
	t := &Tx{ctx: ctx, s: s, sql: tx, now: s.now()}
	key, wraps, err := s.keyOf(o)
	if err != nil {
		return nil, err
	}
	t.key = key
	t.rec = newRecord(o)
	t.rec.OpenedAt, t.rec.Changed = t.now, t.now
	code := signal.NewCode()
	if err := t.sealRecord(o, code); err != nil {
		return nil, err
	}
	year := t.now.UTC().Year()
	n, err := gapless(ctx, tx, refCounter(year))
	if err != nil {
		return nil, err
	}
	t.rec.Ref = signal.NewRef(year, n)
	if err := t.insert(code); err != nil {
		return nil, err
	}
	if err := t.keepWraps(wraps); err != nil {
		return nil, err
	}
	if err := t.attach(o.Draft); err != nil {
		return nil, err
	}
	return t, t.logOpening(o)
}

func refCounter(year int) string { return "ref/" + strconv.Itoa(year) }

// keyOf is the draft's own key, or a new one.
func (s *Store) keyOf(o Opening) (*seal.CaseKey, []seal.Wrap, error) {
	name := string(o.Draft.ID)
	if len(o.Key) > 0 {
		key, err := s.keys.Unwrap(name, o.Key)
		if err != nil {
			return nil, nil, fmt.Errorf("the draft's key: %w", err)
		}
		return key, o.Key, nil
	}
	key, err := seal.NewCaseKey(name)
	if err != nil {
		return nil, nil, err
	}
	wraps, err := s.keys.Wrap(key)
	return key, wraps, err
}

func newRecord(o Opening) record {
	source := o.Source
	if source == "" {
		source = o.Draft.Source
	}
	r := record{draft: string(o.Draft.ID), silent: o.Silent}
	r.Case = signal.Case{
		Urgency:      o.Reading.Urgency,
		Category:     o.Reading.Category,
		State:        signal.Open,
		Municipality: clean(o.Draft.Place.Municipality),
		Lang:         clean(o.Reading.Lang),
		Source:       clean(source),
		Reasons:      cleanReasons(o.Reading.Reasons),
	}
	if r.Lang == "" {
		r.Lang = o.Draft.Lang
	}
	return r
}

func (t *Tx) sealRecord(o Opening, code signal.Code) (err error) {
	if t.rec.code, err = sealed(t.key, "code", string(code)); err != nil {
		return err
	}
	if t.rec.told, err = sealed(t.key, "signal", o.Draft); err != nil {
		return err
	}
	if o.Way.Known() {
		t.rec.way, err = sealed(t.key, "way", []WayBack{o.Way})
	}
	return err
}

func (t *Tx) insert(code signal.Code) error {
	r := t.rec
	_, err := t.sql.ExecContext(t.ctx, `insert into cases (ref, draft, urgency, rank, category, state, municipality, lang,
		source, reasons, opened_at, changed, version, silent, code_mac)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14)`,
		r.Ref, r.draft, r.Urgency, r.Urgency.Rank(), text(list(r.Category)), r.State, r.Municipality, r.Lang,
		r.Source, text(list(r.Reasons)), ms(r.OpenedAt), ms(r.Changed), r.silent, t.s.codeMAC(code))
	t.dirty = true
	return err
}

// logOpening writes the first entry, and a second when the reporter had pressed "send".
func (t *Tx) logOpening(o Opening) error {
	_, err := t.Append(signal.Event{Kind: signal.EvOpened, Actor: string(Reporter), News: &o.Draft, Data: map[string]string{
		"urgency":      string(t.rec.Urgency),
		"category":     strings.Join(words(t.rec.Category), ","),
		"municipality": t.rec.Municipality,
		"lang":         t.rec.Lang,
		"source":       t.rec.Source,
		"sent":         strconv.FormatBool(o.Sent),
		"silent":       strconv.FormatBool(o.Silent),
	}})
	if err != nil || !o.Sent {
		return err
	}
	return t.MarkSent()
}

func cleanReasons(reasons []signal.Reason) []signal.Reason {
	out := make([]signal.Reason, len(reasons))
	for i, r := range reasons {
		out[i] = signal.Reason{Rule: clean(r.Rule), Text: clean(r.Text)}
	}
	return out
}
