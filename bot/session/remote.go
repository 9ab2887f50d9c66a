package session

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

//go:embed scripts/step.lua
var stepScript string

//go:embed scripts/claim.lua
var claimScript string

//go:embed scripts/release.lua
var releaseScript string

//go:embed scripts/push.lua
var pushScript string

// remote is a Redis or Valkey: one server, one behind Sentinel, or a Cluster. A script does each write that depends on
// what is there, so that it is one trip and cannot be cut in two.
type remote struct {
	client                         redis.UniversalClient
	cluster                        bool
	stepS, claimS, releaseS, pushS *redis.Script
}

func newRemote(client redis.UniversalClient, cluster bool) *remote {
	return &remote{
		client: client, cluster: cluster,
		stepS: redis.NewScript(stepScript), claimS: redis.NewScript(claimScript),
		releaseS: redis.NewScript(releaseScript), pushS: redis.NewScript(pushScript),
	}
}

func (r *remote) step(ctx context.Context, a stepArgs) (verdict, error) {
	names := []string{a.key.session()}
	if a.file && !r.cluster {
		names = append(names, bucketName(a.bucket))
	}
	if a.file && r.cluster {
		// The bucket lies in another slot. It comes first: a chat that is filed for nothing costs one look at the sweep,
		// one that is not filed would never be visited.
		_, err := r.client.Pipelined(ctx, func(p redis.Pipeliner) error {
			p.SAdd(ctx, bucketName(a.bucket), string(a.key))
			p.PExpire(ctx, bucketName(a.bucket), sessionTTL) // no session in it outlives that
			return nil
		})
		if err != nil {
			return verdict{}, err
		}
	}
	record := ""
	if a.event != "" {
		record = a.event + a.nonce + fmt.Sprintf("%08x", a.now)
	}
	return readVerdict(r.stepS.Run(ctx, r.client, names,
		a.expect, a.version, a.sealed, a.deadline, a.bucket, a.event, record, fmt.Sprintf("%08x", oldestEvent(a.now)),
		a.owner, sessionTTL.Milliseconds(), string(a.key), maxEvents))
}

func (r *remote) claim(ctx context.Context, a claimArgs) (verdict, error) {
	return readVerdict(r.claimS.Run(ctx, r.client, []string{a.key.session()},
		a.expect, a.event, a.owner, a.lease.Milliseconds(), sessionTTL.Milliseconds()))
}

func (r *remote) release(ctx context.Context, key Key, owner string) error {
	return r.releaseS.Run(ctx, r.client, []string{key.session()}, owner).Err()
}

func (r *remote) push(ctx context.Context, e entry) (string, error) {
	return r.pushS.Run(ctx, r.client, []string{e.name}, e.data, e.max, sessionTTL.Milliseconds(), e.bell).Text()
}

func (r *remote) pushAll(ctx context.Context, entries []entry) error {
	_, err := r.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, e := range entries {
			p.XAdd(ctx, &redis.XAddArgs{Stream: e.name, MaxLen: e.max, Values: []any{"d", e.data}})
			p.PExpire(ctx, e.name, sessionTTL)
		}
		return nil
	})
	return err
}

func (r *remote) setNew(ctx context.Context, name, value string, ttl time.Duration) (string, error) {
	var current *redis.StringCmd
	_, err := r.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		p.SetNX(ctx, name, value, ttl)
		current = p.Get(ctx, name)
		return nil
	})
	if err != nil {
		return "", err
	}
	return current.Val(), nil
}

func (r *remote) set(ctx context.Context, name, value string, ttl time.Duration) error {
	return r.client.Set(ctx, name, value, ttl).Err()
}

func (r *remote) remove(ctx context.Context, names ...string) error {
	return r.client.Del(ctx, names...).Err()
}

func (r *remote) expire() error { return nil }

func (r *remote) shared() bool { return true }

func (r *remote) close() error {
	if err := r.client.Close(); !errors.Is(err, redis.ErrClosed) {
		return err
	}
	return nil
}

// readVerdict reads a script's answer: a list of strings, the first of which says what the others are.
func readVerdict(cmd *redis.Cmd) (verdict, error) {
	list, err := cmd.StringSlice()
	if err != nil {
		return verdict{}, err
	}
	v := verdict{answer: answer(list[0])}
	switch v.answer {
	case done:
	case busy:
		ms, err := strconv.ParseFloat(list[1], 64)
		if err != nil {
			return verdict{}, fmt.Errorf("a lease's time is no number: %w", err)
		}
		v.left = time.Duration(ms) * time.Millisecond
	case seen:
		v.nonce = list[3]
		fallthrough
	case stale:
		v.version = list[1]
		if list[2] != "" {
			v.sealed = []byte(list[2])
		}
	default:
		return verdict{}, errors.New("a script gave an answer that is none of ours")
	}
	return v, nil
}
