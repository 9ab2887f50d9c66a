package main

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// TestDrill sends a test alert by the real ladder: an officer sees that it is one, presses, and the report tells when;
// a blocked chat is named as dead; no case comes of it and nothing is counted.
func TestDrill(t *testing.T) {
	for name, settings := range map[string]func(t *testing.T) []string{
		"sqlite":   func(*testing.T) []string { return nil },
		"postgres": func(t *testing.T) []string { return []string{"CHUYME_DATABASE_URL=" + servertest.Postgres(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			system := newUnitSystem(t)
			p := runningProgram(t, append(system.settings(), settings(t)...)...)
			officer := p.joins("ozd-karnobat", "o-1", "duty", 122)
			p.joins("ru-karnobat", "o-1", "duty", 124)
			p.tg.Block(124, true)

			told := make(chan drillAnswer, 1)
			go func() {
				out, _, code := p.command("", "drill", "--unit", "ozd-karnobat", "--format", "json")
				var a drillAnswer
				if err := json.Unmarshal([]byte(out), &a); err != nil || code != exitDone {
					t.Errorf("drill ended with %d and said %q: %v", code, out, err)
				}
				told <- a
			}()
			alarm := officer.sees("a test alert", saying("УЧЕБНА ТРЕВОГА"))
			p.tg.PressOn(officer.chat, officer.chat, alarm.ID, button(alarm, "case=ack:D-"))
			p.tg.Until("the alert to say that it was seen", func() bool {
				return slices.ContainsFunc(p.tg.Sent(officer.chat), func(m telegramtest.Message) bool { return strings.Contains(m.Text, "Видяхте я") })
			})
			a := <-told
			if len(a.Units) != 1 || a.Seen != 1 || a.Units[0].SeenBy != "o-1" || a.Units[0].Seconds == nil || *a.Units[0].Seconds > 60 {
				t.Errorf("the report is %+v", a)
			}
			p.tg.Until("the unit's system to be told", func() bool {
				return slices.ContainsFunc(system.taken(), func(h hooked) bool { return h.Data.Drill && strings.HasPrefix(h.Data.Ref, "D-") })
			})
			p.deadWay(a.Drill)
			if n := len(p.cases()); n != 0 {
				t.Errorf("a drill made %d cases", n)
			}
			var figures struct{ Signals int }
			if p.tells(&figures, "stats", "--format", "json"); figures.Signals != 0 {
				t.Errorf("a drill was counted: %d signals", figures.Signals)
			}
		})
	}
}

// deadWay drills a unit whose officer has blocked the bot: the report names the way, and the command is false.
func (p *program) deadWay(before string) {
	p.t.Helper()
	if _, said, code := p.command("", "drill", "--unit", "ru-karnobat", "--wait", "0"); code != exitDone {
		p.t.Fatalf("drill --wait 0: %d %s", code, said)
	}
	var a drillAnswer
	p.tg.Until("the dead way to be known", func() bool {
		out, _, code := p.command("", "drill", "report", "--format", "json")
		return code == exitFalse && json.Unmarshal([]byte(out), &a) == nil && len(a.Dead) > 0
	})
	if d := a.Dead[0]; a.Drill == before || d.Unit != "ru-karnobat" || d.Officer != "o-1" || d.Cause != "telegram_blocked" {
		p.t.Errorf("the report is %+v", a)
	}
	var lines []drillLine
	if p.tells(&lines, "drill", "list", "--format", "json"); len(lines) != 2 || lines[0].Drill != a.Drill || lines[1].Seen != 1 {
		p.t.Errorf("the drills are %+v", lines)
	}
	p.seesByAPI(a.Drill, "ru-karnobat")
}

// seesByAPI lets a unit's own system say that it sees the drill.
func (p *program) seesByAPI(drill, unit string) {
	p.t.Helper()
	var made struct{ Key string }
	p.tells(&made, "apikey", "create", "--unit", unit, "--format", "json")
	req, err := http.NewRequest(http.MethodPost, p.base+"/v1/cases/"+drill+"/ack", strings.NewReader("{}"))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+made.Key)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	out, _, code := p.command("", "drill", "report", drill)
	if res.StatusCode != http.StatusOK || code != exitDone {
		p.t.Errorf("a unit's own system sees the drill: status %d, then the report: %d %s", res.StatusCode, code, out)
	}
}

// People are not called before a drill begins: until then it is nobody's fault that nobody has pressed.
func TestDrillIsAwaitedFromItsBeginning(t *testing.T) {
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ wait, ahead, want time.Duration }{
		{15 * time.Minute, 0, 15 * time.Minute}, {15 * time.Minute, time.Hour, 75 * time.Minute}, {15 * time.Minute, -time.Hour, 15 * time.Minute}, {0, time.Hour, 0},
	} {
		if got := (drillRunCmd{Wait: tt.wait}).patience(now.Add(tt.ahead), now); got != tt.want {
			t.Errorf("wait %v for a drill in %v: %v, want %v", tt.wait, tt.ahead, got, tt.want)
		}
	}
}
