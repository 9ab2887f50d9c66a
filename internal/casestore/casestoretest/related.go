package casestoretest

import (
	"fmt"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// like opens a case of an urgency with these traits and phrases, for a unit.
func (h *house) like(t testing.TB, u signal.Urgency, unit string, phrases []string, traits ...casestore.Trait) signal.Ref {
	t.Helper()
	o := opening()
	o.Reading.Urgency = u
	return get(h.Open(h.ctx, o, func(tx *casestore.Tx) error {
		if err := tx.SetBell(signal.Bell{Unit: unit, Part: signal.Lead, Since: tx.Now()}); err != nil {
			return err
		}
		return tx.SetTraits(traits, phrases)
	}))(t).Ref
}

func alikeFound(t *testing.T, h *house) {
	place, child := casestore.Trait{Kind: "place", Value: "53707"}, casestore.Trait{Kind: "child", Value: "8-11/girl"}
	long := make([]string, 40)
	for i := range long {
		long[i] = fmt.Sprint("дума ", i)
	}
	one := h.like(t, signal.Standard, ozd, long, place, child)
	near := h.like(t, signal.Standard, ozd, long, place, child)
	h.clock.Move(time.Minute)
	others := h.like(t, signal.Standard, police, nil, place)
	h.like(t, signal.Standard, ozd, nil, child) // shares nothing of what is looked by
	h.like(t, signal.Standard, ozd, nil, casestore.Trait{Kind: "child", Value: "53707"})

	look := casestore.Near{Since: h.clock.Now().Add(-time.Hour), Till: h.clock.Now(), By: []string{"place", casestore.Phrase}}
	all := get(h.Alike(h.ctx, one, look))(t)
	equal(t, "cases alike", len(all), 2)
	equal(t, "shared place", all[near]["place"], 1)
	equal(t, "shared child", all[near]["child"], 1)
	equal(t, "shared phrases", all[near][casestore.Phrase], casestore.Sample)
	equal(t, "shared with the other", len(all[others]), 1)

	look.Units = []string{ozd}
	equal(t, "in which the unit has a part", len(get(h.Alike(h.ctx, one, look))(t)), 1)
	look.Units, look.Limit = nil, 1
	equal(t, "the newest alone", get(h.Alike(h.ctx, one, look))(t)[others]["place"], 1)
	look.Limit, look.Since = 0, h.clock.Now().Add(time.Millisecond)
	equal(t, "later ones", len(get(h.Alike(h.ctx, one, look))(t)), 0)

	look.Since = time.Time{}
	get(h.Purge(h.ctx, near, casestore.System, "test"))(t)
	get(h.Purge(h.ctx, others, casestore.System, "test"))(t)
	equal(t, "once they are purged", len(get(h.Alike(h.ctx, one, look))(t)), 0)
	var left int
	ok(t, h.Writer().QueryRowContext(h.ctx, `select count(*) from traits where ref in ($1, $2)`, near, others).Scan(&left))
	equal(t, "traits left of purged cases", left, 0)
}

func floodJoins(t *testing.T, h *house) {
	text := casestore.Trait{Kind: "text", Value: "същите думи"}
	flood := func(ref signal.Ref) (n int, head signal.Ref) {
		h.change(t, ref, func(tx *casestore.Tx) (err error) {
			n, head, err = tx.Flood("text", tx.Now().Add(-time.Hour))
			return err
		})
		return n, head
	}
	old := h.like(t, signal.Urgent, ozd, nil, text)
	h.clock.Move(2 * time.Hour)
	first := h.like(t, signal.Standard, ozd, nil, text)
	second := h.like(t, signal.Standard, ozd, nil, text)
	n, head := flood(second)
	equal(t, "others within the hour", n, 1)
	equal(t, "head", head, first)
	urgent := h.like(t, signal.Urgent, ozd, nil, text)
	_, head = flood(urgent)
	equal(t, "head of a more urgent one", head, "")

	h.change(t, second, func(tx *casestore.Tx) error {
		if c, _, err := tx.Head(); err != nil || c.Ref != "" {
			t.Errorf("head before it joined: %v %v", c.Ref, err)
		}
		return tx.Join(old)
	})
	_, head = flood(first)
	equal(t, "head by way of one that has joined", head, old)
	joined, count, err := h.Joined(h.ctx, second)
	ok(t, err)
	equal(t, "joined", joined, old)
	equal(t, "how many", count, 1)
	h.change(t, second, func(tx *casestore.Tx) error {
		c, bells, err := tx.Head()
		equal(t, "head", c.Ref, old)
		equal(t, "its bells", len(bells), 1)
		if err != nil {
			return err
		}
		return tx.Leave()
	})
	if _, count, err = h.Joined(h.ctx, second); err != nil || count != 0 {
		t.Errorf("joined after it left: %d %v", count, err)
	}
	h.change(t, first, func(tx *casestore.Tx) error { return tx.SetClosed("duplicate") })
	_, head = flood(second)
	equal(t, "head that is closed", head, urgent)
}
