package picture_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"runtime"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/attachment/picture"
)

// endless is a progressive JPEG of 16 million pixels that goes on for ever: a few bytes a scan, and each scan goes
// through all of it.
type endless struct {
	head, scan []byte
	at         int
}

func newEndless() *endless {
	head := []byte("\xff\xd8\xff\xc2\x00\x0b\x08\x0f\xa0\x0f\xa0\x01\x01\x11\x00") // 4000 × 4000, one component
	head = append(head, "\xff\xc4\x00\x14\x10\x01"...)                             // a table with the one code 0 …
	head = append(append(head, make([]byte, 15)...), 0xe0)                         // … for 16,384 blocks of nothing
	scan := append([]byte("\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00"), make([]byte, 31)...)
	return &endless{head: head, scan: scan}
}

func (e *endless) Read(p []byte) (n int, err error) {
	for ; n < len(p); n++ {
		if e.at < len(e.head) {
			p[n] = e.head[e.at]
		} else {
			p[n] = e.scan[(e.at-len(e.head))%len(e.scan)]
		}
		e.at++
	}
	return n, nil
}

func (e *endless) Seek(int64, int) (int64, error) {
	e.at = 0
	return 0, nil
}

// TestPictureWithoutEnd comes to an end only because its context does.
func TestPictureWithoutEnd(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := picture.Clean(ctx, newEndless()); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, picture.ErrUnreadable) {
		t.Errorf("%v, want context.DeadlineExceeded", err)
	}
}

// bomb is the head of a PNG that promises w × h pixels.
func bomb(w, h uint32) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	head = append(head, 8, 6, 0, 0, 0)
	file := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	file = binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(head))
	return append(file, make([]byte, 4096)...)
}

func TestCheck(t *testing.T) {
	whole := asJPEG(t, corners(64, 64))
	for name, tt := range map[string]struct {
		file []byte
		size int64
		want error
	}{
		"a photo":                  {whole, int64(len(whole)), nil},
		"a good camera's photo":    {bomb(8_160, 6_144), 12 << 20, nil},
		"a bomb":                   {bomb(50_000, 50_000), 4096, picture.ErrBomb},
		"a bomb of twenty MB":      {bomb(65_000, 65_000), 20 << 20, picture.ErrBomb},
		"a small bomb":             {bomb(6_500, 6_500), 4096, picture.ErrBomb},
		"no picture":               {[]byte("%PDF-1.7"), 8, nil},
		"nothing":                  {nil, 0, nil},
		"a picture that is broken": {whole[:30], 30, nil},
	} {
		if err := picture.Check(bytes.NewReader(tt.file), tt.size); !errors.Is(err, tt.want) || tt.want == nil && err != nil {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// TestBombCostsNothing measures what a bomb takes: 64 MB are the limit, and it takes far less. The time that it takes
// is BenchmarkBomb's.
func TestBombCostsNothing(t *testing.T) {
	file := bomb(65_000, 65_000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := picture.Check(bytes.NewReader(file), int64(len(file))); !errors.Is(err, picture.ErrBomb) {
		t.Error(err)
	}
	if _, err := picture.Clean(t.Context(), bytes.NewReader(file)); !errors.Is(err, picture.ErrUnreadable) {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
		t.Errorf("a bomb takes %d bytes, want less than 1 MB", took)
	}
}

func BenchmarkBomb(b *testing.B) {
	file := bomb(65_000, 65_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := picture.Check(bytes.NewReader(file), int64(len(file))); !errors.Is(err, picture.ErrBomb) {
			b.Fatal(err)
		}
	}
}

func BenchmarkClean(b *testing.B) {
	for name, size := range map[string]image.Point{"1280x960": {1280, 960}, "4000x3000": {4000, 3000}, "7300x5400": {7300, 5400}} {
		b.Run(name, func(b *testing.B) {
			file := asJPEG(b, corners(size.X, size.Y))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := picture.Clean(b.Context(), bytes.NewReader(file)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
