package casestore

import (
	"context"
	"database/sql"
	"strconv"

	"github.com/chuyme/chuyme/internal/signal"
)

// auditEntry is one entry of the audit log.
type auditEntry struct {
	seq    int64 // from the same counter as the case log, so that a number names one entry of either
	n      int64
	at     int64
	actor  string
	action string
	ref    signal.Ref
	why    string
	hash   string
}

// Audited is one entry of the audit log, as it is shown.
type Audited struct {
	Seq    int64
	At     int64 // Unix milliseconds
	Actor  Actor
	Action string
	Ref    signal.Ref
	Why    string
}

// Audit writes down what an actor did outside of a case's own log: looked, exported, invited, revoked. ref may be
// empty. why lies in clear: a reason, never what a reporter said.
func (s *Store) Audit(ctx context.Context, actor Actor, action string, ref signal.Ref, why string) error {
	return s.write(ctx, "writing the audit log", func(tx *sql.Tx) error {
		return s.audit(ctx, tx, auditEntry{at: ms(s.now()), actor: string(actor), action: action, ref: ref, why: why})
	})
}

// audit appends to the audit log. Its one head row is locked until the commit, so it is called last.
func (s *Store) audit(ctx context.Context, tx *sql.Tx, e auditEntry) error {
	e.actor, e.action, e.ref, e.why = clean(e.actor), clean(e.action), signal.Ref(clean(string(e.ref))), clean(e.why)
	var before string
	err := tx.QueryRowContext(ctx, `select n, hash from audit_head where id = 1`+s.db.ForUpdate()).Scan(&e.n, &before)
	if err != nil {
		return err
	}
	e.n++
	if e.seq, err = s.next(ctx, tx, "log"); err != nil {
		return err
	}
	e.hash = s.linkAudit(before, e)
	_, err = tx.ExecContext(ctx, `insert into audit_log (seq, n, at, actor, action, ref, why, hash)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, e.seq, e.n, e.at, e.actor, e.action, e.ref, e.why, e.hash)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `update audit_head set n = $1, hash = $2 where id = 1`, e.n, e.hash)
	return err
}

func (s *Store) linkAudit(before string, e auditEntry) string {
	return s.keys.MAC("audit-log", before, strconv.FormatInt(e.seq, 10), strconv.FormatInt(e.n, 10),
		strconv.FormatInt(e.at, 10), e.actor, e.action, string(e.ref), e.why)
}

const auditColumns = `seq, n, at, actor, action, ref, why, hash`

func scanAudit(r row) (e auditEntry, err error) {
	return e, r.Scan(&e.seq, &e.n, &e.at, &e.actor, &e.action, &e.ref, &e.why, &e.hash)
}

// AuditLog gives the newest entries of the audit log, the newest first; of one case when ref is given. A limit of 0
// gives all.
func (s *Store) AuditLog(ctx context.Context, ref signal.Ref, limit int) ([]Audited, error) {
	list, err := collect(ctx, s.db.Reader(), func(r row) (Audited, error) {
		e, err := scanAudit(r)
		return Audited{Seq: e.seq, At: e.at, Actor: Actor(e.actor), Action: e.action, Ref: e.ref, Why: e.why}, err
	}, `select `+auditColumns+` from audit_log where ($1 = '' or ref = $1) order by n desc limit $2`, string(ref), bound(limit))
	return list, s.fault("reading the audit log", err)
}
