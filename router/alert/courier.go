package alert

import (
	"context"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/hook"
	"github.com/chuyme/chuyme/internal/mail"
	"github.com/chuyme/chuyme/internal/outbox"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/router/unit"
)

// Result is what became of one attempt to deliver.
type Result = outbox.Result

// Way is how to reach a reporter.
type Way = casestore.WayBack

// Notice is what a reporter is told of their case.
type Notice struct {
	ID   string            // of the log entry: told once
	Kind string            // taken, reply, closed, transferred
	Text string            // an officer's words
	Unit map[string]string // the unit's name by language
	Why  string            // closing reason
}

// Reporters tells reporters; it is the reception.
type Reporters interface {
	Notify(ctx context.Context, way Way, ref signal.Ref, n Notice) Result
}

// Texts are the catalogs.
type Texts interface {
	Text(lang, id string, args map[string]any) string
}

// Courier carries deliveries. Telegram and Mail may be nil where the settings name none. It is safe for concurrent use.
type Courier struct {
	Store     *casestore.Store
	Units     *unit.Register
	Place     func(municipality string) string // its Bulgarian name
	Texts     Texts
	Telegram  *telegram.Client
	Mail      *mail.Sender
	Hook      *hook.Client
	Secret    func(name string) seal.Secret // of a webhook endpoint, by the name of its environment variable
	Reporters Reporters
	PublicURL *url.URL
	Now       func() time.Time
	Log       *slog.Logger
}

const reporterEndpoint = "reporter"

// ReporterEndpoint names the i-th way back to a reporter (from 0) in a delivery.
func ReporterEndpoint(i int) string {
	if i == 0 {
		return reporterEndpoint
	}
	return reporterEndpoint + "/" + strconv.Itoa(i)
}

// Deliver makes one attempt. What nobody needs any more is dropped: an alert of a case that was taken or closed.
func (c *Courier) Deliver(ctx context.Context, d signal.Delivery) Result {
	if d.Kind == signal.ToReporter {
		return c.toReporter(ctx, d)
	}
	kase, err := c.Store.Case(ctx, d.Ref)
	if err != nil {
		return again("store")
	}
	wanted, err := c.wanted(ctx, d, kase)
	if err != nil {
		return again("store")
	}
	if !wanted {
		return Result{State: signal.Dropped, Cause: "not_needed"}
	}
	u, ok := c.Units.Unit(unit.ID(d.Unit))
	if !ok {
		return Result{State: signal.Failed, Cause: "unit_gone"}
	}
	if d.Endpoint == ViaTelegram {
		return c.toChat(ctx, d, kase)
	}
	e, ok := u.Endpoint(d.Endpoint)
	switch {
	case !ok:
		return Result{State: signal.Failed, Cause: "endpoint_gone"}
	case e.Kind == unit.Webhook:
		return c.toHook(ctx, d, kase, e)
	}
	return c.toMail(ctx, d, kase, e)
}

// again is an attempt that failed on our side and is to be made again.
func again(cause string) Result { return Result{State: signal.Delayed, Cause: cause} }

// wanted reports whether a delivery still says something: an alert rings only where nobody has the case.
func (c *Courier) wanted(ctx context.Context, d signal.Delivery, kase signal.Case) (bool, error) {
	if kase.State == signal.Purged || kase.State == signal.Closed && d.Kind != signal.AlertClosed {
		return false, nil
	}
	if d.Kind != signal.AlertNew && d.Kind != signal.NudgeOfficer {
		return true, nil
	}
	bells, err := c.Store.Bells(ctx, d.Ref)
	if err != nil {
		return false, err
	}
	for _, b := range bells {
		if b.Unit != d.Unit {
			continue
		}
		if d.Kind == signal.NudgeOfficer {
			return b.TakenBy == d.Officer, nil
		}
		return b.Rings(), nil
	}
	return false, nil
}

// toReporter tells a log entry to the reporter by one of their ways back.
func (c *Courier) toReporter(ctx context.Context, d signal.Delivery) Result {
	ways, err := c.Store.Ways(ctx, d.Ref)
	if err != nil {
		return gone(err)
	}
	_, nth, _ := strings.Cut(d.Endpoint, "/")
	i, _ := strconv.Atoi(nth)
	if i >= len(ways) {
		return Result{State: signal.Dropped, Cause: "no_way_back"}
	}
	if waits, err := c.earlier(ctx, d); err != nil || waits {
		return Result{State: signal.Delayed, Cause: "in_order", RetryAfter: inOrder}
	}
	entry, err := c.Store.Entry(ctx, d.Ref, d.Event)
	if err != nil {
		return gone(err)
	}
	n := Notice{ID: strconv.FormatInt(d.Event, 10), Unit: c.names(entry.Unit)}
	switch entry.Kind {
	case signal.EvAcknowledged:
		n.Kind = "taken"
	case signal.EvReplied:
		n.Kind, n.Text = "reply", entry.Text
	case signal.EvClosed:
		n.Kind, n.Why = "closed", entry.Data["reason"]
	case signal.EvTransferred:
		n.Kind = "transferred"
	default:
		return Result{State: signal.Dropped, Cause: "not_for_reporters"}
	}
	return c.Reporters.Notify(ctx, ways[i], d.Ref, n)
}

// inOrder is how long what comes later waits for what came before it on the same way back.
const inOrder = 150 * time.Millisecond

// earlier reports whether something older has still to be told to the reporter by the same way: what happened is told
// in the order in which it happened.
func (c *Courier) earlier(ctx context.Context, d signal.Delivery) (bool, error) {
	all, err := c.Store.Deliveries(ctx, d.Ref)
	if err != nil {
		return false, err
	}
	for _, e := range all {
		open := e.State == signal.Queued || e.State == signal.Sending || e.State == signal.Delayed
		if open && e.Kind == signal.ToReporter && e.Endpoint == d.Endpoint && e.Event < d.Event {
			return true, nil
		}
	}
	return false, nil
}

// names is a unit's name by language.
func (c *Courier) names(id string) map[string]string {
	if u, ok := c.Units.Unit(unit.ID(id)); ok {
		return u.Name
	}
	return c.Units.National().Name
}
