package casestoretest

import (
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

func mergeOnce(t *testing.T, h *house) {
	o := opening()
	ref := get(h.Open(h.ctx, o, nil))(t).Ref
	more := o.Draft
	more.Said = append(more.Said, signal.Said{ID: "2", At: h.clock.Now(), Text: "и сестра му"})
	more.Place = signal.Place{Text: "Ябланица", Municipality: "LOV36"}
	var news signal.Draft
	tell := func() {
		h.change(t, ref, func(tx *casestore.Tx) (err error) {
			news, err = tx.Merge(more, &casestore.WayBack{Channel: "web", Address: "box"})
			return err
		})
	}
	tell()
	equal(t, "news", len(news.Said), 1)
	c := get(h.Case(h.ctx, ref))(t)
	equal(t, "version", c.Version, 2)
	equal(t, "municipality", c.Municipality, "LOV36")
	ways := get(h.Ways(h.ctx, ref))(t)
	equal(t, "newest way back", ways[len(ways)-1], casestore.WayBack{Channel: "web", Address: "box"})
	tell()
	equal(t, "news of the second time", len(news.Said), 0)
	equal(t, "version after the second time", get(h.Case(h.ctx, ref))(t).Version, 2)
	wantKinds(t, h, ref, signal.EvOpened, signal.EvSent, signal.EvTold)
}

func readingRaised(t *testing.T, h *house) {
	ref := get(h.Open(h.ctx, opening(), nil))(t).Ref
	set := func(r signal.Reading) (changed bool) {
		h.change(t, ref, func(tx *casestore.Tx) (err error) { changed, err = tx.SetReading(r); return err })
		return changed
	}
	equal(t, "raised", set(signal.Reading{Urgency: signal.Crisis, Category: []signal.Option{signal.Physical}, Reasons: []signal.Reason{{Rule: "C1"}}}), true)
	equal(t, "lowered by a reading", set(signal.Reading{Urgency: signal.Standard, Category: []signal.Option{signal.Physical}}), false)
	c := get(h.Case(h.ctx, ref))(t)
	equal(t, "urgency", c.Urgency, signal.Crisis)
	equal(t, "categories", len(c.Category), 2)
	equal(t, "reasons", len(c.Reasons), 2)
	h.change(t, ref, func(tx *casestore.Tx) error {
		return tx.Lower(signal.Urgent, casestore.ByOfficer(ozd, "o-1"), "детето е при баба си")
	})
	equal(t, "lowered by an officer", get(h.Case(h.ctx, ref))(t).Urgency, signal.Urgent)
	log := get(h.Log(h.ctx, ref))(t)
	last := log[len(log)-1]
	equal(t, "who lowered", last.Actor, ozd+"/o-1")
	equal(t, "from", last.Data["from"], "crisis")
}

func bellsDue(t *testing.T, h *house) {
	opened, _ := h.file(t)
	equal(t, "due at once", len(get(h.DueBells(h.ctx, h.clock.Now(), 10))(t)), 0)
	h.clock.Move(5 * time.Minute)
	due := get(h.DueBells(h.ctx, h.clock.Now(), 10))(t)
	if len(due) != 1 || due[0].Ref != opened.Ref || due[0].Unit != ozd || due[0].Step != 1 {
		t.Fatalf("due after five minutes: got %+v, want the bell of %s", due, ozd)
	}
	h.change(t, opened.Ref, func(tx *casestore.Tx) error {
		b := tx.Bells()[0]
		b.TakenBy, b.TakenAt, b.Next = "o-1", tx.Now(), time.Time{}
		if err := tx.SetBell(b); err != nil {
			return err
		}
		tx.SetTaken(tx.Now())
		tx.SetState(signal.Acknowledged)
		return tx.SetBell(signal.Bell{Unit: police, Part: signal.Join, Since: tx.Now(), Next: tx.Now()})
	})
	due = get(h.DueBells(h.ctx, h.clock.Now(), 10))(t)
	if len(due) != 1 || due[0].Unit != police {
		t.Errorf("due after one unit took it: got %+v, want the police's bell alone", due)
	}
	bells := get(h.Bells(h.ctx, opened.Ref))(t)
	equal(t, "taken by", bells[0].TakenBy, "o-1")
	equal(t, "taken at", bells[0].TakenAt, h.clock.Now())
}

func closedSilent(t *testing.T, h *house) {
	opened, _ := h.file(t)
	h.change(t, opened.Ref, func(tx *casestore.Tx) error { return tx.SetClosed("resolved") })
	h.clock.Move(180 * 24 * time.Hour)
	equal(t, "due half a year later", len(get(h.another(t).DueBells(h.ctx, h.clock.Now(), 0))(t)), 0)
	c := get(h.Case(h.ctx, opened.Ref))(t)
	equal(t, "state", c.State, signal.Closed)
	h.change(t, opened.Ref, func(tx *casestore.Tx) error { tx.Reopen(); return nil })
	c = get(h.Case(h.ctx, opened.Ref))(t)
	equal(t, "state", c.State, signal.Open)
	equal(t, "closed at", c.ClosedAt, time.Time{})
}

func unrungFound(t *testing.T, h *house) {
	h.file(t)
	lost := get(h.Open(h.ctx, opening(), nil))(t).Ref
	told := get(h.Open(h.ctx, opening(), func(tx *casestore.Tx) error {
		return tx.SetBell(signal.Bell{Unit: police, Part: signal.Told, Since: tx.Now(), TakenBy: "o-9"})
	}))(t).Ref
	refs := get(h.Unrung(h.ctx, 0))(t)
	if len(refs) != 2 || refs[0] != lost || refs[1] != told {
		t.Errorf("cases that nobody rings for: got %v, want %s and %s", refs, lost, told)
	}
}

func listPages(t *testing.T, h *house) {
	for i, u := range []signal.Urgency{signal.Standard, signal.Crisis, signal.Urgent, signal.Crisis, signal.Standard} {
		o := opening()
		o.Reading.Urgency = u
		get(h.Open(h.ctx, o, func(tx *casestore.Tx) error {
			if i == 4 {
				return tx.SetClosed("not_child_protection")
			}
			return tx.SetBell(signal.Bell{Unit: []string{ozd, police}[i%2], Part: signal.Lead, Since: tx.Now()})
		}))(t)
		h.clock.Move(time.Second)
	}
	for _, c := range []struct {
		name string
		f    casestore.Filter
		want []signal.Ref
	}{
		{"all", casestore.Filter{}, []signal.Ref{"2026-000002", "2026-000004", "2026-000003", "2026-000001", "2026-000005"}},
		{"page one", casestore.Filter{Limit: 2}, []signal.Ref{"2026-000002", "2026-000004"}},
		{"page two", casestore.Filter{Limit: 2, After: "2026-000004"}, []signal.Ref{"2026-000003", "2026-000001"}},
		{"page three", casestore.Filter{Limit: 2, After: "2026-000001"}, []signal.Ref{"2026-000005"}},
		{"a unit", casestore.Filter{Units: []string{police}}, []signal.Ref{"2026-000002", "2026-000004"}},
		{"two units, urgent", casestore.Filter{Units: []string{police, ozd}, Urgency: []signal.Urgency{signal.Urgent, signal.Standard}}, []signal.Ref{"2026-000003", "2026-000001"}},
		{"closed", casestore.Filter{States: []signal.State{signal.Closed}}, []signal.Ref{"2026-000005"}},
		{"elsewhere", casestore.Filter{Municipality: []string{"SOF46"}}, nil},
	} {
		var got []signal.Ref
		for _, one := range get(h.List(h.ctx, c.f))(t) {
			got = append(got, one.Ref)
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
			continue
		}
		for i := range got {
			equal(t, c.name, got[i], c.want[i])
		}
	}
}
