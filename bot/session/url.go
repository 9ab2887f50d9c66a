package session

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const urlForms = "redis://[user:password@]host:port[/database], rediss://… for TLS, " +
	"…?master_name=NAME[&addr=host:port…] for Sentinel, …?addr=host:port[&addr=…] for a Cluster"

// A step is to fail within seconds when the server is away, so that the reporter is told.
const (
	dialTimeout = 2 * time.Second
	callTimeout = 3 * time.Second
	retries     = 2
	poolSize    = 64
)

// dial makes the client that redisURL asks for. It does not connect yet. Its errors hold no part of the URL, which may
// hold a password.
func dial(redisURL string) (client redis.UniversalClient, cluster bool, err error) {
	u, err := url.Parse(redisURL)
	if err != nil {
		return nil, false, badURL(err)
	}
	if u.Scheme != "redis" && u.Scheme != "rediss" {
		return nil, false, badURL(errors.New("it does not begin with redis:// or rediss://"))
	}
	if u.Hostname() == "" {
		return nil, false, badURL(errors.New("it names no host"))
	}
	switch q := u.Query(); {
	case q.Has("master_name"):
		o, err := redis.ParseFailoverURL(redisURL)
		if err != nil {
			return nil, false, badURL(err)
		}
		o.ContextTimeoutEnabled, o.DialerRetries = true, 1
		or(&o.DialTimeout, dialTimeout)
		or(&o.ReadTimeout, callTimeout)
		or(&o.WriteTimeout, callTimeout)
		or(&o.MaxRetries, retries)
		or(&o.PoolSize, poolSize)
		return redis.NewFailoverClient(o), false, nil
	case q.Has("addr"):
		o, err := redis.ParseClusterURL(redisURL)
		if err != nil {
			return nil, false, badURL(err)
		}
		o.ContextTimeoutEnabled, o.DialerRetries = true, 1
		or(&o.DialTimeout, dialTimeout)
		or(&o.ReadTimeout, callTimeout)
		or(&o.WriteTimeout, callTimeout)
		or(&o.PoolSize, poolSize)
		return redis.NewClusterClient(o), true, nil
	}
	o, err := redis.ParseURL(redisURL)
	if err != nil {
		return nil, false, badURL(err)
	}
	o.ContextTimeoutEnabled, o.DialerRetries = true, 1
	or(&o.DialTimeout, dialTimeout)
	or(&o.ReadTimeout, callTimeout)
	or(&o.WriteTimeout, callTimeout)
	or(&o.MaxRetries, retries)
	or(&o.PoolSize, poolSize)
	return redis.NewClient(o), false, nil
}

// or sets what the URL left open.
func or[T comparable](option *T, value T) {
	var zero T
	if *option == zero {
		*option = value
	}
}

// badURL says what is wrong and what would be right, without the URL itself.
func badURL(err error) error {
	if parse := new(url.Error); errors.As(err, &parse) {
		err = errors.New("it is not a URL")
	}
	return fmt.Errorf("the Redis URL cannot be used: %w; it is to have one of the forms %s", err, urlForms)
}

// silence takes the client's log away, once for the process.
var silence = sync.OnceFunc(func() { redis.SetLogger(quiet{}) })

type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}
