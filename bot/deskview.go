package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/console"
	"github.com/chuyme/chuyme/internal/problem"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
	"github.com/chuyme/chuyme/router/unit"
)

// consoleDesk lets the console and the HTTP API act at the desk, in their words.
type consoleDesk struct{ desk *casework.Desk }

func who(o console.Officer) casework.Officer {
	return casework.Officer{Unit: o.Unit, ID: o.ID, Role: o.Role}
}

func (c consoleDesk) Acknowledge(ctx context.Context, o console.Officer, ref signal.Ref) (string, error) {
	holder, err := c.desk.Acknowledge(ctx, who(o), ref)
	return holder, inWords(err)
}

func (c consoleDesk) Reply(ctx context.Context, o console.Officer, ref signal.Ref, text string) error {
	return inWords(c.desk.Reply(ctx, who(o), ref, text))
}

func (c consoleDesk) Note(ctx context.Context, o console.Officer, ref signal.Ref, text string) error {
	return inWords(c.desk.Note(ctx, who(o), ref, text))
}

func (c consoleDesk) Close(ctx context.Context, o console.Officer, ref signal.Ref, reason, note string) error {
	return inWords(c.desk.Close(ctx, who(o), ref, reason, note))
}

func (c consoleDesk) Transfer(ctx context.Context, o console.Officer, ref signal.Ref, to, reason string) error {
	return inWords(c.desk.Transfer(ctx, who(o), ref, to, reason))
}

func (c consoleDesk) Escalate(ctx context.Context, o console.Officer, ref signal.Ref) error {
	return inWords(c.desk.Escalate(ctx, who(o), ref))
}

func (c consoleDesk) Meeting(ctx context.Context, o console.Officer, ref signal.Ref, m console.Meeting) error {
	return inWords(c.desk.Meet(ctx, who(o), ref, casework.Meeting{At: m.At, Occasion: m.Occasion, ReportedBy: m.ReportedBy, Attended: m.Attended}))
}

func (c consoleDesk) List(ctx context.Context, o console.Officer, f console.Filter) ([]signal.Case, error) {
	list, err := c.desk.List(ctx, who(o), casestore.Filter{States: f.States, Urgency: f.Urgency, Limit: f.Limit})
	return list, inWords(err)
}

func (c consoleDesk) View(ctx context.Context, o console.Officer, ref signal.Ref, why string) (console.CaseView, error) {
	v, err := c.desk.View(ctx, who(o), ref, why)
	return viewOf(v), inWords(err)
}

func viewOf(v casework.View) console.CaseView {
	return console.CaseView{Case: v.Case, Bells: v.Bells, Draft: v.Draft, Events: v.Events, Deliveries: v.Deliveries, Purged: v.Purged}
}

func (c consoleDesk) Attachment(ctx context.Context, o console.Officer, ref signal.Ref, id, why string) (io.ReadCloser, signal.Media, error) {
	body, m, err := c.desk.Attachment(ctx, who(o), ref, id, why)
	return body, m, inWords(err)
}

func (c consoleDesk) Stamp(ctx context.Context, o console.Officer, ref signal.Ref) (string, error) {
	stamp, err := c.desk.Stamp(ctx, who(o), ref)
	return stamp, inWords(err)
}

// inWords gives an error of the desk the kind under which the console tells people of it.
func inWords(err error) error {
	kinds := []struct {
		is   error
		kind problem.Kind
		says string
	}{
		{casestore.ErrNotFound, problem.NotFound, ""},
		{casestore.ErrPurged, problem.Conflict, "the case was purged"},
		{casestore.ErrConflict, problem.Conflict, "somebody was faster"},
		{casestore.ErrUnavailable, problem.Unavailable, ""},
		{casework.ErrForbidden, problem.Forbidden, casework.ErrForbidden.Error()},
		{casework.ErrClosed, problem.Conflict, casework.ErrClosed.Error()},
		{casework.ErrReason, problem.Invalid, "reason: one of the closing reasons"},
		{casework.ErrUnit, problem.Invalid, casework.ErrUnit.Error()},
		{casework.ErrEmpty, problem.Invalid, casework.ErrEmpty.Error()},
		{casework.ErrTooLong, problem.Invalid, casework.ErrTooLong.Error()},
		{casework.ErrOccasion, problem.Invalid, casework.ErrOccasion.Error()},
	}
	for _, k := range kinds {
		switch {
		case !errors.Is(err, k.is):
		case k.says == "":
			return fmt.Errorf("%w: %w", k.kind, err)
		default:
			return &problem.Error{Kind: k.kind, Says: k.says, Err: err}
		}
	}
	return err
}

// consoleSessions keeps who is signed in, in the case store.
type consoleSessions struct {
	store *casestore.Store
	desk  *casework.Desk
}

func (s consoleSessions) Join(ctx context.Context, invite string) (console.Officer, string, error) {
	o, token, err := s.store.JoinConsole(ctx, invite)
	if err == nil {
		s.desk.Joined()
	}
	return console.Officer{Unit: o.Unit, ID: o.ID, Role: o.Role}, token, inWords(err)
}

func (s consoleSessions) Officer(ctx context.Context, token string) (console.Officer, error) {
	o, err := s.store.ConsoleSession(ctx, token)
	return console.Officer{Unit: o.Unit, ID: o.ID, Role: o.Role}, inWords(err)
}

func (s consoleSessions) End(ctx context.Context, token string) error {
	return inWords(s.store.EndConsoleSession(ctx, token))
}

// apiKeys knows the units' own systems.
type apiKeys struct{ store *casestore.Store }

func (k apiKeys) APIKey(ctx context.Context, key string) (string, string, error) {
	id, name, err := k.store.APIKey(ctx, key)
	return id, name, inWords(err)
}

// unitNames names units and municipalities for the console.
type unitNames struct{ h *house }

func (n unitNames) Title(id, lang string) string {
	if u, ok := n.h.units.Unit(unit.ID(id)); ok {
		return u.Title(lang)
	}
	return id
}

func (n unitNames) All() (ids []string) {
	for _, u := range n.h.units.Units() {
		ids = append(ids, string(u.ID))
	}
	return ids
}

func (n unitNames) Municipality(code, lang string) string {
	a, ok := n.h.places.Municipality(code)
	switch {
	case !ok:
		return code
	case lang == "bg" || a.Latin == "":
		return a.Name
	}
	return a.Latin
}
