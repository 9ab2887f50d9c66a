package session

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// errClosed is what the embedded server says after its end.
var errClosed = errors.New("the embedded server is closed")

// embedded is a Redis in this process, reached through a pipe in memory: no port, so nobody else on the machine can
// look. What is written goes to the disk first. It does what the scripts of a Redis do in Go, under one lock, because
// its Lua starts an interpreter for each call; sessiontest holds both to the same tests.
type embedded struct {
	mini   *miniredis.Miniredis
	client *redis.Client
	disk   *disk
	now    func() time.Time // for what expires; leases go by the time that really passes

	mu     sync.Mutex
	ends   *expiries
	leases map[Key]lease
	closed bool
}

type lease struct {
	owner string
	until time.Time
}

func openEmbedded(ctx context.Context, dir string, now func() time.Time) (*embedded, error) {
	d, err := openDisk(ctx, filepath.Join(dir, "sessions.db"))
	if err != nil {
		return nil, err
	}
	e := &embedded{mini: miniredis.NewMiniRedis(), disk: d, now: now, ends: newExpiries(), leases: map[Key]lease{}}
	if err := d.load(ctx, e.restore); err != nil {
		d.close()
		return nil, fmt.Errorf("reading the sessions back: %w", err)
	}
	e.client = redis.NewClient(&redis.Options{
		Dialer:                e.dial,
		ContextTimeoutEnabled: true, DialerRetries: 1, MaxRetries: -1, PoolSize: poolSize,
	})
	return e, nil
}

func (e *embedded) dial(context.Context, string, string) (net.Conn, error) {
	conn, err := e.mini.Dial()
	if err != nil {
		return nil, err
	}
	return newPipe(conn), nil
}

// restore puts a row of the disk back to where it was.
func (e *embedded) restore(r row) error {
	e.ends.touch(r.name, r.expires)
	switch r.kind {
	case sessionRow:
		fields, err := unpack(r.value)
		if err != nil {
			return err
		}
		h := hash{version: fields[0], sealed: fields[1], deadline: fields[2], bucket: fields[3], events: fields[4]}
		e.put(r.name, h)
		if h.deadline != "0" {
			minute, err := strconv.ParseInt(h.bucket, 10, 64)
			if err != nil {
				return fmt.Errorf("the minute of a deadline is no number: %w", err)
			}
			_, err = e.mini.SAdd(bucketName(minute), fields[5])
			return err
		}
		return nil
	case entryRow:
		_, err := e.mini.XAdd(r.name, r.field, []string{"d", string(r.value)})
		return err
	case valueRow:
		return e.mini.Set(r.name, string(r.value))
	}
	return fmt.Errorf("a row of a kind that is not known here: %q", r.kind)
}

// expire forgets what has run out: nothing does so by itself here, and each call of the store comes by.
func (e *embedded) expire() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return errClosed
	}
	now := e.now()
	names := e.ends.due(now)
	if len(names) == 0 {
		return nil
	}
	if err := e.removeLocked(context.Background(), names); err != nil {
		for _, name := range names {
			e.ends.touch(name, now) // next time
		}
		return err
	}
	return nil
}

func (e *embedded) shared() bool { return false }

func (e *embedded) close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil
	}
	e.closed = true
	err := e.client.Close()
	e.mini.Close()
	return errors.Join(err, e.disk.close())
}
