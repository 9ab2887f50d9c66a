package casestoretest

import (
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// drillsSeen: once somebody of a unit has seen a drill nothing of it rings there, also not what was being sent just then
// and failed.
func drillsSeen(t *testing.T, h *house) {
	now := h.clock.Now()
	bell := casestore.DrillBell{Unit: ozd, Since: now, Next: now}
	bell.Drill = get(h.OpenDrill(h.ctx, casestore.System, []casestore.DrillBell{bell}))(t)
	next := casestore.DrillBell{Since: now, Step: 1, Next: now.Add(time.Minute)}
	equal(t, "turned", get(h.TurnDrill(h.ctx, bell, next, []casestore.DrillCall{{Officer: "o-1", Endpoint: "telegram"}, {Officer: "o-2", Endpoint: "telegram"}}))(t), true)
	calls := get(h.DueDrillCalls(h.ctx, now))(t)
	equal(t, "calls due", len(calls), 2)
	for _, c := range calls {
		equal(t, "taken", get(h.TakeDrillCall(h.ctx, c, now.Add(time.Minute)))(t), true)
	}
	ok(t, h.SeeDrill(h.ctx, bell.Drill, ozd, "o-1"))
	calls[0].State, calls[0].Due, calls[0].Done = signal.Sent, time.Time{}, now
	calls[1].State, calls[1].Due = signal.Queued, now.Add(time.Minute)
	for _, c := range calls {
		ok(t, h.SettleDrillCall(h.ctx, c))
	}
	later := now.Add(time.Hour)
	equal(t, "calls due after it was seen", len(get(h.DueDrillCalls(h.ctx, later))(t)), 0)
	equal(t, "bells due after it was seen", len(get(h.DueDrills(h.ctx, later))(t)), 0)
	_, calls, err := h.Drilled(h.ctx, bell.Drill)
	ok(t, err)
	equal(t, "the one that had gone out", calls[0].State, signal.Sent)
	equal(t, "the one that had not", calls[1].State, signal.Dropped)
}
