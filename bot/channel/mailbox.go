package channel

import (
	"context"
	"time"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/signal"
)

// Mailbox keeps what was said in a conversation of a channel that cannot show it by itself: the web chat draws its
// page from it, a client of the signed webhook asks for what came since. Everything in it is sealed and forgotten
// by itself. It is safe for concurrent use; an error that wraps ErrUnavailable means that it cannot be reached.
type Mailbox interface {
	// Append adds entries in order and returns their ids; ID and At of an entry are not looked at.
	Append(ctx context.Context, address string, entries ...Entry) (ids []string, err error)
	// Entries returns what an address has, oldest first.
	Entries(ctx context.Context, address string) ([]Entry, error)
	// Drop empties it.
	Drop(ctx context.Context, address string) error
	// Watch gives a signal after each change until ctx ends; several changes may come as one signal.
	Watch(ctx context.Context, address string) <-chan struct{}
}

// Entry is one message of a conversation, of either side, or a mark that is not shown.
type Entry struct {
	ID string
	At time.Time
	Letter
}

// Letter is what is kept of an entry. A field that is added must work when absent.
type Letter struct {
	Mine   bool               `json:"mine,omitempty"`   // the reporter's own message
	Event  string             `json:"event,omitempty"`  // Mine: the Incoming.ID that brought it; replies: what they answer
	Text   string             `json:"text,omitempty"`   // plain
	Media  string             `json:"media,omitempty"`  // Mine: the kind of what was sent (photo, voice …), never its name
	Reply  string             `json:"reply,omitempty"`  // the reply's catalog id
	Lang   string             `json:"lang,omitempty"`   // of Text
	Code   string             `json:"code,omitempty"`   // grouped code that stands in Text
	Rows   [][]Choice         `json:"rows,omitempty"`   // buttons
	Asks   bool               `json:"asks,omitempty"`   // it is the question that is open
	Edit   bool               `json:"edit,omitempty"`   // it stands in place of the question before it
	State  *ConversationState `json:"state,omitempty"`  // where the conversation stood after it
	Pushed string             `json:"pushed,omitempty"` // a mark: the entry of this id was pushed to the client
	Mark   bool               `json:"mark,omitempty"`   // nothing to show
}

// Choice is one button of an entry.
type Choice struct {
	Text string `json:"text"`
	Data string `json:"data"`
	On   bool   `json:"on,omitempty"`
}

// ConversationState is what a Stater was told.
type ConversationState struct {
	Question signal.Question `json:"question"`
	Done     bool            `json:"done"`
	Code     signal.Code     `json:"code"` // without groups
}

// LetterOf makes a letter of a reply that answers an event; event is "" for what was not asked for.
func LetterOf(r conversation.Reply, event string) Letter {
	l := Letter{Event: event, Text: r.Text, Reply: r.ID, Lang: r.Lang, Code: r.Code, Asks: r.Asks, Edit: r.Edit}
	for _, row := range r.Buttons {
		choices := make([]Choice, 0, len(row))
		for _, b := range row {
			choices = append(choices, Choice{Text: b.Text, Data: b.Data, On: b.On})
		}
		l.Rows = append(l.Rows, choices)
	}
	return l
}
