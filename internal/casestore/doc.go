// Package casestore keeps what was reported: an append-only log of each case, the projections that are read from it,
// and the messages that have to leave the house because of it.
//
//	store, err := casestore.Open(ctx, "", dataDir, keys, casestore.Options{})
//	opened, err := store.Open(ctx, casestore.Opening{Draft: draft, Reading: reading, Sent: true},
//		func(tx *casestore.Tx) error {
//			tx.SetUnit("ozd-lovech")
//			_, _, err := tx.Enqueue(signal.Delivery{Unit: "ozd-lovech", Kind: signal.AlertNew, Step: 1, Endpoint: "mail"})
//			return err
//		})
//
// Whatever belongs together is one transaction: a case and its first delivery are both committed or neither is, so
// "sent" may be said once Open has returned. A function that is handed a Tx may be called again when the database asks
// for a second try, so it must do nothing that cannot be done twice, and it must not use the Store.
//
// # What is sealed
//
// Words of people, the way back to the reporter and the reporter's code are sealed under a key of the case's own; the
// far side's message ids and officers' chats under the master keyset. What lies in clear is what a register may list:
// references, ids, urgency, kinds, municipality, times. A purge deletes the wraps of a case's key.
//
// # The chain
//
// Each entry of the log holds a keyed hash over the entry before it in the same case and over its own content, and
// the case holds the end of its chain; references of a year are counted without a gap. So Verify finds an entry, or a
// whole case, that was changed, added or taken away by somebody who has the database but not the keyset. One chain a
// case, and not one for all, lets replicas write different cases at once: only the counter of references is waited
// for, from the moment a reference is drawn to the commit. The audit log is one chain, since people look seldom.
//
// # Figures
//
// What is counted of a case's answers is kept beside it as codes in clear, with a keyed hash, and stays after a purge.
// Records of past registers lie in a chain of their own: they are counted and are never cases.
//
// # Two databases
//
// The statements are the same for SQLite and PostgreSQL; package sqlite and package postgres hold what differs. Times
// are kept as Unix milliseconds. A case is locked by its row, deliveries after it: always in that order.
//
// The package must never decide who is told (that is the router's), send anything, or log or return in an error what
// a person said, a chat id, a name or a token.
package casestore
