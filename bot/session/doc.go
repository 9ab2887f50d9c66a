// Package session keeps where each chat stands, in Redis or in an embedded server of the same protocol.
//
// The smallest use is one step of a conversation:
//
//	result, err := store.Do(ctx, key, eventID, func(prev []byte) (session.Plan, error) {
//		next, err := step(prev)
//		return session.Plan{Next: next, Deadline: in30minutes}, err
//	})
//
// Do gives the function the session as it stands and writes what it makes of it, in one round trip where the session
// is known to this process. An event acts once, however often it is delivered; one chat is handled by one caller at
// a time, in the order of arrival, on however many replicas.
//
// Around it stand, for the same chat: deadlines (Sweep visits the chats whose time has come), a mailbox (Append,
// After, Watch), the ids of messages that may have to be hidden (Note, Notes) and, by a client's own ids, the answers
// that were given before (Once, Answer).
//
// A Redis is to be of version 5 or later, or a Valkey: scripts ask it for the time before they write.
//
// Everything is sealed before it leaves the process and forgotten 49 hours after the last write. The package never
// looks into what it keeps, never knows a person's id (its keys are HMACs made by the caller), and never logs.
package session
