package main

import (
	"context"
	"database/sql"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/chuyme/chuyme/internal/casestore/sqlite"
	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// toReview brings a child who is in no danger now to the question whether it shall be sent.
func toReview(p *program, chat int64) *person {
	p.t.Helper()
	child := p.person(chat)
	child.begins()
	child.press("danger=no", offering("kind=physical"))
	child.say("Вчера ме удари с чехъл.", offering("nav=skip"))
	child.skipsTo("nav=send")
	return child
}

// refusedHonestly is what a reporter is told whose words could not be kept.
func refusedHonestly() match {
	return saying("Не успях да го запазя", "116 111", "112")
}

func neverSent(t *testing.T, c *person, from int) {
	t.Helper()
	for _, m := range c.tg.Sent(c.chat)[from:] {
		if saying("Получено е")(m) || saying("Изпратих го")(m) || len(m.Code) > 0 {
			t.Errorf("said %q though nothing was kept", m.Text)
		}
	}
}

// TestLockedDatabase lets another process hold the database longer than somebody waits: the reporter is told so, with
// the numbers, and "send" works once it is free.
func TestLockedDatabase(t *testing.T) {
	t.Parallel()
	p := runningProgram(t)
	child, urgent := toReview(p, 331), p.person(338)
	urgent.begins()
	other, err := sql.Open("sqlite", "file:"+filepath.Join(p.dir, sqlite.FileName)+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	hold, err := other.BeginTx(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	from, fromUrgent := child.heard(), urgent.heard()
	p.tg.Press(urgent.chat, "danger=now")
	child.press("nav=send", refusedHonestly())
	neverSent(t, child, from)
	urgent.await("the child in danger is told that it could not be kept", fromUrgent, refusedHonestly())
	neverSent(t, urgent, fromUrgent)
	if err := hold.Rollback(); err != nil {
		t.Fatal(err)
	}
	child.sends()
	urgent.inDanger()
	urgent.tellsRest("Удря ме сега.", "Карнобат")
	urgent.sends()
	list := p.cases()
	if len(list) != 2 || !list[0].Sent || !list[1].Sent || !slices.ContainsFunc(list, func(c caseOf) bool { return c.Urgency == "crisis" }) {
		t.Errorf("the register holds %v, want two cases, sent, one of them a crisis", list)
	}
}

// TestFullDisk fills the disk on which everything is kept. It needs leave to mount a small one.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Errorf("unmounting the small disk: %v", err)
		}
	})
	p := runningProgram(t, "CHUYME_DATA_DIR="+filepath.Join(disk, "data"), "CHUYME_REDIS_URL="+servertest.Redis(t))
	child := toReview(p, 332)
	ballast := filepath.Join(disk, "ballast")
	fill(t, ballast)
	from := child.heard()
	child.press("nav=send", refusedHonestly())
	neverSent(t, child, from)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	child.sends()
	p.stop() // before the disk is unmounted
}

// fill writes a file until there is no room.
func fill(t *testing.T, name string) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, size := range []int{64 << 10, 512, 1} {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
	}
}

// TestRedisAway takes the sessions away in the middle of a conversation: the child is told so with the numbers, readiness
// names what is away, and all heals by itself.
func TestRedisAway(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string][]string{"poll": nil, "webhook": webhookMode()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			redis := servertest.NewRedisServer(t)
			p := runningProgram(t, append(settings, "CHUYME_REDIS_URL="+redis.URL)...)
			child := p.person(333)
			child.begins()
			p.tg.Until("readiness before", func() bool {
				status, parts := p.ready()
				return status == http.StatusOK && parts["redis"] == "ok"
			})
			redis.Stop()
			child.does("presses while the sessions are away", func() { p.tg.Press(333, "danger=now") }, saying("116 111", "112"))
			p.tg.Until("readiness to name what is away", func() bool {
				status, parts := p.ready()
				return status == http.StatusServiceUnavailable && parts["redis"] == "away" && parts["store"] == "ok"
			})
			redis.Start(t)
			p.settled() // what was pressed meanwhile is done with, in whatever way a chat without a past can
			child.say("/start", offering("role=child"))
			p.tg.Until("readiness to come back", func() bool {
				status, _ := p.ready()
				return status == http.StatusOK
			})
			child.press("role=child", offering("danger=now"))
			child.inDanger()
			if list := p.cases(); !slices.ContainsFunc(list, func(c caseOf) bool { return c.Urgency == "crisis" }) {
				t.Errorf("the register holds %v, want a crisis", list)
			}
		})
	}
}

// TestTelegramAway breaks the way to an officer in each of the ways in which it breaks: the alert comes later, once.
func TestTelegramAway(t *testing.T) {
	t.Parallel()
	for _, fault := range []struct {
		name  string
		fault telegramtest.Fault
	}{
		{"5xx", telegramtest.Fault{Code: http.StatusBadGateway, Garbage: true, Times: 2}},
		{"dropped", telegramtest.Fault{Drop: true, Times: 1}},
		{"too-many", telegramtest.Fault{Code: http.StatusTooManyRequests, Words: "Too Many Requests: retry after 1", RetryAfter: 1, Times: 2}},
	} {
		t.Run(fault.name, func(t *testing.T) {
			t.Parallel()
			p := runningProgram(t, webhookMode()...)
			officer := p.joins("agency", "o-1", "duty", 112)
			fault.fault.Method, fault.fault.Chat = "sendMessage", officer.chat
			p.tg.Fault(fault.fault)
			child := p.person(334)
			child.begins()
			child.inDanger()
			ref := refOf(t, officer.sees("the alert, later", anAlert()))
			p.tg.Until("the register to know that it was sent", func() bool {
				d := p.shown(ref).Deliveries
				return len(d) == 1 && d[0].State == "sent"
			})
			if n := countSent(officer, anAlert()); n != 1 {
				t.Errorf("the officer was alerted %d times, want once", n)
			}
		})
	}
}

// TestLostAnswerIsRepeatedWithAMark loses Telegram's answer to an alert that it took: the repeat says that it is one.
func TestLostAnswerIsRepeatedWithAMark(t *testing.T) {
	t.Parallel()
	p := runningProgram(t, webhookMode()...)
	officer := p.joins("agency", "o-1", "duty", 113)
	p.tg.Fault(telegramtest.Fault{Method: "sendMessage", Chat: officer.chat, Lose: true, Times: 1})
	child := p.person(335)
	child.begins()
	child.inDanger()
	officer.sees("the repeat, marked", both(anAlert(), saying("повторение")))
	if n := countSent(officer, func(m telegramtest.Message) bool { return anAlert()(m) && !saying("повторение")(m) }); n != 1 {
		t.Errorf("%d alerts without the mark, want one", n)
	}
}

// TestBlockedOfficerCostsNoTime: an officer who blocked the bot is passed over at once.
func TestBlockedOfficerCostsNoTime(t *testing.T) {
	t.Parallel()
	p := runningProgram(t, webhookMode()...)
	blocked := p.joins("agency", "o-1", "duty", 114)
	other := p.joins("agency", "o-2", "duty", 115)
	p.tg.Block(blocked.chat, true)
	child := p.person(336)
	child.begins()
	child.inDanger()
	ref := refOf(t, other.sees("the next step, though its time has not come", both(anAlert(), saying("стъпка"))))
	p.tg.Until("the register to say why the first was not told", func() bool {
		return slices.ContainsFunc(p.shown(ref).Deliveries, func(d deliveryOf) bool { return d.Officer == "o-1" && d.State == "failed" })
	})
}

// TestRestartKeepsTheConversation stops the program as SIGTERM does in the middle of a conversation.
func TestRestartKeepsTheConversation(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string][]string{"poll": nil, "webhook": webhookMode()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := runningProgram(t, settings...)
			child := p.person(337)
			child.begins()
			child.press("danger=no", offering("kind=physical"))
			child.tg.Press(337, "kind=neglect")
			child.sees("that the choice can be ended", offering("nav=done"))
			p.stop()
			from := child.heard()
			p.tg.Press(337, "nav=done") // while nobody is there
			p.start()
			child.await("the press that waited is answered", from, saying("Разкажи"))
			child.say("Вчера нямаше вечеря.", offering("nav=done"))
			child.skipsTo("nav=send")
			child.sends()
			list := p.cases()
			if len(list) != 1 {
				t.Fatalf("the register holds %v, want one case", list)
			}
			c := p.shown(list[0].Ref)
			kinds, _ := c.Answers["kind"].([]any)
			if !slices.Equal(c.texts(), []string{"Вчера нямаше вечеря."}) || !slices.Equal(kinds, []any{"neglect"}) {
				t.Errorf("kept %q and the kinds %v, want the words and neglect", c.texts(), kinds)
			}
		})
	}
}
