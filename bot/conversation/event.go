package conversation

import (
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// Event is one thing that happened in a chat, as a channel translated it. Exactly one of Text, Data, Media,
// Location, Refused and Outcome matters; Text may come with Media (a caption).
type Event struct {
	ID       string        // unique in the chat (an update id, a webhook-id): names what is said
	At       time.Time     // when it happened; the engine knows no other clock
	Lang     string        // what the channel knows of the person's language (a BCP 47 tag), "" nothing
	Text     string        // typed; "/start", "/start PAYLOAD" begin anew
	Data     string        // a pressed button's callback data, as it came (may be forged)
	Media    *signal.Media // already kept sealed by the reception
	Refused  Refusal       // something that cannot be taken
	Location *signal.Place // shared location: Lat and Lon set, the rest found by the reception
	Edited   bool          // the text replaces that of the earlier event with the same ID
	Outcome  *Outcome      // what became of an effect; made by the reception, never by a channel
	Silence  bool          // the sweep: deadlines of this session have come (urgent draft kept, or forgotten)
	Notice   *Notice       // something to be told to the reporter that did not come from them
}

// Refusal says why something that was sent cannot be taken.
type Refusal string

// What cannot be taken, each with kind words of its own.
const (
	TooBig      Refusal = "too_big"     // a file over the channel's or our limit
	BadFile     Refusal = "bad_file"    // of a type that we do not keep
	NotText     Refusal = "not_text"    // a sticker, a contact, a poll …
	GroupChat   Refusal = "group"       // we talk in private chats only
	TooFast     Refusal = "too_fast"    // a flood; what was told is kept all the same
	Unavailable Refusal = "unavailable" // our parts are away: sessions or store
)

// Outcome is what became of an effect, handed back to Step.
type Outcome struct {
	Effect EffectKind
	Err    bool       // it could not be done: nothing was kept
	Known  bool       // EffRecall: the code names a case
	Fresh  bool       // EffKeep, EffSend: the case was opened by this very effect
	Ref    signal.Ref // of the case, never shown to the reporter
	Code   signal.Code
	Unit   map[string]string // the lead unit's name by language
	Taken  bool              // a person has taken the case
	State  signal.State
	Close  string   // close reason, when closed
	Words  []Spoken // EffRecall: what officers answered, in order
}

// Spoken is one message of an officer (or a notice of the register) to the reporter.
type Spoken struct {
	ID   string
	At   time.Time
	Text string
}

// Notice is told to the reporter without having been asked for: a person read it, an officer answers.
type Notice struct {
	Kind string            // "taken", "reply", "closed", "transferred"
	Text string            // an officer's words, for "reply"
	Unit map[string]string // the unit's name by language
	Why  string            // close reason
	ID   string
}
