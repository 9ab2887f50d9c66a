// Package attachment keeps what was sent with a signal (photos, voice messages) as sealed files in a directory.
//
//	n, err := store.Put(ctx, id, key, body, 20<<20)
//	r, err := store.Get(ctx, id, key)               // the evidence, as it came
//	jpeg, err := store.Copy(ctx, id, key, Working)  // what an officer sees of a photo
//
// Each file is encrypted with its case's own key as it streams in, and gets its name when it is whole and on the disk:
// a file that is there is complete. Copies of a photo are made when they are first asked for, sealed as it is, and go
// with it. Purging a case makes its files unreadable; Delete and Sweep give back the room.
// The package never writes a plain byte to the disk and never learns whose a file is.
package attachment

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/seal"
)

// Errors of the store. Callers compare with errors.Is.
var (
	// ErrTooBig says that more was sent than the limit allows; nothing of it was kept.
	ErrTooBig = errors.New("the attachment is bigger than the limit")
	// ErrNotFound says that there is no attachment of that id.
	ErrNotFound = errors.New("there is no such attachment")
	// ErrID says that an id has not the form of one.
	ErrID = errors.New("not an attachment's id: it is to be 16 to 64 lower-case hex digits")
)

// unfinished ends the name of a file that is being written.
const unfinished = ".part"

// Store keeps attachments below one directory. It may be used by many goroutines and processes at once.
type Store struct {
	dir    string
	making chan struct{} // holds one while copies are made, which takes much memory
}

// Open gives the store of the directory, which is made (mode 0700) if it is not there.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of the attachments: %w", err)
	}
	return &Store{dir: dir, making: make(chan struct{}, 1)}, nil
}

// Put reads r to its end and keeps it under id, random hex that the caller drew, sealed with key. n counts the plain
// bytes. It returns ErrTooBig when r holds more than limit bytes. When it returns nil the file is on the disk.
// Putting under an id that is taken replaces the file in one go.
func (s *Store) Put(ctx context.Context, id string, key *seal.CaseKey, r io.Reader, limit int64) (n int64, err error) {
	path, err := s.path(id)
	if err != nil {
		return 0, err
	}
	return s.put(ctx, path, key, r, limit)
}

// put keeps r under the name that path ends with.
func (s *Store) put(ctx context.Context, path string, key *seal.CaseKey, r io.Reader, limit int64) (n int64, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return 0, fmt.Errorf("keeping an attachment: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*"+unfinished)
	if err != nil {
		return 0, fmt.Errorf("keeping an attachment: %w", err)
	}
	defer os.Remove(f.Name()) // without effect once it has its name
	n, err = write(f, filepath.Base(path), key, &reading{ctx, r}, limit)
	if err = errors.Join(err, f.Close()); err != nil {
		return 0, fmt.Errorf("keeping an attachment: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return 0, fmt.Errorf("keeping an attachment: %w", err)
	}
	if err := syncDirs(filepath.Dir(path), s.dir); err != nil {
		return 0, fmt.Errorf("keeping an attachment: %w", err)
	}
	return n, nil
}

// write seals at most limit bytes of r into f and brings them onto the disk.
func write(f *os.File, name string, key *seal.CaseKey, r io.Reader, limit int64) (int64, error) {
	sealed, err := key.SealTo(f, field(name))
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(sealed, io.LimitReader(r, limit+1))
	if err != nil {
		return 0, err
	}
	if n > limit {
		return 0, ErrTooBig
	}
	if err := sealed.Close(); err != nil {
		return 0, err
	}
	return n, f.Sync()
}

// Get opens the attachment of that id, from any place on. A read returns seal.ErrCannotOpen where the file is another
// case's, was changed or is cut short. The caller closes it.
func (s *Store) Get(ctx context.Context, id string, key *seal.CaseKey) (io.ReadSeekCloser, error) {
	path, err := s.path(id)
	if err != nil {
		return nil, err
	}
	return open(ctx, path, key)
}

// Delete removes the attachment of that id with its copies; what is not there is removed already.
func (s *Store) Delete(ctx context.Context, id string) error {
	path, err := s.path(id)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, name := range []string{path, copyPath(path, Working), copyPath(path, Blurred)} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("deleting an attachment: %w", err)
		}
	}
	return nil
}

// Sweep removes what was written before olderThan and is not to be kept, and what was never finished by then. It goes
// on past a file that cannot be removed, and tells of all such at the end. removed counts the files that went.
func (s *Store) Sweep(ctx context.Context, olderThan time.Time, keep func(id string) bool) (removed int, err error) {
	var faults []error
	walk := func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return errors.Join(err, ctx.Err())
		}
		gone, err := sweepFile(path, entry, olderThan, keep)
		if err != nil {
			faults = append(faults, err)
		}
		if gone {
			removed++
		}
		return ctx.Err()
	}
	faults = append(faults, filepath.WalkDir(s.dir, walk))
	if err := errors.Join(faults...); err != nil {
		return removed, fmt.Errorf("sweeping the attachments: %w", err)
	}
	return removed, nil
}

func sweepFile(path string, entry fs.DirEntry, olderThan time.Time, keep func(id string) bool) (gone bool, err error) {
	info, err := entry.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // another sweep was quicker
	}
	if err != nil || !info.ModTime().Before(olderThan) {
		return false, err
	}
	id, ours := idOf(entry.Name())
	if !strings.HasSuffix(entry.Name(), unfinished) && (!ours || keep(id)) {
		return false, nil // a file that is none of ours is left alone
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return true, nil
}

// path gives the file of an id. The first two digits are a folder, so that no folder grows without bounds.
func (s *Store) path(id string) (string, error) {
	if !valid(id) {
		return "", ErrID
	}
	return filepath.Join(s.dir, id[:2], id), nil
}

func valid(id string) bool {
	return len(id) >= 16 && len(id) <= 64 && strings.Trim(id, "0123456789abcdef") == ""
}

// idOf gives the id of the attachment that a file is, or is a copy of.
func idOf(name string) (id string, ours bool) {
	id, kind, isCopy := strings.Cut(name, ".")
	return id, valid(id) && (!isCopy || Copy(kind) == Working || Copy(kind) == Blurred)
}

// field binds what is sealed to its name, so that no file can stand in for another.
func field(name string) string { return "attachment:" + name }

// reading ends with its context.
type reading struct {
	ctx context.Context
	r   io.Reader
}

func (r *reading) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

func syncDirs(dirs ...string) error {
	for _, dir := range dirs {
		d, err := os.Open(dir)
		if err != nil {
			return err
		}
		if err := errors.Join(d.Sync(), d.Close()); err != nil {
			return err
		}
	}
	return nil
}
