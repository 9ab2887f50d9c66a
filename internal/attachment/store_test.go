package attachment_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/attachment"
	"github.com/chuyme/chuyme/internal/seal"
)

const photo = "00112233445566778899aabbccddeeff"

func TestPutThenGet(t *testing.T) {
	for name, size := range map[string]int{"empty": 0, "small": 100, "several segments": 3<<20 + 17} {
		t.Run(name, func(t *testing.T) {
			store, dir := open(t)
			key := newKey(t, "d1")
			plain := bytes.Repeat([]byte("snimka "), size/7+1)[:size]
			n, err := store.Put(context.Background(), photo, key, bytes.NewReader(plain), 4<<20)
			if err != nil || n != int64(size) {
				t.Fatalf("Put = %d, %v; want %d, nil", n, err, size)
			}
			if got := get(t, store, photo, key); !bytes.Equal(got, plain) {
				t.Errorf("Get gives %d bytes, want the %d that were put", len(got), size)
			}
			if size > 0 && bytes.Contains(everything(t, dir), []byte("snimka")) {
				t.Error("the directory holds plain text")
			}
		})
	}
}

func TestPutRefusesMoreThanTheLimitAndKeepsNothing(t *testing.T) {
	store, dir := open(t)
	key := newKey(t, "d1")
	_, err := store.Put(context.Background(), photo, key, strings.NewReader(strings.Repeat("x", 11)), 10)
	if !errors.Is(err, attachment.ErrTooBig) {
		t.Errorf("Put = %v, want ErrTooBig", err)
	}
	if files := list(t, dir); len(files) != 0 {
		t.Errorf("left behind: %q", files)
	}
	if _, err := store.Put(context.Background(), photo, key, strings.NewReader(strings.Repeat("x", 10)), 10); err != nil {
		t.Errorf("Put of the very limit: %v", err)
	}
}

func TestPutThatBreaksOffKeepsNothing(t *testing.T) {
	store, dir := open(t)
	broken := errors.New("the line is dead")
	body := io.MultiReader(strings.NewReader("half"), &failing{broken})
	if _, err := store.Put(context.Background(), photo, newKey(t, "d1"), body, 1000); !errors.Is(err, broken) {
		t.Errorf("Put = %v, want the reader's error", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := store.Put(ctx, photo, newKey(t, "d1"), strings.NewReader("all"), 1000); !errors.Is(err, context.Canceled) {
		t.Errorf("Put = %v, want context.Canceled", err)
	}
	if files := list(t, dir); len(files) != 0 {
		t.Errorf("left behind: %q", files)
	}
}

func TestGetOfAnotherCaseOrAChangedFileDoesNotOpen(t *testing.T) {
	store, dir := open(t)
	key := newKey(t, "d1")
	put(t, store, photo, key, "what was sent")
	if _, err := readAll(store, photo, newKey(t, "d1")); !errors.Is(err, seal.ErrCannotOpen) {
		t.Errorf("with another key: %v, want ErrCannotOpen", err)
	}
	path := filepath.Join(dir, photo[:2], photo)
	sealed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, changed := range map[string][]byte{
		"cut short": sealed[:len(sealed)-1],
		"turned":    append(append([]byte{}, sealed[:len(sealed)-1]...), sealed[len(sealed)-1]^1),
	} {
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readAll(store, photo, key); !errors.Is(err, seal.ErrCannotOpen) {
			t.Errorf("%s: %v, want ErrCannotOpen", name, err)
		}
	}
	other := strings.Replace(photo, "00", "01", 1)
	if err := os.MkdirAll(filepath.Join(dir, "01"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "01", other), sealed, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readAll(store, other, key); !errors.Is(err, seal.ErrCannotOpen) {
		t.Errorf("under another id: %v, want ErrCannotOpen", err)
	}
}

func TestIDs(t *testing.T) {
	store, _ := open(t)
	for _, id := range []string{"", "abc", "../../../../etc/passwd", strings.ToUpper(photo), photo + "/", strings.Repeat("a", 65)} {
		if _, err := store.Put(context.Background(), id, newKey(t, "d1"), strings.NewReader("x"), 10); !errors.Is(err, attachment.ErrID) {
			t.Errorf("Put under %q = %v, want ErrID", id, err)
		}
		if _, err := store.Get(context.Background(), id, newKey(t, "d1")); !errors.Is(err, attachment.ErrID) {
			t.Errorf("Get of %q = %v, want ErrID", id, err)
		}
		if err := store.Delete(context.Background(), id); !errors.Is(err, attachment.ErrID) {
			t.Errorf("Delete of %q = %v, want ErrID", id, err)
		}
	}
}

func TestDelete(t *testing.T) {
	store, _ := open(t)
	key := newKey(t, "d1")
	put(t, store, photo, key, "x")
	for range 2 {
		if err := store.Delete(context.Background(), photo); err != nil {
			t.Errorf("Delete: %v", err)
		}
	}
	if _, err := store.Get(context.Background(), photo, key); !errors.Is(err, attachment.ErrNotFound) {
		t.Errorf("Get = %v, want ErrNotFound", err)
	}
}

func TestSweepTakesWhatIsOldAndNotKept(t *testing.T) {
	store, dir := open(t)
	key := newKey(t, "d1")
	now := time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)
	kept, old, fresh := "aa"+photo[2:], "bb"+photo[2:], "cc"+photo[2:]
	ages := map[string]time.Duration{kept: 48 * time.Hour, old: 48 * time.Hour, fresh: time.Hour}
	for id, age := range ages {
		put(t, store, id, key, "x")
		touch(t, filepath.Join(dir, id[:2], id), now.Add(-age))
	}
	for name, age := range map[string]time.Duration{old + ".1.part": 48 * time.Hour, fresh + ".1.part": time.Hour, "notes.txt": 48 * time.Hour} {
		path := filepath.Join(dir, "bb", name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		touch(t, path, now.Add(-age))
	}
	n, err := store.Sweep(context.Background(), now.Add(-24*time.Hour), func(id string) bool { return id == kept })
	if err != nil || n != 2 {
		t.Errorf("Sweep = %d, %v; want 2, nil", n, err)
	}
	want := []string{kept, fresh + ".1.part", "notes.txt", fresh}
	if got := list(t, dir); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("left after the sweep: %q, want %q", got, want)
	}
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

func open(t *testing.T) (*attachment.Store, string) {
	dir := filepath.Join(t.TempDir(), "attachments")
	store, err := attachment.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return store, dir
}

func newKey(t *testing.T, name string) *seal.CaseKey {
	key, err := seal.NewCaseKey(name)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func put(t *testing.T, store *attachment.Store, id string, key *seal.CaseKey, text string) {
	t.Helper()
	if _, err := store.Put(context.Background(), id, key, strings.NewReader(text), 1000); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, store *attachment.Store, id string, key *seal.CaseKey) []byte {
	t.Helper()
	plain, err := readAll(store, id, key)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func readAll(store *attachment.Store, id string, key *seal.CaseKey) ([]byte, error) {
	r, err := store.Get(context.Background(), id, key)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func touch(t *testing.T, path string, at time.Time) {
	t.Helper()
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

// list gives the names of all files below dir, in the order of their paths.
func list(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, entry.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func everything(t *testing.T, dir string) (all []byte) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		all = append(all, content...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
