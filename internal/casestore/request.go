package casestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

const (
	// answerFor is how long the first answer to a request is given again.
	answerFor = 24 * time.Hour
	// workFor is how long a request may be worked on; later its sender's repeat is taken for the first.
	workFor = time.Minute
)

// ErrUnderWay says that the first request with a key is still being worked on.
var ErrUnderWay = errors.New("the first request is still being worked on")

// BeginRequest takes a request that a unit's system sent with a key of its own. A nil answer with a nil error: it is the
// first with that key, and EndRequest is to follow; else answer is the first's, not empty. ErrConflict: the key came with
// another request. ErrUnderWay: the first has no answer yet; one that was broken off counts for a minute. Only keyed
// hashes of key and request are kept, and the answer sealed, for a day.
func (s *Store) BeginRequest(ctx context.Context, unit, key string, request []byte) (answer []byte, err error) {
	mac, body := s.requestMAC(unit, key), s.keys.MAC("request body", string(request))
	err = s.write(ctx, "taking a request", func(tx *sql.Tx) error {
		answer = nil
		now := s.now()
		if _, err := tx.ExecContext(ctx, `delete from requests where at <= $1`, ms(now.Add(-answerFor))); err != nil {
			return err
		}
		fresh, err := changed(tx.ExecContext(ctx, `insert into requests (mac, body, at) values ($1, $2, $3)
			on conflict (mac) do nothing`, mac, body, ms(now)))
		if err != nil || fresh {
			return err
		}
		var known string
		var begun int64
		var cipher []byte
		err = tx.QueryRowContext(ctx, `select body, at, answer from requests where mac = $1`+s.db.ForUpdate(), mac).
			Scan(&known, &begun, &cipher)
		switch {
		case err != nil:
			return err
		case known != body:
			return ErrConflict
		case cipher != nil:
			answer, err = s.keys.Open(answerContext(mac), cipher)
			return err
		case at(begun).After(now.Add(-workFor)):
			return ErrUnderWay
		}
		_, err = tx.ExecContext(ctx, `update requests set at = $2 where mac = $1`, mac, ms(now))
		return err
	})
	return answer, err
}

// EndRequest keeps the answer to a request that BeginRequest let through. An empty answer forgets the request: it may be
// made again.
func (s *Store) EndRequest(ctx context.Context, unit, key string, answer []byte) error {
	const doing = "keeping the answer to a request"
	mac := s.requestMAC(unit, key)
	if len(answer) == 0 {
		_, err := s.db.Writer().ExecContext(ctx, `delete from requests where mac = $1 and answer is null`, mac)
		return s.fault(doing, err)
	}
	cipher, err := s.keys.Seal(answerContext(mac), answer)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	_, err = s.db.Writer().ExecContext(ctx, `update requests set answer = $2 where mac = $1`, mac, cipher)
	return s.fault(doing, err)
}

func (s *Store) requestMAC(unit, key string) string { return s.keys.MAC("request", unit, key) }

// answerContext binds an answer to its request.
func answerContext(mac string) string { return "request/" + mac }
