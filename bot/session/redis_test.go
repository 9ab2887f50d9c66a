package session_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/servertest"
)

// TestNothingIsReadable fills every corner of a server and looks for what was put in.
func TestNothingIsReadable(t *testing.T) {
	const mark = "m4rk-of-a-child"
	ctx := t.Context()
	url := servertest.Redis(t)
	s := open(t, url, "", keyset(t))
	for i := range 3 {
		if _, err := s.Do(ctx, "chat", mark+fmt.Sprint(i), write(mark)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Append(ctx, "chat", []byte(mark)); err != nil {
		t.Fatal(err)
	}
	s.Note("chat", mark)
	if _, err := s.Notes(ctx, "chat"); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{mark, mark + "2"} {
		if _, _, err := s.Once(ctx, mark, id, time.Hour, mark); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Answer(ctx, mark, mark, []byte(mark)); err != nil {
		t.Fatal(err)
	}
	held := everything(t, client(t, url))
	if len(held) < 6 {
		t.Errorf("the server holds %d keys, want a session, a bucket, a mailbox, notes and two answers", len(held))
	}
	for name, content := range held {
		if strings.Contains(name+content, mark) {
			t.Errorf("%q shows what was put in", name)
		}
	}
}

// TestRedisForgets: all but the mark of the sweep has an end, and none beyond 49 hours.
func TestRedisForgets(t *testing.T) {
	ctx := t.Context()
	url := servertest.Redis(t)
	s := open(t, url, "", keyset(t))
	if _, err := s.Do(ctx, "chat", "1", write("a")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, "chat", []byte("a")); err != nil {
		t.Fatal(err)
	}
	s.Note("chat", "1")
	if _, err := s.Notes(ctx, "chat"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Once(ctx, "school", "1", 10*time.Minute, "b"); err != nil {
		t.Fatal(err)
	}
	c := client(t, url)
	for name := range everything(t, c) {
		most := 49 * time.Hour
		if strings.Contains(name, "once:") {
			most = 10 * time.Minute
		}
		if ttl := c.TTL(ctx, name).Val(); ttl <= most-time.Minute || ttl > most {
			t.Errorf("%q lives for %v, want %v", name, ttl, most)
		}
	}
}

func TestRedisAwayAndBack(t *testing.T) {
	ctx := t.Context()
	server := servertest.NewRedisServer(t)
	keys := keyset(t)
	s, other := open(t, server.URL, "", keys), open(t, server.URL, "", keys)
	if _, err := s.Do(ctx, "chat", "1", write("a")); err != nil {
		t.Fatal(err)
	}
	watch := s.Watch(ctx, "watched")
	woken(t, watch) // the subscription stands
	server.Stop()
	for name, call := range calls(ctx, s) {
		if err := call(); !errors.Is(err, session.ErrUnavailable) {
			t.Errorf("%s while Redis is away: %v, want ErrUnavailable", name, err)
		}
	}
	s.Note("chat", "7")
	server.Start(t) // empty: the session is gone, though this process remembers it
	for name, call := range calls(ctx, s) {
		if err := call(); err != nil {
			t.Errorf("%s when Redis is back: %v", name, err)
		}
	}
	notes, err := s.Notes(ctx, "chat")
	if err != nil || len(notes) != 1 || notes[0].ID != "7" {
		t.Errorf("what was noted while Redis was away: %v, %v; want 7", notes, err)
	}
	woken(t, watch) // it stands again
	if _, err := other.Append(ctx, "watched", []byte("a")); err != nil {
		t.Fatal(err)
	}
	woken(t, watch)
}

func woken(t *testing.T, watch <-chan struct{}) {
	t.Helper()
	select {
	case <-watch:
	case <-time.After(30 * time.Second):
		t.Fatal("nobody was woken")
	}
}

// calls are one of each that talk to the server.
func calls(ctx context.Context, s *session.Store) map[string]func() error {
	return map[string]func() error{
		"Ping": func() error { return s.Ping(ctx) },
		"Do": func() error {
			_, err := s.Do(ctx, "chat", "2", write("b"))
			return err
		},
		"Do of a claim": func() error {
			_, err := s.Do(ctx, "claimed", "", func([]byte) (session.Plan, error) {
				return session.Plan{Then: func(context.Context) ([]byte, time.Time, error) { return []byte("b"), time.Time{}, nil }}, nil
			})
			return err
		},
		"Peek": func() error {
			_, err := s.Peek(ctx, "chat")
			return err
		},
		"Sweep": func() error {
			_, err := s.Sweep(ctx, time.Now(), func(context.Context, session.Key) error { return nil })
			return err
		},
		"Append": func() error {
			_, err := s.Append(ctx, "chat", []byte("b"))
			return err
		},
		"After": func() error {
			_, err := s.After(ctx, "chat", "")
			return err
		},
		"DropBox": func() error { return s.DropBox(ctx, "chat") },
		"Once": func() error {
			_, _, err := s.Once(ctx, "school", "1", time.Minute, "b")
			return err
		},
		"Answer":  func() error { return s.Answer(ctx, "school", "1", nil) },
		"Abandon": func() error { return s.Abandon(ctx, "school", "1") },
	}
}

// TestEvictedSessionBeginsAnew: what this process remembers of a session is worth nothing when the server has lost it.
func TestEvictedSessionBeginsAnew(t *testing.T) {
	ctx := t.Context()
	url := servertest.Redis(t)
	keys := keyset(t)
	a, b := open(t, url, "", keys), open(t, url, "", keys)
	if _, err := a.Do(ctx, "chat", "1", write("old")); err != nil {
		t.Fatal(err)
	}
	if err := client(t, url).FlushDB(ctx).Err(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Do(ctx, "chat", "2", write("new")); err != nil { // a life of its own, as many steps long
		t.Fatal(err)
	}
	r, err := a.Do(ctx, "chat", "3", func(prev []byte) (session.Plan, error) {
		return session.Plan{Next: append(prev, '!')}, nil
	})
	if err != nil || string(r.Data) != "new!" {
		t.Errorf("got %q, %v; want new!", r.Data, err)
	}
}

// TestASwappedOrTurnedBackSessionIsNone: a server that hands out another chat's session, or an old one, gets nowhere.
func TestASwappedOrTurnedBackSessionIsNone(t *testing.T) {
	ctx := t.Context()
	url := servertest.Redis(t)
	s, c := open(t, url, "", keyset(t)), client(t, url)
	for _, key := range []session.Key{"a", "b"} {
		if _, err := s.Do(ctx, key, "1", write("of "+string(key))); err != nil {
			t.Fatal(err)
		}
	}
	field := func(name string) string { return c.HGet(ctx, "chuyme:{a}s", name).Val() }
	old, version := field("d"), field("v")
	if _, err := s.Do(ctx, "a", "2", write("later")); err != nil {
		t.Fatal(err)
	}
	newer := field("v")
	for name, set := range map[string][]any{
		"an old one under the new version": {"d", old, "v", newer},
		"another chat's":                   {"d", c.HGet(ctx, "chuyme:{b}s", "d").Val(), "v", c.HGet(ctx, "chuyme:{b}s", "v").Val()},
		"rubbish":                          {"d", "rubbish", "v", version},
	} {
		if err := c.HSet(ctx, "chuyme:{a}s", set...).Err(); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Peek(ctx, "a"); err != nil || got != nil {
			t.Errorf("%s: %q, %v; want none", name, got, err)
		}
	}
	if _, err := s.Do(ctx, "a", "3", write("anew")); err != nil {
		t.Errorf("the chat is stuck: %v", err)
	}
}

// write is a step that writes text, whatever stands, and is due in half an hour.
func write(text string) func([]byte) (session.Plan, error) {
	return func([]byte) (session.Plan, error) {
		return session.Plan{Next: []byte(text), Deadline: time.Now().Add(30 * time.Minute)}, nil
	}
}

// keyset makes the keyset of a test; its stores share it.
func keyset(t testing.TB) *seal.Keyset {
	t.Helper()
	keys, err := seal.OpenKeyset(filepath.Join(t.TempDir(), "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func open(t testing.TB, url, dir string, keys *seal.Keyset) *session.Store {
	t.Helper()
	s, err := session.Open(t.Context(), url, dir, keys, session.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func client(t testing.TB, url string) *redis.Client {
	t.Helper()
	opts, err := redis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	c := redis.NewClient(opts)
	t.Cleanup(func() { c.Close() })
	return c
}

// everything gives what a server holds, by key: all fields and members in one text.
func everything(t testing.TB, c *redis.Client) map[string]string {
	t.Helper()
	ctx := context.Background()
	held := map[string]string{}
	for _, name := range c.Keys(ctx, "*").Val() {
		var all bytes.Buffer
		switch kind := c.Type(ctx, name).Val(); kind {
		case "hash":
			fmt.Fprint(&all, c.HGetAll(ctx, name).Val())
		case "set":
			fmt.Fprint(&all, c.SMembers(ctx, name).Val())
		case "stream":
			fmt.Fprint(&all, c.XRange(ctx, name, "-", "+").Val())
		case "string":
			all.WriteString(c.Get(ctx, name).Val())
		default:
			t.Fatalf("%q is a %s, which this test does not look into", name, kind)
		}
		held[name] = all.String()
	}
	return held
}
