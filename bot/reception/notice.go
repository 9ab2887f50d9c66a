package reception

import (
	"context"
	"errors"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/alert"
)

// errNobody ends a notice without writing anything: the chat has another face now.
var errNobody = errors.New("the chat does not belong to this case any more")

// Notify tells a reporter what happened with their case, if their chat still shows that case and they did not ask to
// be left alone. Whoever hid the conversation or began anew reads it with the code. It implements alert.Reporters:
// an error-free Result with Dropped means that the words wait for the code.
func (r *Reception) Notify(ctx context.Context, way alert.Way, ref signal.Ref, n alert.Notice) alert.Result {
	deliverer, ok := r.ways[way.Channel]
	if !ok {
		return alert.Result{State: signal.Dropped, Cause: "no_channel"}
	}
	key := r.key(way.Channel, way.Address)
	t := &turn{way: way, key: key, draft: newDraftID()}
	t.event = conversation.Event{ID: "notice:" + n.ID, At: r.Now(), Notice: &conversation.Notice{Kind: n.Kind, Text: n.Text, Unit: n.Unit, Why: n.Why, ID: n.ID}}
	var ids []string
	_, err := r.Sessions.Do(ctx, key, t.event.ID, func(prev []byte) (session.Plan, error) {
		rec, err := readRecord(prev)
		if err != nil || prev == nil || rec.Talk.Ref != ref || rec.Talk.Draft.Silent {
			return session.Plan{}, errNobody
		}
		return session.Plan{Then: func(ctx context.Context) ([]byte, time.Time, error) {
			res := r.Engine.Step(rec.Talk, t.event)
			rec.Talk = res.Session
			sent, err := deliverer.Deliver(ctx, way.Address, res.Replies)
			ids = append(ids, sent...)
			if err != nil {
				return nil, time.Time{}, err // nothing is written: the outbox brings it again
			}
			return r.write(rec)
		}}, nil
	})
	r.Sessions.Note(key, ids...)
	return noticeResult(err)
}

func noticeResult(err error) alert.Result {
	var unsaid *channel.Unsaid
	switch {
	case err == nil:
		return alert.Result{State: signal.Sent}
	case errors.Is(err, errNobody):
		return alert.Result{State: signal.Dropped, Cause: "waits_for_code"}
	case errors.As(err, &unsaid):
		res := alert.Result{State: signal.Delayed, Cause: unsaid.Cause, RetryAfter: unsaid.RetryAfter, Doubtful: unsaid.Doubtful}
		if unsaid.Permanent {
			res.State = signal.Failed
		}
		return res
	}
	return alert.Result{State: signal.Delayed, Cause: "sessions"}
}
