package console_test

import (
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/pages/pagetest"
)

func TestConsolePageFromInviteToReply(t *testing.T) {
	d := open(t)
	b := pagetest.Open(t, nil)
	b.Language("bg")
	b.Go(d.url + "/console/join?token=good-invite")
	b.Submit("button.main")
	b.Sees("2026-000123")
	b.Until("document.documentElement.scrollWidth <= innerWidth")
	b.Picture("console-list")
	b.Submit(`a[href="/console/cases/2026-000123"]`)
	b.Sees("казва, че опасността е сега")
	b.Until("document.documentElement.scrollWidth <= innerWidth")
	b.Picture("console-case")

	b.Type("#note", "започната бележка")
	d.reg.tell("тя пак вика")
	b.Sees("тя пак вика")
	if kept := pagetest.Value[string](b, `document.getElementById('note').value`); kept != "започната бележка" {
		t.Errorf("what arrived took the officer's words away: %q", kept)
	}
	b.Submit(`form[action$="/ack"] button`)
	b.Sees("Поехте случая.")
	b.Sees("поето от o-1")
	b.Type("#reply", "Тук съм.")
	b.Submit(`form[action$="/reply"] button`)
	b.Sees("Отговорът тръгна")
	if got := d.reg.done(); !strings.HasPrefix(got, "o-1 ack; o-1 reply ") || !strings.Contains(got, "Тук съм.") {
		t.Errorf("done %q", got)
	}
	b.Submit(`form[action="/console/leave"] button`)
	b.Sees("Не сте влезли")
	b.Clean()
}

func TestConsoleListShowsWhatArrives(t *testing.T) {
	d := open(t)
	d.reg.view.Case.Urgency = "standard"
	b := pagetest.Open(t, nil)
	b.Language("en")
	b.Go(d.url + "/console/join?token=good-invite")
	b.Submit("button.main")
	b.Sees("Standard")
	d.reg.mu.Lock()
	d.reg.view.Case.Urgency = "crisis"
	d.reg.stamp++
	d.reg.mu.Unlock()
	b.Sees("Crisis")
	b.Clean()
}

func TestConsolePageWithoutScripts(t *testing.T) {
	d := open(t)
	b := pagetest.Open(t, nil)
	b.WithoutScripts()
	b.Language("bg")
	b.Go(d.url + "/console/join?token=good-invite")
	b.Submit("button.main")
	b.Submit(`a[href="/console/cases/2026-000123"]`)
	b.Submit(`form[action$="/ack"] button`)
	wants(t, b.HTML(), "Поехте случая.")
	b.Type("#note", "на ръка")
	b.Submit(`form[action$="/note"] button`)
	wants(t, b.HTML(), "Записано.")
	if got := d.reg.done(); got != "o-1 ack; o-1 note на ръка" {
		t.Errorf("done %q", got)
	}
	b.Clean()
}
