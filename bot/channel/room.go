package channel

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"
)

// Room is how much of what is being sent may stand in memory at a time, all senders together. Each takes of it what
// has really arrived, piece by piece: whoever sends slowly, or only says that much will come, keeps nobody out. The
// first piece is free, so that a text never waits for files. A Room is safe for concurrent use.
type Room struct{ pieces chan struct{} }

const (
	piece        = 256 << 10
	roomPatience = 10 * time.Second // in which others usually are done; two that wait for each other both give up
)

// NewRoom makes room for so many bytes.
func NewRoom(size int64) *Room {
	return &Room{pieces: make(chan struct{}, max(1, size/piece))}
}

// Read reads r to its end. free gives the room back and is to be called once, when data is needed no more, whatever
// err is. Errors: ErrTooBig where r holds more than limit bytes, ErrUnavailable where there was no room in time, that
// of ctx, else that of r.
func (m *Room) Read(ctx context.Context, r io.Reader, limit int64) (data []byte, free func(), err error) {
	var buf bytes.Buffer
	held := 0
	free = func() {
		for ; held > 0; held-- {
			<-m.pieces
		}
	}
	for {
		_, err := io.CopyN(&buf, r, min(piece, limit+1-int64(buf.Len())))
		if int64(buf.Len()) > limit {
			return nil, free, ErrTooBig
		}
		for ; held < (buf.Len()-1)/piece; held++ {
			if err := m.take(ctx); err != nil {
				return nil, free, err
			}
		}
		if err == io.EOF {
			return buf.Bytes(), free, nil
		}
		if err != nil {
			return nil, free, err
		}
	}
}

func (m *Room) take(ctx context.Context) error {
	select {
	case m.pieces <- struct{}{}:
		return nil
	default:
	}
	late := time.NewTimer(roomPatience)
	defer late.Stop()
	select {
	case m.pieces <- struct{}{}:
		return nil
	case <-late.C:
		return fmt.Errorf("too much is being sent at once: %w", ErrUnavailable)
	case <-ctx.Done():
		return ctx.Err()
	}
}
