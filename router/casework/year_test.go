package casework_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
	"github.com/chuyme/chuyme/router/unit"
)

// stretches is how many are played where -rapid.checks does not ask for more: with the race detector each takes a second.
const stretches = "12"

// TestYear plays a year of a few units, as stretches of some days each, anywhere in the year: signals come, are
// added to and raised; officers press what they like, are slow, stay away, block the bot; the clock jumps on and back;
// the program starts anew. At every moment each open case has exactly one responsible unit, and a step to come or a
// person who has it, and the auditor finds nothing.
func TestYear(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		if err := f.Value.Set(stretches); err != nil {
			t.Fatal(err)
		}
	}
	n := newNight(t, "")
	zone, drafts := n.now.Location(), 0
	rapid.Check(t, func(rt *rapid.T) {
		y := &stretch{night: n, rt: rt, drafts: &drafts, blocked: map[string]bool{}}
		y.clear()
		n.now = time.Date(2026, 1, 1, 0, 0, 0, 0, zone).Add(time.Duration(rapid.IntRange(0, 365*24*60).Draw(rt, "begins")) * time.Minute)
		y.comes()
		for range rapid.IntRange(1, 5).Draw(rt, "rounds") {
			for range rapid.IntRange(1, 4).Draw(rt, "acts") {
				draw(rt, "what", y.comes, y.adds, y.acts, y.acts, y.blocks, n.restart)()
				y.heard("before the ladders turn")
			}
			y.moves()
			y.settles()
		}
	})
}

// stretch is some days of the year.
type stretch struct {
	*night
	rt      *rapid.T
	names   []string        // of its cases
	drafts  *int            // how many there were in the whole year
	blocked map[string]bool // officers who cannot be told
}

func draw[T any](rt *rapid.T, what string, of ...T) T {
	return of[rapid.IntRange(0, len(of)-1).Draw(rt, what)]
}

// clear ends what the stretch before left open.
func (y *stretch) clear() {
	open, err := y.store.List(context.Background(), casestore.Filter{States: []signal.State{signal.Open, signal.Acknowledged, signal.Transferred}})
	for _, c := range open {
		err = errors.Join(err, y.store.Change(context.Background(), c.Ref, func(tx *casestore.Tx) error {
			for _, b := range tx.Bells() {
				b.Next = time.Time{}
				if err := tx.SetBell(b); err != nil {
					return err
				}
			}
			return tx.SetClosed("duplicate")
		}))
	}
	if err != nil {
		y.rt.Fatal(err)
	}
	clear(y.refs)
	clear(y.draft)
}

// moves moves the clock: mostly on by little, at times by days in which the program stood still, at times back.
func (y *stretch) moves() {
	y.now = y.now.Add(draw(y.rt, "moves", 0, time.Second, time.Minute, 5*time.Minute, 5*time.Minute, 20*time.Minute, time.Hour, 5*time.Hour, 24*time.Hour,
		12*24*time.Hour, -time.Second, -2*time.Hour))
}

// blocks lets an officer block the bot, or let it in again.
func (y *stretch) blocks() {
	who := y.officer()
	y.blocked[who.ID] = !y.blocked[who.ID]
}

// comes brings a new signal, its text at times one that came before.
func (y *stretch) comes() {
	if len(y.names) >= 6 {
		return
	}
	name := fmt.Sprint("c", len(y.names))
	y.names = append(y.names, name)
	*y.drafts++
	y.draft[name] = signal.Draft{ID: signal.DraftID(fmt.Sprint("draft-", *y.drafts)), Lang: "bg", Source: "web", Answers: signal.Answers{signal.Role: {signal.RoleChild}}}
	tell := y.tell
	if rapid.Bool().Draw(y.rt, "same text") {
		tell = y.same
	}
	y.fine(tell(name, y.urgency(), draw(y.rt, "kind", signal.Physical, signal.Neglect, signal.Sexual, signal.Other), y.place()))
}

func (y *stretch) urgency() signal.Urgency {
	return draw(y.rt, "urgency", signal.Crisis, signal.Urgent, signal.Standard)
}

func (y *stretch) place() string {
	return draw(y.rt, "place", "LOV33", "LOV18", "LOV34", "LOV36", "PDV22", "-")
}

// adds tells more in a case: that it is worse, or where it is.
func (y *stretch) adds() { y.fine(y.tell(draw(y.rt, "case", y.names...), y.urgency(), "", y.place())) }

func (y *stretch) officer() casework.Officer {
	return draw(y.rt, "officer", casework.Officer{Unit: "agency", ID: "n-1", Role: "duty"}, casework.Officer{Unit: "ozd-teteven", ID: "o-1", Role: "duty"},
		casework.Officer{Unit: "ozd-teteven", ID: "o-2", Role: "duty"}, casework.Officer{Unit: "ozd-teteven", ID: "o-3", Role: "lead"},
		casework.Officer{Unit: "ozd-lovech", ID: "l-1", Role: "duty"}, casework.Officer{Unit: "police-teteven", ID: "p-1", Role: "duty"},
		casework.Officer{Unit: "ozd-lone", ID: "y-1", Role: "duty"})
}

// acts lets an officer press something in a case. What they may not do is refused, and is no fault.
func (y *stretch) acts() {
	ctx, who, ref := context.Background(), y.officer(), y.refs[draw(y.rt, "case", y.names...)]
	var err error
	switch act := draw(y.rt, "press", "ack", "ack", "escalate", "hand", "decline", "aside", "note", "reply", "close", "confirm", "meet"); act {
	case "ack":
		_, err = y.desk.Acknowledge(ctx, who, ref)
	case "escalate":
		err = y.desk.Escalate(ctx, who, ref)
	case "hand":
		err = y.desk.Transfer(ctx, who, ref, draw(y.rt, "to", "agency", "ozd-lovech", "ozd-silent", "ozd-teteven", "police-teteven", "town-teteven"), "Там е.")
	case "decline":
		err = y.desk.Decline(ctx, who, ref, "Не е за нас.")
	case "aside":
		err = y.desk.StepAside(ctx, who, ref, "")
	case "note":
		err = y.desk.Note(ctx, who, ref, "Тръгваме.")
	case "reply":
		err = y.desk.Reply(ctx, who, ref, "Тук съм.")
	case "close":
		_, err = y.desk.Close(ctx, who, ref, draw(y.rt, "reason", casework.CloseReasons()...), "")
	case "confirm":
		err = y.desk.Confirm(ctx, who, ref)
	case "meet":
		err = y.desk.Meet(ctx, who, ref, casework.Meeting{At: y.now, Occasion: "follow_up"})
	}
	refused := []error{casestore.ErrNotFound, casework.ErrForbidden, casework.ErrClosed, casework.ErrNotAsked, casework.ErrSecond, casework.ErrBarred,
		casework.ErrNotHanded, casework.ErrUnit}
	if !slices.ContainsFunc(refused, func(r error) bool { return errors.Is(err, r) }) {
		y.fine(err)
	}
}

func (y *stretch) fine(err error) {
	if err != nil {
		y.rt.Fatalf("at %s: %v", y.now, err)
	}
}

// settles lets the ladders turn and what waits leave, and looks at all cases.
func (y *stretch) settles() {
	for again := true; again; again = y.leaves() {
		_, err := y.desk.TurnOnce(context.Background())
		y.fine(err)
	}
	y.heard("after the ladders turned")
	found, err := y.desk.Audit(context.Background())
	y.fine(err)
	if !found.Well() {
		y.rt.Fatalf("at %s: the audit found %+v", y.now, found)
	}
}

// leaves delivers what waits and reports whether the ladders are to turn again: somebody cannot be told at all.
func (y *stretch) leaves() (dead bool) {
	ctx := context.Background()
	all, err := y.store.Unfinished(ctx, 0)
	y.fine(err)
	for _, d := range all {
		claimed, ok, err := y.store.Claim(ctx, d.ID, "year")
		y.fine(err)
		if !ok {
			y.rt.Fatalf("at %s: delivery %d is not there to be claimed", y.now, d.ID)
		}
		became := casestore.Outcome{State: signal.Sent}
		if y.blocked[claimed.Officer] {
			became = casestore.Outcome{State: signal.Failed, Cause: "blocked"}
		}
		y.fine(y.store.Settle(ctx, d.ID, "year", became))
		if became.State == signal.Failed && claimed.Kind == signal.AlertNew {
			y.fine(y.desk.DeadEnd(ctx, claimed))
			dead = true
		}
	}
	return dead
}

// heard holds every open case to what must be at every moment.
func (y *stretch) heard(when string) {
	for _, name := range y.names {
		c, err := y.store.Case(context.Background(), y.refs[name])
		y.fine(err)
		if c.State == signal.Closed {
			continue
		}
		bells, err := y.store.Bells(context.Background(), c.Ref)
		y.fine(err)
		leads, heard := 0, false
		for _, b := range bells {
			if b.Part == signal.Lead {
				leads++
			}
			heard = heard || b.Part != signal.Told && (b.TakenBy != "" || !b.Next.IsZero())
		}
		lead := slices.IndexFunc(bells, func(b signal.Bell) bool { return b.Unit == c.Unit && b.Part == signal.Lead })
		_, known := y.desk.Units.Unit(unit.ID(c.Unit))
		if leads != 1 || lead < 0 || !known || !heard {
			y.rt.Fatalf("at %s, %s: case %s is %s with %q and has the bells %+v, want one responsible unit and a step to come or somebody who has it",
				y.now, when, name, c.State, c.Unit, bells)
		}
	}
}
