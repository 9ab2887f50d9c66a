package casestoretest

import (
	"errors"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

func deliverOnce(t *testing.T, h *house) {
	opened, id := h.file(t)
	h.change(t, opened.Ref, func(tx *casestore.Tx) error {
		again, added, err := tx.Enqueue(alert("o-1"))
		equal(t, "added again", added, false)
		equal(t, "id of the same", again, id)
		if err != nil {
			return err
		}
		step2 := alert("o-1")
		step2.Step = 2
		if _, added, err = tx.Enqueue(step2); err != nil {
			return err
		}
		equal(t, "next step added", added, true)
		return nil
	})
	equal(t, "deliveries", len(get(h.Deliveries(h.ctx, opened.Ref))(t)), 2)
}

// claim claims a delivery for owner and says whether it got it.
func claim(t testing.TB, h *house, id int64, owner string) (signal.Delivery, bool) {
	t.Helper()
	d, got, err := h.Claim(h.ctx, id, owner)
	ok(t, err)
	return d, got
}

func deliverAgain(t *testing.T, h *house) {
	opened, id := h.file(t)
	ok(t, h.TakeOver(h.ctx, "p1"))
	d, got := claim(t, h, id, "p1")
	if !got || d.Attempt != 1 || d.Doubtful || d.State != signal.Sending {
		t.Fatalf("first claim: got %+v, %v", d, got)
	}
	if d, got = claim(t, h, id, "p1"); got || d.State != signal.Sending {
		t.Errorf("a claim of what is being sent: got %v, state %s", got, d.State)
	}
	due := h.clock.Now().Add(10 * time.Second)
	ok(t, h.Settle(h.ctx, id, "p1", casestore.Outcome{State: signal.Delayed, Cause: "429", NextTry: due}))
	if d, got = claim(t, h, id, "p1"); got || d.State != signal.Delayed || d.Cause != "429" || !d.NextTry.Equal(due) {
		t.Errorf("a claim before its time: got %v, %+v", got, d)
	}
	h.clock.Move(10 * time.Second)
	if d, got = claim(t, h, id, "p1"); !got || d.Attempt != 2 || d.Doubtful {
		t.Errorf("a claim in its time: got %v, %+v", got, d)
	}
	ok(t, h.Settle(h.ctx, id, "p1", casestore.Outcome{State: signal.Sent, Message: "42"}))
	d = get(h.Delivery(h.ctx, id))(t)
	equal(t, "state", d.State, signal.Sent)
	equal(t, "message", d.Message, "42")
	equal(t, "repeats", d.Repeats, 0)
	equal(t, "done", d.Done, h.clock.Now())
	if _, got = claim(t, h, id, "p1"); got {
		t.Error("what was sent was claimed")
	}
	wantKinds(t, h, opened.Ref, signal.EvOpened, signal.EvSent, signal.EvDelivered)
	if err := h.Settle(h.ctx, id, "p1", casestore.Outcome{State: signal.Queued}); err == nil {
		t.Error("settled as queued")
	}
}

func deliverDropped(t *testing.T, h *house) {
	ok(t, h.TakeOver(h.ctx, "p1"))
	opened, flying := h.file(t)
	var waiting, other int64
	h.change(t, opened.Ref, func(tx *casestore.Tx) (err error) {
		if waiting, _, err = tx.Enqueue(alert("o-2")); err != nil {
			return err
		}
		theirs := alert("o-1")
		theirs.Unit = police
		other, _, err = tx.Enqueue(theirs)
		return err
	})
	claim(t, h, flying, "p1")
	h.change(t, opened.Ref, func(tx *casestore.Tx) error { return tx.DropQueued(ozd, signal.AlertNew) })
	ok(t, h.Settle(h.ctx, flying, "p1", casestore.Outcome{State: signal.Delayed, Cause: "timeout", NextTry: h.clock.Now()}))
	for id, want := range map[int64]signal.DeliveryState{waiting: signal.Dropped, flying: signal.Dropped, other: signal.Queued} {
		equal(t, "state", get(h.Delivery(h.ctx, id))(t).State, want)
	}
	if _, got := claim(t, h, waiting, "p1"); got {
		t.Error("what was dropped was claimed")
	}
	h.change(t, opened.Ref, func(tx *casestore.Tx) error { return tx.DropQueued(casestore.EveryUnit) })
	equal(t, "unfinished", len(get(h.Unfinished(h.ctx, 0))(t)), 0)
}

func deliverSeen(t *testing.T, h *house) {
	ok(t, h.TakeOver(h.ctx, "p1"))
	for _, early := range []bool{true, false} {
		opened, id := h.file(t)
		claim(t, h, id, "p1")
		if early { // the officer presses before our commit
			ok(t, h.MarkSeen(h.ctx, opened.Ref, ozd, "o-1"))
		}
		ok(t, h.Settle(h.ctx, id, "p1", casestore.Outcome{State: signal.Sent}))
		if !early {
			equal(t, "state before", get(h.Delivery(h.ctx, id))(t).State, signal.Sent)
			ok(t, h.MarkSeen(h.ctx, opened.Ref, ozd, "o-1"))
		}
		equal(t, "state", get(h.Delivery(h.ctx, id))(t).State, signal.Seen)
	}
}

func deliverStray(t *testing.T, h *house) {
	ok(t, h.TakeOver(h.ctx, "p1"))
	_, a := h.file(t)
	o := opening()
	o.Reading.Urgency = signal.Crisis
	var b int64
	get(h.Open(h.ctx, o, func(tx *casestore.Tx) (err error) { b, _, err = tx.Enqueue(alert("o-1")); return err }))(t)
	equal(t, "strays at once", len(get(h.Stray(h.ctx, h.clock.Now(), 0))(t)), 0)
	h.clock.Move(3 * time.Second)
	ids := get(h.Stray(h.ctx, h.clock.Now(), 0))(t)
	if len(ids) != 2 || ids[0] != b || ids[1] != a {
		t.Errorf("strays: got %v, want the crisis %d first, then %d", ids, b, a)
	}
	claim(t, h, a, "p1")
	claim(t, h, b, "p1")
	ok(t, h.Settle(h.ctx, b, "p1", casestore.Outcome{State: signal.Delayed, NextTry: h.clock.Now().Add(time.Minute)}))
	equal(t, "strays while they are worked on", len(get(h.Stray(h.ctx, h.clock.Now(), 0))(t)), 0)
	h.clock.Move(time.Minute + 2*time.Second)
	ids = get(h.Stray(h.ctx, h.clock.Now(), 0))(t)
	if len(ids) != 1 || ids[0] != b {
		t.Errorf("strays: got %v, want the delayed %d", ids, b)
	}
	// "gone" never said that it lives: what it held is anybody's, and may have arrived.
	exec(t, h, `update deliveries set owner = 'gone' where state = 'sending'`)
	ids = get(h.Stray(h.ctx, h.clock.Now(), 1))(t)
	if len(ids) != 1 {
		t.Fatalf("strays: got %v, want one", ids)
	}
	d, got := claim(t, h, a, "p1")
	if !got || !d.Doubtful || d.Attempt != 2 {
		t.Errorf("claim of what was left behind: got %v, %+v; want it, doubtful", got, d)
	}
	ok(t, h.Settle(h.ctx, a, "p1", casestore.Outcome{State: signal.Sent}))
	equal(t, "repeats", get(h.Delivery(h.ctx, a))(t).Repeats, 1)
}

// deliverLate plays a process that was thought to be gone and comes back with its answer.
func deliverLate(t *testing.T, h *house) {
	ok(t, h.TakeOver(h.ctx, "p1"))
	opened, id := h.file(t)
	claim(t, h, id, "slow")
	exec(t, h, `delete from processes where owner = 'slow'`)
	d, got := claim(t, h, id, "p1")
	if !got || !d.Doubtful {
		t.Fatalf("claim of what a silent process holds: got %v, %+v", got, d)
	}
	err := h.Settle(h.ctx, id, "slow", casestore.Outcome{State: signal.Failed})
	if !errors.Is(err, casestore.ErrConflict) {
		t.Errorf("a failure told too late: got %v, want ErrConflict", err)
	}
	equal(t, "state", get(h.Delivery(h.ctx, id))(t).State, signal.Sending)
	err = h.Settle(h.ctx, id, "slow", casestore.Outcome{State: signal.Sent, Message: "7"})
	if !errors.Is(err, casestore.ErrConflict) {
		t.Errorf("a success told too late: got %v, want ErrConflict", err)
	}
	d = get(h.Delivery(h.ctx, id))(t)
	equal(t, "state", d.State, signal.Sent)
	equal(t, "message", d.Message, "7")
	err = h.Settle(h.ctx, id, "p1", casestore.Outcome{State: signal.Delayed, NextTry: h.clock.Now()})
	if !errors.Is(err, casestore.ErrConflict) {
		t.Errorf("a delay of what was sent: got %v, want ErrConflict", err)
	}
	equal(t, "state at last", get(h.Delivery(h.ctx, id))(t).State, signal.Sent)
	wantKinds(t, h, opened.Ref, signal.EvOpened, signal.EvSent, signal.EvDelivered)
}
