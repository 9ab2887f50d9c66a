package seal_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chuyme/chuyme/internal/seal"
)

func TestOpenKeysetMakesOneOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "master.key")
	sealed, err := openKeyset(t, path).Seal("a", []byte("words"))
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %04o, want 0600", info.Mode().Perm())
	}
	plain, err := openKeyset(t, path).Open("a", sealed)
	if err != nil || string(plain) != "words" {
		t.Errorf("opened again: %q, %v; want what was sealed before", plain, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) != 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestManyWhoOpenAtOnceGetOneKeyset(t *testing.T) {
	path := filepath.Join(t.TempDir(), "master.key")
	hashes := make([]string, 8)
	var all sync.WaitGroup
	for i := range hashes {
		all.Go(func() {
			k, err := seal.OpenKeyset(path)
			if err != nil {
				t.Error(err)
				return
			}
			hashes[i] = k.MAC("chat", "1")
		})
	}
	all.Wait()
	for _, h := range hashes {
		if h != hashes[0] {
			t.Fatalf("two keysets were made: %q", hashes)
		}
	}
}

func TestOpenKeysetRefuses(t *testing.T) {
	good := filepath.Join(t.TempDir(), "master.key")
	openKeyset(t, good)
	content, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, content, want string
		mode                os.FileMode
	}{
		{"readable by the group", string(content), "chmod 600", 0o640},
		{"writable by the world", string(content), "chmod 600", 0o602},
		{"cut short", string(content[:len(content)/2]), "take it from a backup", 0o600},
		{"empty", "", "take it from a backup", 0o600},
		{"of a later form", strings.Replace(string(content), `"form":1`, `"form":2`, 1), "form 2 is not known", 0o600},
		{"without keys", `{"form":1,"seal":{},"mac":{}}`, "take it from a backup", 0o600},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "master.key")
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, c.mode); err != nil {
				t.Fatal(err)
			}
			_, err := seal.OpenKeyset(path)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want a sentence with %q", err, c.want)
			}
			if now, _ := os.ReadFile(path); string(now) != c.content {
				t.Error("the file was overwritten")
			}
		})
	}
}

func TestSealedOpensForItsContextOnly(t *testing.T) {
	k := openKeyset(t, filepath.Join(t.TempDir(), "a.key"))
	other := openKeyset(t, filepath.Join(t.TempDir(), "b.key"))
	sealed, err := k.Seal("session:1", []byte("words"))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := k.Open("session:1", sealed); err != nil || string(plain) != "words" {
		t.Errorf("Open = %q, %v", plain, err)
	}
	turned := append([]byte{}, sealed...)
	turned[len(turned)-1] ^= 1
	for name, open := range map[string]func() ([]byte, error){
		"another context": func() ([]byte, error) { return k.Open("session:2", sealed) },
		"another keyset":  func() ([]byte, error) { return other.Open("session:1", sealed) },
		"changed":         func() ([]byte, error) { return k.Open("session:1", turned) },
		"empty":           func() ([]byte, error) { return k.Open("session:1", nil) },
	} {
		if plain, err := open(); !errors.Is(err, seal.ErrCannotOpen) || plain != nil {
			t.Errorf("%s: %q, %v; want ErrCannotOpen", name, plain, err)
		}
	}
}

func TestMACTellsItsPartsAndUsesApart(t *testing.T) {
	k := openKeyset(t, filepath.Join(t.TempDir(), "master.key"))
	seen := map[string]string{}
	for name, sum := range map[string]string{
		"one part":           k.MAC("chat", "abc"),
		"two parts":          k.MAC("chat", "a", "bc"),
		"cut elsewhere":      k.MAC("chat", "ab", "c"),
		"an empty part more": k.MAC("chat", "abc", ""),
		"another use":        k.MAC("code", "abc"),
		"use as part":        k.MAC("", "chat", "abc"),
	} {
		if len(sum) != 64 || strings.Trim(sum, "0123456789abcdef") != "" {
			t.Errorf("%s: %q is not 64 hex digits", name, sum)
		}
		if twin, ok := seen[sum]; ok {
			t.Errorf("%s and %s have the same hash", name, twin)
		}
		seen[sum] = name
	}
	if again := k.MAC("chat", "abc"); again != k.MAC("chat", "abc") {
		t.Error("the same parts have two hashes")
	}
}

func TestRotate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "master.key")
	k := openKeyset(t, path)
	running := openKeyset(t, path) // another process, which does not know of the rotation
	before, err := k.Seal("a", []byte("before"))
	if err != nil {
		t.Fatal(err)
	}
	hash := k.MAC("chat", "1")
	if err := k.Rotate(); err != nil {
		t.Fatal(err)
	}
	after, err := k.Seal("a", []byte("after"))
	if err != nil {
		t.Fatal(err)
	}
	if string(after[:5]) == string(before[:5]) { // Tink puts the key's id first
		t.Error("what is sealed after a rotation is sealed with the old key")
	}
	for name, set := range map[string]*seal.Keyset{"rotated": k, "running": running, "opened anew": openKeyset(t, path)} {
		for want, sealed := range map[string][]byte{"before": before, "after": after} {
			if plain, err := set.Open("a", sealed); err != nil || string(plain) != want {
				t.Errorf("%s keyset: Open = %q, %v; want %q", name, plain, err, want)
			}
		}
		if set.MAC("chat", "1") != hash {
			t.Errorf("%s keyset: a hash changed", name)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
}

func TestRotateOfManyAtOnceLosesNoKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "master.key")
	openKeyset(t, path)
	sealed := make([][]byte, 6)
	var all sync.WaitGroup
	for i := range sealed {
		all.Go(func() {
			k, err := seal.OpenKeyset(path)
			if err == nil {
				err = k.Rotate()
			}
			if err == nil {
				sealed[i], err = k.Seal("a", []byte("x"))
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	k := openKeyset(t, path)
	for i, s := range sealed {
		if _, err := k.Open("a", s); err != nil {
			t.Errorf("what writer %d sealed does not open: a key was lost", i)
		}
	}
}

func openKeyset(t testing.TB, path string) *seal.Keyset {
	t.Helper()
	k, err := seal.OpenKeyset(path)
	if err != nil {
		t.Fatal(err)
	}
	return k
}
