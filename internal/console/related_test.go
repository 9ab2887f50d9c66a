package console_test

import (
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/console"
	"github.com/chuyme/chuyme/internal/signal"
)

func TestCaseStandsBesideTheOthers(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	_, page := d.get(at)
	lacks(t, page, "за същото дете")
	d.reg.view.Related = []console.Related{{Case: signal.Case{Ref: "2026-000077", Urgency: signal.Urgent, State: signal.Closed, OpenedAt: noon.Add(-48 * time.Hour)},
		Why: []string{"village", "child"}}}
	d.reg.view.SameText = 4
	_, page = d.get(at)
	wants(t, page, "Може да е за същото дете", `<a href="/console/cases/2026-000077">`, "04.03.2026 12:00:00", "същото село, същите възраст и пол",
		"Случаи с точно същия текст: 4.")
	_, body := d.ask("key-lovech", "GET", "/v1/cases/2026-000123", "")
	wants(t, body, `"related":[{"ref":"2026-000077","urgency":"urgent","state":"closed","opened_at":"2026-03-04T10:00:00Z","why":["village","child"]}],"same_text":4`)
}
