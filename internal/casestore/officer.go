package casestore

import (
	"context"
	"database/sql"

	"github.com/chuyme/chuyme/internal/signal"
)

const officerColumns = `unit, id, role, chat_mac, console, mode, joined_at, revoked_at`

func scanOfficer(r row) (o Officer, err error) {
	var chat string
	var joined, revoked int64
	err = r.Scan(&o.Unit, &o.ID, &o.Role, &chat, &o.Console, &o.Mode, &joined, &revoked)
	o.Telegram, o.Joined, o.Revoked = chat != "", at(joined), at(revoked)
	return o, err
}

// Officers gives the officers of a unit, or with "" of all: those who have joined, and those invited who have not yet
// (their Joined is zero). Who was revoked is not among them.
func (s *Store) Officers(ctx context.Context, unit string) ([]Officer, error) {
	list, err := collect(ctx, s.db.Reader(), scanOfficer, `select `+officerColumns+` from officers
		where revoked_at = 0 and ($1 = '' or unit = $1) order by unit, length(id), id`, unit)
	return list, s.fault("listing officers", err)
}

// Officer gives one officer; ErrNotFound when there is none or it was revoked.
func (s *Store) Officer(ctx context.Context, unit, id string) (Officer, error) {
	o, err := s.officer(ctx, s.db.Reader(), unit, id)
	return o, s.fault("reading an officer", err)
}

func (s *Store) officer(ctx context.Context, q querier, unit, id string) (Officer, error) {
	return scanOfficer(q.QueryRowContext(ctx, `select `+officerColumns+` from officers
		where unit = $1 and id = $2 and revoked_at = 0`, unit, id))
}

// OfficersByChat gives everybody whom a chat stands for: one person may serve several units. chatMAC is the same
// keyed hash that was given when joining. The one that joined last comes first.
func (s *Store) OfficersByChat(ctx context.Context, chatMAC string) ([]Officer, error) {
	if chatMAC == "" {
		return nil, nil
	}
	list, err := collect(ctx, s.db.Reader(), scanOfficer, `select `+officerColumns+` from officers
		where chat_mac <> '' and chat_mac = $1 and revoked_at = 0 order by joined_at desc, unit, id`, chatMAC)
	return list, s.fault("finding the officers of a chat", err)
}

// OfficerByChat gives the one of OfficersByChat that joined last; ErrNotFound when the chat is no officer's.
func (s *Store) OfficerByChat(ctx context.Context, chatMAC string) (Officer, error) {
	list, err := s.OfficersByChat(ctx, chatMAC)
	if err == nil && len(list) == 0 {
		err = s.fault("finding the officer of a chat", ErrNotFound)
	}
	if err != nil {
		return Officer{}, err
	}
	return list[0], nil
}

// Chat gives an officer's chat id, to write to it; ErrNotFound when the officer has not joined with one, or was
// revoked.
func (s *Store) Chat(ctx context.Context, unit, officer string) (string, error) {
	const doing = "reading an officer's chat"
	var cipher []byte
	err := s.db.Reader().QueryRowContext(ctx, `select chat_sealed from officers
		where unit = $1 and id = $2 and revoked_at = 0 and chat_sealed is not null`, unit, officer).Scan(&cipher)
	if err != nil {
		return "", s.fault(doing, err)
	}
	plain, err := s.keys.Open(chatContext(unit, officer), cipher)
	return string(plain), s.fault(doing, err)
}

func chatContext(unit, officer string) string { return "officer chat/" + unit + "/" + officer }

// SetMode keeps a small note of where an officer's chat stands (which case a text is an answer to), in clear: it must
// hold references and codes only. ErrNotFound: there is no such officer.
func (s *Store) SetMode(ctx context.Context, unit, officer, mode string) error {
	met, err := changed(s.db.Writer().ExecContext(ctx, `update officers set mode = $3
		where unit = $1 and id = $2 and revoked_at = 0`, unit, officer, clean(mode)))
	if err == nil && !met {
		err = ErrNotFound
	}
	return s.fault("noting where an officer's chat stands", err)
}

// Revoke takes everything from an officer at once: the chat, console sessions, invites that were not used. The id is
// not given to anybody else. ErrNotFound: there is no such officer.
func (s *Store) Revoke(ctx context.Context, unit, officer string) error {
	return s.write(ctx, "revoking an officer", func(tx *sql.Tx) error {
		met, err := changed(tx.ExecContext(ctx, `update officers set revoked_at = $3, chat_mac = '', chat_sealed = null,
			console = false, mode = '', joined_at = 0 where unit = $1 and id = $2 and revoked_at = 0`, unit, officer, ms(s.now())))
		if err != nil {
			return err
		}
		if !met {
			return ErrNotFound
		}
		for _, table := range []string{"console_sessions", "invites"} {
			if _, err := tx.ExecContext(ctx, `delete from `+table+` where unit = $1 and officer = $2`, unit, officer); err != nil {
				return err
			}
		}
		return s.audit(ctx, tx, auditEntry{at: ms(s.now()), actor: string(System), action: "officer revoked", ref: signal.Ref(""),
			why: string(ByOfficer(unit, officer))})
	})
}
