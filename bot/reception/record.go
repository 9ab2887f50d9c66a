package reception

import (
	"encoding/json"
	"fmt"
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
