package session

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"
)

// Do lets decide make the next session out of the one that stands (nil: none), and writes it. Calls for one key are
// done one at a time, in the order of arrival in this process; calls for different keys at once. An event whose id
// was done in the last 48 hours (of the chat's last 200) is not done again: Result.Seen says so. An empty eventID is
// not remembered.
//
// decide must be pure: it may be called several times, with sessions that are not the one in the end, and its Plan
// counts only when Do returns without an error. An error of decide, or of Plan.Then, comes back as it is, and nothing
// is written. Other errors are ErrUnavailable, ErrBusy, ErrKey and that of ctx; after ErrUnavailable the event may or
// may not have been done, and doing it again is right.
func (s *Store) Do(ctx context.Context, key Key, eventID string, decide func(prev []byte) (Plan, error)) (Result, error) {
	if !key.valid() {
		return Result{}, ErrKey
	}
	leave, err := s.lanes.enter(ctx, key)
	if err != nil {
		return Result{}, err
	}
	defer leave()
	if err := s.server.expire(); err != nil {
		return Result{}, away(ctx, err)
	}
	t := s.newTurn(key, eventID)
	version, sealed := s.cache.get(key)
	t.at = s.openRecord(key, version, sealed)
	result, err := t.run(ctx, decide)
	if err != nil {
		s.cache.drop(key)
	}
	return result, err
}

// Peek gives the session as it stands, nil when there is none. It reads and claims nothing.
func (s *Store) Peek(ctx context.Context, key Key) ([]byte, error) {
	if !key.valid() {
		return nil, ErrKey
	}
	at, _, err := s.look(ctx, key)
	return at.data, err
}

// look reads where a chat stands, and which events it has done.
func (s *Store) look(ctx context.Context, key Key) (at record, events string, err error) {
	if err := s.server.expire(); err != nil {
		return record{}, "", away(ctx, err)
	}
	values, err := s.redis.HMGet(ctx, key.session(), "v", "d", "e").Result()
	if err != nil {
		return record{}, "", away(ctx, err)
	}
	text := func(i int) string { t, _ := values[i].(string); return t }
	var sealed []byte
	if d := text(1); d != "" {
		sealed = []byte(d)
	}
	return s.openRecord(key, text(0), sealed), text(2), nil
}

// turn is one call of Do, while it has its lane.
type turn struct {
	s      *Store
	key    Key
	event  string // hash of the event's id, "" none
	nonce  string // of this call: tells our own write from another's when an answer was lost
	at     record // where we think the chat stands
	asked  bool   // the server itself said so
	tries  int
	waited time.Duration
}

func (s *Store) newTurn(key Key, eventID string) *turn {
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails: the runtime ends the program rather
	t := &turn{s: s, key: key, nonce: hex.EncodeToString(random[:])}
	if eventID != "" {
		t.event = s.keys.MAC("event", string(key), eventID)[:eventWidth]
	}
	return t
}

// run steps until a step was written, was seen to be done, or cannot be done.
func (t *turn) run(ctx context.Context, decide func(prev []byte) (Plan, error)) (Result, error) {
	for {
		plan, err := decide(t.at.data)
		if err != nil {
			again, result, err := t.doubt(ctx, err)
			if again {
				continue
			}
			return result, err
		}
		v, next, err := t.carryOut(ctx, plan)
		if err != nil {
			return Result{}, err
		}
		switch {
		case v.answer == done, v.answer == seen && v.nonce == t.nonce[:nonceWidth], v.answer == stale && v.version == next.version:
			// In the last two cases we wrote it, and the client asked again because it did not hear so.
			return Result{Data: next.data}, nil
		case v.answer == seen:
			t.s.cache.put(t.key, v.version, v.sealed)
			return Result{Seen: true, Data: t.s.openRecord(t.key, v.version, v.sealed).data}, nil
		case v.answer == stale:
			t.at, t.asked = t.s.openRecord(t.key, v.version, v.sealed), true
		case v.answer == busy:
			if err := t.wait(ctx, v.left); err != nil {
				return Result{}, err
			}
		}
	}
}

// doubt asks the server before an error of decide is believed that was given for a guess: the session may be another,
// or the event done.
func (t *turn) doubt(ctx context.Context, cause error) (again bool, result Result, err error) {
	if t.asked {
		return false, Result{}, cause
	}
	at, events, err := t.s.look(ctx, t.key)
	if err != nil {
		return false, Result{}, err
	}
	if _, ok := findEvent(events, t.event); ok {
		return false, Result{Seen: true, Data: at.data}, nil
	}
	same := at.version == t.at.version
	t.at, t.asked = at, true
	return !same, Result{}, cause
}

// carryOut writes what plan says, after its Then if it has one. next is the record that was to be written.
func (t *turn) carryOut(ctx context.Context, plan Plan) (v verdict, next record, err error) {
	if plan.Then == nil {
		return t.write(ctx, plan.Next, plan.Deadline, "")
	}
	owner := t.nonce
	v, err = t.s.server.claim(ctx, claimArgs{key: t.key, expect: t.at.version, event: t.event, owner: owner, lease: t.s.opts.Lease})
	if err != nil || v.answer != done {
		return v, record{}, away(ctx, err)
	}
	written := false
	defer func() {
		if !written {
			t.release(ctx, owner)
		}
	}()
	// Ends while the claim still holds, so that two replicas are never in Then at once.
	within, cancel := context.WithTimeout(ctx, t.s.opts.Lease*4/5)
	defer cancel()
	data, deadline, err := plan.Then(within)
	if err != nil {
		return verdict{}, record{}, err
	}
	v, next, err = t.write(ctx, data, deadline, owner)
	written = err == nil && v.answer == done
	return v, next, err
}

func (t *turn) release(ctx context.Context, owner string) {
	// The caller may be gone already, the chat must not wait for the lease to run out. If this fails, it does.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
	defer cancel()
	_ = t.s.server.release(ctx, t.key, owner)
}

func (t *turn) write(ctx context.Context, data []byte, deadline time.Time, owner string) (verdict, record, error) {
	t.tries++
	now := t.s.opts.Now()
	next := record{version: t.nonce + "-" + strconv.Itoa(t.tries), expires: now.Add(sessionTTL), data: data}
	args := stepArgs{key: t.key, expect: t.at.version, version: next.version, owner: owner,
		event: t.event, nonce: t.nonce[:nonceWidth], now: now.Unix()}
	if data != nil {
		next.deadline = deadline
		next.bucket, args.file = fileUnder(deadline, now, t.at.bucket)
		args.deadline, args.bucket = millis(deadline), next.bucket
		var err error
		if args.sealed, err = t.s.sealRecord(t.key, next); err != nil {
			return verdict{}, record{}, fmt.Errorf("writing a session: %w", err)
		}
	}
	v, err := t.s.server.step(ctx, args)
	if err != nil {
		return verdict{}, record{}, away(ctx, err)
	}
	if v.answer == done {
		t.s.cache.put(t.key, next.version, args.sealed)
	}
	return v, next, nil
}

// wait waits a moment for another replica's lease: longer each time, no longer than the lease has left, and in all
// not much longer than a lease can last.
func (t *turn) wait(ctx context.Context, left time.Duration) error {
	if t.waited > t.s.opts.Lease*3/2 {
		return ErrBusy
	}
	pause := min(max(t.waited/4, 5*time.Millisecond), 200*time.Millisecond, left+time.Millisecond)
	t.waited += pause
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
