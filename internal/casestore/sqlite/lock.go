package sqlite

import (
	"errors"
	"os"
	"syscall"
)

var errHeld = errors.New("held by another process")

// lockFile takes an exclusive lock on the file at path, which is made if need be, until the file is closed or the
// process ends, however it ends. Without wait it returns errHeld when somebody else has it.
func lockFile(path string, wait bool) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	how := syscall.LOCK_EX
	if !wait {
		how |= syscall.LOCK_NB
	}
	for {
		err = syscall.Flock(int(f.Fd()), how)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = errHeld
	}
	return nil, errors.Join(err, f.Close())
}
