package seal

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/mac"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// ErrCannotOpen says that a ciphertext is not one of this keyset, was made for another context, or was changed.
var ErrCannotOpen = errors.New("the sealed value does not open: it was made with another key or for another context, or it was changed")

// Keyset is the master keyset: an AEAD keyset (AES256-GCM), to which Rotate adds, and a MAC key (HMAC-SHA256), which
// stays as it is because what was stored under its hashes could not be found again. It may be used by many goroutines
// at once. When another process has rotated the same file, values sealed with the new key open here too: the file is
// read again as soon as a value does not open.
type Keyset struct {
	path string
	mu   sync.RWMutex
	now  master      // what the file held when it was read last
	seen os.FileInfo // the file as it was then
}

// master is the content of the keyset file, with its primitives made.
type master struct {
	aeadKeys, macKeys *keyset.Handle
	aead              tink.AEAD
	mac               tink.MAC
}

func newMaster(aeadKeys, macKeys *keyset.Handle) (master, error) {
	a, err := aead.New(aeadKeys)
	if err != nil {
		return master{}, fmt.Errorf("its sealing keys are of no use: %w", err)
	}
	m, err := mac.New(macKeys)
	if err != nil {
		return master{}, fmt.Errorf("its hashing key is of no use: %w", err)
	}
	return master{aeadKeys: aeadKeys, macKeys: macKeys, aead: a, mac: m}, nil
}

func generateMaster() (master, error) {
	a, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return master{}, fmt.Errorf("making a sealing key: %w", err)
	}
	m, err := keyset.NewHandle(mac.HMACSHA256Tag256KeyTemplate())
	if err != nil {
		return master{}, fmt.Errorf("making a hashing key: %w", err)
	}
	return newMaster(a, m)
}

// rotated gives the same master with a new sealing key as the one that seals from now on.
func (m master) rotated() (master, error) {
	manager := keyset.NewManagerFromHandle(m.aeadKeys)
	id, err := manager.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		return master{}, fmt.Errorf("making a sealing key: %w", err)
	}
	if err := manager.SetPrimary(id); err != nil {
		return master{}, fmt.Errorf("making the new sealing key the first: %w", err)
	}
	keys, err := manager.Handle()
	if err != nil {
		return master{}, fmt.Errorf("reading the sealing keys back: %w", err)
	}
	return newMaster(keys, m.macKeys)
}

func (k *Keyset) current() master {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.now
}

// Seal encrypts plain for context, which Open must be given again: "session:KEY", say. An empty plain is fine.
func (k *Keyset) Seal(context string, plain []byte) ([]byte, error) {
	sealed, err := k.current().aead.Encrypt(plain, bind("value", context))
	if err != nil {
		return nil, fmt.Errorf("sealing a value: %w", err)
	}
	return sealed, nil
}

// Open decrypts what Seal made for the same context, with any key that the keyset ever had. It returns ErrCannotOpen
// for everything else.
func (k *Keyset) Open(context string, cipher []byte) ([]byte, error) {
	return k.open(cipher, bind("value", context))
}

func (k *Keyset) open(cipher, data []byte) ([]byte, error) {
	plain, err := k.current().aead.Decrypt(cipher, data)
	if err == nil {
		return plain, nil
	}
	if again, changed := k.reread(); changed {
		if plain, err = again.aead.Decrypt(cipher, data); err == nil {
			return plain, nil
		}
	}
	return nil, ErrCannotOpen
}

// MAC gives the keyed hash of parts, 64 hex digits, as a key to look something up by without storing it. context is
// the use ("chat", "code"): hashes of two uses never meet. Parts are joined so that ("a","bc") and ("ab","c") differ.
func (k *Keyset) MAC(context string, parts ...string) string {
	sum, err := k.current().mac.ComputeMAC(bind(append([]string{"mac", context}, parts...)...))
	if err != nil {
		// HMAC over bytes in memory fails for no input; a keyset whose MAC key is of no use was refused when it was read.
		panic("seal: " + err.Error())
	}
	// Tink puts the key's id before the hash; the hash alone is what is looked up by.
	return hex.EncodeToString(sum[len(sum)-32:])
}

// bind joins parts so that no two lists of parts give the same bytes: each with its length before it.
func bind(parts ...string) []byte {
	var joined []byte
	for _, p := range parts {
		joined = binary.AppendUvarint(joined, uint64(len(p)))
		joined = append(joined, p...)
	}
	return joined
}
