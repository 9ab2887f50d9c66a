package session_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/internal/seal"
)

// victimDir names the data directory of a process that TestKilledEmbeddedLosesNothing kills.
const victimDir = "SESSION_TEST_VICTIM_DIR"

// TestVictim is that process: it does steps, tells each when it is done, and never ends by itself.
func TestVictim(t *testing.T) {
	dir := os.Getenv(victimDir)
	if dir == "" {
		t.Skip("runs only inside TestKilledEmbeddedLosesNothing")
	}
	keys, err := seal.OpenKeyset(filepath.Join(dir, "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, "", dir, keys)
	for i := 0; ; i++ {
		step := fmt.Sprint(i)
		if _, err := s.Do(t.Context(), "chat", step, write(step)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Append(t.Context(), "chat", []byte(step)); err != nil {
			t.Fatal(err)
		}
		if state, _, err := s.Once(t.Context(), "school", step, time.Hour, step); err != nil || state != session.New {
			t.Fatal(state, err)
		}
		if err := s.Answer(t.Context(), "school", step, []byte(step)); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("\ndone %d\n", i)
	}
}

func TestKilledEmbeddedLosesNothing(t *testing.T) {
	dir := t.TempDir()
	last := -1
	for range 3 {
		last = killAfter(t, dir, 50)
		keys, err := seal.OpenKeyset(filepath.Join(dir, "master.key"))
		if err != nil {
			t.Fatal(err)
		}
		s := open(t, "", dir, keys)
		looksWhole(t, s, last)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(dir, "sessions.db")); err != nil { // each victim counts from 0
			t.Fatal(err)
		}
	}
}

// killAfter runs a victim on dir, kills it after some steps, and gives the last step that it was told is done.
func killAfter(t *testing.T, dir string, steps int) (last int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestVictim$")
	cmd.Env = append(os.Environ(), victimDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	last = -1
	said := bufio.NewScanner(out)
	for said.Scan() {
		if _, err := fmt.Sscanf(said.Text(), "done %d", &last); err == nil && last == steps {
			_ = cmd.Process.Kill() // and read on: what it said before it died counts
		}
	}
	_ = cmd.Wait()
	if last < steps {
		t.Fatalf("the victim ended after step %d, want %d", last, steps)
	}
	return last
}

// looksWhole fails unless everything of the steps up to last is there.
func looksWhole(t *testing.T, s *session.Store, last int) {
	t.Helper()
	ctx := t.Context()
	got, err := s.Peek(ctx, "chat")
	var step int
	if _, scan := fmt.Sscan(string(got), &step); err != nil || scan != nil || step < last {
		t.Errorf("the session is %q, %v; want step %d or the one after", got, err, last)
	}
	r, err := s.Do(ctx, "chat", fmt.Sprint(last), write("twice"))
	if err != nil || !r.Seen {
		t.Errorf("the last event again: seen %v, %v; want true", r.Seen, err)
	}
	entries, err := s.After(ctx, "chat", "")
	if err != nil || len(entries) < last+1 || string(entries[last].Data) != fmt.Sprint(last) {
		t.Errorf("the mailbox holds %d entries, %v; want %d at least", len(entries), err, last+1)
	}
	state, answer, err := s.Once(ctx, "school", fmt.Sprint(last), time.Hour, fmt.Sprint(last))
	if err != nil || state != session.Done || string(answer) != fmt.Sprint(last) {
		t.Errorf("the last answer: %v, %q, %v; want it done", state, answer, err)
	}
	visited := 0
	_, err = s.Sweep(ctx, time.Now().Add(time.Hour), func(context.Context, session.Key) error { visited++; return nil })
	if err != nil || visited != 1 {
		t.Errorf("the deadline: %d visits, %v; want 1", visited, err)
	}
}

func TestEmbeddedForgetsOnTheDiskToo(t *testing.T) {
	dir, keys := t.TempDir(), keyset(t)
	now := time.Now()
	later := func() time.Time { return now.Add(50 * time.Hour) }
	s := open(t, "", dir, keys)
	for i := range 20 {
		key := session.Key(fmt.Sprint("gone", i))
		if _, err := s.Do(t.Context(), key, "1", write("a")); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Append(t.Context(), key, []byte("a")); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	if !bytes.Contains(onDisk(t, dir), []byte("{gone7}")) {
		t.Fatal("the keys are not looked for where they are")
	}
	again, err := session.Open(t.Context(), "", dir, keys, session.Options{Now: later})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Peek(t.Context(), "gone7"); err != nil || got != nil {
		t.Errorf("after 50 hours: %q, %v; want none", got, err)
	}
	again.Close() // moves the log into the file
	if bytes.Contains(onDisk(t, dir), []byte("{gone")) {
		t.Error("what was forgotten is still on the disk")
	}
}

// onDisk gives all bytes of the database's files.
func onDisk(t *testing.T, dir string) (all []byte) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "sessions.db*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, content...)
	}
	return all
}

func TestEmbeddedIsOneProcessAlone(t *testing.T) {
	dir, keys := t.TempDir(), keyset(t)
	first := open(t, "", dir, keys)
	_, err := session.Open(t.Context(), "", dir, keys, session.Options{})
	if err == nil || !strings.Contains(err.Error(), "in use by another program") {
		t.Errorf("a second server on the same data: %v, want that it says who is in the way", err)
	}
	info, err := os.Stat(filepath.Join(dir, "sessions.db"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("sessions.db: mode %v, %v; want 0600", info.Mode(), err)
	}
	first.Close()
	open(t, "", dir, keys)
}
