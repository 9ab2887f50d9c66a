package casestoretest

import (
	"errors"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

func purgeAll(t *testing.T, h *house) {
	o := opening()
	o.Draft.Said = append(o.Draft.Said, signal.Said{ID: "v", At: h.clock.Now(), Media: &signal.Media{ID: "c0de", Kind: "voice", Type: "audio/ogg"}})
	opened := get(h.Open(h.ctx, o, func(tx *casestore.Tx) error {
		if err := tx.SetBell(signal.Bell{Unit: ozd, Part: signal.Lead, Since: tx.Now(), Next: tx.Now()}); err != nil {
			return err
		}
		tx.SetDue("check", tx.Now(), tx.Now())
		_, _, err := tx.Enqueue(signal.Delivery{Kind: signal.ToReporter, Endpoint: "reporter", Event: 1})
		return err
	}))(t)
	out := get(h.Purge(h.ctx, opened.Ref, casestore.ByOfficer(ozd, "o-1"), "time is over"))(t)
	if len(out.Attachments) != 1 || out.Attachments[0] != "c0de" {
		t.Errorf("attachments to delete: got %v, want c0de", out.Attachments)
	}
	gone := map[string]func() error{
		"key":     func() error { _, err := h.Key(h.ctx, opened.Ref); return err },
		"opened":  func() error { _, _, err := h.Opened(h.ctx, opened.Ref, casestore.System, "x"); return err },
		"replies": func() error { _, err := h.Replies(h.ctx, opened.Ref); return err },
		"way":     func() error { _, err := h.Ways(h.ctx, opened.Ref); return err },
		"again":   func() error { _, err := h.Open(h.ctx, o, nil); return err },
		"note":    func() error { return h.Change(h.ctx, opened.Ref, reply("късно")) },
	}
	for name, f := range gone {
		if err := f(); !errors.Is(err, casestore.ErrPurged) {
			t.Errorf("%s of a purged case: got %v, want ErrPurged", name, err)
		}
	}
	equal(t, "state", get(h.Case(h.ctx, opened.Ref))(t).State, signal.Purged)
	equal(t, "delivery", get(h.Deliveries(h.ctx, opened.Ref))(t)[0].State, signal.Dropped)
	equal(t, "bells due", len(get(h.DueBells(h.ctx, h.clock.Now(), 0))(t)), 0)
	equal(t, "reminders due", len(get(h.Reminders(h.ctx, h.clock.Now(), 0))(t)), 0)
	equal(t, "its code", get(h.ByCode(h.ctx, opened.Code))(t), opened.Ref)
	wantKinds(t, h, opened.Ref, signal.EvOpened, signal.EvSent, signal.EvPurged)
	equal(t, "second purge", len(get(h.Purge(h.ctx, opened.Ref, casestore.System, "again"))(t).Attachments), 0)
	_, bad, err := h.Verify(h.ctx)
	ok(t, err)
	equal(t, "first bad entry", bad, 0)
}

func purgesDue(t *testing.T, h *house) {
	closed, _ := h.file(t)
	held, _ := h.file(t)
	h.file(t)
	h.change(t, closed.Ref, func(tx *casestore.Tx) error { return tx.SetClosed("resolved") })
	h.change(t, held.Ref, func(tx *casestore.Tx) error {
		if err := tx.SetClosed("resolved"); err != nil {
			return err
		}
		tx.KeepUntil(time.Time{})
		return nil
	})
	h.clock.Move(4 * 366 * 24 * time.Hour)
	equal(t, "due after four years", len(get(h.DuePurges(h.ctx, h.clock.Now(), 0))(t)), 0)
	h.clock.Move(366 * 24 * time.Hour)
	due := get(h.DuePurges(h.ctx, h.clock.Now(), 0))(t)
	if len(due) != 1 || due[0] != closed.Ref {
		t.Fatalf("due after five years: got %v, want %s alone", due, closed.Ref)
	}
	get(h.Purge(h.ctx, due[0], casestore.System, "time is over"))(t)
	equal(t, "due after the purge", len(get(h.DuePurges(h.ctx, h.clock.Now(), 0))(t)), 0)
}

func keysRewrapped(t *testing.T, h *house) {
	opened, _ := h.file(t)
	before := wrapOf(t, h, opened.Ref)
	keys := keysOf(t, h)
	ok(t, keys.Rotate())
	s, err := casestore.Open(h.ctx, h.place.URL, h.place.Dir, keys, casestore.Options{Now: h.clock.Now})
	ok(t, err)
	defer func() { ok(t, s.Close()) }()
	equal(t, "wrapped anew", get(s.Rewrap(h.ctx))(t), 1)
	if wrapOf(t, h, opened.Ref) == before {
		t.Error("the wrap is the same as before")
	}
	d, _, err := s.Opened(h.ctx, opened.Ref, casestore.System, "test")
	ok(t, err)
	equal(t, "messages", len(d.Said), 1)
}

func wrapOf(t testing.TB, h *house, ref signal.Ref) string {
	t.Helper()
	var w seal.Wrap
	ok(t, h.Writer().QueryRowContext(h.ctx, `select wrap from case_keys where ref = $1`, ref).Scan(&w.Blob))
	return string(w.Blob)
}

func counted(t *testing.T, h *house) {
	h.file(t)
	closed, _ := h.file(t)
	h.change(t, closed.Ref, func(tx *casestore.Tx) error { return tx.SetClosed("resolved") })
	ok(t, h.CountNoSignal(h.ctx))
	ok(t, h.CountNoSignal(h.ctx))
	c := get(h.Counts(h.ctx))(t)
	equal(t, "open", c.Open[signal.Standard], 1)
	equal(t, "queued", c.Deliveries[signal.Queued], 2)
	equal(t, "no signals", c.NoSignals, 2)
	ok(t, h.Ping(h.ctx))
}
