package session

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// What the embedded server keeps beside the sessions: streams (mailboxes, notes) and strings (answers).

func (e *embedded) push(ctx context.Context, en entry) (string, error) {
	ids, err := e.pushRows(ctx, []entry{en})
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

func (e *embedded) pushAll(ctx context.Context, entries []entry) error {
	_, err := e.pushRows(ctx, entries)
	return err
}

func (e *embedded) pushRows(ctx context.Context, entries []entry) (ids []string, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, errClosed
	}
	ctx = context.WithoutCancel(ctx) // the disk and what is in memory are to be the same
	ends := e.now().Add(sessionTTL)
	var rows []row
	var keep []int64
	defer func() {
		if err != nil { // what is not on the disk is not to be seen either
			for _, r := range rows {
				e.client.XDel(ctx, r.name, r.field)
			}
		}
	}()
	for _, en := range entries {
		id, err := e.client.XAdd(ctx, &redis.XAddArgs{Stream: en.name, MaxLen: en.max, Values: []any{"d", en.data}}).Result()
		if err != nil {
			return nil, err
		}
		e.ends.touch(en.name, ends)
		ids = append(ids, id)
		rows = append(rows, row{name: en.name, field: id, kind: entryRow, value: en.data, expires: ends})
		keep = append(keep, en.max)
	}
	return ids, e.disk.push(ctx, rows, keep)
}

func (e *embedded) setNew(ctx context.Context, name, value string, ttl time.Duration) (string, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if current, err := e.client.Get(ctx, name).Result(); !errors.Is(err, redis.Nil) {
		return current, err
	}
	return value, e.setLocked(ctx, name, value, ttl)
}

func (e *embedded) set(ctx context.Context, name, value string, ttl time.Duration) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.setLocked(ctx, name, value, ttl)
}

func (e *embedded) setLocked(ctx context.Context, name, value string, ttl time.Duration) error {
	if e.closed {
		return errClosed
	}
	ends := e.now().Add(ttl)
	if err := e.disk.save(context.WithoutCancel(ctx), row{name: name, kind: valueRow, value: []byte(value), expires: ends}); err != nil {
		return err
	}
	e.ends.touch(name, ends)
	return e.mini.Set(name, value)
}

func (e *embedded) remove(ctx context.Context, names ...string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.removeLocked(ctx, names)
}

func (e *embedded) removeLocked(ctx context.Context, names []string) error {
	if e.closed {
		return errClosed
	}
	if err := e.disk.remove(context.WithoutCancel(ctx), names); err != nil {
		return err
	}
	for _, name := range names {
		e.mini.Del(name)
	}
	return nil
}
