package reception

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/attachment"
	"github.com/chuyme/chuyme/internal/attachment/picture"
	"github.com/chuyme/chuyme/internal/attachment/sniff"
	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

// MaxUpload is the largest file that is kept: what a Telegram bot can fetch.
const MaxUpload = 20 << 20

// upload fetches what came with an event and keeps it sealed under the key of the draft, or of the case that the
// chat belongs to. Only then does the conversation hear of it. Fetching the same again replaces the same file.
func (r *Reception) upload(ctx context.Context, t *turn, in channel.Incoming) error {
	if in.Upload.Bytes > MaxUpload {
		t.event.Refused = conversation.TooBig
		return nil
	}
	key, err := r.keyFor(ctx, t)
	if errors.Is(err, casestore.ErrPurged) {
		t.event.Refused = conversation.Unavailable // its case is gone, and the key with it
		return nil
	}
	if err != nil {
		return err
	}
	m, err := r.store(ctx, key, r.Keys.MAC("attachment", string(t.key), in.ID)[:32], in.Upload)
	switch {
	case errors.Is(err, channel.ErrTooBig) || errors.Is(err, attachment.ErrTooBig):
		t.event.Refused = conversation.TooBig
	case errors.Is(err, picture.ErrBomb):
		t.event.Refused = conversation.BadFile
	case err != nil:
		r.Log.Error("a file could not be kept; the reporter was told so", "err", err)
		t.event.Refused = conversation.Unavailable
	case m.Bytes == 0:
		t.event.Refused = conversation.BadFile
	default:
		t.event.Media = &m
	}
	return nil
}

// keyFor finds or makes the key that files of this chat are sealed under.
func (r *Reception) keyFor(ctx context.Context, t *turn) (*seal.CaseKey, error) {
	raw, err := r.Sessions.Peek(ctx, t.key)
	if err != nil {
		return nil, err
	}
	rec, err := r.restore(raw, t)
	if err != nil {
		return nil, err
	}
	if rec.Talk.Ref != "" {
		return r.Desk.CaseKey(ctx, rec.Talk.Ref)
	}
	t.draft = rec.Talk.Draft.ID
	if wraps := rec.Keys[t.draft]; wraps != nil {
		return r.Keys.Unwrap(string(t.draft), wraps)
	}
	key, err := seal.NewCaseKey(string(t.draft))
	if err != nil {
		return nil, fmt.Errorf("make a key for a draft: %w", err)
	}
	t.wraps, err = r.Keys.Wrap(key)
	return key, err
}

// store streams one file from the channel into the attachment store. Its kind and type are what its first bytes say,
// not what it is called.
func (r *Reception) store(ctx context.Context, key *seal.CaseKey, id string, u *channel.Upload) (signal.Media, error) {
	body, err := u.Open(ctx)
	if err != nil {
		return signal.Media{}, err
	}
	defer body.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(body, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return signal.Media{}, err
	}
	m := signal.Media{ID: id, Seconds: u.Seconds}
	m.Kind, m.Type = sniff.Of(head[:n], u.Kind)
	if m.Bytes, err = r.Files.Put(ctx, id, key, io.MultiReader(bytes.NewReader(head[:n]), body), MaxUpload); err != nil {
		return signal.Media{}, err
	}
	return m, r.harmless(ctx, key, m)
}

// harmless refuses a picture that is a decompression bomb, and does not keep it.
func (r *Reception) harmless(ctx context.Context, key *seal.CaseKey, m signal.Media) error {
	if !picture.Decodes(m.Type) {
		return nil
	}
	f, err := r.Files.Get(ctx, m.ID, key)
	if err != nil {
		return err
	}
	err = errors.Join(picture.Check(f, m.Bytes), f.Close())
	if errors.Is(err, picture.ErrBomb) {
		err = errors.Join(err, r.Files.Delete(ctx, m.ID))
	}
	return err
}
