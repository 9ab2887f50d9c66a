package conversation

import "github.com/chuyme/chuyme/internal/signal"

// EffectKind says what must be done outside the conversation. The reception carries effects out in order and hands
// the outcome of each back to Step before anything is told to the reporter.
type EffectKind string

// The effects.
const (
	EffKeep   EffectKind = "keep"   // open the draft as a case, or add what is new to its case; idempotent
	EffSend   EffectKind = "send"   // the same, and the reporter has sent it: Outcome has the code
	EffRecall EffectKind = "recall" // find the case of Code
	EffHide   EffectKind = "hide"   // delete what can be deleted in the chat; replies stand in its place
	EffCount  EffectKind = "count"  // a conversation that was no signal ended: count it
	EffForget EffectKind = "forget" // the session is to be removed
)

// Effect is one thing to be done.
type Effect struct {
	Kind   EffectKind
	Draft  signal.Draft // EffKeep, EffSend: the whole draft of this session
	Read   signal.Reading
	Case   signal.Ref  // the case that this session already belongs to, "" none yet
	Sent   bool        // false on EffKeep of something never sent
	Code   signal.Code // EffRecall
	Silent bool        // kept after silence, marked as not sent
}
