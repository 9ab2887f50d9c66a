package telegram

import (
	"testing"
	"testing/synctest"
	"time"
)

func (l *ledger) mustOffset(t *testing.T, now time.Time, want int64, held bool) {
	t.Helper()
	if got, gotHeld := l.offset(now); got != want || gotHeld != held {
		t.Errorf("offset %d held %v, want %d %v", got, gotHeld, want, held)
	}
}

func TestLedgerConfirmsOnlyWhatIsDone(t *testing.T) {
	l := newLedger()
	l.mustOffset(t, noon, 0, false)
	for id := int64(10); id < 14; id++ {
		if !l.admit(id, noon) {
			t.Errorf("%d is not new", id)
		}
	}
	l.mustOffset(t, noon, 10, true)
	l.finish(11)
	l.finish(13)
	l.mustOffset(t, noon, 10, true) // 10 is not done: were 11 confirmed, a crash would lose 10
	if l.admit(11, noon) || l.admit(12, noon) {
		t.Error("what is in hand or done is taken for new")
	}
	l.finish(10)
	l.mustOffset(t, noon, 12, true)
	l.finish(12)
	l.mustOffset(t, noon, 14, false)
	if len(l.done) != 0 {
		t.Errorf("%d done updates are remembered for ever", len(l.done))
	}
}

func TestLedgerTakesAReplay(t *testing.T) {
	l := newLedger()
	l.admit(10, noon)
	l.finish(10)
	l.mustOffset(t, noon, 11, false)
	if !l.admit(4, noon) { // the session store knows it; here it is only an update with a lower id
		t.Error("a lower id is not taken")
	}
	l.finish(4)
	l.mustOffset(t, noon, 11, false)
}

func TestLedgerLetsGo(t *testing.T) {
	l := newLedger()
	l.admit(10, noon)
	l.admit(11, noon)
	l.mark(11, true) // waits for our parts: never let go
	l.admit(12, noon.Add(15*time.Second))
	if n := l.letGo(noon.Add(25*time.Second), patience); n != 1 {
		t.Errorf("let go of %d, want 1", n)
	}
	l.mustOffset(t, noon, 11, true)
	l.finish(11)
	l.mustOffset(t, noon, 12, true)
	l.finish(12)
	l.mustOffset(t, noon, 13, false)
	select {
	case <-l.idle():
		t.Error("idle with an update in hand")
	default:
	}
	l.finish(10)
	<-l.idle()
}

// TestLedgerAfterIdle: after a week of silence Telegram begins with new ids, which may be lower.
func TestLedgerAfterIdle(t *testing.T) {
	l := newLedger()
	l.admit(1_000_000, noon)
	l.finish(1_000_000)
	l.mustOffset(t, noon.Add(time.Hour), 1_000_001, false)
	l.mustOffset(t, noon.Add(25*time.Hour), 0, false)
	l.admit(500, noon.Add(26*time.Hour))
	l.finish(500)
	l.mustOffset(t, noon.Add(26*time.Hour), 501, false)
}

// TestRestGrows: while an update in hand holds the offset back, polls come at most once a second in the end.
func TestRestGrows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &poller{ledger: newLedger()}
		p.ledger.admit(1, time.Now())
		begin := time.Now()
		for range 20 {
			p.rest(t.Context(), 0)
		}
		if took := time.Since(begin); took < 13*time.Second || took > 15*time.Second {
			t.Errorf("20 polls in %s", took)
		}
		begin = time.Now()
		p.rest(t.Context(), 1)
		if took := time.Since(begin); took != pauseFirst {
			t.Errorf("after something new the pause is %s, want %s", took, pauseFirst)
		}
		p.ledger.finish(1)
		begin = time.Now()
		p.rest(t.Context(), 0)
		if took := time.Since(begin); took != 0 {
			t.Errorf("with nothing in hand the pause is %s", took)
		}
	})
}
