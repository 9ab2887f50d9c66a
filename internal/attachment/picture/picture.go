// Package picture makes of a photo that a stranger sent one that can be shown: decoded and encoded anew, so that
// nothing is left in it but what is to be seen, turned the way it was held, and small enough for a screen.
//
//	err := picture.Check(file, size)       // when it comes: is it a bomb?
//	made, err := picture.Clean(ctx, file)  // when it is first asked for
//
// What it reads may have been made to harm: the size is read before a pixel is, and pixels, memory and time are
// bounded. The package must never give back a byte of what it read, and knows neither whose a photo is nor where it
// lies.
package picture

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"time"
)

// MaxPixels is the largest photo that is decoded.
const MaxPixels = 40_000_000

// MaxSide is the longer side of a working copy, in pixels.
const MaxSide = 2048

const (
	blurSide  = 24        // the longer side of a blurred copy: colours and no faces
	maxMemory = 256 << 20 // bytes that decoding may take
	maxTime   = 20 * time.Second
	// honest is how many pixels a byte of a real photo holds at most. A photo over MaxPixels that stays below is a
	// good camera's, and is kept though it is not decoded; one above is a decompression bomb.
	honest = 100
)

// Errors of the package. Callers compare with errors.Is.
var (
	// ErrBomb says that a picture holds far more pixels than its bytes can honestly say.
	ErrBomb = errors.New("the picture unpacks to far more than a photo of its size")
	// ErrUnreadable says that there is no working copy of this one, and there will be none: it is of a kind that is
	// not decoded here (HEIC), broken, too large or too slow.
	ErrUnreadable = errors.New("the picture cannot be decoded here")
)

// Made is what was made of one photo, both as JPEG.
type Made struct {
	Working []byte // at most MaxSide long and wide, upright, without metadata
	Blurred []byte // the same at 24 pixels: to be drawn larger, it tells a photo from none and no more
}

// Check reads the head of a file of size bytes and returns ErrBomb for a decompression bomb. What is no picture, or a
// broken one, harms nobody until it is decoded, and passes.
func Check(r io.Reader, size int64) error {
	src := &source{ctx: context.Background(), r: r}
	_, config, err := headOf(src)
	if err != nil {
		return src.err
	}
	if n := pixels(config); n > MaxPixels && n > honest*size {
		return ErrBomb
	}
	return nil
}

// Clean makes the copies of a photo. It returns ErrUnreadable where that cannot be, else an error of r or ctx. It may
// take 256 MB and 20 seconds, so callers let few run at once.
func Clean(ctx context.Context, r io.ReadSeeker) (Made, error) {
	limited, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	src := &source{ctx: limited, r: r}
	img, orientation, err := decode(src, r)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return Made{}, ctx.Err()
	case src.err != nil && !errors.Is(src.err, context.DeadlineExceeded):
		return Made{}, src.err
	default:
		return Made{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	upright := turn(fit(img, MaxSide), orientation)
	var made Made
	if made.Working, err = encode(upright); err != nil {
		return Made{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	if made.Blurred, err = encode(fit(upright, blurSide)); err != nil {
		return Made{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return made, nil
}

// decode reads what a photo promises to be, refuses what is too much, and only then its pixels.
func decode(src *source, at io.Seeker) (img image.Image, orientation int, err error) {
	f, config, err := headOf(src)
	if err != nil {
		return nil, 0, err
	}
	rewound := func() error {
		_, err := at.Seek(0, io.SeekStart)
		return err
	}
	if err := rewound(); err != nil {
		return nil, 0, err
	}
	head, err := readJPEG(src)
	if err != nil {
		return nil, 0, err
	}
	if n := pixels(config); n > MaxPixels || n*perPixel(config, head.progressive) > maxMemory {
		return nil, 0, fmt.Errorf("%d × %d pixels are more than are decoded", config.Width, config.Height)
	}
	if err := rewound(); err != nil {
		return nil, 0, err
	}
	img, err = f.decode(src)
	return img, head.orientation, err
}

func pixels(c image.Config) int64 { return int64(c.Width) * int64(c.Height) }

// source ends with its context and remembers what its reader had to say, which decoders turn into words of their own.
// It gives out little at a time: a few bytes of a progressive JPEG can mean work on every pixel.
type source struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		s.err = err
		return 0, err
	}
	n, err := s.r.Read(p[:min(len(p), 512)])
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}
