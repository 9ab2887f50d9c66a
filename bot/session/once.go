package session

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// runningFor is how long whoever got New may take before the id is given to the next who asks.
const runningFor = 30 * time.Second

// answered is what is kept, sealed, of an id.
type answered struct {
	Nonce  string        `json:"n,omitempty"` // of the call that got New
	Body   string        `json:"b"`
	Until  int64         `json:"u,omitempty"` // Unix milliseconds; running until then
	TTL    time.Duration `json:"t"`
	Done   bool          `json:"d,omitempty"`
	Answer []byte        `json:"a,omitempty"`
}

// Once says what is known of the id that client name gave to a message, and remembers it for ttl. New means that the
// caller is to act, and then to call Answer, or Abandon if it could not act. With Done comes the answer that was given.
// bodyHash is a hash of the message: the same id with another gives Conflict. Who got New and was killed holds the id
// for 30 s; after that two callers may, rarely, both get New: what they do must act once by itself, as Do does.
func (s *Store) Once(ctx context.Context, name, id string, ttl time.Duration, bodyHash string) (State, []byte, error) {
	if ttl <= 0 {
		return "", nil, errors.New("an answer is to be kept for some time: the ttl is not above zero")
	}
	if err := s.server.expire(); err != nil {
		return "", nil, away(ctx, err)
	}
	sum := s.onceSum(name, id)
	now := s.opts.Now()
	mine := answered{Nonce: rand.Text(), Body: bodyHash, TTL: ttl, Until: now.Add(runningFor).UnixMilli()}
	sealed, err := s.sealAnswered(sum, mine)
	if err != nil {
		return "", nil, err
	}
	current, err := s.server.setNew(ctx, onceName(sum), sealed, ttl)
	if err != nil {
		return "", nil, away(ctx, err)
	}
	held, ok := s.openAnswered(sum, current)
	switch {
	case ok && held.Nonce == mine.Nonce:
		return New, nil, nil
	case ok && held.Body != bodyHash:
		return Conflict, nil, nil
	case ok && held.Done:
		return Done, held.Answer, nil
	case ok && now.UnixMilli() < held.Until:
		return Running, nil, nil
	}
	// Whoever had it is gone, or what is there was sealed by a keyset that is gone.
	if err := s.server.set(ctx, onceName(sum), sealed, ttl); err != nil {
		return "", nil, away(ctx, err)
	}
	return New, nil, nil
}

// Answer keeps the answer to an id that Once called New, for as long as Once was told.
func (s *Store) Answer(ctx context.Context, name, id string, answer []byte) error {
	sum := s.onceSum(name, id)
	current, err := s.redis.Get(ctx, onceName(sum)).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return away(ctx, err)
	}
	held, ok := s.openAnswered(sum, current)
	if !ok {
		return nil // it took longer than the answer would have been kept
	}
	held.Done, held.Answer = true, answer
	sealed, err := s.sealAnswered(sum, held)
	if err != nil {
		return err
	}
	return away(ctx, s.server.set(ctx, onceName(sum), sealed, held.TTL))
}

// Abandon forgets an id that Once called New, so that the next who comes with it acts.
func (s *Store) Abandon(ctx context.Context, name, id string) error {
	return away(ctx, s.server.remove(ctx, onceName(s.onceSum(name, id))))
}

func (s *Store) onceSum(name, id string) string { return s.keys.MAC("once", name, id) }

func (s *Store) sealAnswered(sum string, a answered) (string, error) {
	plain, err := json.Marshal(a)
	if err != nil {
		return "", fmt.Errorf("keeping an answer: %w", err)
	}
	sealed, err := s.keys.Seal("once:"+sum, plain)
	if err != nil {
		return "", fmt.Errorf("keeping an answer: %w", err)
	}
	return string(sealed), nil
}

func (s *Store) openAnswered(sum, sealed string) (answered, bool) {
	plain, err := s.keys.Open("once:"+sum, []byte(sealed))
	if err != nil {
		return answered{}, false
	}
	var a answered
	return a, json.Unmarshal(plain, &a) == nil
}
