package casestore

import (
	"crypto/rand"
	"encoding/base64"
)

// newToken draws 192 bits in letters that fit a Telegram start link, a cookie and a header.
func newToken() string {
	var b [24]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the program where there is no source of chance
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// tokenMAC is how a token is kept: a keyed hash, one context a use, so that a copy of the database opens no door.
func (s *Store) tokenMAC(use, token string) string { return s.keys.MAC("token/"+use, token) }
