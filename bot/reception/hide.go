package reception

import (
	"context"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/session"
)

// hider deletes messages of one chat.
type hider interface {
	Hide(ctx context.Context, ids []string) error
}

// hide deletes all messages of a chat that are noted. A note is dropped only when its message is gone, so that
// what could not be deleted now is tried again with the next hiding or by the sweep.
func (r *Reception) hide(ctx context.Context, key session.Key, out hider) {
	notes, err := r.Sessions.Notes(ctx, key)
	if err != nil {
		r.Log.Error("messages to hide could not be read", "err", err)
	}
	ids := make([]string, len(notes))
	for i, n := range notes {
		ids[i] = n.ID
	}
	if err := out.Hide(ctx, ids); err != nil {
		r.Log.Error("a conversation could not be hidden", "err", err)
		return
	}
	if err := r.Sessions.DropNotes(ctx, key); err != nil {
		r.Log.Warn("ids of hidden messages were not dropped", "err", err)
	}
}

// elsewhere hides in a chat that nobody is writing in just now.
type elsewhere struct {
	channel.Deliverer
	address string
}

func (e elsewhere) Hide(ctx context.Context, ids []string) error {
	return e.HideAt(ctx, e.address, ids)
}
