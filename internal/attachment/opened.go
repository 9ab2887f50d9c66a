package attachment

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/chuyme/chuyme/internal/seal"
)

// opened is a sealed file as it is read. What is sealed opens from its beginning only, so going back is to begin anew
// and going on is to read: for the 20 MB of an attachment a matter of milliseconds, and a player that jumps about in
// a recording needs nothing else.
type opened struct {
	ctx   context.Context
	f     *os.File
	key   *seal.CaseKey
	plain io.Reader
	at    int64 // where plain stands
	next  int64 // what is to be read next
	size  int64 // -1: not yet known
}

func open(ctx context.Context, path string, key *seal.CaseKey) (*opened, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("opening an attachment: %w", err)
	}
	o := &opened{ctx: ctx, f: f, key: key, size: -1}
	if err := o.begin(); err != nil {
		f.Close()
		return nil, err
	}
	return o, nil
}

// begin stands at the first byte.
func (o *opened) begin() error {
	if _, err := o.f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("opening an attachment: %w", err)
	}
	plain, err := o.key.OpenFrom(o.f, field(filepath.Base(o.f.Name())))
	if err != nil {
		return fmt.Errorf("opening an attachment: %w", err)
	}
	o.plain, o.at = &reading{o.ctx, plain}, 0
	return nil
}

// Read reads on.
func (o *opened) Read(p []byte) (int, error) {
	if o.next < o.at {
		if err := o.begin(); err != nil {
			return 0, err
		}
	}
	if o.next > o.at {
		n, err := io.CopyN(io.Discard, o.plain, o.next-o.at)
		o.at += n
		if err != nil {
			return 0, err
		}
	}
	n, err := o.plain.Read(p)
	o.at += int64(n)
	o.next = o.at
	return n, err
}

// Seek says where to read next. From the end, it reads the file once to know where that is.
func (o *opened) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		offset += o.next
	case io.SeekEnd:
		if err := o.measure(); err != nil {
			return o.next, err
		}
		offset += o.size
	default:
		return o.next, fmt.Errorf("seeking in an attachment: whence %d is to be 0, 1 or 2", whence)
	}
	if offset < 0 {
		return o.next, fmt.Errorf("seeking in an attachment: offset %d lies before its beginning", offset)
	}
	o.next = offset
	return offset, nil
}

func (o *opened) measure() error {
	if o.size >= 0 {
		return nil
	}
	n, err := io.Copy(io.Discard, o.plain)
	if o.at += n; err != nil {
		return err
	}
	o.size = o.at
	return nil
}

// Close closes the file.
func (o *opened) Close() error { return o.f.Close() }
