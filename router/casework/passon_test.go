package casework_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
	"github.com/chuyme/chuyme/router/unit"
)

// since gives who was told of a new alert since the last look, and forgets it.
func (n *night) since() (who []string) {
	n.turn()
	for _, told := range n.told {
		if name, rest, _ := strings.Cut(told, " "); strings.HasPrefix(rest, "alert ") {
			who = append(who, name)
		}
	}
	n.told = nil
	return who
}

// TestNationalUnitPassesOnAtOnce lets an officer of the national unit pass a case on whose ladder has ended: a colleague
// is told in that moment, and until somebody takes it nobody has it.
func TestNationalUnitPassesOnAtOnce(t *testing.T) {
	bothStores(t, func(t *testing.T, n *night) {
		inv, err := n.store.Invite(t.Context(), "agency", "n-2", "duty", time.Hour)
		if err == nil {
			_, err = n.store.JoinTelegram(t.Context(), inv.Telegram, "mac", "2000")
		}
		if err != nil {
			t.Fatal(err)
		}
		n.desk.Joined()
		n.act(strings.Fields("case A urgent neglect PDV22")) // the agency's
		for range 50 {                                       // past its last rung, after 20 hours
			n.now = n.now.Add(30 * time.Minute)
			n.since()
		}
		for _, act := range []string{"aside", "escalate"} {
			by := map[string]string{"aside": "agency/n-1", "escalate": "agency/n-2"}[act]
			n.act(strings.Fields(by + " ack A"))
			n.now = n.now.Add(time.Minute)
			n.since()
			n.act(strings.Fields(by + " " + act + " A"))
			var want []string // n-2 is alone then
			if act == "aside" {
				want = []string{"agency/n-2"}
			}
			if got := n.since(); !slices.Equal(got, want) {
				t.Errorf("after %s told %q, want %q", act, got, want)
			}
			if c, err := n.store.Case(t.Context(), n.refs["A"]); err != nil || c.State != signal.Open {
				t.Errorf("after %s the case is %s (%v), want open", act, c.State, err)
			}
		}
	})
}

// TestWhoStoodAsideIsNotHandedWhatJoined has a case wait for another, from which whoever has that one has stepped aside.
func TestWhoStoodAsideIsNotHandedWhatJoined(t *testing.T) {
	bothStores(t, func(t *testing.T, n *night) {
		n.now = time.Date(2026, 3, 9, 10, 0, 0, 0, n.now.Location()) // a Monday
		n.act(strings.Fields("same A standard neglect LOV34"))
		n.act(strings.Fields("same B standard neglect LOV34"))
		who := casework.Officer{Unit: "agency", ID: "n-1", Role: "duty"}
		told, err := n.desk.Enter(t.Context(), who, casework.Entered{Source: "letter", Text: n.draft["A"].Text(),
			Answers: signal.Answers{signal.KindOf: {signal.Neglect}}, Place: signal.Place{Text: "там", Municipality: "LOV34"}},
			func(signal.Draft) signal.Reading { return signal.Reading{Urgency: signal.Standard, Lang: "bg"} })
		if err != nil {
			t.Fatal(err)
		}
		n.refs["C"] = told.Ref
		if got := n.since(); !slices.Equal(got, []string{"agency/n-1", "agency/n-1"}) {
			t.Fatalf("told %q, want A and B alone", got)
		}
		n.act(strings.Fields("agency/n-1 aside C"))
		n.act(strings.Fields("agency/n-1 ack A"))
		n.now = n.now.Add(11 * time.Minute)
		if got := n.since(); got != nil {
			t.Errorf("told %q of what they stepped aside from", got)
		}
		bells, err := n.store.Bells(t.Context(), told.Ref)
		if err != nil || slices.ContainsFunc(bells, func(b signal.Bell) bool { return b.TakenBy != "" }) {
			t.Errorf("bells %+v, %v; want none taken", bells, err)
		}
		national := slices.IndexFunc(bells, func(b signal.Bell) bool { return b.Unit == "agency" })
		if national < 0 || !slices.Equal(bells[national].Aside, []string{"n-1"}) || bells[national].Next.IsZero() {
			t.Errorf("bells %+v; want the national unit's to ring on, for others than n-1", bells)
		}
	})
}

// TestHandedStepIsToldLate hands a case to a unit whose ladder is shorter than the time that it has, while the program
// stands still: the step that was missed is told, beside the national unit.
func TestHandedStepIsToldLate(t *testing.T) {
	n := newNight(t, "")
	raw, err := os.ReadFile("testdata/units.yaml")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "units.yaml")
	short := strings.Replace(string(raw), "    quiet: {", "    ladder: [{notify: duty}, {after: 20m, notify: unit}, {after: 40m, notify: national}]\n    quiet: {", 1)
	if err := os.WriteFile(path, []byte(short), 0o600); err != nil {
		t.Fatal(err)
	}
	if n.desk.Units, err = unit.Load(path, places()); err != nil {
		t.Fatal(err)
	}
	n.now = n.now.Add(-8 * time.Hour) // at noon
	n.act(strings.Fields("case A urgent neglect LOV33"))
	n.act(strings.Fields("ozd-teteven/o-1 ack A"))
	n.act(strings.Fields("ozd-teteven/o-1 hand A ozd-lovech"))
	n.since()
	n.now = n.now.Add(time.Hour)
	got := n.since()
	slices.Sort(got)
	if want := []string{"agency/n-1", "ozd-lovech/l-1"}; !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}

// TestOneReminderKeepsNoOtherBack damages a case whose reminder comes first.
func TestOneReminderKeepsNoOtherBack(t *testing.T) {
	bothStores(t, func(t *testing.T, n *night) {
		n.act(strings.Fields("case A crisis neglect LOV33"))
		n.now = n.now.Add(time.Minute)
		n.act(strings.Fields("case B crisis neglect LOV33"))
		for _, name := range []string{"A", "B"} {
			n.act(strings.Fields("ozd-teteven/o-1 ack " + name))
			if err := n.store.Change(t.Context(), n.refs[name], quiet); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := n.store.Writer().ExecContext(t.Context(), `update cases set reasons = 'x' where ref = $1`, n.refs["A"]); err != nil {
			t.Fatal(err)
		}
		n.now = n.now.Add(20 * time.Hour)
		if _, err := n.desk.TurnOnce(t.Context()); err == nil {
			t.Error("a damaged case is no fault")
		}
		sent, err := n.store.Deliveries(t.Context(), n.refs["B"])
		if err != nil || !slices.ContainsFunc(sent, func(d signal.Delivery) bool { return d.Kind == signal.AlertDue }) {
			t.Errorf("of the other case nobody was reminded (%v)", err)
		}
	})
}

// quiet leaves a case no bell that is due.
func quiet(tx *casestore.Tx) error {
	for _, b := range tx.Bells() {
		b.Next = time.Time{}
		if err := tx.SetBell(b); err != nil {
			return err
		}
	}
	return nil
}
