package casework

import (
	"slices"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/alert"
	"github.com/chuyme/chuyme/router/unit"
)

// spread tells those who watch the case that something was added: whoever has taken it, else everybody who was told
// of it. What waits to be sent already stands for what came after it, so that many messages are no storm.
func (w work) spread(event int64, sent []signal.Delivery) error {
	for _, bell := range w.tx.Bells() {
		if bell.Part == signal.Told {
			continue
		}
		for _, t := range w.watchers(bell, sent) {
			if waits(sent, bell.Unit, t) {
				continue
			}
			if err := w.send(signal.AlertUpdated, bell, event, []alert.Target{t}); err != nil {
				return err
			}
		}
	}
	return nil
}

// watchers are the targets of a unit that follow the case.
func (w work) watchers(bell signal.Bell, sent []signal.Delivery) []alert.Target {
	var out []alert.Target
	seen := map[alert.Target]bool{}
	for _, s := range sent {
		t := alert.Target{Unit: unit.ID(s.Unit), Officer: s.Officer, Endpoint: s.Endpoint}
		person := s.Endpoint == alert.ViaTelegram
		if s.Kind != signal.AlertNew || s.Unit != bell.Unit || seen[t] || slices.Contains(bell.Aside, s.Officer) || person && bell.TakenBy != "" {
			continue
		}
		seen[t] = true
		if person || w.hook(t) {
			out = append(out, t)
		}
	}
	return append(out, w.holder(bell)...)
}

// hook reports whether a target is a unit's own system: mailboxes are told of alerts only.
func (w work) hook(t alert.Target) bool {
	u, ok := w.Units.Unit(t.Unit)
	if !ok {
		return false
	}
	e, ok := u.Endpoint(t.Endpoint)
	return ok && e.Kind == unit.Webhook
}

func waits(sent []signal.Delivery, id string, t alert.Target) bool {
	for _, s := range sent {
		if s.Kind == signal.AlertUpdated && s.State == signal.Queued && s.Unit == id && s.Officer == t.Officer && s.Endpoint == t.Endpoint {
			return true
		}
	}
	return false
}

// tellOthers lets everybody in a unit who was alerted know what became of the case (taken, moved, closed), but the
// officer who did it.
func (w work) tellOthers(kind signal.DeliveryKind, bell signal.Bell, but string, event int64) error {
	sent, err := w.tx.Deliveries()
	if err != nil {
		return err
	}
	seen := map[alert.Target]bool{}
	var targets []alert.Target
	for _, s := range sent {
		t := alert.Target{Unit: unit.ID(s.Unit), Officer: s.Officer, Endpoint: s.Endpoint}
		known := s.Kind == signal.AlertNew && s.Unit == bell.Unit && !slices.Contains(bell.Aside, s.Officer) && s.State != signal.Dropped && !seen[t]
		if known && (t.Officer != "" && t.Officer != but || w.hook(t)) {
			seen[t] = true
			targets = append(targets, t)
		}
	}
	return w.send(kind, bell, event, targets)
}

// tellReporter sends a log entry to the reporter by every way back there is.
func (w work) tellReporter(event int64) error {
	ways, err := w.tx.Ways()
	if err != nil {
		return err
	}
	for i := range ways {
		if _, _, err := w.tx.Enqueue(signal.Delivery{Ref: w.tx.Case().Ref, Endpoint: alert.ReporterEndpoint(i), Kind: signal.ToReporter, Event: event}); err != nil {
			return err
		}
	}
	return nil
}

// reopen takes a closing back because something new came; every unit that has a part rings again.
func (w work) reopen() error {
	if _, err := w.tx.Append(signal.Event{Kind: signal.EvReopened, Actor: string(casestore.Reporter)}); err != nil {
		return err
	}
	w.tx.Reopen()
	return w.allAfresh(w.tx.Bells())
}
