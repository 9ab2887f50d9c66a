package casestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// What an invite's token is for; each opens one door once.
const (
	forTelegram = "telegram"
	forConsole  = "console"
)

// Roles are what an officer may be in a unit.
func Roles() []string { return []string{"duty", "lead", "admin"} }

// Invite makes the two one-time tokens with which a person joins a unit, by Telegram and on the console. officer is the
// id that rotas name; "" draws the next free one ("o-3"). Inviting an officer again (a new phone, another role) makes
// the earlier unused tokens worthless; what the officer has keeps working until one of the new ones is used.
func (s *Store) Invite(ctx context.Context, unit, officer, role string, ttl time.Duration) (Invitation, error) {
	if unit == "" || !known(role) {
		return Invitation{}, errors.New("inviting an officer: a unit and a role are needed; roles are duty, lead and admin")
	}
	var inv Invitation
	err := s.write(ctx, "inviting an officer", func(tx *sql.Tx) (err error) {
		inv = Invitation{Officer: clean(officer), Telegram: newToken(), Console: newToken(), Expires: s.now().Add(ttl)}
		if inv.Officer == "" {
			if inv.Officer, err = s.freeID(ctx, tx, unit); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `insert into officers (unit, id, role) values ($1, $2, $3)
			on conflict (unit, id) do update set revoked_at = 0`, unit, inv.Officer, role)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `delete from invites where unit = $1 and officer = $2 and used_at = 0`, unit, inv.Officer)
		if err != nil {
			return err
		}
		for purpose, token := range map[string]string{forTelegram: inv.Telegram, forConsole: inv.Console} {
			_, err = tx.ExecContext(ctx, `insert into invites (hash, unit, officer, role, purpose, expires)
				values ($1, $2, $3, $4, $5, $6)`, s.tokenMAC(purpose, token), unit, inv.Officer, role, purpose, ms(inv.Expires))
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Invitation{}, err
	}
	return inv, nil
}

func known(role string) bool {
	for _, r := range Roles() {
		if r == role {
			return true
		}
	}
	return false
}

// freeID draws the next officer's id of a unit that nobody has or had.
func (s *Store) freeID(ctx context.Context, tx *sql.Tx, unit string) (string, error) {
	for {
		n, err := gapless(ctx, tx, "officer/"+unit)
		if err != nil {
			return "", err
		}
		id := "o-" + strconv.Itoa(n)
		var taken bool
		err = tx.QueryRowContext(ctx, `select exists (select 1 from officers where unit = $1 and id = $2)`, unit, id).Scan(&taken)
		if err != nil || !taken {
			return id, err
		}
	}
}

// invite is an invite as it is stored.
type invite struct{ hash, unit, officer, role string }

// use spends an invite's token inside tx. ErrNotFound: it is unknown, expired or used.
func (s *Store) use(ctx context.Context, tx *sql.Tx, purpose, token string) (in invite, err error) {
	in.hash = s.tokenMAC(purpose, token)
	now := ms(s.now())
	err = tx.QueryRowContext(ctx, `update invites set used_at = $2
		where hash = $1 and purpose = $3 and used_at = 0 and expires > $2 returning unit, officer, role`,
		in.hash, now, purpose).Scan(&in.unit, &in.officer, &in.role)
	if errors.Is(err, sql.ErrNoRows) {
		return in, ErrNotFound
	}
	return in, err
}

// JoinTelegram spends a Telegram token: the chat is the officer's from now on. chatMAC is the caller's keyed hash of
// the chat, by which it is found again; chatID is kept sealed. The same chat with the same token again gives the
// officer again, because Telegram may send an update twice; anything else that was used, expired or never was is
// ErrNotFound. If the chat was another officer's of the same unit, it is that one's no more: one chat, one alert.
func (s *Store) JoinTelegram(ctx context.Context, token, chatMAC, chatID string) (Officer, error) {
	var o Officer
	err := s.write(ctx, "joining with a chat", func(tx *sql.Tx) error {
		in, err := s.use(ctx, tx, forTelegram, token)
		if errors.Is(err, ErrNotFound) {
			o, err = s.joinedBefore(ctx, tx, token, chatMAC)
			return err
		}
		if err != nil {
			return err
		}
		chat, err := s.keys.Seal(chatContext(in.unit, in.officer), []byte(chatID))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `update officers set chat_mac = '', chat_sealed = null
			where chat_mac <> '' and chat_mac = $1 and unit = $2 and id <> $3`, chatMAC, in.unit, in.officer)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `update officers set chat_mac = $3, chat_sealed = $4 where unit = $1 and id = $2`,
			in.unit, in.officer, chatMAC, chat)
		if err != nil {
			return err
		}
		o, err = s.join(ctx, tx, in, forTelegram)
		return err
	})
	return o, err
}

// joinedBefore is the officer that this very chat became by this very token.
func (s *Store) joinedBefore(ctx context.Context, tx *sql.Tx, token, chatMAC string) (Officer, error) {
	return scanOfficer(tx.QueryRowContext(ctx, `select `+officerColumns+` from officers o
		where o.chat_mac <> '' and o.chat_mac = $1 and o.revoked_at = 0 and exists (select 1 from invites i
			where i.hash = $2 and i.used_at > 0 and i.unit = o.unit and i.officer = o.id)`,
		chatMAC, s.tokenMAC(forTelegram, token)))
}

// join writes down that an officer is there, in the role of the invite.
func (s *Store) join(ctx context.Context, tx *sql.Tx, in invite, purpose string) (Officer, error) {
	_, err := tx.ExecContext(ctx, `update officers set role = $3, revoked_at = 0,
		joined_at = case when joined_at = 0 then $4 else joined_at end where unit = $1 and id = $2`,
		in.unit, in.officer, in.role, ms(s.now()))
	if err != nil {
		return Officer{}, err
	}
	o, err := s.officer(ctx, tx, in.unit, in.officer)
	if err != nil {
		return Officer{}, err
	}
	return o, s.audit(ctx, tx, auditEntry{at: ms(s.now()), actor: string(ByOfficer(in.unit, in.officer)),
		action: "officer joined", why: fmt.Sprintf("%s as %s", purpose, in.role)})
}
