package casestore

import (
	"context"
	"database/sql"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// Purge makes a case unreadable for ever: the wraps of its key are deleted, and with them goes every word that was
// told or answered, the way back and the code's text. What waits to be delivered is dropped, no bell rings any more,
// the log stays with its clear facts. The files of the attachments returned may be deleted then; without the key they
// are noise already. A second purge changes nothing.
//
// Copies that were made before (a backup, PostgreSQL's write-ahead archive) hold the wraps still; they open only with
// the master keyset, so it must be kept apart from them.
func (s *Store) Purge(ctx context.Context, ref signal.Ref, actor Actor, why string) (Purged, error) {
	var out Purged
	err := s.write(ctx, "purging a case", func(tx *sql.Tx) error {
		out = Purged{}
		t, err := s.load(ctx, tx, ref)
		if err != nil || t.Purged() {
			return err
		}
		if err := t.keepFigures(); err != nil {
			return err
		}
		if out.Attachments, err = t.shred(); err != nil {
			return err
		}
		if err := t.DropQueued(EveryUnit); err != nil {
			return err
		}
		if err := t.silence(); err != nil {
			return err
		}
		if _, err := t.Append(signal.Event{Kind: signal.EvPurged, Actor: string(actor)}); err != nil {
			return err
		}
		if err := t.store(); err != nil {
			return err
		}
		return s.audit(ctx, tx, auditEntry{at: ms(t.now), actor: string(actor), action: "purge", ref: ref, why: why})
	})
	if err != nil {
		return Purged{}, err
	}
	if err := s.db.Scrub(ctx); err != nil {
		s.log.WarnContext(ctx, "deleted keys not yet scrubbed from the write-ahead log", "ref", string(ref))
	}
	return out, nil
}

// shred deletes the key's wraps, whatever was sealed outside the log and by what the case is found beside others, and
// forgets the attachments.
func (t *Tx) shred() (attachments []string, err error) {
	if _, err := t.sql.ExecContext(t.ctx, `delete from case_keys where ref = $1`, t.rec.Ref); err != nil {
		return nil, err
	}
	attachments, err = collect(t.ctx, t.sql, func(r row) (id string, err error) { return id, r.Scan(&id) },
		`delete from attachments where ref = $1 returning id`, t.rec.Ref)
	if err != nil {
		return nil, err
	}
	if err := t.SetTraits(nil, nil); err != nil {
		return nil, err
	}
	t.key = nil
	t.rec.code, t.rec.told, t.rec.way = nil, nil, nil
	t.rec.State, t.rec.purgeAt, t.dirty = signal.Purged, 0, true
	t.SetDue("", time.Time{}, time.Time{})
	return attachments, nil
}

// DuePurges lists cases whose time is over, the longest first; see Options.Keep and Tx.KeepUntil. A limit of 0 gives
// all.
func (s *Store) DuePurges(ctx context.Context, now time.Time, limit int) ([]signal.Ref, error) {
	refs, err := collect(ctx, s.db.Reader(), scanRef,
		`select ref from cases where purge_at > 0 and purge_at <= $1 order by purge_at, ref limit $2`, ms(now), bound(limit))
	return refs, s.fault("looking for cases to purge", err)
}

// Attachments lists the files of a case in the order in which they came.
func (s *Store) Attachments(ctx context.Context, ref signal.Ref) ([]Attachment, error) {
	list, err := collect(ctx, s.db.Reader(), func(r row) (a Attachment, err error) {
		var when int64
		err = r.Scan(&a.ID, &a.Ref, &a.Kind, &a.Type, &a.Bytes, &when)
		a.At = at(when)
		return a, err
	}, `select id, ref, kind, type, bytes, at from attachments where ref = $1 order by at, id`, ref)
	return list, s.fault("listing the attachments of a case", err)
}
