package reception

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
)

// maxEffects bounds the effects of one event: a step that never ends is a fault, not a conversation.
const maxEffects = 16

// after carries out the effects of a step, hands each outcome back to the engine, and gives what is to be kept.
func (r *Reception) after(rec record, res conversation.Result, t *turn) func(context.Context) ([]byte, time.Time, error) {
	return func(ctx context.Context) ([]byte, time.Time, error) {
		rec, queue := rec, res.Effects
		rec.Talk = res.Session
		carried := slices.Clone(queue)
		for n := 0; len(queue) > 0; n++ {
			if n == maxEffects {
				return nil, time.Time{}, fmt.Errorf("a step asked for more than %d effects", maxEffects)
			}
			outcome := r.do(ctx, rec, queue[0], t)
			next := r.Engine.Step(rec.Talk, conversation.Event{ID: t.event.ID, At: t.event.At, Outcome: &outcome})
			rec.Talk = next.Session
			t.said = append(t.said, next.Replies...)
			queue, carried = append(queue[1:], next.Effects...), append(carried, next.Effects...)
		}
		t.talk = rec.Talk
		if t.forget {
			return nil, time.Time{}, nil
		}
		rec.keepDue(t.event.ID, carried, t.said)
		next, deadline, err := r.write(rec)
		t.rec, t.raw = rec, next
		return next, deadline, err
	}
}

// do carries out one effect.
func (r *Reception) do(ctx context.Context, rec record, e conversation.Effect, t *turn) conversation.Outcome {
	out := conversation.Outcome{Effect: e.Kind}
	switch e.Kind {
	case conversation.EffKeep, conversation.EffSend:
		if err := r.tell(ctx, rec, e, &out); errors.Is(err, casestore.ErrPurged) {
			t.forget = true // nothing can be added to it ever again: what is said next begins anew
		}
	case conversation.EffRecall:
		r.recall(ctx, rec, e, &out)
	case conversation.EffHide:
		t.hide = true
	case conversation.EffForget:
		t.forget = true
	case conversation.EffCount:
		if err := r.Desk.CountNoSignal(ctx); err != nil {
			r.Log.Warn("a conversation without a signal was not counted", "err", err)
		}
	}
	return out
}

func (r *Reception) tell(ctx context.Context, rec record, e conversation.Effect, out *conversation.Outcome) error {
	told, err := r.Desk.Tell(ctx, casework.Telling{
		Ref: e.Case, Draft: named(e.Draft), Reading: e.Read, Way: rec.Way, Key: rec.Keys[e.Draft.ID],
		Sent: e.Kind == conversation.EffSend, Silent: e.Silent,
	})
	if err != nil {
		r.Log.Error("a signal could not be kept; the reporter was told so", "err", err)
		out.Err = true
		return err
	}
	out.Ref, out.Code, out.Fresh, out.Unit, out.Taken, out.State, out.Close = told.Ref, told.Code, told.New, told.Unit, told.Taken, told.State, told.CloseReason
	return nil
}

// named gives what was said names that are unique in the case and not only in the chat: a case may be told from several
// chats, and an edited message is a further one, so that the case keeps both as they were told.
func named(d signal.Draft) signal.Draft {
	d.Said = slices.Clone(d.Said)
	for i, s := range d.Said {
		sum := sha256.Sum256([]byte(string(d.ID) + "\x00" + s.ID + "\x00" + s.Text))
		d.Said[i].ID = hex.EncodeToString(sum[:12])
	}
	return d
}

func (r *Reception) recall(ctx context.Context, rec record, e conversation.Effect, out *conversation.Outcome) {
	found, err := r.Desk.Recall(ctx, e.Code, rec.Way)
	if err != nil {
		r.Log.Error("a code could not be looked up", "err", err)
		out.Err = true
		return
	}
	out.Known, out.Ref, out.Code, out.Unit, out.Taken, out.State, out.Close = found.Known, found.Ref, e.Code, found.Unit, found.Taken, found.State, found.CloseReason
	for _, w := range found.Words {
		out.Words = append(out.Words, conversation.Spoken{ID: w.ID, At: w.At, Text: w.Text})
	}
	if out.State == "" {
		out.State = signal.Open
	}
}
