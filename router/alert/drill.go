package alert

import (
	"context"
	"fmt"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/router/unit"
)

// Drill makes one attempt at a test alert. It says everywhere that it is one.
func (c *Courier) Drill(ctx context.Context, call casestore.DrillCall) Result {
	u, ok := c.Units.Unit(unit.ID(call.Unit))
	if !ok {
		return Result{State: signal.Failed, Cause: "unit_gone"}
	}
	if call.Endpoint == ViaTelegram {
		return c.drillChat(ctx, call)
	}
	e, ok := u.Endpoint(call.Endpoint)
	switch {
	case !ok:
		return Result{State: signal.Failed, Cause: "endpoint_gone"}
	case e.Kind == unit.Webhook:
		return c.drillHook(ctx, call, e)
	}
	return c.drillMail(ctx, call, e)
}

// DrillText is what a test alert says.
func DrillText(t Texts, drill string) string {
	return t.Text(officersLang, "alert.drill", map[string]any{"Ref": drill})
}

func drillID(call casestore.DrillCall) string {
	return fmt.Sprintf("%s.%s.%s.%d", call.Drill, call.Unit, call.Endpoint, call.Step)
}

func (c *Courier) drillChat(ctx context.Context, call casestore.DrillCall) Result {
	chat, failed := c.chatOf(ctx, call.Unit, call.Officer)
	if failed != nil {
		return *failed
	}
	seen := telegram.Button{Text: c.Texts.Text(officersLang, "officer.button.drill", nil), Data: "case=ack:" + call.Drill}
	return c.sendChat(ctx, chat, telegram.Message{Text: DrillText(c.Texts, call.Drill), Buttons: [][]telegram.Button{{seen}}, Protect: true})
}

func (c *Courier) drillHook(ctx context.Context, call casestore.DrillCall, e unit.Endpoint) Result {
	return c.post(ctx, e, drillID(call), event{Type: "case.alert", At: c.Now().UTC().Format(time.RFC3339), Data: eventData{
		Ref: signal.Ref(call.Drill), Urgency: signal.Crisis, Category: []signal.Option{}, Step: call.Step, Drill: true,
		URL: c.link(signal.Ref(call.Drill)), Unit: call.Unit, State: signal.Open,
	}})
}

func (c *Courier) drillMail(ctx context.Context, call casestore.DrillCall, e unit.Endpoint) Result {
	if c.Mail == nil {
		return Result{State: signal.Failed, Cause: "no_mail"}
	}
	text := DrillText(c.Texts, call.Drill)
	return mailed(c.Mail.Send(ctx, e.To, drillID(call), text, text+"\n\n"+c.link(signal.Ref(call.Drill))))
}
