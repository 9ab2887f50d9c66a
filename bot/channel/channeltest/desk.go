package channeltest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
)

// desk is the reception behind the channel. It hands to the house what the transcript says was done, after it has
// made sure that this is what arrived.
type desk struct {
	house *chat.House
	came  chan outcome

	mu      sync.Mutex
	address string
	want    *chat.Input // what comes next; nil: nothing does
	events  []string    // ids of the reporter's events, in order, for edits
	code    string      // shown last, grouped
	notes   []string    // ids of messages that stand
}

// outcome is what came of one event.
type outcome struct {
	lines []chat.Line
	err   error
}

var _ channel.Handler = (*desk)(nil)

func (d *desk) expect(in chat.Input) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.want = &in
}

// Handle takes the event that is expected.
func (d *desk) Handle(ctx context.Context, in channel.Incoming, out channel.Outlet) error {
	d.mu.Lock()
	want := d.want
	d.want = nil
	d.mu.Unlock()
	if want == nil {
		return nil // the channel brings it again; a real reception knows that
	}
	lines, err := d.take(ctx, in, *want, out)
	d.came <- outcome{lines, err}
	return nil
}

func (d *desk) take(ctx context.Context, in channel.Incoming, want chat.Input, out channel.Outlet) ([]chat.Line, error) {
	if err := d.arrived(ctx, in, want); err != nil {
		return nil, err
	}
	lines, err := d.house.Do(want)
	if err != nil {
		return nil, err
	}
	own := in.Address == d.address
	if own {
		d.note(in.Note...)
	}
	if hides(lines) {
		if err := out.Hide(ctx, d.noted()); err != nil {
			return nil, fmt.Errorf("hide: %w", err)
		}
	}
	ids, err := out.Say(ctx, d.replies(lines))
	if own {
		d.note(ids...)
	}
	if err != nil {
		return nil, fmt.Errorf("say: %w", err)
	}
	return lines, nil
}

// arrived compares an event with what the reporter did.
func (d *desk) arrived(ctx context.Context, in channel.Incoming, want chat.Input) error {
	ev := in.Event
	if want.Edits > 0 {
		if id := d.events[want.Edits-1]; !ev.Edited || ev.ID != id {
			return fmt.Errorf("an edit of %s arrived as %+v", id, ev)
		}
	} else {
		d.events = append(d.events, ev.ID)
	}
	switch {
	case in.Channel == "" || in.Address == "" || in.ID == "" || ev.ID == "" || ev.At.IsZero():
		return fmt.Errorf("an event without channel, address, id or time: %+v", in)
	case ev.Lang != d.house.Lang:
		return fmt.Errorf("language %q arrived, want %q", ev.Lang, d.house.Lang)
	case foundByReception(want.Refused):
		return nil // whatever was sent for it
	case ev.Refused != want.Refused:
		return fmt.Errorf("refusal %q arrived, want %q", ev.Refused, want.Refused)
	case ev.Data != want.Data:
		return fmt.Errorf("press %q arrived, want %q", ev.Data, want.Data)
	case want.Refused == "" && ev.Text != strings.ReplaceAll(want.Text, codeMark, d.code):
		return fmt.Errorf("text %q arrived, want %q", ev.Text, want.Text)
	case (ev.Location == nil) != (want.Location == nil) || ev.Location != nil && *ev.Location != *want.Location:
		return fmt.Errorf("location %+v arrived, want %+v", ev.Location, want.Location)
	case (in.Upload == nil) != (want.Media == nil):
		return fmt.Errorf("upload %+v arrived, want %+v", in.Upload, want.Media)
	case in.Upload != nil:
		return fetched(ctx, in.Upload, want)
	}
	return nil
}

// foundByReception tells what a channel does not refuse by itself.
func foundByReception(r conversation.Refusal) bool {
	return r == conversation.TooFast || r == conversation.Unavailable || r == conversation.BadFile
}

// fetched looks whether an upload is what was sent, and can be fetched.
func fetched(ctx context.Context, up *channel.Upload, want chat.Input) error {
	if up.Kind != want.Media.Kind || up.Seconds != want.Media.Seconds && up.Seconds != 0 {
		return fmt.Errorf("upload %s of %d s arrived, want %s of %d s", up.Kind, up.Seconds, want.Media.Kind, want.Media.Seconds)
	}
	r, err := up.Open(ctx)
	if err != nil {
		return fmt.Errorf("open the upload: %w", err)
	}
	n, err := io.Copy(io.Discard, r)
	if n == 0 && err == nil {
		err = errors.New("it is empty")
	}
	return errors.Join(err, r.Close())
}

// note remembers messages that stand in the chat.
func (d *desk) note(ids ...string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.notes = append(d.notes, ids...)
}

// noted gives what must be deleted, and forgets it.
func (d *desk) noted() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	ids := d.notes
	d.notes = nil
	return ids
}

// move goes on in another chat, of which nothing is known.
func (d *desk) move(address string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.address, d.notes, d.events = address, nil, nil
}
