package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/casestore/sqlite"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

func open(t *testing.T, dir string) *casestore.Store {
	t.Helper()
	keys, err := seal.OpenKeyset(filepath.Join(dir, "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := casestore.Open(t.Context(), "", dir, keys, casestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	return s
}

func told(id, text string) casestore.Opening {
	return casestore.Opening{
		Draft:   signal.Draft{ID: signal.DraftID(id), Said: []signal.Said{{ID: "1", Text: text}}},
		Reading: signal.Reading{Urgency: signal.Urgent, Lang: "bg"},
		Sent:    true,
	}
}

// TestFullDisk lets the file grow no more. What could not be kept is not confirmed, and is kept once there is room.
func TestFullDisk(t *testing.T) {
	s := open(t, t.TempDir())
	first, err := s.Open(t.Context(), told("a", "бият ме"), nil)
	if err != nil {
		t.Fatal(err)
	}
	run(t, s.Writer(), `pragma max_page_count = 1`) // SQLite takes the present size for it
	long := told("b", strings.Repeat("много думи ", 50_000))
	_, err = s.Open(t.Context(), long, nil)
	if !errors.Is(err, casestore.ErrUnavailable) {
		t.Errorf("on a full disk: got %v, want ErrUnavailable", err)
	}
	if err != nil && strings.Contains(err.Error(), "думи") {
		t.Error("the error repeats what was told")
	}
	if _, err := s.Case(t.Context(), first.Ref); err != nil {
		t.Errorf("reading on a full disk: %v", err)
	}
	run(t, s.Writer(), `pragma max_page_count = 1000000`)
	if opened, err := s.Open(t.Context(), long, nil); err != nil || opened.Ref != signal.NewRef(time.Now().UTC().Year(), 2) {
		t.Errorf("once there is room: got %s, %v; want the second case", opened.Ref, err)
	}
}

// TestLockedDatabase lets another process hold the file longer than somebody waits.
func TestLockedDatabase(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	other, err := sql.Open("sqlite", "file:"+filepath.Join(dir, sqlite.FileName)+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	hold, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := s.Open(ctx, told("a", "бият ме"), nil); !errors.Is(err, casestore.ErrUnavailable) {
		t.Errorf("while the database is locked: got %v, want ErrUnavailable", err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("reading while it is locked: %v", err)
	}
	if err := hold.Rollback(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(t.Context(), told("a", "бият ме"), nil); err != nil {
		t.Errorf("once it is free: %v", err)
	}
}

// TestPurgedKeysAreScrubbed looks for the bytes of a deleted key in every file of the data folder.
func TestPurgedKeysAreScrubbed(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	opened, err := s.Open(t.Context(), told("a", "бият ме"), nil)
	if err != nil {
		t.Fatal(err)
	}
	var wrap []byte
	if err := s.Writer().QueryRowContext(t.Context(), `select wrap from case_keys where ref = $1`, opened.Ref).Scan(&wrap); err != nil {
		t.Fatal(err)
	}
	if !lies(t, dir, wrap) {
		t.Fatal("the key's wrap was not found before the purge: the search does not see the files")
	}
	if _, err := s.Purge(t.Context(), opened.Ref, casestore.System, "time is over"); err != nil {
		t.Fatal(err)
	}
	if lies(t, dir, wrap) {
		t.Error("the wrap of a purged case lies in a file still")
	}
}

// lies reports whether bytes lie in a file below dir.
func lies(t *testing.T, dir string, what []byte) (found bool) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		all, err := os.ReadFile(path)
		found = found || bytes.Contains(all, what)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestFilesArePrivate looks at the modes of what the store has made.
func TestFilesArePrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	open(t, dir)
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v: others on this machine get at it", e.Name(), info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestOneServes lets two stores ask to serve one folder.
func TestOneServes(t *testing.T) {
	dir := t.TempDir()
	first, second := open(t, dir), open(t, dir)
	if err := first.TakeOver(t.Context(), "p1"); err != nil {
		t.Fatal(err)
	}
	if err := second.TakeOver(t.Context(), "p2"); err == nil || !strings.Contains(err.Error(), "CHUYME_DATA_DIR") {
		t.Errorf("a second server: got %v, want a sentence that says what to do", err)
	}
	if err := first.HandOver(t.Context(), "p1"); err != nil {
		t.Fatal(err)
	}
	if err := second.TakeOver(t.Context(), "p2"); err != nil {
		t.Errorf("after the first has gone: %v", err)
	}
}

func run(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
