package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/signal"
)

// Answer is what a client gets: what was said, and where the conversation stands.
type Answer struct {
	Messages []Said `json:"messages"`
	State    State  `json:"state"`
}

// Said is one message to the person.
type Said struct {
	ID      string     `json:"id" doc:"For ?after=."`
	At      time.Time  `json:"at"`
	Text    string     `json:"text"`
	Lang    string     `json:"lang,omitempty" doc:"Language of the text."`
	Buttons [][]Button `json:"buttons" doc:"Rows of buttons; the data of a pressed one is sent back as data."`
}

// Button is one button.
type Button struct {
	Text string `json:"text"`
	Data string `json:"data"`
}

// State is where the conversation stands.
type State struct {
	Question signal.Question `json:"question" doc:"The open question; empty when nothing more is asked."`
	Done     bool            `json:"done"`
	Code     string          `json:"code" doc:"The code that brings the case back, once it is sent or somebody came back with it."`
}

// outlet is the way back of one delivery: what is said goes into the answer, and into the mailbox, where it can be
// asked for.
type outlet struct {
	box     channel.Mailbox
	address string
	id      string // the delivery's
	now     func() time.Time

	marked bool // the mailbox knows that this delivery came
	said   []channel.Entry
	state  *channel.ConversationState
}

var (
	_ channel.Outlet = (*outlet)(nil)
	_ channel.Stater = (*outlet)(nil)
)

// Say keeps the replies. Before the first of a delivery stands a mark, which says that the client has spoken.
func (o *outlet) Say(ctx context.Context, replies []conversation.Reply) ([]string, error) {
	var entries []channel.Entry
	if !o.marked {
		entries = append(entries, channel.Entry{Letter: channel.Letter{Mine: true, Mark: true, Event: o.id, State: o.state}})
	}
	marks := len(entries)
	for _, r := range replies {
		entries = append(entries, channel.Entry{Letter: channel.LetterOf(r, o.id)})
	}
	ids, err := o.box.Append(ctx, o.address, entries...)
	o.marked = o.marked || len(ids) > 0
	ids = ids[min(marks, len(ids)):]
	for i, id := range ids {
		o.said = append(o.said, channel.Entry{ID: id, At: o.now(), Letter: entries[marks+i].Letter})
	}
	if err != nil {
		return ids, fmt.Errorf("signed webhook: saying: %w", err)
	}
	return ids, nil
}

// Hide empties the mailbox; what the client shows is the client's to hide.
func (o *outlet) Hide(ctx context.Context, _ []string) error {
	o.marked = false
	if err := o.box.Drop(ctx, o.address); err != nil {
		return fmt.Errorf("signed webhook: hiding: %w", err)
	}
	return nil
}

// State notes where the conversation stands.
func (o *outlet) State(question signal.Question, done bool, code signal.Code) {
	o.state = &channel.ConversationState{Question: question, Done: done, Code: code}
}

// answer forms the answer to a delivery. Where the conversation had done it before, in a process that was killed
// before it could answer, the answer is found in the mailbox.
func (c *Channel) answer(ctx context.Context, d delivery, out *outlet) ([]byte, error) {
	spoken, state := out.said, out.state
	if len(spoken) == 0 || state == nil {
		entries, err := c.o.Box.Entries(ctx, d.address)
		if err != nil {
			return nil, err
		}
		if len(spoken) == 0 {
			spoken = answering(entries, d.id)
		}
		if state == nil {
			state = standing(entries)
		}
	}
	return json.Marshal(Answer{Messages: lastAsked(spoken), State: stateOf(state)})
}

// answering picks what was said in answer to a delivery.
func answering(entries []channel.Entry, id string) []channel.Entry {
	var list []channel.Entry
	for _, e := range entries {
		if !e.Mark && e.Event == id {
			list = append(list, e)
		}
	}
	return list
}

// lastAsked forms messages. A delivery of several things (a photo, a place) was answered several times, and asked again
// each time: only the last question stands.
func lastAsked(entries []channel.Entry) []Said {
	list := []Said{}
	for i, e := range entries {
		later := slices.ContainsFunc(entries[i+1:], func(l channel.Entry) bool { return l.Asks })
		if !e.Asks || !later {
			list = append(list, said(e))
		}
	}
	return list
}

// standing is where the conversation stood last.
func standing(entries []channel.Entry) *channel.ConversationState {
	for i := len(entries) - 1; i >= 0; i-- {
		if s := entries[i].State; s != nil {
			return s
		}
	}
	return nil
}

func stateOf(s *channel.ConversationState) State {
	if s == nil {
		return State{}
	}
	return State{Question: s.Question, Done: s.Done, Code: string(s.Code)}
}

func said(e channel.Entry) Said {
	s := Said{ID: e.ID, At: e.At.UTC(), Text: e.Text, Lang: e.Lang, Buttons: [][]Button{}}
	for _, row := range e.Rows {
		buttons := make([]Button, 0, len(row))
		for _, b := range row {
			buttons = append(buttons, Button{Text: b.Text, Data: b.Data})
		}
		s.Buttons = append(s.Buttons, buttons)
	}
	return s
}
