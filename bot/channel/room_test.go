package channel

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
)

func TestRoomGivesBackWhatWasHeld(t *testing.T) {
	m := NewRoom(2 * piece)
	for range 5 { // more in all than there is room for at once
		data, free, err := m.Read(t.Context(), bytes.NewReader(make([]byte, 3*piece)), 4*piece)
		if err != nil || len(data) != 3*piece {
			t.Fatalf("read %d bytes, err %v; want %d", len(data), err, 3*piece)
		}
		free()
	}
	if len(m.pieces) != 0 {
		t.Errorf("%d pieces are held after all were given back", len(m.pieces))
	}
}

func TestRoomRefusesWhatIsTooBig(t *testing.T) {
	m := NewRoom(8 * piece)
	for _, size := range []int{11, 2*piece + 1} {
		_, free, err := m.Read(t.Context(), bytes.NewReader(make([]byte, size)), int64(size-1))
		free()
		if !errors.Is(err, ErrTooBig) {
			t.Errorf("%d bytes where %d are taken: err %v, want ErrTooBig", size, size-1, err)
		}
	}
	if data, free, err := m.Read(t.Context(), strings.NewReader("exact"), 5); err != nil || string(data) != "exact" {
		t.Errorf("just as much as is taken: %q, %v", data, err)
	} else {
		free()
	}
	broke := errors.New("broke off")
	if _, free, err := m.Read(t.Context(), iotest.ErrReader(broke), 5); !errors.Is(err, broke) {
		t.Errorf("a body that breaks off: err %v", err)
	} else {
		free()
	}
}

// Whoever only begins to send, and never goes on, must keep nobody out.
func TestRoomIsNotTakenBySlowSenders(t *testing.T) {
	m := NewRoom(2 * piece)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	const slow = 20
	for range slow {
		r, w := io.Pipe()
		go func() {
			<-ctx.Done()
			w.CloseWithError(ctx.Err())
		}()
		go func() {
			_, free, err := m.Read(ctx, io.MultiReader(bytes.NewReader(make([]byte, piece)), r), 80*piece)
			free()
			if err == nil {
				t.Error("a body that broke off was taken for whole")
			}
			done <- struct{}{}
		}()
	}
	_, free, err := m.Read(t.Context(), bytes.NewReader(make([]byte, 3*piece)), 80*piece)
	if free(); err != nil {
		t.Errorf("a photo beside %d slow senders: %v", slow, err)
	}
	stop()
	for range slow {
		<-done
	}
}

func TestRoomThatIsFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := NewRoom(piece)
		_, free, err := m.Read(t.Context(), bytes.NewReader(make([]byte, 2*piece)), 80*piece)
		if err != nil {
			t.Fatal(err)
		}
		if _, none, err := m.Read(t.Context(), strings.NewReader("a text never waits"), piece); err != nil {
			t.Errorf("a text while there is no room: %v", err)
		} else {
			none()
		}
		_, none, err := m.Read(t.Context(), bytes.NewReader(make([]byte, 2*piece)), 80*piece)
		if none(); !errors.Is(err, ErrUnavailable) {
			t.Errorf("a file while there is no room: err %v, want ErrUnavailable", err)
		}
		free()
		_, again, err := m.Read(t.Context(), bytes.NewReader(make([]byte, 2*piece)), 80*piece)
		if again(); err != nil {
			t.Errorf("a file once there is room again: %v", err)
		}
	})
}
