package session

import (
	"encoding/binary"
	"time"
)

// record is what is sealed: the session, and what must hold of it even if a server that was turned back, or swept
// late, says otherwise.
type record struct {
	version  string
	expires  time.Time // after that it is none
	deadline time.Time // zero: none
	bucket   int64     // minute under which the deadline is filed, 0 none
	data     []byte
}

// sealRecord seals r for one chat.
func (s *Store) sealRecord(key Key, r record) ([]byte, error) {
	plain := binary.AppendVarint(nil, r.expires.UnixMilli())
	plain = binary.AppendVarint(plain, millis(r.deadline))
	plain = binary.AppendVarint(plain, r.bucket)
	plain = binary.AppendUvarint(plain, uint64(len(r.version)))
	plain = append(append(plain, r.version...), r.data...)
	return s.keys.Seal("session:"+string(key), plain)
}

// openRecord opens what stands under version. It gives an empty record where nothing stands, and where what stands
// cannot be read or has run out: the chat begins anew, which is better than one that is stuck for two days.
func (s *Store) openRecord(key Key, version string, sealed []byte) record {
	none := record{version: version}
	if sealed == nil {
		return none
	}
	plain, err := s.keys.Open("session:"+string(key), sealed)
	if err != nil {
		return none
	}
	r, ok := parseRecord(plain)
	if !ok || r.version != version || !r.expires.After(s.opts.Now()) {
		return none
	}
	return r
}

func parseRecord(plain []byte) (record, bool) {
	var numbers [3]int64
	for i := range numbers {
		n, size := binary.Varint(plain)
		if size <= 0 {
			return record{}, false
		}
		numbers[i], plain = n, plain[size:]
	}
	length, size := binary.Uvarint(plain)
	if size <= 0 || length > uint64(len(plain)-size) {
		return record{}, false
	}
	plain = plain[size:]
	return record{
		version: string(plain[:length]), data: plain[length:],
		expires: time.UnixMilli(numbers[0]), deadline: fromMillis(numbers[1]), bucket: numbers[2],
	}, true
}

// millis is t in Unix milliseconds, 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}
