package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// Deadlines lie in buckets, one set of chats a minute, so that filing and sweeping cost the same however many sessions
// there are. A chat stays in buckets of minutes that its deadline has left: the sweep finds that it is not due
// there and takes it out. What a chat says of itself (fields t and b of its hash) is the truth.

// skew is by how many minutes the clocks of replicas may differ without a deadline being filed behind a sweep.
const skew = 5

// sweepPage is how many chats, or minutes, are asked about in one trip.
const sweepPage = 500

// fileUnder says under which minute a deadline is looked for, 0 for none, and whether the chat must be put there: not
// if it lies there since its last step. Where a sweep may be at work just now, it is put there again in any case.
func fileUnder(deadline, now time.Time, filed int64) (bucket int64, file bool) {
	if deadline.IsZero() {
		return 0, false
	}
	bucket = max(minuteOf(deadline), minuteOf(now))
	return bucket, bucket != filed || bucket <= minuteOf(now)+skew
}

func minuteOf(t time.Time) int64 { return t.Unix() / 60 }

// Sweep calls visit for each chat whose deadline has come by now, and returns how many visits were done. A visit is to
// move or clear the deadline (by Do); the chat is visited again at the next Sweep if it did not, if it returned an
// error, and if the process died: a visit may come twice, and never not at all. Several replicas may sweep at once.
// Sweep goes on past a failed visit and returns all errors joined, but stops when the server or ctx is gone.
func (s *Store) Sweep(ctx context.Context, now time.Time, visit func(ctx context.Context, key Key) error) (n int, err error) {
	if err := s.server.expire(); err != nil {
		return 0, away(ctx, err)
	}
	minutes, err := s.dueMinutes(ctx, now)
	if err != nil {
		return 0, fmt.Errorf("looking for deadlines: %w", err)
	}
	w := &sweep{s: s, now: now, visit: visit}
	for _, minute := range minutes {
		if err := w.bucket(ctx, minute); err != nil {
			return w.done, errors.Join(append(w.faults, fmt.Errorf("sweeping deadlines: %w", err))...)
		}
	}
	if err := s.redis.Set(ctx, cursorName, minuteOf(now)-skew, 0).Err(); err != nil {
		return w.done, errors.Join(append(w.faults, away(ctx, err))...)
	}
	return w.done, errors.Join(w.faults...)
}

// dueMinutes gives the minutes up to now whose buckets hold something, from where the last sweep ended.
func (s *Store) dueMinutes(ctx context.Context, now time.Time) (held []int64, err error) {
	last := minuteOf(now)
	from, err := s.redis.Get(ctx, cursorName).Int64()
	if errors.Is(err, redis.Nil) {
		from = last - int64(sessionTTL.Minutes()) - skew // no deadline of a session that is still there is older
	} else if err != nil {
		return nil, away(ctx, err)
	}
	for from = min(from, last); from <= last; from += sweepPage {
		var sizes []*redis.IntCmd
		_, err := s.redis.Pipelined(ctx, func(p redis.Pipeliner) error {
			for minute := from; minute <= min(last, from+sweepPage-1); minute++ {
				sizes = append(sizes, p.SCard(ctx, bucketName(minute)))
			}
			return nil
		})
		if err != nil {
			return nil, away(ctx, err)
		}
		for i, size := range sizes {
			if size.Val() > 0 {
				held = append(held, from+int64(i))
			}
		}
	}
	return held, nil
}

// sweep is one call of Sweep.
type sweep struct {
	s      *Store
	now    time.Time
	visit  func(ctx context.Context, key Key) error
	done   int
	faults []error
}

// bucket visits what is due in one minute's bucket.
func (w *sweep) bucket(ctx context.Context, minute int64) error {
	chats, err := w.s.filed(ctx, minute)
	if err != nil {
		return err
	}
	for page := range slices.Chunk(chats, sweepPage) {
		if err := w.page(ctx, minute, page); err != nil {
			return err
		}
	}
	return nil
}

// filed gives the chats of a bucket. A Redis is asked in pages, so that it answers others in between. The embedded
// server's pages would shift when something is taken out, and it has nobody else to answer.
func (s *Store) filed(ctx context.Context, minute int64) (chats []string, err error) {
	if !s.server.shared() {
		chats, err = s.redis.SMembers(ctx, bucketName(minute)).Result()
		return chats, away(ctx, err)
	}
	for cursor := uint64(0); ; {
		page, next, err := s.redis.SScan(ctx, bucketName(minute), cursor, "", sweepPage).Result()
		if err != nil {
			return nil, away(ctx, err)
		}
		chats = append(chats, page...)
		if cursor = next; cursor == 0 {
			slices.Sort(chats)
			return slices.Compact(chats), nil // a set that grows meanwhile may give one twice
		}
	}
}

func (w *sweep) page(ctx context.Context, minute int64, chats []string) error {
	stand, err := w.s.standing(ctx, chats)
	if err != nil {
		return err
	}
	var settled, failed []string
	for i, chat := range chats {
		if !stand[i].due(w.now) {
			if stand[i].bucket != minute { // else it is due later in this very minute
				settled = append(settled, chat)
			}
			continue
		}
		err := w.visit(ctx, Key(chat))
		switch {
		case err == nil:
			w.done++
			settled = append(settled, chat)
		case errors.Is(err, ErrUnavailable) || ctx.Err() != nil:
			return err
		default:
			w.faults = append(w.faults, fmt.Errorf("visiting a chat whose deadline has come: %w", err))
			failed = append(failed, chat)
		}
	}
	if err := w.postpone(ctx, minute, failed); err != nil {
		return err
	}
	return w.settle(ctx, minute, settled)
}

// postpone files chats whose visit failed under the next minute, so that no bucket that sweeps have left behind holds
// anything.
func (w *sweep) postpone(ctx context.Context, minute int64, chats []string) error {
	if len(chats) == 0 {
		return nil
	}
	if err := w.s.redis.SAdd(ctx, bucketName(minuteOf(w.now)+1), anys(chats)...).Err(); err != nil {
		return away(ctx, err)
	}
	return away(ctx, w.s.redis.SRem(ctx, bucketName(minute), anys(chats)...).Err())
}

// settle takes chats out of a bucket. A step may have filed one there again in the meantime, so each is asked
// afterwards, and put back if that is where it belongs.
func (w *sweep) settle(ctx context.Context, minute int64, chats []string) error {
	if len(chats) == 0 {
		return nil
	}
	if err := w.s.redis.SRem(ctx, bucketName(minute), anys(chats)...).Err(); err != nil {
		return away(ctx, err)
	}
	stand, err := w.s.standing(ctx, chats)
	if err != nil {
		return err
	}
	var back []string
	for i, chat := range chats {
		if stand[i].bucket == minute {
			back = append(back, chat)
		}
	}
	if len(back) == 0 {
		return nil
	}
	return away(ctx, w.s.redis.SAdd(ctx, bucketName(minute), anys(back)...).Err())
}

// standing is what a chat says of its deadline; zero where it has none.
type standing struct {
	deadline time.Time
	bucket   int64
}

func (s standing) due(now time.Time) bool { return !s.deadline.IsZero() && !s.deadline.After(now) }

func (s *Store) standing(ctx context.Context, chats []string) ([]standing, error) {
	replies := make([]*redis.SliceCmd, len(chats))
	_, err := s.redis.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, chat := range chats {
			replies[i] = p.HMGet(ctx, Key(chat).session(), "t", "b")
		}
		return nil
	})
	if err != nil {
		return nil, away(ctx, err)
	}
	stand := make([]standing, len(chats))
	for i, reply := range replies {
		deadline, bucket := number(reply.Val()[0]), number(reply.Val()[1])
		if deadline != 0 {
			stand[i] = standing{fromMillis(deadline), bucket}
		}
	}
	return stand, nil
}

// number reads a field of a hash, 0 where there is none.
func number(field any) int64 {
	text, _ := field.(string)
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func anys(texts []string) []any {
	list := make([]any, len(texts))
	for i, t := range texts {
		list[i] = t
	}
	return list
}
