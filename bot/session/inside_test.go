package session

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/servertest"
)

func TestCacheHoldsTheLastUsed(t *testing.T) {
	c := newCache(2)
	c.put("a", "1", nil)
	c.put("b", "1", nil)
	c.get("a")
	c.put("a", "2", []byte("x"))
	c.put("c", "1", nil)
	for key, want := range map[Key]string{"a": "2", "b": "", "c": "1"} {
		if got, _ := c.get(key); got != want {
			t.Errorf("%s: version %q, want %q", key, got, want)
		}
	}
	c.drop("a")
	c.drop("a")
	if got, sealed := c.get("a"); got != "" || sealed != nil {
		t.Errorf("dropped, and yet there is %q", got)
	}
	if len(c.byKey) != c.order.Len() || c.order.Len() != 1 {
		t.Errorf("%d keys and %d entries, want 1", len(c.byKey), c.order.Len())
	}
}

func TestExpiries(t *testing.T) {
	start := time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)
	e := newExpiries()
	e.touch("a", start.Add(time.Minute))
	e.touch("b", start.Add(2*time.Minute))
	e.touch("a", start.Add(3*time.Minute)) // lives longer
	e.touch("c", start.Add(4*time.Minute))
	for i, want := range [][]string{nil, nil, {"b"}, {"a"}, {"c"}, nil} {
		if got := e.due(start.Add(time.Duration(i) * time.Minute)); !reflect.DeepEqual(got, want) {
			t.Errorf("after %d minutes: %q, want %q", i, got, want)
		}
	}
	if len(e.at) != 0 || len(e.queue) != 0 {
		t.Errorf("left behind: %v %v", e.at, e.queue)
	}
}

func TestEventsAreFoundOnlyWhole(t *testing.T) {
	events := addEvent("", strings.Repeat("a", eventWidth), "12345678", 1_000_000)
	events = addEvent(events, "b"+strings.Repeat("c", eventWidth-1), "87654321", 1_000_000)
	if nonce, ok := findEvent(events, "b"+strings.Repeat("c", eventWidth-1)); !ok || nonce != "87654321" {
		t.Errorf("got %q, %v; want the second's nonce", nonce, ok)
	}
	for _, event := range []string{"", events[1 : 1+eventWidth], events[recordWidth-8 : recordWidth-8+eventWidth]} {
		if _, ok := findEvent(events, event); ok {
			t.Errorf("%q was found across a border", event)
		}
	}
}

func FuzzParseRecord(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{2, 4, 6, 1, 'v', 'd'})
	f.Add(bytes.Repeat([]byte{0xff}, 40))
	f.Fuzz(func(t *testing.T, plain []byte) {
		if r, ok := parseRecord(plain); ok && len(r.version)+len(r.data) > len(plain) {
			t.Errorf("more came out than went in: %d bytes of %d", len(r.version)+len(r.data), len(plain))
		}
	})
}

func FuzzUnpack(f *testing.F) {
	f.Add(pack("v", "d", "0", "0", "", "chat"))
	f.Add(bytes.Repeat([]byte{0xff}, 40))
	f.Fuzz(func(t *testing.T, packed []byte) {
		texts, err := unpack(packed)
		if all := strings.Join(texts[:], ""); err == nil && len(all) > len(packed) {
			t.Errorf("more came out than went in: %d bytes of %d", len(all), len(packed))
		}
	})
}

// TestADiskThatFailsChangesNothing: what could not be written is not there, in memory either, and the caller is told.
func TestADiskThatFailsChangesNothing(t *testing.T) {
	s := inside(t, "", t.TempDir())
	ctx := t.Context()
	step := func(text string) func([]byte) (Plan, error) {
		return func([]byte) (Plan, error) { return Plan{Next: []byte(text)}, nil }
	}
	if _, err := s.Do(ctx, "chat", "1", step("a")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, "chat", []byte("a")); err != nil {
		t.Fatal(err)
	}
	// The disk takes no page more: SQLite says that it is full.
	if _, err := s.server.(*embedded).disk.db.Exec("pragma max_page_count = 1"); err != nil {
		t.Fatal(err)
	}
	big := strings.Repeat("x", 100_000)
	if _, err := s.Do(ctx, "chat", "2", step(big)); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Do on a full disk: %v, want ErrUnavailable", err)
	}
	if _, err := s.Append(ctx, "chat", []byte(big)); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Append on a full disk: %v, want ErrUnavailable", err)
	}
	if _, _, err := s.Once(ctx, "school", "1", time.Hour, big); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Once on a full disk: %v, want ErrUnavailable", err)
	}
	if got, err := s.Peek(ctx, "chat"); err != nil || string(got) != "a" {
		t.Errorf("the session is %.10q, %v; want what stood before", got, err)
	}
	if entries, err := s.After(ctx, "chat", ""); err != nil || len(entries) != 1 {
		t.Errorf("the mailbox holds %d entries, %v; want what stood before", len(entries), err)
	}
	if _, err := s.server.(*embedded).disk.db.Exec("pragma max_page_count = 100000"); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Do(ctx, "chat", "2", step("b")); err != nil || r.Seen {
		t.Errorf("when there is room again: seen %v, %v", r.Seen, err)
	}
}

func TestCloseLeavesNothingBehind(t *testing.T) {
	for name, url := range map[string]string{"embedded": "", "redis": servertest.Redis(t)} {
		t.Run(name, func(t *testing.T) {
			before := goleak.IgnoreCurrent()
			s := inside(t, url, t.TempDir())
			for i := range 5 {
				key := Key(fmt.Sprint("chat", i))
				<-func() <-chan struct{} {
					watch := s.Watch(t.Context(), key)
					if _, err := s.Append(t.Context(), key, []byte("a")); err != nil {
						t.Fatal(err)
					}
					return watch
				}()
				s.Note(key, "1")
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			goleak.VerifyNone(t, before)
		})
	}
}

func inside(t *testing.T, url, dir string) *Store {
	t.Helper()
	keys, err := seal.OpenKeyset(filepath.Join(t.TempDir(), "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), url, dir, keys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
