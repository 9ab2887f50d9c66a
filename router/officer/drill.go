package officer

import (
	"context"
	"errors"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/router/casework"
)

// drill keeps that a test alert was seen, for each unit of this person that it was sent to, and says so in its place.
func (g *Dialog) drill(ctx context.Context, cb *telegram.Callback, all []casestore.Officer, id string) error {
	seen := false
	for _, o := range all {
		err := g.Desk.SeeDrill(ctx, casework.Officer{Unit: o.Unit, ID: o.ID, Role: o.Role}, id)
		if err != nil && !errors.Is(err, casestore.ErrNotFound) {
			return g.answer(ctx, cb.ID, g.because(err))
		}
		seen = seen || err == nil
	}
	if !seen {
		return g.answer(ctx, cb.ID, "officer.err.stale")
	}
	m := telegram.Message{Text: g.text("alert.drill.seen", map[string]any{"Ref": id}), Protect: true}
	if err := g.Client.EditText(ctx, cb.Message.Chat.ID, cb.Message.ID, m); err != nil && telegram.KindOf(err) != telegram.Gone {
		return g.unsaid(err)
	}
	return g.answer(ctx, cb.ID, "officer.done.drill")
}
