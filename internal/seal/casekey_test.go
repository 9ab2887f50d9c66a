package seal_test

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"testing"

	"github.com/chuyme/chuyme/internal/seal"
)

func TestCaseKeyComesBackFromItsWraps(t *testing.T) {
	k := openKeyset(t, filepath.Join(t.TempDir(), "master.key"))
	key := newCaseKey(t, "d1")
	sealed, err := key.Seal("narrative", []byte("words"))
	if err != nil {
		t.Fatal(err)
	}
	wraps, err := k.Wrap(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Rotate(); err != nil {
		t.Fatal(err)
	}
	again, err := k.Unwrap("d1", wraps)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := again.Open("narrative", sealed); err != nil || string(plain) != "words" {
		t.Errorf("Open = %q, %v", plain, err)
	}
	if _, err := again.Open("contact", sealed); !errors.Is(err, seal.ErrCannotOpen) {
		t.Errorf("as another field: %v, want ErrCannotOpen", err)
	}
	if _, err := newCaseKey(t, "d1").Open("narrative", sealed); !errors.Is(err, seal.ErrCannotOpen) {
		t.Errorf("with another case's key: %v, want ErrCannotOpen", err)
	}
}

func TestUnwrapRefuses(t *testing.T) {
	k := openKeyset(t, filepath.Join(t.TempDir(), "a.key"))
	other := openKeyset(t, filepath.Join(t.TempDir(), "b.key"))
	wraps, err := k.Wrap(newCaseKey(t, "d1"))
	if err != nil {
		t.Fatal(err)
	}
	blob := wraps[0].Blob
	with := func(recipient string, blob []byte) []seal.Wrap {
		return []seal.Wrap{{Recipient: recipient, Blob: blob}}
	}
	for _, c := range []struct {
		name  string
		keys  *seal.Keyset
		of    string
		wraps []seal.Wrap
		want  error
	}{
		{"no wrap is left", k, "d1", nil, seal.ErrShredded},
		{"for another recipient", k, "d1", with("unit:x", blob), seal.ErrNotOurs},
		{"of another case", k, "d2", wraps, seal.ErrCannotOpen},
		{"with another master", other, "d1", wraps, seal.ErrCannotOpen},
		{"empty", k, "d1", with(seal.Master, nil), seal.ErrCannotOpen},
		{"cut short", k, "d1", with(seal.Master, blob[:len(blob)-1]), seal.ErrCannotOpen},
		{"a length beyond the end", k, "d1", with(seal.Master, []byte{0xff, 0xff, 0xff, 0xff, 0x0f, 1}), seal.ErrCannotOpen},
		{"a length beyond all numbers", k, "d1", with(seal.Master, bytes.Repeat([]byte{0xff}, 12)), seal.ErrCannotOpen},
	} {
		if key, err := c.keys.Unwrap(c.of, c.wraps); !errors.Is(err, c.want) || key != nil {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestStreamGivesNothingThatWasChanged(t *testing.T) {
	key := newCaseKey(t, "d1")
	plain := bytes.Repeat([]byte("0123456789abcdef"), 3<<16) // 3 MB: several segments
	var sealed bytes.Buffer
	w, err := key.SealTo(&sealed, "photo")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := readStream(key, sealed.Bytes(), "photo"); err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("read back %d bytes, %v; want %d", len(got), err, len(plain))
	}
	turned := append([]byte{}, sealed.Bytes()...)
	turned[2<<20] ^= 1
	for name, c := range map[string]struct {
		field  string
		sealed []byte
	}{
		"another field":  {"voice", sealed.Bytes()},
		"a turned bit":   {"photo", turned},
		"cut at the end": {"photo", sealed.Bytes()[:sealed.Len()-1]},
		"one segment":    {"photo", sealed.Bytes()[:1<<20]},
		"empty":          {"photo", nil},
	} {
		got, err := readStream(key, c.sealed, c.field)
		if !errors.Is(err, seal.ErrCannotOpen) {
			t.Errorf("%s: %v, want ErrCannotOpen", name, err)
		}
		if !bytes.Equal(got, plain[:len(got)]) {
			t.Errorf("%s: changed bytes were given out", name)
		}
	}
}

func TestStreamTellsItsSourcesOwnError(t *testing.T) {
	broken := errors.New("the disk is gone")
	r, err := newCaseKey(t, "d1").OpenFrom(&failing{broken}, "photo")
	if err == nil {
		_, err = io.ReadAll(r)
	}
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the source's error", err)
	}
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

func readStream(key *seal.CaseKey, sealed []byte, field string) ([]byte, error) {
	r, err := key.OpenFrom(bytes.NewReader(sealed), field)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func newCaseKey(t testing.TB, name string) *seal.CaseKey {
	t.Helper()
	key, err := seal.NewCaseKey(name)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// BenchmarkEnvelope is what opening a case costs: unwrap its key, open a field of 1 KB.
func BenchmarkEnvelope(b *testing.B) {
	k := openKeyset(b, filepath.Join(b.TempDir(), "master.key"))
	key := newCaseKey(b, "d1")
	wraps, err := k.Wrap(key)
	if err != nil {
		b.Fatal(err)
	}
	sealed, err := key.Seal("narrative", make([]byte, 1024))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		again, err := k.Unwrap("d1", wraps)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := again.Open("narrative", sealed); err != nil {
			b.Fatal(err)
		}
	}
}
