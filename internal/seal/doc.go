// Package seal encrypts whatever is kept of a person, and forgets it by forgetting a key.
//
// The master Keyset is one file. It seals what lives for hours (sessions, mailboxes) by itself:
//
//	keys, err := seal.OpenKeyset(path)
//	box, err := keys.Seal("session:"+key, plain)
//	plain, err = keys.Open("session:"+key, box)
//
// It also makes the keyed hashes by which something is found that may not be stored in the clear (MAC).
//
// What lives for years has a key of its own, a CaseKey, whose only copies are its wraps, one for each recipient
// (today the master keyset). Who deletes the wraps has made the case unreadable for ever, in every backup too:
//
//	key, err := seal.NewCaseKey(draftID)
//	wraps, err := keys.Wrap(key)          // stored beside the case
//	words, err := key.Seal("narrative", text)
//	key, err = keys.Unwrap(draftID, wraps) // ErrShredded after a purge
//
// Each ciphertext is bound to the context it was made for, so that none can be moved to another case or field.
//
// The package never logs, never writes a key in the clear but into the master keyset's own file, and its errors never
// hold a key, a plain text or a context.
package seal
