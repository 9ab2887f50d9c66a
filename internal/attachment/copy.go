package attachment

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/chuyme/chuyme/internal/attachment/picture"
	"github.com/chuyme/chuyme/internal/seal"
)

// ErrNoCopy says that there is no copy of a file and can be none: it is no photo, or one that is not decoded here.
var ErrNoCopy = errors.New("nothing can be made of this file that may be shown")

// Copy names what is made of a photo. Both are JPEG, without a trace of metadata.
type Copy string

// What is made of a photo.
const (
	Working Copy = "working" // what an officer sees
	Blurred Copy = "blurred" // what stands for it until an officer opens it
)

// maxCopy bounds a copy that is read back: far above what picture makes.
const maxCopy = 32 << 20

func copyPath(path string, c Copy) string { return path + "." + string(c) }

// Copy gives a copy of the photo of that id. The first time it is made, one photo after the other, and kept beside the
// original; a crash in between leaves nothing, and it is made anew. It returns ErrNoCopy, which is remembered, where
// there can be none.
func (s *Store) Copy(ctx context.Context, id string, key *seal.CaseKey, c Copy) ([]byte, error) {
	path, err := s.path(id)
	if err != nil {
		return nil, err
	}
	kept, err := readCopy(ctx, path, key, c)
	if !errors.Is(err, ErrNotFound) {
		return kept, err
	}
	select {
	case s.making <- struct{}{}:
		defer func() { <-s.making }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if kept, err = readCopy(ctx, path, key, c); !errors.Is(err, ErrNotFound) {
		return kept, err // somebody else made it meanwhile
	}
	if err := s.makeCopies(ctx, path, key); err != nil {
		return nil, err
	}
	return readCopy(ctx, path, key, c)
}

// readCopy reads a copy that was made. An empty one stands for what cannot be made, so that it is tried once.
func readCopy(ctx context.Context, path string, key *seal.CaseKey, c Copy) ([]byte, error) {
	f, err := open(ctx, copyPath(path, c), key)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxCopy))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading a copy of a photo: %w", err)
	case len(content) == 0:
		return nil, ErrNoCopy
	}
	return content, nil
}

func (s *Store) makeCopies(ctx context.Context, path string, key *seal.CaseKey) error {
	original, err := open(ctx, path, key)
	if err != nil {
		return err
	}
	defer original.Close()
	made, err := picture.Clean(ctx, original)
	if err != nil && !errors.Is(err, picture.ErrUnreadable) {
		return fmt.Errorf("making copies of a photo: %w", err)
	}
	for c, content := range map[Copy][]byte{Working: made.Working, Blurred: made.Blurred} {
		if _, err := s.put(ctx, copyPath(path, c), key, bytes.NewReader(content), maxCopy); err != nil {
			return err
		}
	}
	return nil
}
