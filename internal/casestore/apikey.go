package casestore

import (
	"context"
	"errors"
)

// NewAPIKey makes a key with which a unit's own system uses the HTTP API. The key is given once and kept as a hash.
func (s *Store) NewAPIKey(ctx context.Context, unit string) (key, id string, err error) {
	if unit == "" {
		return "", "", errors.New("making an API key: it needs a unit")
	}
	key, id = "chy_"+newToken(), "k-"+newToken()[:8]
	_, err = s.db.Writer().ExecContext(ctx, `insert into api_keys (id, unit, hash, created) values ($1, $2, $3, $4)`,
		id, unit, s.tokenMAC("api", key), ms(s.now()))
	if err != nil {
		return "", "", s.fault("making an API key", err)
	}
	return key, id, nil
}

// APIKey gives the unit and id of a key; ErrNotFound when it is unknown or was revoked.
func (s *Store) APIKey(ctx context.Context, key string) (unit, id string, err error) {
	err = s.db.Reader().QueryRowContext(ctx, `select unit, id from api_keys where hash = $1 and revoked_at = 0`,
		s.tokenMAC("api", key)).Scan(&unit, &id)
	return unit, id, s.fault("asking for an API key", err)
}

// ListAPIKeys gives the keys of a unit, or with "" of all, without the keys themselves; revoked ones too.
func (s *Store) ListAPIKeys(ctx context.Context, unit string) ([]APIKey, error) {
	list, err := collect(ctx, s.db.Reader(), func(r row) (k APIKey, err error) {
		var created, revoked int64
		err = r.Scan(&k.ID, &k.Unit, &created, &revoked)
		k.Created, k.Revoked = at(created), at(revoked)
		return k, err
	}, `select id, unit, created, revoked_at from api_keys where ($1 = '' or unit = $1) order by created, id`, unit)
	return list, s.fault("listing API keys", err)
}

// RevokeAPIKey makes a unit's key worthless; ErrNotFound when the unit has none of that id.
func (s *Store) RevokeAPIKey(ctx context.Context, unit, id string) error {
	met, err := changed(s.db.Writer().ExecContext(ctx, `update api_keys set revoked_at = $3
		where unit = $1 and id = $2 and revoked_at = 0`, unit, id, ms(s.now())))
	if err == nil && !met {
		err = ErrNotFound
	}
	return s.fault("revoking an API key", err)
}
