package casestoretest

import (
	"errors"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

func openCommits(t *testing.T, h *house) {
	opened, id := h.file(t)
	equal(t, "ref", opened.Ref, "2026-000001")
	equal(t, "new", opened.New, true)
	if len(opened.Code) != 16 {
		t.Errorf("code has %d digits, want 16", len(opened.Code))
	}
	c := get(h.Case(h.ctx, opened.Ref))(t)
	equal(t, "state", c.State, signal.Open)
	equal(t, "unit", c.Unit, ozd)
	equal(t, "municipality", c.Municipality, "LOV34")
	equal(t, "source", c.Source, "web")
	equal(t, "urgency", c.Urgency, signal.Standard)
	equal(t, "opened", c.OpenedAt, h.clock.Now())
	equal(t, "sent", c.SentAt, h.clock.Now())
	equal(t, "version", c.Version, 1)
	ds := get(h.Deliveries(h.ctx, opened.Ref))(t)
	if len(ds) != 1 || ds[0].ID != id || ds[0].State != signal.Queued || ds[0].Officer != "o-1" {
		t.Errorf("deliveries: got %+v, want the one alert to o-1, queued", ds)
	}
	equal(t, "case of the code", get(h.ByCode(h.ctx, opened.Code))(t), opened.Ref)
	if _, err := h.ByCode(h.ctx, "0000000000000000"); !errors.Is(err, casestore.ErrNotFound) {
		t.Errorf("a code of nobody: got %v, want ErrNotFound", err)
	}
	if _, err := h.Case(h.ctx, "2026-000002"); !errors.Is(err, casestore.ErrNotFound) {
		t.Errorf("a case that is not there: got %v, want ErrNotFound", err)
	}
}

func openAgain(t *testing.T, h *house) {
	o := opening()
	o.Sent = false
	first := get(h.Open(h.ctx, o, nil))(t)
	h.clock.Move(time.Minute)
	o.Sent = true
	o.Draft.Said = append(o.Draft.Said, signal.Said{ID: "more", At: h.clock.Now(), Text: "сега вика"})
	o.Reading.Urgency = signal.Urgent
	var seen int
	second := get(h.Open(h.ctx, o, func(tx *casestore.Tx) error {
		d, err := tx.Signal()
		seen = len(d.Said)
		return err
	}))(t)
	equal(t, "ref", second.Ref, first.Ref)
	equal(t, "code", string(second.Code), string(first.Code))
	equal(t, "new", second.New, false)
	equal(t, "messages seen by change", seen, 2)
	c := get(h.Case(h.ctx, first.Ref))(t)
	equal(t, "urgency", c.Urgency, signal.Urgent)
	equal(t, "opened", c.OpenedAt, h.clock.Now().Add(-time.Minute))
	equal(t, "sent", c.SentAt, h.clock.Now())
	wantKinds(t, h, first.Ref, signal.EvOpened, signal.EvTold, signal.EvTriaged, signal.EvSent)
}

// wantKinds compares the kinds of a case's log entries, in order.
func wantKinds(t testing.TB, h *house, ref signal.Ref, want ...signal.EventKind) {
	t.Helper()
	var got []signal.EventKind
	for _, e := range get(h.Log(h.ctx, ref))(t) {
		got = append(got, e.Kind)
	}
	if len(got) != len(want) {
		t.Fatalf("log: got %v, want %v", got, want)
	}
	for i := range want {
		equal(t, "log entry", got[i], want[i])
	}
}

func openFails(t *testing.T, h *house) {
	o, stop := opening(), errors.New("no unit")
	_, err := h.Open(h.ctx, o, func(tx *casestore.Tx) error {
		if _, _, err := tx.Enqueue(alert("o-1")); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatalf("got %v, want the error of change", err)
	}
	equal(t, "cases", len(get(h.List(h.ctx, casestore.Filter{}))(t)), 0)
	equal(t, "deliveries", len(get(h.Unfinished(h.ctx, 0))(t)), 0)
	// The number that was drawn is drawn again: references have no gap.
	equal(t, "ref", get(h.Open(h.ctx, o, nil))(t).Ref, "2026-000001")
	if _, err := h.Open(h.ctx, casestore.Opening{}, nil); err == nil {
		t.Error("a draft without an id was opened")
	}
}

func openWithKey(t *testing.T, h *house) {
	o := opening()
	key := get(seal.NewCaseKey(string(o.Draft.ID)))(t)
	o.Key = get(keysOf(t, h).Wrap(key))(t)
	o.Draft.Said = append(o.Draft.Said, signal.Said{ID: "photo", At: h.clock.Now(), Media: &signal.Media{ID: "a1b2", Kind: "photo", Type: "image/jpeg", Bytes: 5}})
	cipher := get(key.Seal("a1b2", []byte("photo")))(t)
	opened := get(h.Open(h.ctx, o, nil))(t)
	plain := get(get(h.Key(h.ctx, opened.Ref))(t).Open("a1b2", cipher))(t)
	equal(t, "what was sealed under the draft's key", string(plain), "photo")
	files := get(h.Attachments(h.ctx, opened.Ref))(t)
	if len(files) != 1 || files[0].ID != "a1b2" || files[0].Bytes != 5 {
		t.Errorf("attachments: got %+v, want a1b2", files)
	}
	equal(t, "a1b2 is an attachment", get(h.Holds(h.ctx, "a1b2"))(t), true)
	equal(t, "ffff is an attachment", get(h.Holds(h.ctx, "ffff"))(t), false)
}

func openCleans(t *testing.T, h *house) {
	o := opening()
	o.Draft.Said[0].Text = "a\x00b\xff"
	o.Draft.Place.Municipality = "LOV\x0034"
	o.Source = "web\x00hook"
	o.Reading.Reasons = []signal.Reason{{Rule: "K2", Text: "x\x00y"}}
	opened := get(h.Open(h.ctx, o, func(tx *casestore.Tx) error {
		return tx.SetClosed("done\x00")
	}))(t)
	d, _, err := h.Opened(h.ctx, opened.Ref, casestore.ByOfficer(ozd, "o-1"), "why\x00")
	ok(t, err)
	equal(t, "said", d.Said[0].Text, "ab\uFFFD")
	c := get(h.Case(h.ctx, opened.Ref))(t)
	equal(t, "municipality", c.Municipality, "LOV34")
	equal(t, "source", c.Source, "webhook")
	equal(t, "reason", c.Reasons[0].Text, "xy")
	equal(t, "close reason", c.CloseReason, "done")
}

func openYears(t *testing.T, h *house) {
	equal(t, "first", get(h.Open(h.ctx, opening(), nil))(t).Ref, "2026-000001")
	equal(t, "second", get(h.Open(h.ctx, opening(), nil))(t).Ref, "2026-000002")
	h.clock.Move(60 * 24 * time.Hour)
	equal(t, "of the next year", get(h.Open(h.ctx, opening(), nil))(t).Ref, "2027-000001")
}
