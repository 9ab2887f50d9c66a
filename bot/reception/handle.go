package reception

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
)

// turn is one event on its way through: what it came with, and what it came to.
type turn struct {
	way   casework.Way
	key   session.Key
	event conversation.Event
	draft signal.DraftID // for a session that has none yet
	wraps []seal.Wrap    // the draft's key, when an upload made one

	talk   conversation.Session // as it is after the event
	rec    record               // as it was written
	raw    []byte
	said   []conversation.Reply
	hide   bool
	forget bool
}

// Handle implements channel.Handler.
func (r *Reception) Handle(ctx context.Context, in channel.Incoming, out channel.Outlet) error {
	t := &turn{way: casework.Way{Channel: in.Channel, Address: in.Address}, key: r.key(in.Channel, in.Address), event: in.Event, draft: newDraftID()}
	if t.event.At.IsZero() {
		t.event.At = r.Now()
	}
	if t.event.Refused == conversation.GroupChat {
		return r.sendAway(ctx, t, out)
	}
	if in.Upload != nil {
		if err := r.upload(ctx, t, in); err != nil {
			return unavailable(err)
		}
	}
	res, err := r.Sessions.Do(ctx, t.key, in.ID, func(prev []byte) (session.Plan, error) { return r.plan(prev, t) })
	if err != nil {
		return unavailable(err)
	}
	if res.Seen {
		r.Sessions.Note(t.key, in.Note...) // whoever did it may have been killed before it was noted
		return r.again(ctx, t, in.ID, res.Data, out)
	}
	r.shelf.put(t.key, t.raw, t.rec)
	r.Sessions.Note(t.key, in.Note...)
	return r.speak(ctx, t, in.ID, out)
}

// sendAway answers a group: nothing that is said among others is kept.
func (r *Reception) sendAway(ctx context.Context, t *turn, out channel.Outlet) error {
	if _, err := out.Say(ctx, r.Engine.Step(r.Engine.Begin(t.event.Lang), t.event).Replies); err != nil {
		r.Log.Warn("a group was not answered", "err", err)
	}
	return nil
}

// unavailable turns "the sessions are away" into the channel's word for it: nothing was done, bring it again.
func unavailable(err error) error {
	if errors.Is(err, session.ErrUnavailable) || errors.Is(err, session.ErrBusy) {
		return fmt.Errorf("%w (%w)", channel.ErrUnavailable, err)
	}
	return err
}

// plan is one step of the conversation on what was kept. It may run several times for one event, when another
// replica was faster; what it does outside happens in Then, under the chat's lease.
func (r *Reception) plan(prev []byte, t *turn) (session.Plan, error) {
	rec, err := r.restore(prev, t)
	if err != nil {
		return session.Plan{}, err
	}
	res := r.Engine.Step(rec.Talk, t.event)
	t.said, t.hide, t.forget = res.Replies, false, false
	if len(res.Effects) > 0 {
		return session.Plan{Then: r.after(rec, res, t)}, nil
	}
	rec.Talk, t.talk = res.Session, res.Session
	next, deadline, err := r.write(rec)
	t.rec, t.raw = rec, next
	return session.Plan{Next: next, Deadline: deadline}, err
}

// restore reads what was kept and gives a new chat, or one that began anew, a draft of its own.
func (r *Reception) restore(prev []byte, t *turn) (record, error) {
	rec, ok := r.shelf.get(t.key, prev)
	if !ok {
		var err error
		if rec, err = readRecord(prev); err != nil {
			r.Log.Error("a session could not be read and begins anew", "err", err)
			rec = record{}
		}
	}
	rec.Way, rec.Due = t.way, nil
	if rec.Talk.Draft.ID == "" {
		rec.Talk.Draft.ID = t.draft
	}
	if rec.Talk.Draft.Source == "" {
		rec.Talk.Draft.Source = t.way.Channel
	}
	if t.wraps != nil && rec.Keys[t.draft] == nil {
		rec.Keys = maps.Clone(rec.Keys)
		if rec.Keys == nil {
			rec.Keys = map[signal.DraftID][]seal.Wrap{}
		}
		rec.Keys[t.draft] = t.wraps
	}
	return rec, nil
}

// speak deletes what is to be hidden, says what there is to say, and remembers the ids for hiding later. What could
// not be said is not an error of the event: the session stands, and the person sees the question when they come again.
func (r *Reception) speak(ctx context.Context, t *turn, id string, out channel.Outlet) error {
	if s, ok := out.(channel.Stater); ok {
		s.State(t.talk.State())
	}
	if t.hide {
		r.hide(ctx, t.key, out)
	}
	ids, err := out.Say(ctx, t.said)
	r.Sessions.Note(t.key, ids...)
	if err != nil {
		var unsaid *channel.Unsaid
		if errors.As(err, &unsaid) && unsaid.Permanent {
			r.answered.add(string(t.key) + id)
			return nil // blocked or gone: there is nobody to say it to
		}
		r.owed.put(string(t.key)+id, t.said[min(said(t.said, ids), len(t.said)):])
		return fmt.Errorf("say: %w", err)
	}
	r.answered.add(string(t.key) + id)
	return nil
}

// said is how many replies were said when sending gave these ids: one that took the place of another gives none.
func said(replies []conversation.Reply, ids []string) (n int) {
	for left := len(ids); n < len(replies) && (left > 0 || replies[n].Edit); n++ {
		if !replies[n].Edit {
			left--
		}
	}
	return n
}

// again meets an event that was done before. This process has answered it, or another did and may have been
// killed before it could: then the person is told what was due, else where the conversation stands.
func (r *Reception) again(ctx context.Context, t *turn, id string, data []byte, out channel.Outlet) error {
	if r.answered.has(string(t.key) + id) {
		return nil
	}
	rec, err := readRecord(data)
	if err != nil || data == nil {
		return err
	}
	t.talk, t.hide = rec.Talk, rec.Talk.Hidden()
	t.said = r.owed.take(string(t.key) + id)
	if t.said == nil {
		t.said = rec.dueTo(t.event.ID)
	}
	if t.said == nil {
		t.said = r.recallAgain(ctx, rec, t)
	}
	if t.said == nil {
		t.said = r.Engine.Prompt(rec.Talk)
	}
	return r.speak(ctx, t, id, out)
}

// recallAgain tells whoever came back with a code once more where the case stands. Nil means that this event is no
// such code.
func (r *Reception) recallAgain(ctx context.Context, rec record, t *turn) []conversation.Reply {
	step := r.Engine.Step(rec.Talk, t.event)
	if len(step.Effects) != 1 || step.Effects[0].Kind != conversation.EffRecall {
		return nil
	}
	outcome := r.do(ctx, rec, step.Effects[0], t)
	return r.Engine.Step(step.Session, conversation.Event{ID: t.event.ID, At: t.event.At, Outcome: &outcome}).Replies
}
