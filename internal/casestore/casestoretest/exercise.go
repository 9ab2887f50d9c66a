// Package casestoretest holds what every case store must do, whatever database lies below it: one file a subject.
//
//	func TestMain(m *testing.M) { casestoretest.Main(m) }
//	func TestStore(t *testing.T) {
//		casestoretest.Exercise(t, func(t testing.TB) casestoretest.Place { return casestoretest.Place{Dir: t.TempDir()} })
//	}
//
// The package must never ask which database it runs on: what only one of them does is tested beside its driver.
package casestoretest

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

// Place is where a store lies: Dir always holds the master keyset, and with an empty URL the database too.
type Place struct {
	URL string
	Dir string
}

// Exercise runs every test on stores at fresh places.
func Exercise(t *testing.T, fresh func(t testing.TB) Place) {
	for _, part := range []struct {
		name string
		run  func(t *testing.T, h *house)
	}{
		{"OpenCommitsCaseAndFirstDelivery", openCommits},
		{"OpenAgainGivesTheSameCase", openAgain},
		{"OpenThatFailsLeavesNothing", openFails},
		{"OpenTakesTheDraftsOwnKey", openWithKey},
		{"OpenCleansWhatWasTyped", openCleans},
		{"ReferencesCountAnewEachYear", openYears},
		{"MergeTellsOnce", mergeOnce},
		{"ReadingIsOnlyRaised", readingRaised},
		{"BellsRingWhenDue", bellsDue},
		{"ClosedCasesAreSilent", closedSilent},
		{"UnrungCasesAreFound", unrungFound},
		{"ListNarrowsAndPages", listPages},
		{"LogIsClosedUntilSomebodyLooks", logLook},
		{"RepliesAreAllThatTheCodeOpens", logReplies},
		{"ChangedLogsAreFound", logTampered},
		{"NothingSealedLiesInClear", nothingInClear},
		{"DeliveriesAreAskedForOnce", deliverOnce},
		{"DeliveriesAreTriedAgain", deliverAgain},
		{"DroppedDeliveriesStayDropped", deliverDropped},
		{"SeenBeforeAndAfterSent", deliverSeen},
		{"StraysAreFound", deliverStray},
		{"LateSettlersDoNotHideARepeat", deliverLate},
		{"GivenUpIsDeliveredOnceMore", deliverOnceMore},
		{"RequestsActOnce", requestsOnce},
		{"OneRequestSentByMany", requestsRace},
		{"BellsKeepTheSender", bellsKeepTheSender},
		{"CasesThatAreAlikeAreFound", alikeFound},
		{"FloodsHaveAHead", floodJoins},
		{"SeenDrillsRingNoMore", drillsSeen},
		{"OfficersJoinOnce", officersJoin},
		{"OfficersAreRevoked", officersRevoked},
		{"ConsoleSessionsSlide", sessionsSlide},
		{"APIKeysBelongToAUnit", apiKeys},
		{"PurgeLeavesNothingToRead", purgeAll},
		{"PurgesFallDue", purgesDue},
		{"KeysAreWrappedAnew", keysRewrapped},
		{"CountsAreCounted", counted},
		{"FiguresFollowTheCase", figuresKept},
		{"FiguresOutliveAPurge", figuresOutlivePurge},
		{"OlderCasesGetTheirFigures", figuresFilled},
		{"PastRecordsAreImportedOnce", importOnce},
		{"OneRegisterImportedByMany", importMany},
		{"ChangedFiguresAreFound", figuresTampered},
		{"ManyOpenAtOnce", manyOpen},
		{"OneDraftOpenedByMany", oneDraftMany},
		{"OneCaseChangedByMany", oneCaseMany},
		{"OneDeliveryClaimedByMany", oneDeliveryMany},
		{"KilledProcessesLoseNothing", killed},
	} {
		t.Run(part.name, func(t *testing.T) {
			t.Parallel()
			part.run(t, newHouse(t, fresh(t)))
		})
	}
}

// house is a place with a clock that the test moves.
type house struct {
	*casestore.Store
	place Place
	ctx   context.Context
	clock *clock
}

func newHouse(t *testing.T, p Place) *house {
	h := &house{place: p, ctx: t.Context(), clock: &clock{now: time.Date(2026, 11, 9, 17, 30, 0, 0, time.UTC)}}
	h.Store = h.another(t)
	return h
}

// another opens a second store at the same place, as another process would.
func (h *house) another(t testing.TB) *casestore.Store {
	t.Helper()
	s, err := openAt(h.ctx, h.place, h.clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	return s
}

func openAt(ctx context.Context, p Place, now func() time.Time) (*casestore.Store, error) {
	keys, err := seal.OpenKeyset(filepath.Join(p.Dir, "master.key"))
	if err != nil {
		return nil, err
	}
	return casestore.Open(ctx, p.URL, p.Dir, keys, casestore.Options{Now: now})
}

// clock stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

const (
	ozd    = "ozd-troyan"
	police = "ru-troyan"
)

// draft is a signal like those that children send, each with an id of its own.
func draft() signal.Draft {
	id := rand.Text()
	return signal.Draft{
		ID: signal.DraftID(id), Lang: "bg", Source: "web",
		Answers: signal.Answers{signal.Role: {signal.RoleFriend}, signal.KindOf: {signal.Psychological}},
		Place:   signal.Place{Text: "до читалището", Name: "Орешак", Municipality: "LOV34"},
		Said:    []signal.Said{{ID: id + "/1", At: time.Date(2026, 11, 9, 17, 28, 0, 0, time.UTC), Text: "заключват го навън нощем"}},
	}
}

func opening() casestore.Opening {
	return casestore.Opening{
		Draft:   draft(),
		Reading: signal.Reading{Urgency: signal.Standard, Category: []signal.Option{signal.Psychological}, Lang: "bg", Reasons: []signal.Reason{{Rule: "K2", Text: "вид: психическо"}}},
		Way:     casestore.WayBack{Channel: "telegram", Address: "7000123"},
		Sent:    true,
	}
}

// alert is the first step's delivery to an officer.
func alert(officer string) signal.Delivery {
	return signal.Delivery{Unit: ozd, Kind: signal.AlertNew, Step: 1, Officer: officer, Endpoint: "telegram"}
}

// file opens a case that rings at ozd, with an alert to o-1 on its way.
func (h *house) file(t testing.TB) (casestore.Opened, int64) {
	t.Helper()
	var id int64
	opened, err := h.Open(h.ctx, opening(), func(tx *casestore.Tx) (err error) {
		tx.SetUnit(ozd)
		if err := tx.SetBell(signal.Bell{Unit: ozd, Part: signal.Lead, Since: tx.Now(), Step: 1, Next: tx.Now().Add(5 * time.Minute)}); err != nil {
			return err
		}
		id, _, err = tx.Enqueue(alert("o-1"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return opened, id
}

// change runs f on a case and fails the test when it cannot.
func (h *house) change(t testing.TB, ref signal.Ref, f func(tx *casestore.Tx) error) {
	t.Helper()
	if err := h.Change(h.ctx, ref, f); err != nil {
		t.Fatal(err)
	}
}

// get fails the test when a read did.
func get[T any](v T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
