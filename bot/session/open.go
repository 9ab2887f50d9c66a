package session

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/chuyme/chuyme/internal/seal"
)

// How long things live. A chat's messages can be deleted for 48 hours: whatever is needed until then lives an hour
// longer, and nothing lives longer than that.
const (
	sessionTTL = 49 * time.Hour
	eventTTL   = 48 * time.Hour
)

// Options change what a Store does. The zero value is right for production.
type Options struct {
	Now       func() time.Time // the clock; nil: time.Now
	CacheSize int              // sealed sessions kept in this process; 0: 4096
	Lease     time.Duration    // how long a killed process blocks a chat that it claimed; 0: 10 s
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.CacheSize == 0 {
		o.CacheSize = 4096
	}
	if o.Lease == 0 {
		o.Lease = 10 * time.Second
	}
	return o
}

// Store keeps the sessions. It may be used by many goroutines at once, and by many processes on one Redis.
type Store struct {
	keys   *seal.Keyset
	opts   Options
	redis  redis.UniversalClient
	server server
	lanes  lanes
	cache  *cache
	notes  *notebook
	bells  *bells
}

// Open gives the store that redisURL names: redis:// and rediss:// for one server, the same with ?master_name= for
// Sentinel, with ?addr= for a Cluster, and "" for a server in this process that keeps its content in
// dataDir/sessions.db. A URL of another form is refused with what would be right. A Redis that is away is no error
// here: each call says so until it is back. keys seals whatever is kept.
func Open(ctx context.Context, redisURL, dataDir string, keys *seal.Keyset, opts Options) (*Store, error) {
	silence() // the client's own log is plain text on standard error, and each fault is returned anyway
	s := &Store{keys: keys, opts: opts.withDefaults()}
	s.cache = newCache(s.opts.CacheSize)
	if redisURL == "" {
		e, err := openEmbedded(ctx, dataDir, s.opts.Now)
		if err != nil {
			return nil, err
		}
		s.redis, s.server = e.client, e
	} else {
		client, cluster, err := dial(redisURL)
		if err != nil {
			return nil, err
		}
		s.redis, s.server = client, newRemote(client, cluster)
	}
	s.notes = newNotebook(s)
	s.bells = newBells(s.redis, s.server.shared())
	return s, nil
}

// Ping asks the server for a sign of life. It returns ErrUnavailable when there is none.
func (s *Store) Ping(ctx context.Context) error { return away(ctx, s.redis.Ping(ctx).Err()) }

// Close writes what Note has not written yet and lets go of the server. No other call may be under way; calls after
// it return ErrUnavailable. Closing twice does no harm.
func (s *Store) Close() error {
	noted := s.notes.close()
	s.bells.close()
	if err := s.server.close(); err != nil {
		return fmt.Errorf("closing the sessions: %w", err)
	}
	return noted
}
