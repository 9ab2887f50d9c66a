package seal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/streamingaead"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Master is the recipient that the master keyset is.
const Master = "master"

// Errors of unwrapping.
var (
	// ErrShredded says that no wrap of a case's key is left: the case was purged and nobody can read it.
	ErrShredded = errors.New("the case's key is gone: it was purged")
	// ErrNotOurs says that wraps are left, but none for the master keyset.
	ErrNotOurs = errors.New("the case's key is wrapped for others only")
)

// Wrap is a case's key, encrypted for one recipient. It is of no use without that recipient's own key.
type Wrap struct {
	Recipient string
	Blob      []byte
}

// CaseKey seals what belongs to one case. It may be used by many goroutines at once; nothing of it is kept anywhere
// but in its wraps.
type CaseKey struct {
	name       string
	valueKeys  *keyset.Handle
	streamKeys *keyset.Handle
	value      tink.AEAD
	stream     func() (tink.StreamingAEAD, error) // made at first use: few cases have attachments
}

// NewCaseKey draws a key for the case of the given name: the id of its draft.
func NewCaseKey(name string) (*CaseKey, error) {
	value, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("making a case's key: %w", err)
	}
	stream, err := keyset.NewHandle(streamingaead.AES256GCMHKDF1MBKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("making a case's key: %w", err)
	}
	return caseKeyOf(name, value, stream)
}

func caseKeyOf(name string, value, stream *keyset.Handle) (*CaseKey, error) {
	a, err := aead.New(value)
	if err != nil {
		return nil, fmt.Errorf("a case's key is of no use: %w", err)
	}
	return &CaseKey{
		name: name, valueKeys: value, streamKeys: stream, value: a,
		stream: sync.OnceValues(func() (tink.StreamingAEAD, error) { return streamingaead.New(stream) }),
	}, nil
}

// Seal encrypts plain as the given field of the case.
func (c *CaseKey) Seal(field string, plain []byte) ([]byte, error) {
	sealed, err := c.value.Encrypt(plain, bind("field", c.name, field))
	if err != nil {
		return nil, fmt.Errorf("sealing a field of a case: %w", err)
	}
	return sealed, nil
}

// Open decrypts what Seal made for the same case and field; ErrCannotOpen for everything else.
func (c *CaseKey) Open(field string, cipher []byte) ([]byte, error) {
	plain, err := c.value.Decrypt(cipher, bind("field", c.name, field))
	if err != nil {
		return nil, ErrCannotOpen
	}
	return plain, nil
}

// Wrap encrypts the case's key for every recipient there is: today the master keyset alone. All of them are stored;
// deleting all of them purges the case.
func (k *Keyset) Wrap(c *CaseKey) ([]Wrap, error) {
	m := k.current()
	var value, stream bytes.Buffer
	err := c.valueKeys.WriteWithAssociatedData(keyset.NewBinaryWriter(&value), m.aead, bindWrap(c.name, Master, "value"))
	if err != nil {
		return nil, fmt.Errorf("wrapping a case's key: %w", err)
	}
	err = c.streamKeys.WriteWithAssociatedData(keyset.NewBinaryWriter(&stream), m.aead, bindWrap(c.name, Master, "stream"))
	if err != nil {
		return nil, fmt.Errorf("wrapping a case's key: %w", err)
	}
	blob := binary.AppendUvarint(nil, uint64(value.Len()))
	blob = append(append(blob, value.Bytes()...), stream.Bytes()...)
	return []Wrap{{Recipient: Master, Blob: blob}}, nil
}

// Unwrap gives the key of the case of that name. It returns ErrShredded when no wrap is left, ErrNotOurs when none is
// for the master keyset, and ErrCannotOpen when that one is of another case or another keyset.
func (k *Keyset) Unwrap(name string, wraps []Wrap) (*CaseKey, error) {
	if len(wraps) == 0 {
		return nil, ErrShredded
	}
	for _, w := range wraps {
		if w.Recipient == Master {
			return k.unwrap(name, w.Blob)
		}
	}
	return nil, ErrNotOurs
}

func (k *Keyset) unwrap(name string, blob []byte) (*CaseKey, error) {
	size, n := binary.Uvarint(blob)
	if n <= 0 || size > uint64(len(blob)-n) {
		return nil, ErrCannotOpen
	}
	parts := map[string][]byte{"value": blob[n : n+int(size)], "stream": blob[n+int(size):]}
	m := k.current()
	c, err := m.unwrap(name, parts)
	if err == nil {
		return c, nil
	}
	if m, changed := k.reread(); changed {
		if c, err = m.unwrap(name, parts); err == nil {
			return c, nil
		}
	}
	return nil, ErrCannotOpen
}

func (m master) unwrap(name string, parts map[string][]byte) (*CaseKey, error) {
	read := func(part string) (*keyset.Handle, error) {
		return keyset.ReadWithAssociatedData(keyset.NewBinaryReader(bytes.NewReader(parts[part])), m.aead, bindWrap(name, Master, part))
	}
	value, err := read("value")
	if err != nil {
		return nil, err
	}
	stream, err := read("stream")
	if err != nil {
		return nil, err
	}
	return caseKeyOf(name, value, stream)
}

func bindWrap(name, recipient, part string) []byte { return bind("case key", name, recipient, part) }
