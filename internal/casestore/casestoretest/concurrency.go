package casestoretest

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// both runs work n times on each of two stores at the same place, all at once, as two processes would.
func both(t *testing.T, h *house, n int, work func(s *casestore.Store, i int) error) {
	t.Helper()
	other := h.another(t)
	var wg sync.WaitGroup
	for i := range 2 * n {
		wg.Go(func() {
			s := h.Store
			if i%2 == 1 {
				s = other
			}
			if err := work(s, i); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func manyOpen(t *testing.T, h *house) {
	const each = 40
	both(t, h, each, func(s *casestore.Store, _ int) error {
		_, err := s.Open(h.ctx, opening(), func(tx *casestore.Tx) error { _, _, err := tx.Enqueue(alert("o-1")); return err })
		return err
	})
	list := get(h.List(h.ctx, casestore.Filter{}))(t)
	equal(t, "cases", len(list), 2*each)
	seen := map[signal.Ref]bool{}
	for _, c := range list {
		seen[c.Ref] = true
	}
	for n := 1; n <= 2*each; n++ {
		if !seen[signal.NewRef(2026, n)] {
			t.Errorf("there is no case %s: references have a gap", signal.NewRef(2026, n))
		}
	}
	equal(t, "deliveries", len(get(h.Unfinished(h.ctx, 0))(t)), 2*each)
	n, bad, err := h.Verify(h.ctx)
	ok(t, err)
	equal(t, "first bad entry", bad, 0)
	equal(t, "entries", n, 2*2*each)
}

func oneDraftMany(t *testing.T, h *house) {
	o := opening()
	var mu sync.Mutex
	codes, fresh := map[signal.Code]bool{}, 0
	both(t, h, 8, func(s *casestore.Store, i int) error {
		mine := o
		mine.Draft.Said = append([]signal.Said{{ID: "m" + strconv.Itoa(i), Text: "още"}}, mine.Draft.Said...)
		opened, err := s.Open(h.ctx, mine, func(tx *casestore.Tx) error { _, _, err := tx.Enqueue(alert("o-1")); return err })
		mu.Lock()
		defer mu.Unlock()
		codes[opened.Code] = true
		if opened.New {
			fresh++
		}
		return err
	})
	equal(t, "new cases", fresh, 1)
	equal(t, "codes", len(codes), 1)
	equal(t, "cases", len(get(h.List(h.ctx, casestore.Filter{}))(t)), 1)
	equal(t, "deliveries", len(get(h.Unfinished(h.ctx, 0))(t)), 1)
	d, _, err := h.Opened(h.ctx, "2026-000001", casestore.System, "test")
	ok(t, err)
	equal(t, "messages", len(d.Said), 17)
}

func oneCaseMany(t *testing.T, h *house) {
	opened, _ := h.file(t)
	both(t, h, 20, func(s *casestore.Store, i int) error {
		return s.Change(h.ctx, opened.Ref, reply(strconv.Itoa(i)))
	})
	equal(t, "replies", len(get(h.Replies(h.ctx, opened.Ref))(t)), 40)
	equal(t, "version", get(h.Case(h.ctx, opened.Ref))(t).Version, 41)
	_, bad, err := h.Verify(h.ctx)
	ok(t, err)
	equal(t, "first bad entry", bad, 0)
}

func oneDeliveryMany(t *testing.T, h *house) {
	ok(t, h.TakeOver(h.ctx, "p1"))
	_, id := h.file(t)
	var mu sync.Mutex
	got := 0
	both(t, h, 8, func(s *casestore.Store, _ int) error {
		_, mine, err := s.Claim(h.ctx, id, "p1")
		mu.Lock()
		defer mu.Unlock()
		if mine {
			got++
		}
		return err
	})
	equal(t, "claims that got it", got, 1)
	h.clock.Move(time.Hour)
	equal(t, "strays", len(get(h.Stray(h.ctx, h.clock.Now(), 0))(t)), 0)
}
