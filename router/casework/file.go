package casework

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/attachment"
	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

// openFor is how long a file may be read after it was opened: a recording of an hour, listened to with interruptions.
const openFor = 2 * time.Hour

// OpenFile opens one attachment of a case in one of its forms and writes that down in the audit log, with the reason:
// File then gives it to this officer for two hours. What a photo, voice or video came as is evidence: it is opened by
// a lead, and only with a reason. attachment.ErrNoCopy: the photo has no form that may be shown.
func (d *Desk) OpenFile(ctx context.Context, who Officer, ref signal.Ref, id string, form attachment.Form, why string) (signal.Media, error) {
	m, key, err := d.fileOf(ctx, who, ref, id, form)
	if err != nil {
		return signal.Media{}, err
	}
	why = strings.TrimSpace(why)
	if form == attachment.AsOriginal && why == "" {
		return signal.Media{}, fmt.Errorf("the reason: %w", ErrEmpty)
	}
	if form == attachment.AsShown {
		if _, err := d.Files.Copy(ctx, id, key, attachment.Working); err != nil {
			return m, err
		}
	}
	return m, d.Store.Audit(ctx, who.actor(), "attachment", ref, strings.TrimSpace(opening(form, id)+why))
}

// opening is what the audit log has of a file that was opened; the reason stands after it.
func opening(form attachment.Form, id string) string { return string(form) + " " + id + ": " }

// File gives an attachment in a form in which the officer has opened it lately. A blurred photo shows nothing and is
// not opened: it is part of the case as it is looked at. The caller closes the file; the type is that of the form.
func (d *Desk) File(ctx context.Context, who Officer, ref signal.Ref, id string, form attachment.Form) (io.ReadSeekCloser, signal.Media, error) {
	m, key, err := d.fileOf(ctx, who, ref, id, form)
	if err != nil {
		return nil, signal.Media{}, err
	}
	if form != attachment.AsBlurred {
		if err := d.wasOpened(ctx, who, ref, id, form); err != nil {
			return nil, signal.Media{}, err
		}
	}
	if !form.Cleaned() {
		f, err := d.Files.Get(ctx, id, key)
		return f, m, err
	}
	of := map[attachment.Form]attachment.Copy{attachment.AsBlurred: attachment.Blurred, attachment.AsShown: attachment.Working}
	content, err := d.Files.Copy(ctx, id, key, of[form])
	if err != nil {
		return nil, signal.Media{}, err
	}
	m.Type, m.Bytes = "image/jpeg", int64(len(content))
	return inMemory{bytes.NewReader(content)}, m, nil
}

type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }

// fileOf finds an attachment that an officer may open in this form, and the key that it is sealed with.
func (d *Desk) fileOf(ctx context.Context, who Officer, ref signal.Ref, id string, form attachment.Form) (signal.Media, *seal.CaseKey, error) {
	if err := d.sees(ctx, who, ref); err != nil {
		return signal.Media{}, nil, err
	}
	all, err := d.Store.Attachments(ctx, ref)
	if err != nil {
		return signal.Media{}, nil, err
	}
	i := slices.IndexFunc(all, func(a casestore.Attachment) bool { return a.ID == id })
	if i < 0 || !slices.Contains(attachment.Forms(all[i].Kind, all[i].Type), form) {
		return signal.Media{}, nil, casestore.ErrNotFound
	}
	if form == attachment.AsOriginal && who.Role != "lead" {
		return signal.Media{}, nil, ErrForbidden
	}
	key, err := d.Store.Key(ctx, ref)
	return signal.Media{ID: id, Kind: all[i].Kind, Type: all[i].Type, Bytes: all[i].Bytes}, key, err
}

// wasOpened reports, from the audit log alone, whether an officer has opened a file lately. So every replica knows it,
// and nothing is shown of which there is no entry.
func (d *Desk) wasOpened(ctx context.Context, who Officer, ref signal.Ref, id string, form attachment.Form) error {
	log, err := d.Store.AuditLog(ctx, ref, 1000)
	if err != nil {
		return err
	}
	since := d.Now().Add(-openFor).UnixMilli()
	for _, a := range log {
		if a.At >= since && a.Actor == who.actor() && a.Action == "attachment" && strings.HasPrefix(a.Why+" ", opening(form, id)) {
			return nil
		}
	}
	return ErrForbidden
}
