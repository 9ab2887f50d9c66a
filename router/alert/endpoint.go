package alert

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/chuyme/chuyme/internal/hook"
	"github.com/chuyme/chuyme/internal/mail"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/unit"
)

// event is what a unit's own system is told: never what was said.
type event struct {
	Type string    `json:"type"`
	At   string    `json:"timestamp"`
	Data eventData `json:"data"`
}

type eventData struct {
	Ref          signal.Ref      `json:"ref"`
	Urgency      signal.Urgency  `json:"urgency"`
	Category     []signal.Option `json:"category"`
	Municipality string          `json:"municipality"`
	Step         int             `json:"step"`
	Drill        bool            `json:"drill"`
	URL          string          `json:"url"`
	Unit         string          `json:"unit"`
	State        signal.State    `json:"state"`
}

// eventID is the same on each attempt, so that the receiver knows a repeat; one for each case, unit, step and round.
func eventID(d signal.Delivery) string {
	return fmt.Sprintf("%s.%s.%s.%s.%d.%d", d.Ref, d.Unit, d.Endpoint, d.Kind, d.Step, d.Event)
}

func (c *Courier) toHook(ctx context.Context, d signal.Delivery, kase signal.Case, e unit.Endpoint) Result {
	return c.post(ctx, e, eventID(d), event{Type: "case." + string(d.Kind), At: d.Created.UTC().Format(time.RFC3339), Data: eventData{
		Ref: kase.Ref, Urgency: kase.Urgency, Category: append([]signal.Option{}, kase.Category...), Municipality: kase.Municipality,
		Step: d.Step, URL: c.link(kase.Ref), Unit: d.Unit, State: kase.State,
	}})
}

// post tells a unit's own system of an event.
func (c *Courier) post(ctx context.Context, e unit.Endpoint, id string, what event) Result {
	body, err := json.Marshal(what)
	if err != nil {
		return again("encode")
	}
	var secret seal.Secret
	if e.SecretEnv != "" {
		if secret = c.Secret(e.SecretEnv); secret == "" {
			return Result{State: signal.Failed, Cause: "no_secret"}
		}
	}
	return hooked(c.Hook.Post(ctx, e.URL, secret, id, body))
}

// hooked says what a unit's own system answered.
func hooked(r hook.Result) Result {
	switch {
	case r.OK:
		return Result{State: signal.Sent}
	case r.Gone:
		return Result{State: signal.Failed, Cause: r.Cause}
	}
	return Result{State: signal.Delayed, Cause: r.Cause, RetryAfter: r.RetryAfter, Doubtful: r.Doubtful}
}

func (c *Courier) toMail(ctx context.Context, d signal.Delivery, kase signal.Case, e unit.Endpoint) Result {
	if c.Mail == nil {
		return Result{State: signal.Failed, Cause: "no_mail"}
	}
	card := c.card(d, kase)
	text := c.Texts.Text(officersLang, "alert.mail", map[string]any{"Card": card.Line(c.Texts), "URL": c.link(kase.Ref)})
	return mailed(c.Mail.Send(ctx, e.To, eventID(d), card.Line(c.Texts), text))
}

// mailed says what became of a mail.
func mailed(r mail.Result) Result {
	switch {
	case r.OK:
		return Result{State: signal.Sent}
	case r.Permanent:
		return Result{State: signal.Failed, Cause: r.Cause}
	}
	return Result{State: signal.Delayed, Cause: r.Cause, RetryAfter: r.RetryAfter, Doubtful: r.Doubtful}
}
