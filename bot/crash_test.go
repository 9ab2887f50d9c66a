package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/servertest"
)

const (
	crashChats = 6 // children who walk at the same time
	crashKills = 3
)

// TestKilledAtAnyMoment kills the program (kill -9) at random moments while children walk: promise 1. Whoever was told
// "sent" has a case that was sent, with its alert at the officers; a unit's system saw no step under two ids; what
// Telegram was brought twice says so.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		killAtAnyMoment(t)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		settings := append(webhookMode(), "CHUYME_DATABASE_URL="+servertest.Postgres(t), "CHUYME_REDIS_URL="+servertest.Redis(t))
		killAtAnyMoment(t, settings...)
	})
}

func killAtAnyMoment(t *testing.T, settings ...string) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("the seed of chance is %d", seed)
	chance := rand.New(rand.NewPCG(seed, 1))
	system := newUnitSystem(t)
	p := newProcess(t, append(system.settings(), settings...)...)
	p.start()
	officers := []*person{
		p.joins("agency", "o-1", "duty", 121), p.joins("ozd-karnobat", "o-1", "duty", 122),
		p.joins("ozd-karnobat", "o-2", "lead", 123), p.joins("ru-karnobat", "o-1", "duty", 124),
	}
	var all []*wayfarer
	for i := range crashChats {
		all = append(all, newWayfarer(p.program, int64(400+i), fmt.Sprintf("Татко ме удари %d пъти.", 10+i)))
	}
	walkUnderFire(p, chance, all)
	tellTheirCases(t, p, all, system, officers)
}

// walkUnderFire lets all walk to the end and kills the process on the way, each time a random moment after a random step.
func walkUnderFire(p *process, chance *rand.Rand, all []*wayfarer) {
	p.t.Helper()
	total := len(all) * len(all[0].steps)
	var kills []int
	for range crashKills {
		kills = append(kills, 1+chance.IntN(total-len(all)))
	}
	for taken := 0; taken < total; {
		for _, w := range all {
			w.act()
		}
		if i := slices.IndexFunc(kills, func(at int) bool { return at <= taken }); i >= 0 {
			kills = slices.Delete(kills, i, i+1)
			<-time.After(time.Duration(chance.IntN(30_000)) * time.Microsecond) // the moment is chance's, nothing is waited for
			p.kill()
			p.start()
		}
		p.tg.Until("somebody to be answered", func() bool { return slices.ContainsFunc(all, (*wayfarer).answered) })
		for _, w := range all {
			if w.answered() {
				w.next()
				taken++
			}
		}
	}
}

// tellTheirCases looks whether all that was promised to the wayfarers and the officers was kept.
func tellTheirCases(t *testing.T, p *process, all []*wayfarer, system *unitSystem, officers []*person) {
	t.Helper()
	known := map[string]caseOf{} // by the words of a wayfarer
	for _, c := range p.cases() {
		for _, text := range p.shown(c.Ref).texts() {
			known[text] = c
		}
	}
	for _, w := range all {
		c, ok := known[w.words]
		if !ok || !c.Sent || w.code == "" {
			t.Errorf("chat %d was told that it is sent; its case is %v, its code of %d letters", w.chat, c, len(w.code))
			continue
		}
		for _, o := range officers[1:] {
			o.sees("the alert of "+c.Ref, both(anAlert(), saying(c.Ref)))
		}
		p.tg.Until("the unit's system to hear of "+c.Ref, func() bool {
			return slices.ContainsFunc(system.taken(), func(h hooked) bool { return h.Type == "case.alert" && h.Data.Ref == c.Ref })
		})
		p.tg.Until("every alert of "+c.Ref+" to be sent", func() bool {
			return !slices.ContainsFunc(p.shown(c.Ref).Deliveries, func(d deliveryOf) bool {
				return d.Kind == "alert" && d.State != "sent"
			})
		})
	}
	if n := len(p.cases()); n != len(all) {
		t.Errorf("there are %d cases of %d children", n, len(all))
	}
	oneIDEach(t, system)
	repeatsAreMarked(t, officers)
}

// oneIDEach looks for a step that the unit's system saw under two ids.
func oneIDEach(t *testing.T, system *unitSystem) {
	t.Helper()
	ids := map[string]string{}
	for _, h := range system.taken() {
		if h.Type != "case.alert" {
			continue
		}
		step := fmt.Sprint(h.Data.Ref, " ", h.Data.Unit, " ", h.Data.Step)
		if ids[step] == "" {
			ids[step] = h.ID
		}
		if ids[step] != h.ID {
			t.Errorf("%s came under two ids", step)
		}
	}
}

// repeatsAreMarked looks for an alert that came twice and does not say so.
func repeatsAreMarked(t *testing.T, officers []*person) {
	t.Helper()
	for _, o := range officers {
		seen := map[string]int{}
		for _, m := range o.tg.Sent(o.chat) {
			if anAlert()(m) && !strings.Contains(m.Text, "повторение") {
				if seen[m.Text]++; seen[m.Text] > 1 {
					t.Errorf("chat %d saw %q %d times without a mark", o.chat, m.Text, seen[m.Text])
				}
			}
		}
	}
}
