// Package channel is the contract between the ways that people reach us (Telegram, web chat, signed webhook, terminal)
// and the reception that holds a conversation with them.
//
// A channel translates and nothing else: what happened in a chat becomes an [Incoming], what is to be said becomes a
// message of that channel. It keeps no conversation and takes no decision about one.
//
// The package must never know a channel, a store or a questionnaire, and nothing in it may hold a person's name.
package channel

import (
	"context"
	"io"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/signal"
)

// Handler takes one event of one chat and says what there is to say; it is the reception.
type Handler interface {
	// Handle runs one event to its end. It calls out.Say once everything that the replies claim is durable, and
	// out.Hide when the conversation asks to delete; whatever is in in.Note is remembered for that.
	// An event with an in.ID that was handled before acts no second time and is no error.
	//
	// ErrUnavailable (wrapped or not) means that nothing was done and the event must come again. Any other error
	// means that this event failed and may be tried again a few times.
	// An event refused as GroupChat is of a chat with several people: it is answered and nothing of it is kept.
	// One refused as TooBig may come with a caption in Text, which was told all the same.
	// The channel calls Handle for one event of an address at a time, in order; for different addresses at once.
	Handle(ctx context.Context, in Incoming, out Outlet) error
}

// Incoming is one event of one chat.
type Incoming struct {
	Channel string // "telegram", "web", …
	Address string // of the chat within the channel: a chat id, a cookie. Never logged, never stored in the clear
	// ID names this delivery: it is the same when the channel brings the same thing again (an update id, a
	// webhook-id), and another for the edit of an earlier message, whose Event.ID is that of the first.
	ID     string
	Event  conversation.Event
	Note   []string // ids of messages in the chat that hiding must delete: the reporter's own of this event
	Upload *Upload  // media that came with the event and is not yet fetched; nil: none
}

// Upload is a file that a person sent and nobody has fetched. The reception stores it sealed, then sets Event.Media.
type Upload struct {
	Kind    string // photo, voice, video, document
	Type    string // MIME type as the channel tells it, "" unknown; not to be believed
	Name    string // file name as the person has it: may tell who they are, so neither logged nor shown
	Bytes   int64  // 0: not told
	Seconds int    // length of a recording, 0: not told
	// Open begins to fetch it. Open or a later Read fails with ErrTooBig when the file is over the channel's limit.
	Open func(ctx context.Context) (io.ReadCloser, error)
}

// Outlet is the way back into the chat of the event that is being handled. It is used by one goroutine at a time and
// not after Handle has returned.
type Outlet interface {
	// Say sends replies in order and returns the ids of the messages that it sent, for hiding; a reply that was
	// put in place of the pressed message gives none. With an error it returns the ids of those sent before it.
	// The error is Unsaid where the far side refused; Say has tried again by then what was worth trying.
	Say(ctx context.Context, replies []conversation.Reply) (ids []string, err error)
	// Hide deletes the messages with these ids, as far as the channel can. Ids that are gone already are no error.
	Hide(ctx context.Context, ids []string) error
}

// Deliverer sends what was not asked for (an officer's reply) to an address. It tries once: whoever calls it keeps
// the job and tries again as the Unsaid in the error tells. It is safe for concurrent use.
type Deliverer interface {
	// Deliver sends replies in order; the ids are those of Outlet.Say, also those sent before an error.
	Deliver(ctx context.Context, address string, replies []conversation.Reply) (ids []string, err error)
	// HideAt deletes messages of an address, as Outlet.Hide does.
	HideAt(ctx context.Context, address string, ids []string) error
}

// Stater may be implemented by an Outlet whose channel tells the state of the conversation beside its words
// (the signed webhook). The reception calls it once an event, before Handle returns.
type Stater interface {
	State(question signal.Question, done bool, code signal.Code)
}
