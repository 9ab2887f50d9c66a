// Package sessiontest holds what every server of sessions must do: the embedded one, a Redis, a Cluster. A server is
// done when it passes Exercise, whatever it is made of.
//
// The package must never be imported by anything but tests, and never know which server it is trying.
package sessiontest

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/internal/seal"
)

// Server is one empty server of sessions.
type Server struct {
	URL    string
	Dir    string
	Shared bool // several Stores may be open on it at once
}

// Exercise runs every test; start gives an empty server for one test.
func Exercise(t *testing.T, start func(t *testing.T) Server) {
	for _, subject := range []struct {
		name string
		run  func(t *testing.T, p *place)
	}{
		{"Do/WritesWhatIsMadeOfWhatStands", doWrites},
		{"Do/NilDeletes", doDeletes},
		{"Do/ActsOnceForAnEvent", doActsOnce},
		{"Do/RemembersEventsOfADeletedSession", doRemembersAfterDeletion},
		{"Do/RemembersTheLast200Events", doRemembersMany},
		{"Do/ForgetsEventsAfter48Hours", doForgetsEvents},
		{"Do/EndsASessionAfter49Hours", doEndsSessions},
		{"Do/AnErrorWritesNothing", doErrorWritesNothing},
		{"Do/KeepsTheOrderOfArrival", doKeepsOrder},
		{"Do/LetsOtherChatsPass", doLetsOthersPass},
		{"Do/LeavesTheLineWithItsContext", doLeavesTheLine},
		{"Do/RefusesWhatIsNoKey", doRefusesKeys},
		{"Do/FindsWhatAnotherReplicaWrote", doFindsAnothers},
		{"Do/AGuessIsNotBelieved", doDoubtsAGuess},
		{"Do/ManyWritersLoseNothing", doManyWriters},
		{"Then/WritesItsOutcome", thenWrites},
		{"Then/AnErrorReleasesTheChat", thenErrorReleases},
		{"Then/APanicReleasesTheChat", thenPanicReleases},
		{"Then/HoldsOffOtherReplicas", thenHoldsOff},
		{"Then/ALeaseOfTheDeadRunsOut", thenDeadLease},
		{"Then/ABusyChatIsGivenUp", thenBusy},
		{"Then/EndsBeforeTheLease", thenEndsInTime},
		{"Then/IsRacedByMany", thenRace},
		{"Sweep/VisitsWhatIsDue", sweepVisits},
		{"Sweep/RepeatsWhatFailed", sweepRepeats},
		{"Sweep/RepeatsAfterACrash", sweepCrash},
		{"Sweep/KeepsADeadlineThatIsSetMeanwhile", sweepMeanwhile},
		{"Sweep/FindsADeadlineThatHasPassed", sweepPast},
		{"Sweep/FindsOldDeadlinesWithoutItsMark", sweepWithoutMark},
		{"Sweep/GoesThroughMany", sweepMany},
		{"Sweep/OfTwoReplicas", sweepTwo},
		{"Box/GivesWhatCameAfter", boxAfter},
		{"Box/HoldsTheLast200", boxBounded},
		{"Box/IsForgottenAfter49Hours", boxExpires},
		{"Box/WakesWhoWatches", boxWatch},
		{"Box/WakesOtherReplicas", boxWatchOther},
		{"Notes/ComeBackInOrder", notesOrder},
		{"Notes/AreWrittenByThemselves", notesWritten},
		{"Notes/AreWrittenAtTheEnd", notesAtClose},
		{"Notes/AreDropped", notesDropped},
		{"Once/GivesTheAnswerAgain", onceAnswers},
		{"Once/OneOfManyIsNew", onceRace},
		{"Once/IsGivenOnWhenItsOwnerIsGone", onceGone},
		{"Close/Twice", closeTwice},
	} {
		t.Run(subject.name, func(t *testing.T) {
			subject.run(t, newPlace(t, start(t)))
		})
	}
}

// place is an empty server with a clock and a keyset of its own.
type place struct {
	server Server
	keys   *seal.Keyset
	ctx    context.Context
	clock  *clock
}

func newPlace(t *testing.T, server Server) *place {
	keys, err := seal.OpenKeyset(filepath.Join(t.TempDir(), "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	// A test that waits for what never comes fails within a minute and says where.
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return &place{server: server, keys: keys, ctx: ctx, clock: &clock{now: time.Now().Truncate(time.Minute)}}
}

// open opens a store on the server, to be closed with the test.
func (p *place) open(t *testing.T) *session.Store {
	t.Helper()
	return p.openWith(t, session.Options{})
}

func (p *place) openWith(t *testing.T, opts session.Options) *session.Store {
	t.Helper()
	opts.Now = p.clock.Now
	s, err := session.Open(p.ctx, p.server.URL, p.server.Dir, p.keys, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// two opens two stores on the server, where it can have two.
func (p *place) two(t *testing.T) (a, b *session.Store) {
	t.Helper()
	if !p.server.Shared {
		a = p.open(t)
		return a, a
	}
	return p.open(t), p.open(t)
}

// clock is moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return c.now
}

// add is a step that appends text to the session.
func add(text string) func([]byte) (session.Plan, error) {
	return func(prev []byte) (session.Plan, error) {
		return session.Plan{Next: append(append([]byte{}, prev...), text...)}, nil
	}
}

// wants fails unless the session of key is what it should be; "" means none.
func wants(t *testing.T, p *place, s *session.Store, key session.Key, want string) {
	t.Helper()
	got, err := s.Peek(p.ctx, key)
	if err != nil || string(got) != want || (want == "") != (got == nil) {
		t.Errorf("the session is %q, %v; want %q", got, err, want)
	}
}

// mustDo does an event and fails on an error.
func mustDo(t *testing.T, p *place, s *session.Store, key session.Key, event string, decide func([]byte) (session.Plan, error)) session.Result {
	t.Helper()
	r, err := s.Do(p.ctx, key, event, decide)
	if err != nil {
		t.Fatalf("Do %s: %v", event, err)
	}
	return r
}
