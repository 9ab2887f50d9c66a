// Package reception holds the conversation with everybody who writes: it takes one event of one chat from a channel,
// lets the conversation's engine step, carries out what the step asks for (opening a case, finding one by its code,
// hiding), keeps the session, and only then says what there is to say.
//
// It must never say "sent" before the case store has committed, log what was said or by whom, or decide anything
// about urgency, units or words: those belong to triage, the router and the engine.
package reception

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/internal/attachment"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
)

// Desk is what the reception needs of the router: to put what was told into the register and to find it again.
type Desk interface {
	// Tell opens a draft as a case or adds to one; the first alerts are committed with it. It is idempotent.
	Tell(ctx context.Context, t casework.Telling) (casework.Told, error)
	// Recall finds the case of a code, for whoever holds it.
	Recall(ctx context.Context, code signal.Code, way casework.Way) (casework.Recalled, error)
	// CaseKey is the key under which a case's attachments are sealed.
	CaseKey(ctx context.Context, ref signal.Ref) (*seal.CaseKey, error)
	// CountNoSignal counts a conversation that ended without a signal.
	CountNoSignal(ctx context.Context) error
}

// Parts are what a Reception is made of; all are needed, but Nearest.
type Parts struct {
	Engine   *conversation.Engine
	Sessions *session.Store
	Desk     Desk
	Files    *attachment.Store
	Keys     *seal.Keyset
	Now      func() time.Time
	Log      *slog.Logger
}

// Reception implements channel.Handler. It is safe for concurrent use: events of one chat are handled one after the
// other, those of different chats at once.
type Reception struct {
	Parts
	ways     map[string]channel.Deliverer // by channel, fixed before serving
	answered *recent
	owed     *owed
	shelf    *shelf
}

// New makes a reception. Channels that can deliver are added with Reach before anything is served.
func New(p Parts) *Reception {
	return &Reception{Parts: p, ways: map[string]channel.Deliverer{}, answered: newRecent(8192), owed: newOwed(), shelf: newShelf(4096)}
}

// Reach tells how to deliver to a channel what was not asked for.
func (r *Reception) Reach(name string, d channel.Deliverer) { r.ways[name] = d }

// key names a chat without telling whose it is.
func (r *Reception) key(ch, address string) session.Key {
	return session.Key(r.Keys.MAC("chat", ch, address))
}

// newDraftID draws the random name of a draft.
func newDraftID() signal.DraftID {
	var b [16]byte
	rand.Read(b[:]) // never fails (crypto/rand)
	return signal.DraftID(hex.EncodeToString(b[:]))
}
