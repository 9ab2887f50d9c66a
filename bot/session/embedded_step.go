package session

import (
	"context"
	"encoding/binary"
	"errors"
	"strconv"
	"time"
)

// What the scripts step, claim and release do on a Redis, in Go.

// hash is a session as it lies in its hash.
type hash struct{ version, sealed, deadline, bucket, events string }

func (e *embedded) put(name string, h hash) {
	e.mini.HSet(name, "v", h.version, "d", h.sealed, "t", h.deadline, "b", h.bucket, "e", h.events)
}

func (e *embedded) get(name string) hash {
	return hash{version: e.mini.HGet(name, "v"), sealed: e.mini.HGet(name, "d"), events: e.mini.HGet(name, "e")}
}

// check is the common part of step and claim: v.answer is done when the caller may go on. The caller holds mu.
func (e *embedded) check(key Key, expect, event, owner string) (held hash, v verdict, err error) {
	if e.closed {
		return hash{}, verdict{}, errClosed
	}
	held = e.get(key.session())
	stand := verdict{version: held.version}
	if held.sealed != "" {
		stand.sealed = []byte(held.sealed)
	}
	if nonce, ok := findEvent(held.events, event); ok {
		stand.answer, stand.nonce = seen, nonce
		return held, stand, nil
	}
	if l, ok := e.leases[key]; ok && l.owner != owner {
		if left := time.Until(l.until); left > 0 {
			return held, verdict{answer: busy, left: left}, nil
		}
	}
	if held.version != expect {
		stand.answer = stale
		return held, stand, nil
	}
	return held, verdict{answer: done}, nil
}

func (e *embedded) step(ctx context.Context, a stepArgs) (verdict, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	held, v, err := e.check(a.key, a.expect, a.event, a.owner)
	if err != nil || v.answer != done {
		return v, err
	}
	next := hash{version: a.version, sealed: string(a.sealed), deadline: strconv.FormatInt(a.deadline, 10),
		bucket: strconv.FormatInt(a.bucket, 10), events: addEvent(held.events, a.event, a.nonce, a.now)}
	name, ends := a.key.session(), e.now().Add(sessionTTL)
	packed := pack(next.version, next.sealed, next.deadline, next.bucket, next.events, string(a.key))
	// Not to be cut short by ctx: the disk and what is in memory are to be the same.
	r := row{name: name, kind: sessionRow, value: packed, expires: ends}
	if err := e.disk.save(context.WithoutCancel(ctx), r); err != nil {
		return verdict{}, err
	}
	e.put(name, next)
	e.ends.touch(name, ends)
	delete(e.leases, a.key)
	if a.file {
		if _, err := e.mini.SAdd(bucketName(a.bucket), string(a.key)); err != nil {
			return verdict{}, err
		}
	}
	return v, nil
}

func (e *embedded) claim(_ context.Context, a claimArgs) (verdict, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, v, err := e.check(a.key, a.expect, a.event, a.owner)
	if err == nil && v.answer == done {
		e.leases[a.key] = lease{a.owner, time.Now().Add(a.lease)}
	}
	return v, err
}

func (e *embedded) release(_ context.Context, key Key, owner string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.leases[key].owner == owner {
		delete(e.leases, key)
	}
	return nil
}

// pack joins texts, each with its length before it.
func pack(texts ...string) []byte {
	var packed []byte
	for _, t := range texts {
		packed = binary.AppendUvarint(packed, uint64(len(t)))
		packed = append(packed, t...)
	}
	return packed
}

// unpack gives the six texts of a session's row.
func unpack(packed []byte) (texts [6]string, err error) {
	for i := range texts {
		length, size := binary.Uvarint(packed)
		if size <= 0 || length > uint64(len(packed)-size) {
			return texts, errors.New("a session's row is cut short")
		}
		texts[i], packed = string(packed[size:size+int(length)]), packed[size+int(length):]
	}
	return texts, nil
}
