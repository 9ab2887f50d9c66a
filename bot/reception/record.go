package reception

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
)

// record is what is kept, sealed, of one chat.
type record struct {
	Talk conversation.Session `json:"talk"`
	Way  casework.Way         `json:"way"` // to hide and to answer without having been asked
	// Keys are the keys of drafts of this chat under which something was sealed; a draft that was set aside keeps its own.
	Keys map[signal.DraftID][]seal.Wrap `json:"keys,omitempty"`
	// Due is what the last step has to say, where it sent a signal. Whoever finds the step done and not answered, after a
	// crash, says it.
	Due *due `json:"due,omitempty"`
}

// due is what is to be said to one event.
type due struct {
	Event   string               `json:"event"`
	Replies []conversation.Reply `json:"replies"`
}

// keepDue notes what a step says that has sent a signal: the code is said once, and whoever did not hear it cannot come
// back. What other steps say is worked out again, or told again by whoever asks.
func (rec *record) keepDue(event string, effects []conversation.Effect, replies []conversation.Reply) {
	if slices.ContainsFunc(effects, func(e conversation.Effect) bool { return e.Kind == conversation.EffSend }) {
		rec.Due = &due{Event: event, Replies: replies}
	}
}

// dueTo gives what was to be said to an event, nil where nothing was kept.
func (rec record) dueTo(event string) []conversation.Reply {
	if rec.Due == nil || rec.Due.Event != event {
		return nil
	}
	replies := slices.Clone(rec.Due.Replies)
	for i := range replies {
		replies[i].Lang = rec.Talk.Draft.Lang
	}
	return replies
}

func readRecord(raw []byte) (record, error) {
	var rec record
	if raw == nil {
		return rec, nil
	}
	if err := json.Unmarshal(raw, &rec); err != nil {
		return rec, fmt.Errorf("read the session: %w", err)
	}
	return rec, nil
}

// write gives what is to be kept and when the chat is to be looked at again.
func (r *Reception) write(rec record) ([]byte, time.Time, error) {
	deadline, _ := r.Engine.Deadline(rec.Talk)
	raw, err := json.Marshal(rec)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("write the session: %w", err)
	}
	return raw, deadline, nil
}
