package casestore

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

// entry is one entry of the case log as it is stored.
type entry struct {
	signal.Event
	n    int64 // place in the case's own chain, from 1
	at   int64
	data string
	hash string
}

// content is what of an entry is sealed.
type content struct {
	Text string        `json:"text,omitempty"`
	News *signal.Draft `json:"news,omitempty"`
}

// Append adds an entry to the log of this case and returns its number, which is unique in the whole log and grows
// within a case. Text and News are sealed; Data lies in clear and must hold no words of people. A zero At is now, an
// empty Actor is System. ErrPurged: there is something to seal and no key any more.
func (t *Tx) Append(e signal.Event) (seq int64, err error) {
	seq, err = t.append(e)
	t.dirty = t.dirty || err == nil
	return seq, err
}

// append is Append without counting as a change of the case.
func (t *Tx) append(e signal.Event) (seq int64, err error) {
	ent := entry{Event: e, n: t.rec.logN + 1}
	ent.Ref, ent.Unit, ent.Actor = t.rec.Ref, clean(e.Unit), clean(e.Actor)
	if ent.Actor == "" {
		ent.Actor = string(System)
	}
	if ent.At.IsZero() {
		ent.At = t.now
	}
	ent.at, ent.data = ms(ent.At), text(cleanData(e.Data))
	if ent.Sealed, err = t.sealContent(ent); err != nil {
		return 0, err
	}
	if ent.Seq, err = t.s.next(t.ctx, t.sql, "log"); err != nil {
		return 0, err
	}
	ent.hash = t.s.link(t.rec.logHash, ent)
	_, err = t.sql.ExecContext(t.ctx, `insert into case_log (seq, ref, n, at, kind, unit, actor, data, sealed, hash)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		ent.Seq, ent.Ref, ent.n, ent.at, ent.Kind, ent.Unit, ent.Actor, ent.data, blob(ent.Sealed), ent.hash)
	if err != nil {
		return 0, err
	}
	t.rec.logN, t.rec.logHash, t.touched = ent.n, ent.hash, true
	return ent.Seq, nil
}

func (t *Tx) sealContent(e entry) ([]byte, error) {
	if e.Text == "" && e.News == nil {
		return nil, nil
	}
	key, err := t.caseKey()
	if err != nil {
		return nil, err
	}
	return sealed(key, e.field(), content{Text: clean(e.Text), News: e.News})
}

// field names what is sealed in the entry, so that one entry's ciphertext cannot stand in for another's.
func (e entry) field() string { return "log/" + strconv.FormatInt(e.n, 10) }

// link is the keyed hash of an entry over the hash of the one before it.
func (s *Store) link(before string, e entry) string {
	return s.keys.MAC("case-log", before, strconv.FormatInt(e.Seq, 10), string(e.Ref), strconv.FormatInt(e.n, 10),
		strconv.FormatInt(e.at, 10), string(e.Kind), e.Unit, e.Actor, e.data, string(e.Sealed))
}

const entryColumns = `seq, ref, n, at, kind, unit, actor, data, sealed, hash`

func scanEntry(r row) (e entry, err error) {
	if err := r.Scan(&e.Seq, &e.Ref, &e.n, &e.at, &e.Kind, &e.Unit, &e.Actor, &e.data, &e.Sealed, &e.hash); err != nil {
		return e, err
	}
	e.At = at(e.at)
	if err := json.Unmarshal([]byte(e.data), &e.Data); err != nil {
		return e, fmt.Errorf("log entry %d: its facts are damaged: %w", e.Seq, err)
	}
	return e, nil
}

// open fills in Text and News of an entry.
func (e *entry) open(key *seal.CaseKey) error {
	if e.Sealed == nil {
		return nil
	}
	var c content
	if err := unseal(key, e.field(), e.Sealed, &c); err != nil {
		return fmt.Errorf("log entry %d: %w", e.Seq, err)
	}
	e.Text, e.News = c.Text, c.News
	return nil
}

func (s *Store) entries(ctx context.Context, q querier, ref signal.Ref, and string, args ...any) ([]entry, error) {
	return collect(ctx, q, scanEntry, `select `+entryColumns+` from case_log where ref = $1 `+and+` order by n`,
		append([]any{ref}, args...)...)
}

func events(entries []entry) []signal.Event {
	out := make([]signal.Event, len(entries))
	for i, e := range entries {
		out[i] = e.Event
	}
	return out
}

// Log gives the entries of a case in order, closed: Text and News are empty. A case that does not exist has none.
func (s *Store) Log(ctx context.Context, ref signal.Ref) ([]signal.Event, error) {
	entries, err := s.entries(ctx, s.db.Reader(), ref, "")
	return events(entries), s.fault("reading the log of a case", err)
}

// Last gives the newest entry of these kinds as it stands in this transaction, closed; ok is false where there is none.
func (t *Tx) Last(kinds ...signal.EventKind) (e signal.Event, ok bool, err error) {
	args := []any{t.rec.Ref}
	found, err := collect(t.ctx, t.sql, scanEntry, `select `+entryColumns+` from case_log
		where ref = $1 and kind in `+among(&args, words(kinds))+` order by n desc limit 1`, args...)
	if err != nil || len(found) == 0 {
		return e, false, err
	}
	return found[0].Event, true, nil
}
