package casework_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/alert"
	"github.com/chuyme/chuyme/router/casework"
	"github.com/chuyme/chuyme/router/unit"
)

// A night is a scenario of what units are told, and when. Lines at one time are acts first, then what must have been
// sent by then, and nothing else:
//
//	at 23:50  case A crisis physical LOV33      a signal is sent (municipality "-": none told)
//	          same B urgent physical LOV33      the same text as of all others sent so
//	          ozd-teteven/o-1 alert A 1         that officer was told: kind, case, ladder step
//	          police:desk alert A 1             that endpoint was
//	          reporter taken A                  and the reporter
//	          ozd-teteven/o-1 ack A             acts: ack escalate reply note close hand decline confirm aside; place, raise and restart
//	          lead A ozd-teteven                which unit is responsible
//	          nothing                           nothing else happened at that time
//	until 08:00 nothing                         nor at any time before
type night struct {
	t     testing.TB
	store *casestore.Store
	desk  *casework.Desk
	now   time.Time
	refs  map[string]signal.Ref
	draft map[string]signal.Draft
	told  []string // deliveries since they were last looked at
}

func TestNights(t *testing.T) {
	files, err := filepath.Glob("testdata/*.night")
	if err != nil || len(files) == 0 {
		t.Fatal("no nights", err)
	}
	for _, kind := range []string{"sqlite", "postgres"} {
		for _, file := range files {
			t.Run(kind+"/"+strings.TrimSuffix(filepath.Base(file), ".night"), func(t *testing.T) {
				t.Parallel()
				url := ""
				if kind == "postgres" {
					url = servertest.Postgres(t)
				}
				newNight(t, url).play(file)
			})
		}
	}
}

func places() unit.Municipalities {
	return unit.Municipalities{{Code: "LOV33", Name: "Тетевен", Province: "LOV"}, {Code: "LOV18", Name: "Ловеч", Province: "LOV"},
		{Code: "LOV34", Name: "Троян", Province: "LOV"}, {Code: "LOV36", Name: "Ябланица", Province: "LOV"}, {Code: "PDV22", Name: "Пловдив", Province: "PDV"}}
}

func newNight(t testing.TB, url string) *night {
	dir := t.TempDir()
	keys, err := seal.OpenKeyset(filepath.Join(dir, "key"))
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Sofia")
	if err != nil {
		t.Fatal(err)
	}
	n := &night{t: t, now: time.Date(2026, 3, 6, 20, 0, 0, 0, zone), refs: map[string]signal.Ref{}, draft: map[string]signal.Draft{}}
	n.store, err = casestore.Open(t.Context(), url, dir, keys, casestore.Options{Now: func() time.Time { return n.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.store.Close() })
	if err := n.store.TakeOver(t.Context(), "night"); err != nil {
		t.Fatal(err)
	}
	n.restart()
	for i, o := range []struct{ unit, id, role string }{{"agency", "n-1", "duty"}, {"ozd-teteven", "o-1", "duty"}, {"ozd-teteven", "o-2", "duty"},
		{"ozd-teteven", "o-3", "lead"}, {"ozd-lovech", "l-1", "duty"}, {"police-teteven", "p-1", "duty"}, {"ozd-lone", "y-1", "duty"}} {
		inv, err := n.store.Invite(t.Context(), o.unit, o.id, o.role, time.Hour)
		if err == nil {
			_, err = n.store.JoinTelegram(t.Context(), inv.Telegram, fmt.Sprint("mac", i), strconv.Itoa(1000+i))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// restart gives the store a desk that knows nothing of what was before.
func (n *night) restart() {
	units, err := unit.Load("testdata/units.yaml", places())
	if err != nil {
		n.t.Fatal(err)
	}
	n.desk = &casework.Desk{Store: n.store, Units: units, Ladder: &alert.Ladder{Reach: alert.Reach{Telegram: true}}, Now: func() time.Time { return n.now }, Log: slog.New(slog.DiscardHandler)}
}

func (n *night) play(file string) {
	raw, err := os.ReadFile(file)
	if err != nil {
		n.t.Fatal(err)
	}
	var expect []string
	at := ""
	for _, line := range append(strings.Split(string(raw), "\n"), "at 23:59 end") {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if words[0] == "at" || words[0] == "until" {
			n.compare(at, expect)
			expect, at = nil, words[1]
			if words[2] == "end" {
				return
			}
			n.advance(n.clock(words[1]))
			if words[0] == "until" {
				continue
			}
			words = words[2:]
		}
		if !n.act(words) && words[0] != "nothing" {
			expect = append(expect, strings.Join(words, " "))
		}
	}
}

// clock is the next moment at which the clock shows hh:mm.
func (n *night) clock(hhmm string) time.Time {
	h, m, _ := strings.Cut(hhmm, ":")
	hour, _ := strconv.Atoi(h)
	minute, _ := strconv.Atoi(m)
	t := time.Date(n.now.Year(), n.now.Month(), n.now.Day(), hour, minute, 0, 0, n.now.Location())
	if t.Before(n.now) {
		t = t.AddDate(0, 0, 1)
	}
	return t
}

// advance moves the clock on, half a minute at a time. What is told before the end is a fault.
func (n *night) advance(to time.Time) {
	for n.now.Before(to) {
		n.now = n.now.Add(30 * time.Second)
		n.turn()
		if n.now.Before(to) && len(n.told) > 0 {
			n.t.Errorf("at %s, before %s: %v", n.now.Format("15:04:05"), to.Format("15:04"), n.told)
			n.told = nil
		}
	}
}

// turn lets ladders move and delivers what is waiting.
func (n *night) turn() {
	ctx := context.Background()
	if _, err := n.desk.TurnOnce(ctx); err != nil {
		n.t.Fatal(err)
	}
	all, err := n.store.Unfinished(ctx, 0)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, d := range all {
		claimed, ok, err := n.store.Claim(ctx, d.ID, "night")
		if err != nil || !ok {
			n.t.Fatalf("claim: %v %v", ok, err)
		}
		n.told = append(n.told, n.words(claimed))
		if err := n.store.Settle(ctx, d.ID, "night", casestore.Outcome{State: signal.Sent}); err != nil {
			n.t.Fatal(err)
		}
	}
}

func (n *night) words(d signal.Delivery) string {
	name := ""
	for k, r := range n.refs {
		if r == d.Ref {
			name = k
		}
	}
	switch {
	case d.Kind == signal.ToReporter:
		e, err := n.store.Entry(context.Background(), d.Ref, d.Event)
		if err != nil {
			n.t.Fatal(err)
		}
		kind := map[signal.EventKind]string{signal.EvAcknowledged: "taken", signal.EvReplied: "reply", signal.EvClosed: "closed", signal.EvTransferred: "moved"}[e.Kind]
		return "reporter " + kind + " " + name
	case d.Officer == "":
		return fmt.Sprintf("%s:%s %s %s%s", d.Unit, d.Endpoint, d.Kind, name, step(d))
	}
	return fmt.Sprintf("%s/%s %s %s%s", d.Unit, d.Officer, d.Kind, name, step(d))
}

func step(d signal.Delivery) string {
	if d.Kind != signal.AlertNew {
		return ""
	}
	return " " + strconv.Itoa(d.Step)
}

// compare looks at what was told since the last time line. Edits of alerts that say "taken" are told to the others of
// a unit and are compared by their own test, so they are left out here for officers.
func (n *night) compare(at string, expect []string) {
	n.turn()
	var told []string
	for _, w := range n.told {
		if !strings.Contains(w, "/") || !strings.Contains(w, " acknowledged ") {
			told = append(told, w)
		}
	}
	n.told = nil
	slices.Sort(told)
	slices.Sort(expect)
	if !slices.Equal(told, expect) {
		n.t.Errorf("at %s\n got %q\nwant %q", at, told, expect)
	}
}

// act carries a line out, if it is an act.
func (n *night) act(words []string) bool {
	ctx := context.Background()
	var err error
	switch {
	case words[0] == "restart":
		n.restart()
	case words[0] == "case":
		err = n.tell(words[1], signal.Urgency(words[2]), signal.Option(words[3]), words[4])
	case words[0] == "same":
		err = n.same(words[1], signal.Urgency(words[2]), signal.Option(words[3]), words[4])
	case words[0] == "lead":
		c, found := n.store.Case(ctx, n.refs[words[1]])
		if err = found; c.Unit != words[2] {
			n.t.Errorf("%s: %s is with %s, want %s", n.now.Format("15:04"), words[1], c.Unit, words[2])
		}
	case words[0] == "place":
		err = n.tell(words[1], "", "", words[2])
	case words[0] == "raise":
		err = n.tell(words[1], signal.Urgency(words[2]), "", "")
	case len(words) >= 3 && strings.Contains(words[0], "/"):
		id, officer, _ := strings.Cut(words[0], "/")
		who := casework.Officer{Unit: id, ID: officer, Role: "duty"}
		switch ref := n.refs[words[2]]; words[1] {
		case "ack":
			_, err = n.desk.Acknowledge(ctx, who, ref)
		case "escalate":
			err = n.desk.Escalate(ctx, who, ref)
		case "reply":
			if len(words) > 3 {
				return false
			}
			err = n.desk.Reply(ctx, who, ref, "Тук съм.")
		case "note":
			err = n.desk.Note(ctx, who, ref, "Тръгваме.")
		case "close":
			_, err = n.desk.Close(ctx, who, ref, words[3], "")
		case "confirm":
			err = n.desk.Confirm(ctx, who, ref)
		case "hand":
			err = n.desk.Transfer(ctx, who, ref, words[3], "Детето живее там.")
		case "aside":
			err = n.desk.StepAside(ctx, who, ref, "")
		case "decline":
			err = n.desk.Decline(ctx, who, ref, "Не е за нас.")
		default:
			return false
		}
	default:
		return false
	}
	if err != nil {
		n.t.Fatalf("%v: %v", words, err)
	}
	return true
}

// tell opens a case, or adds to it.
func (n *night) tell(name string, urgency signal.Urgency, kind signal.Option, municipality string) error {
	d, known := n.draft[name]
	if !known {
		d = signal.Draft{ID: signal.DraftID("draft-" + name), Lang: "bg", Source: "web", Answers: signal.Answers{signal.Role: {signal.RoleChild}}}
	}
	if kind != "" {
		d.Answers[signal.KindOf] = []signal.Option{kind}
	}
	if municipality != "" && municipality != "-" {
		d.Place = signal.Place{Text: "там", Municipality: municipality}
	}
	d.Said = append(d.Said, signal.Said{ID: fmt.Sprint(len(d.Said)), At: n.now, Text: "думи"})
	n.draft[name] = d
	read := signal.Reading{Urgency: urgency, Lang: "bg"}
	if kind != "" {
		read.Category = []signal.Option{kind}
	}
	told, err := n.desk.Tell(context.Background(), casework.Telling{Ref: n.refs[name], Draft: d, Reading: read, Way: casework.Way{Channel: "web", Address: name}, Sent: true})
	n.refs[name] = told.Ref
	return err
}
