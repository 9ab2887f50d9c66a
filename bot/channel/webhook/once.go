package webhook

import (
	"context"
	"errors"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/internal/problem"
)

// How long an answer is remembered (the specification lets a client try for a day), and how long a repeat waits for
// another replica that acts on the same id just now.
const (
	remembered = 24 * time.Hour
	patience   = 10 * time.Second
	between    = 50 * time.Millisecond
)

// once acts on a delivery, or gives the answer of the first time that its id came. What failed is forgotten, so that
// the client may try again; the conversation itself knows by the same id what it has done already.
func (c *Channel) once(ctx context.Context, d delivery) ([]byte, error) {
	done, err := c.turns.Take(ctx, d.address)
	if err != nil {
		return nil, err
	}
	defer done()
	answer, mine, err := c.claim(ctx, d)
	if err != nil || !mine {
		return answer, err
	}
	if answer, err = c.act(ctx, d); err != nil {
		if e := c.o.Answers.Abandon(context.WithoutCancel(ctx), d.client, d.id); e != nil {
			c.o.Log.Warn("signed webhook: an id that failed was not given free", "err", e)
		}
		return nil, err
	}
	// It is done whether the client still listens or not.
	if err := c.o.Answers.Answer(context.WithoutCancel(ctx), d.client, d.id, answer); err != nil {
		c.o.Log.Warn("signed webhook: an answer was not remembered", "err", err)
	}
	return answer, nil
}

// claim asks whether the id is new, and waits a while where somebody else acts on it.
func (c *Channel) claim(ctx context.Context, d delivery) (answer []byte, mine bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	again := time.NewTicker(between)
	defer again.Stop()
	for {
		state, answer, err := c.o.Answers.Once(ctx, d.client, d.id, remembered, d.hash)
		switch {
		case errors.Is(err, session.ErrUnavailable):
			return nil, false, errors.Join(channel.ErrUnavailable, err)
		case err != nil:
			return nil, false, err
		case state == session.New:
			return nil, true, nil
		case state == session.Done:
			return answer, false, nil
		case state == session.Conflict:
			return nil, false, problem.Say(problem.Conflict, "this webhook-id came before with another body")
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return nil, false, problem.Say(problem.Unavailable, "the first delivery of this webhook-id is still being handled")
		}
	}
}
