package attachment_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/attachment"
	"github.com/chuyme/chuyme/internal/seal"
)

// aPhoto is a JPEG of one colour with a comment in it.
func aPhoto(t *testing.T, shade color.Gray) string {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 100, 50))
	for i := range img.Pix {
		img.Pix[i] = shade.Y
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	const comment = "\xff\xfe\x00\x0e42.7N,23.3E\x00"
	return b.String()[:2] + comment + b.String()[2:]
}

func TestCopiesAreMadeOnceAndSealed(t *testing.T) {
	store, dir := open(t)
	key := newKey(t, "d1")
	sent := aPhoto(t, color.Gray{200})
	putBig(t, store, photo, key, sent)
	for c, width := range map[attachment.Copy]int{attachment.Working: 100, attachment.Blurred: 24} {
		first, err := store.Copy(t.Context(), photo, key, c)
		if err != nil {
			t.Fatal(err)
		}
		config, err := jpeg.DecodeConfig(bytes.NewReader(first))
		if err != nil || config.Width != width {
			t.Errorf("%s: %d wide, %v; want %d", c, config.Width, err, width)
		}
		if bytes.Contains(first, []byte("42.7N")) {
			t.Errorf("%s: tells where it was taken", c)
		}
		made := stat(t, filepath.Join(dir, photo[:2], photo+"."+string(c)))
		again, err := store.Copy(t.Context(), photo, key, c)
		if err != nil || !bytes.Equal(again, first) {
			t.Errorf("%s: the second time %d bytes, %v; want the same", c, len(again), err)
		}
		if !os.SameFile(made, stat(t, filepath.Join(dir, photo[:2], photo+"."+string(c)))) {
			t.Errorf("%s was made twice", c)
		}
	}
	if got := get(t, store, photo, key); string(got) != sent {
		t.Error("the original is not as it came")
	}
	if all := everything(t, dir); bytes.Contains(all, []byte("\xff\xd8\xff")) || bytes.Contains(all, []byte("42.7N")) {
		t.Error("the directory holds a plain picture")
	}
	if _, err := store.Copy(t.Context(), photo, newKey(t, "d1"), attachment.Working); !errors.Is(err, seal.ErrCannotOpen) {
		t.Errorf("a copy with another key: %v, want ErrCannotOpen", err)
	}
}

func TestCopyThatCannotBe(t *testing.T) {
	store, dir := open(t)
	key := newKey(t, "d1")
	put(t, store, photo, key, "PK\x03\x04 an archive")
	for range 2 {
		if _, err := store.Copy(t.Context(), photo, key, attachment.Working); !errors.Is(err, attachment.ErrNoCopy) {
			t.Errorf("%v, want ErrNoCopy", err)
		}
	}
	if got := list(t, dir); len(got) != 3 {
		t.Errorf("kept %q, want the file and that it has no copies", got)
	}
	if _, err := store.Copy(t.Context(), "ff"+photo[2:], key, attachment.Blurred); !errors.Is(err, attachment.ErrNotFound) {
		t.Errorf("of a photo that is not there: %v, want ErrNotFound", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	other := "aa" + photo[2:]
	putBig(t, store, other, key, aPhoto(t, color.Gray{10}))
	if _, err := store.Copy(ctx, other, key, attachment.Working); !errors.Is(err, context.Canceled) {
		t.Errorf("for nobody any more: %v, want context.Canceled", err)
	}
	if _, err := store.Copy(t.Context(), other, key, attachment.Working); err != nil {
		t.Errorf("whoever left kept it from the next: %v", err)
	}
}

func TestCopiesForManyAtOnce(t *testing.T) {
	store, _ := open(t)
	key := newKey(t, "d1")
	putBig(t, store, photo, key, aPhoto(t, color.Gray{90}))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			c := []attachment.Copy{attachment.Working, attachment.Blurred}[i%2]
			if _, err := store.Copy(t.Context(), photo, key, c); err != nil {
				t.Errorf("%s: %v", c, err)
			}
		})
	}
	all.Wait()
}

func TestCopiesGoWithTheirPhoto(t *testing.T) {
	store, dir := open(t)
	key := newKey(t, "d1")
	now := time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)
	kept, swept := photo, "aa"+photo[2:]
	for _, id := range []string{kept, swept} {
		putBig(t, store, id, key, aPhoto(t, color.Gray{90}))
		if _, err := store.Copy(t.Context(), id, key, attachment.Blurred); err != nil {
			t.Fatal(err)
		}
		for _, c := range []string{"", ".working", ".blurred"} {
			touch(t, filepath.Join(dir, id[:2], id+c), now.Add(-48*time.Hour))
		}
	}
	if n, err := store.Sweep(t.Context(), now.Add(-24*time.Hour), func(id string) bool { return id == kept }); n != 3 || err != nil {
		t.Errorf("Sweep = %d, %v; want 3, nil", n, err)
	}
	if got := list(t, dir); len(got) != 3 {
		t.Errorf("left after the sweep: %q", got)
	}
	if err := store.Delete(t.Context(), kept); err != nil {
		t.Error(err)
	}
	if got := list(t, dir); len(got) != 0 {
		t.Errorf("left of a photo that was deleted: %q", got)
	}
}

func putBig(t *testing.T, store *attachment.Store, id string, key *seal.CaseKey, text string) {
	t.Helper()
	if _, err := store.Put(t.Context(), id, key, bytes.NewReader([]byte(text)), 20<<20); err != nil {
		t.Fatal(err)
	}
}

func stat(t *testing.T, path string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info
}
