package casestoretest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

func requestsOnce(t *testing.T, h *house) {
	begin := func(unit, key, body string) ([]byte, error) { return h.BeginRequest(h.ctx, unit, key, []byte(body)) }
	equal(t, "answer to the first", len(get(begin(ozd, "k", "a"))(t)), 0)
	if _, err := begin(ozd, "k", "a"); !errors.Is(err, casestore.ErrUnderWay) {
		t.Errorf("a repeat while the first is worked on: %v, want ErrUnderWay", err)
	}
	ok(t, h.EndRequest(h.ctx, ozd, "k", []byte("done")))
	equal(t, "answer to a repeat", string(get(begin(ozd, "k", "a"))(t)), "done")
	if _, err := begin(ozd, "k", "b"); !errors.Is(err, casestore.ErrConflict) {
		t.Errorf("another request with the key: %v, want ErrConflict", err)
	}
	equal(t, "answer to another unit's first", len(get(begin("police", "k", "b"))(t)), 0)
	ok(t, h.EndRequest(h.ctx, "police", "k", nil))
	equal(t, "answer after the first was forgotten", len(get(begin("police", "k", "c"))(t)), 0)
	h.clock.Move(2 * time.Minute)
	equal(t, "answer after the first was broken off", len(get(begin("police", "k", "c"))(t)), 0)
	h.clock.Move(25 * time.Hour)
	equal(t, "answer after a day", len(get(begin(ozd, "k", "b"))(t)), 0)
}

// requestsRace sends one request by many at once: one of them is the first.
func requestsRace(t *testing.T, h *house) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	first := 0
	for range 8 {
		wg.Go(func() {
			answer, err := h.BeginRequest(h.ctx, ozd, "k", []byte("a"))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil && answer == nil:
				first++
			case !errors.Is(err, casestore.ErrUnderWay):
				t.Errorf("one of many: %q, %v", answer, err)
			}
		})
	}
	wg.Wait()
	equal(t, "firsts", first, 1)
}

func deliverOnceMore(t *testing.T, h *house) {
	opened, id := h.file(t)
	ok(t, h.TakeOver(h.ctx, "p1"))
	d := get(h.Delivery(h.ctx, id))(t)
	resend := func() error {
		return h.Change(h.ctx, opened.Ref, func(tx *casestore.Tx) error { return tx.Resend(d, casestore.ByOfficer(d.Unit, "o-1")) })
	}
	if err := resend(); !errors.Is(err, casestore.ErrConflict) {
		t.Errorf("resending what waits: %v, want ErrConflict", err)
	}
	claim(t, h, id, "p1")
	ok(t, h.Settle(h.ctx, id, "p1", casestore.Outcome{State: signal.Failed, Cause: "gone"}))
	equal(t, "given up", len(get(h.UnitDeliveries(h.ctx, d.Unit, signal.Failed, 0, 10))(t)), 1)
	equal(t, "given up after it", len(get(h.UnitDeliveries(h.ctx, d.Unit, signal.Failed, id, 10))(t)), 0)
	equal(t, "another unit's", len(get(h.UnitDeliveries(h.ctx, "nobody", signal.Failed, 0, 10))(t)), 0)
	ok(t, resend())
	if d, got := claim(t, h, id, "p1"); !got || d.Attempt != 2 || d.Cause != "" {
		t.Errorf("claimed after it was resent: %v, %+v", got, d)
	}
	log := get(h.Log(h.ctx, opened.Ref))(t)
	equal(t, "who resent", log[len(log)-1].Actor, d.Unit+"/o-1")
}

// bellsKeepTheSender keeps who handed a case over, and finds the newest entry of a kind.
func bellsKeepTheSender(t *testing.T, h *house) {
	ref := get(h.Open(h.ctx, opening(), nil))(t).Ref
	h.change(t, ref, func(tx *casestore.Tx) error {
		if _, known, err := tx.Last(signal.EvTransferred); known || err != nil {
			t.Errorf("a transfer that never was: %v %v", known, err)
		}
		for _, to := range []string{"b", "c"} {
			if _, err := tx.Append(signal.Event{Kind: signal.EvTransferred, Unit: to, Text: "там е"}); err != nil {
				return err
			}
		}
		last, known, err := tx.Last(signal.EvNoted, signal.EvTransferred)
		equal(t, "known", known, true)
		equal(t, "newest", last.Unit, "c")
		if err != nil {
			return err
		}
		return tx.SetBell(signal.Bell{Unit: "c", Part: signal.Lead, From: "b"})
	})
	equal(t, "handed by", get(h.Bells(h.ctx, ref))(t)[0].From, "b")
	h.change(t, ref, func(tx *casestore.Tx) error { return tx.SetBell(signal.Bell{Unit: "c", Part: signal.Lead}) })
	equal(t, "handed by, once taken", get(h.Bells(h.ctx, ref))(t)[0].From, "")
}
