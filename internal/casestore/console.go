package casestore

import (
	"context"
	"database/sql"
	"time"
)

// A console session ends when it was not used for sessionLife. The end is moved when slide of it is used up, so that
// not every page view writes.
const (
	sessionLife = 12 * time.Hour
	slide       = 30 * time.Minute
)

// JoinConsole spends a console token and begins a session; session is the secret of its cookie and is kept as a hash
// only. ErrNotFound: the token is unknown, expired or used.
func (s *Store) JoinConsole(ctx context.Context, token string) (o Officer, session string, err error) {
	session = newToken()
	err = s.write(ctx, "joining on the console", func(tx *sql.Tx) error {
		in, err := s.use(ctx, tx, forConsole, token)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `update officers set console = true where unit = $1 and id = $2`, in.unit, in.officer)
		if err != nil {
			return err
		}
		if o, err = s.join(ctx, tx, in, forConsole); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `delete from console_sessions where expires <= $1`, ms(s.now())); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `insert into console_sessions (hash, unit, officer, expires) values ($1, $2, $3, $4)`,
			s.tokenMAC("session", session), in.unit, in.officer, ms(s.now().Add(sessionLife)))
		return err
	})
	if err != nil {
		return Officer{}, "", err
	}
	return o, session, nil
}

// ConsoleSession gives the officer of a session and moves the session's end. ErrNotFound: it is unknown, has ended, or
// the officer was revoked.
func (s *Store) ConsoleSession(ctx context.Context, session string) (Officer, error) {
	const doing = "reading a console session"
	hash, now := s.tokenMAC("session", session), s.now()
	var unit, id string
	var expires int64
	err := s.db.Reader().QueryRowContext(ctx, `select unit, officer, expires from console_sessions
		where hash = $1 and expires > $2`, hash, ms(now)).Scan(&unit, &id, &expires)
	if err != nil {
		return Officer{}, s.fault(doing, err)
	}
	if at(expires).Before(now.Add(sessionLife - slide)) {
		_, err := s.db.Writer().ExecContext(ctx, `update console_sessions set expires = $2 where hash = $1`,
			hash, ms(now.Add(sessionLife)))
		if err != nil {
			return Officer{}, s.fault(doing, err)
		}
	}
	return s.Officer(ctx, unit, id)
}

// EndConsoleSession ends a session; one that is unknown is ended already.
func (s *Store) EndConsoleSession(ctx context.Context, session string) error {
	_, err := s.db.Writer().ExecContext(ctx, `delete from console_sessions where hash = $1`, s.tokenMAC("session", session))
	return s.fault("ending a console session", err)
}
