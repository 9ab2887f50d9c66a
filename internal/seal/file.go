package seal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

// fileForm is the master keyset's file: two Tink keysets as JSON. Its form is what makes a backup of it useful in ten
// years, so it only grows.
type fileForm struct {
	Form int             `json:"form"`
	Seal json.RawMessage `json:"seal"`
	MAC  json.RawMessage `json:"mac"`
}

// OpenKeyset reads the master keyset of path, and makes one where there is none: mode 0600, on the disk before it
// returns. A file that is there is never overwritten, and one that others on the machine can read is refused.
func OpenKeyset(path string) (*Keyset, error) {
	k := &Keyset{path: path}
	err := k.read()
	if !errors.Is(err, fs.ErrNotExist) {
		if err != nil {
			return nil, err
		}
		return k, nil
	}
	if err := create(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if err := k.read(); err != nil { // ours, or that of a process which was quicker
		return nil, err
	}
	return k, nil
}

// Rotate adds a new sealing key, with which everything is sealed from now on, and rewrites the file in one go. What
// was sealed before still opens. Two processes that rotate at once add a key each.
func (k *Keyset) Rotate() error {
	unlock, err := lockFile(k.path)
	if err != nil {
		return fmt.Errorf("rotating the master keyset %s: %w", k.path, err)
	}
	defer unlock()
	if err := k.read(); err != nil {
		return err
	}
	next, err := k.current().rotated()
	if err != nil {
		return fmt.Errorf("rotating the master keyset %s: %w", k.path, err)
	}
	if err := replace(k.path, next); err != nil {
		return fmt.Errorf("rotating the master keyset %s: %w", k.path, err)
	}
	return k.read()
}

// read takes what the file holds.
func (k *Keyset) read() error {
	f, err := os.Open(k.path)
	if err != nil {
		return fmt.Errorf("opening the master keyset: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("opening the master keyset: %w", err)
	}
	if loose := info.Mode().Perm() & 0o077; loose != 0 {
		return fmt.Errorf("master keyset %s: mode %04o lets others on this machine at it; it is to be 0600 (chmod 600 %s)",
			k.path, info.Mode().Perm(), k.path)
	}
	var form fileForm
	if err := json.NewDecoder(f).Decode(&form); err != nil {
		return fmt.Errorf("master keyset %s: it is not a keyset file of ours: take it from a backup", k.path)
	}
	m, err := form.master()
	if err != nil {
		return fmt.Errorf("master keyset %s: %w", k.path, err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now, k.seen = m, info
	return nil
}

// reread reads the file again if it is another than it was, and reports whether it is.
func (k *Keyset) reread() (master, bool) {
	info, err := os.Stat(k.path)
	if err != nil {
		return master{}, false
	}
	k.mu.RLock()
	same := os.SameFile(info, k.seen) && info.ModTime().Equal(k.seen.ModTime())
	k.mu.RUnlock()
	if same || k.read() != nil {
		return master{}, false
	}
	return k.current(), true
}

func (form fileForm) master() (master, error) {
	if form.Form != 1 {
		return master{}, fmt.Errorf("form %d is not known here; this program reads form 1", form.Form)
	}
	a, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(form.Seal)))
	if err != nil {
		return master{}, errors.New("its sealing keys cannot be read: take it from a backup")
	}
	m, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(form.MAC)))
	if err != nil {
		return master{}, errors.New("its hashing key cannot be read: take it from a backup")
	}
	return newMaster(a, m)
}

func (m master) encode() ([]byte, error) {
	var a, h bytes.Buffer
	if err := insecurecleartextkeyset.Write(m.aeadKeys, keyset.NewJSONWriter(&a)); err != nil {
		return nil, fmt.Errorf("writing out the sealing keys: %w", err)
	}
	if err := insecurecleartextkeyset.Write(m.macKeys, keyset.NewJSONWriter(&h)); err != nil {
		return nil, fmt.Errorf("writing out the hashing key: %w", err)
	}
	return json.Marshal(fileForm{Form: 1, Seal: a.Bytes(), MAC: h.Bytes()})
}

// create makes a keyset and its file; the error is fs.ErrExist when somebody else did. The file gets its name when it
// is whole, by a hard link, which unlike a rename never replaces one that is there.
func create(path string) error {
	m, err := generateMaster()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("making the folder of the master keyset: %w", err)
	}
	whole, err := writeBeside(path, m)
	if err != nil {
		return fmt.Errorf("making the master keyset: %w", err)
	}
	defer os.Remove(whole)
	if err := os.Link(whole, path); err != nil {
		return fmt.Errorf("making the master keyset: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

// replace puts m in the place of the file at path, in one go.
func replace(path string, m master) error {
	whole, err := writeBeside(path, m)
	if err != nil {
		return err
	}
	if err := os.Rename(whole, path); err != nil {
		os.Remove(whole)
		return err
	}
	return syncDir(filepath.Dir(path))
}

// writeBeside writes m to a new file in the folder of path, wholly and onto the disk, and gives its name.
func writeBeside(path string, m master) (name string, err error) {
	content, err := m.encode()
	if err != nil {
		return "", err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // made with O_EXCL, mode 0600
	if err != nil {
		return "", err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			os.Remove(f.Name())
		}
	}()
	if _, err := f.Write(content); err != nil {
		return "", err
	}
	return f.Name(), f.Sync()
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// lockFile keeps other processes from rotating the keyset at path until unlock is called.
func lockFile(path string) (unlock func(), err error) {
	for {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
			f.Close()
			return nil, err
		}
		held, err1 := f.Stat()
		named, err2 := os.Stat(path)
		if err1 == nil && err2 == nil && os.SameFile(held, named) {
			return func() { f.Close() }, nil
		}
		f.Close() // it was replaced while we waited: the lock is to be on the one that now bears the name
	}
}
