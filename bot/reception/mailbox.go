package reception

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/session"
)

// mailbox keeps a channel's conversations in the session store.
type mailbox struct {
	r  *Reception
	ch string
}

// Mailbox returns where a channel keeps what it cannot show by itself.
func (r *Reception) Mailbox(name string) channel.Mailbox { return mailbox{r, name} }

func (m mailbox) Append(ctx context.Context, address string, entries ...channel.Entry) ([]string, error) {
	ids := make([]string, 0, len(entries))
	for _, e := range entries {
		raw, err := json.Marshal(e.Letter)
		if err != nil {
			return ids, fmt.Errorf("write a letter: %w", err)
		}
		id, err := m.r.Sessions.Append(ctx, m.r.key(m.ch, address), raw)
		if err != nil {
			return ids, away(err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (m mailbox) Entries(ctx context.Context, address string) ([]channel.Entry, error) {
	kept, err := m.r.Sessions.After(ctx, m.r.key(m.ch, address), "")
	if err != nil {
		return nil, away(err)
	}
	out := make([]channel.Entry, 0, len(kept))
	for _, k := range kept {
		e := channel.Entry{ID: k.ID, At: k.At}
		if err := json.Unmarshal(k.Data, &e.Letter); err != nil {
			return nil, fmt.Errorf("read a letter: %w", err)
		}
		out = append(out, e)
	}
	return out, nil
}

func (m mailbox) Drop(ctx context.Context, address string) error {
	return away(m.r.Sessions.DropBox(ctx, m.r.key(m.ch, address)))
}

func (m mailbox) Watch(ctx context.Context, address string) <-chan struct{} {
	return m.r.Sessions.Watch(ctx, m.r.key(m.ch, address))
}

// away says in the channels' word that the sessions cannot be reached.
func away(err error) error {
	if errors.Is(err, session.ErrUnavailable) {
		return fmt.Errorf("%w (%w)", channel.ErrUnavailable, err)
	}
	return err
}
