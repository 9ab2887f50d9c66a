package attachment_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/chuyme/chuyme/internal/attachment"
)

func TestGetReadsFromAnyPlace(t *testing.T) {
	store, _ := open(t)
	key := newKey(t, "d1")
	plain := []byte(strings.Repeat("zapis na glas ", 200_000)) // several sealed segments
	putBig(t, store, photo, key, string(plain))
	f, err := store.Get(t.Context(), photo, key)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, tt := range []struct {
		offset int64
		whence int
		at     int64
	}{{2_000_000, io.SeekStart, 2_000_000}, {100, io.SeekCurrent, 2_000_110}, {5, io.SeekStart, 5},
		{-10, io.SeekEnd, int64(len(plain)) - 10}, {0, io.SeekStart, 0}, {-20, io.SeekEnd, int64(len(plain)) - 20}} {
		at, err := f.Seek(tt.offset, tt.whence)
		if err != nil || at != tt.at {
			t.Fatalf("Seek(%d, %d) = %d, %v; want %d", tt.offset, tt.whence, at, err, tt.at)
		}
		got := make([]byte, 10)
		if _, err := io.ReadFull(f, got); err != nil || !bytes.Equal(got, plain[at:at+10]) {
			t.Errorf("at %d: %q, %v; want %q", at, got, err, plain[at:at+10])
		}
	}
	if at, err := f.Seek(5, io.SeekEnd); err != nil || at != int64(len(plain))+5 {
		t.Errorf("Seek past the end = %d, %v", at, err)
	}
	if n, err := f.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("reading past the end: %d, %v; want EOF", n, err)
	}
	if _, err := f.Seek(-1, io.SeekStart); err == nil {
		t.Error("a place before the beginning was taken")
	}
}

func TestGetIsAReaderLikeOthers(t *testing.T) {
	store, _ := open(t)
	key := newKey(t, "d1")
	put(t, store, photo, key, "what was sent")
	f, err := store.Get(t.Context(), photo, key)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := iotest.TestReader(f, []byte("what was sent")); err != nil {
		t.Error(err)
	}
}

func TestForms(t *testing.T) {
	for _, tt := range []struct{ kind, mime, want string }{
		{"photo", "image/jpeg", "blurred shown original"}, {"document", "image/png", "blurred shown original"}, {"photo", "image/heic", "original"},
		{"voice", "audio/ogg", "changed true original"}, {"voice", "application/ogg", "changed true original"}, {"voice", "audio/amr", "sent"},
		{"video", "video/mp4", "played original"}, {"video", "application/octet-stream", "sent"},
		{"document", "application/pdf", "sent"}, {"photo", "application/zip", "sent"}, {"document", "text/html; charset=utf-8", "sent"},
	} {
		var got []string
		for _, f := range attachment.Forms(tt.kind, tt.mime) {
			got = append(got, string(f))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("a %s of %s: %q, want %s", tt.kind, tt.mime, got, tt.want)
		}
	}
}
