// Package alert tells officers and units of a case, step by step of a ladder, until somebody takes it.
//
// [Ladder.Turn] decides whom a step tells: a pure function of the bell, the unit, its officers and the moment. [Courier]
// carries one delivery to an officer's chat, a unit's mailbox or system, or the reporter, and says what became of it;
// the outbox keeps the job and tries again.
//
// It must never tell on a lock screen more than urgency, reference and municipality, ring in a unit that has taken
// the case, or let a repeat pass for a first message.
package alert
