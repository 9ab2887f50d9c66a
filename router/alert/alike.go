package alert

import (
	"context"

	"github.com/chuyme/chuyme/internal/signal"
)

// updated says that something was added to a case: by its reporter, or that others with the same text have joined it.
func (c *Courier) updated(ctx context.Context, d signal.Delivery, card Card) string {
	entry, err := c.Store.Entry(ctx, d.Ref, d.Event)
	if err != nil || entry.Kind != signal.EvAlike { // what cannot be read now is told without its count
		return c.say("alert.updated", card)
	}
	return c.Texts.Text(officersLang, "alert.alike", map[string]any{"Card": card.Line(c.Texts), "Count": entry.Data["count"]})
}
