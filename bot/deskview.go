package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/chuyme/chuyme/internal/attachment"
	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/console"
	"github.com/chuyme/chuyme/internal/problem"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
	"github.com/chuyme/chuyme/router/place"
	"github.com/chuyme/chuyme/router/unit"
)

// consoleDesk lets the console and the HTTP API act at the desk, in their words.
type consoleDesk struct {
	desk *casework.Desk
	h    *house
}

func who(o console.Officer) casework.Officer {
	return casework.Officer{Unit: o.Unit, ID: o.ID, Role: o.Role, Saw: o.Saw}
}

func (c consoleDesk) Acknowledge(ctx context.Context, o console.Officer, ref signal.Ref) (string, error) {
	if casestore.IsDrill(string(ref)) {
		return o.ID, inWords(c.desk.SeeDrill(ctx, who(o), string(ref)))
	}
	holder, err := c.desk.Acknowledge(ctx, who(o), ref)
	return holder, inWords(err)
}

func (c consoleDesk) Reply(ctx context.Context, o console.Officer, ref signal.Ref, text string) error {
	return inWords(c.desk.Reply(ctx, who(o), ref, text))
}

func (c consoleDesk) Note(ctx context.Context, o console.Officer, ref signal.Ref, text string) error {
	return inWords(c.desk.Note(ctx, who(o), ref, text))
}

func (c consoleDesk) Close(ctx context.Context, o console.Officer, ref signal.Ref, reason, note string) (bool, error) {
	closed, err := c.desk.Close(ctx, who(o), ref, reason, note)
	return closed, inWords(err)
}

func (c consoleDesk) Confirm(ctx context.Context, o console.Officer, ref signal.Ref) error {
	return inWords(c.desk.Confirm(ctx, who(o), ref))
}

func (c consoleDesk) Transfer(ctx context.Context, o console.Officer, ref signal.Ref, to, reason string) error {
	return inWords(c.desk.Transfer(ctx, who(o), ref, to, reason))
}

func (c consoleDesk) Decline(ctx context.Context, o console.Officer, ref signal.Ref, reason string) error {
	return inWords(c.desk.Decline(ctx, who(o), ref, reason))
}

func (c consoleDesk) StepAside(ctx context.Context, o console.Officer, ref signal.Ref, officer string) error {
	return inWords(c.desk.StepAside(ctx, who(o), ref, officer))
}

func (c consoleDesk) Enter(ctx context.Context, o console.Officer, e console.Entry) (console.Entered, error) {
	p, err := c.h.placeGiven(e.Place)
	if err != nil {
		return console.Entered{}, err
	}
	told, err := c.desk.Enter(ctx, who(o), casework.Entered{Key: e.Key, Source: e.Source, Answers: e.Answers, Text: e.Text, Place: p}, c.h.triage.Read)
	if err != nil {
		return console.Entered{}, inWords(err)
	}
	// It is a case now: whoever hung up meanwhile must not be told that it failed, and enter it again.
	kase, err := c.h.store.Case(context.WithoutCancel(ctx), told.Ref)
	return console.Entered{Case: kase, Code: told.Code}, inWords(err)
}

// clearlyBest is by how much a place must be likelier than the next to be taken for the one that was meant.
const clearlyBest = 0.2

// placeGiven finds the place that an officer wrote down. A name that may mean several places is kept as it was told: the
// national unit decides then.
func (h *house) placeGiven(p signal.Place) (signal.Place, error) {
	area, known := h.places.Municipality(p.Municipality)
	if p.Municipality != "" && !known {
		return p, problem.At("place.municipality_code", "is no municipality of the register")
	}
	var fits []place.Match
	if p.Text != "" {
		for _, m := range h.places.Find(p.Text) {
			if (p.Municipality == "" || m.MunicipalityCode == p.Municipality) && (p.EKATTE == "" || m.EKATTE == p.EKATTE) {
				fits = append(fits, m)
			}
		}
	}
	switch {
	case len(fits) > 0 && (p.EKATTE != "" || known || len(fits) == 1 || fits[0].Score-fits[1].Score >= clearlyBest):
		told := p.Text
		p = placeOf(fits[0])
		p.Text = told
	case p.EKATTE != "" && !known:
		return p, problem.At("place.ekatte", "is to come with the place's name in text, or with municipality_code")
	case known:
		p.MunicipalityName = area.Name
	}
	return p, nil
}

func (c consoleDesk) Escalate(ctx context.Context, o console.Officer, ref signal.Ref) error {
	return inWords(c.desk.Escalate(ctx, who(o), ref))
}

func (c consoleDesk) Check(ctx context.Context, o console.Officer, ref signal.Ref, found string) error {
	return inWords(c.desk.Check(ctx, who(o), ref, found))
}

func (c consoleDesk) Meeting(ctx context.Context, o console.Officer, ref signal.Ref, m console.Meeting) error {
	return inWords(c.desk.Meet(ctx, who(o), ref, casework.Meeting{At: m.At, Occasion: m.Occasion, ReportedBy: m.ReportedBy, Attended: m.Attended}))
}

func (c consoleDesk) List(ctx context.Context, o console.Officer, f console.Filter) ([]signal.Case, error) {
	list, err := c.desk.List(ctx, who(o), casestore.Filter{States: f.States, Urgency: f.Urgency, Limit: f.Limit, After: f.After})
	return list, inWords(err)
}

func (c consoleDesk) View(ctx context.Context, o console.Officer, ref signal.Ref, why string) (console.CaseView, error) {
	v, err := c.desk.View(ctx, who(o), ref, why)
	view := viewOf(v)
	view.Gloss = c.gloss(v.Draft.Said)
	return view, inWords(err)
}

// gloss reads the messages that are not in Bulgarian word by word.
func (c consoleDesk) gloss(said []signal.Said) map[string][]console.Gloss {
	out := map[string][]console.Gloss{}
	for _, s := range said {
		for _, g := range c.h.lex.Gloss(s.Text) {
			out[s.ID] = append(out[s.ID], console.Gloss(g))
		}
	}
	return out
}

func (c consoleDesk) Correct(ctx context.Context, o console.Officer, ref signal.Ref, was signal.Urgency, withText bool) error {
	return inWords(c.desk.Correct(ctx, who(o), ref, casework.Correction{Urgency: was, WithText: withText}, c.h.conceptsOf))
}

func viewOf(v casework.View) console.CaseView {
	var due []console.Due
	for _, term := range v.Due {
		due = append(due, console.Due{What: term.What, By: term.By})
	}
	var related []console.Related
	for _, r := range v.Related {
		related = append(related, console.Related{Case: r.Case, Why: r.Why})
	}
	return console.CaseView{Due: due, Related: related, SameText: v.SameText, Case: v.Case, Bells: v.Bells, Draft: v.Draft, Events: v.Events, Deliveries: v.Deliveries, Closing: console.Closing(v.Closing), Purged: v.Purged}
}

func (c consoleDesk) OpenFile(ctx context.Context, o console.Officer, ref signal.Ref, id string, form attachment.Form, why string) (signal.Media, error) {
	m, err := c.desk.OpenFile(ctx, who(o), ref, id, form, why)
	return m, inWords(err)
}

func (c consoleDesk) File(ctx context.Context, o console.Officer, ref signal.Ref, id string, form attachment.Form) (io.ReadSeekCloser, signal.Media, error) {
	f, m, err := c.desk.File(ctx, who(o), ref, id, form)
	return f, m, inWords(err)
}

func (c consoleDesk) Undelivered(ctx context.Context, o console.Officer, after int64, limit int) ([]signal.Delivery, error) {
	list, err := c.desk.Undelivered(ctx, who(o), after, limit)
	return list, inWords(err)
}

func (c consoleDesk) Resend(ctx context.Context, o console.Officer, id int64) error {
	return inWords(c.desk.Resend(ctx, who(o), id))
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
		{attachment.ErrNotFound, problem.NotFound, ""},
		{attachment.ErrNoCopy, problem.NotFound, ""},
		{casework.ErrForbidden, problem.Forbidden, casework.ErrForbidden.Error()},
		{casestore.ErrUnderWay, problem.Conflict, casestore.ErrUnderWay.Error()},
		{casework.ErrChanged, problem.Changed, ""},
		{casework.ErrClosed, problem.Conflict, casework.ErrClosed.Error()},
		{casework.ErrReason, problem.Invalid, "reason: one of the closing reasons"},
		{casework.ErrBarred, problem.Forbidden, casework.ErrBarred.Error()},
		{casework.ErrNotAsked, problem.Conflict, casework.ErrNotAsked.Error()},
		{casework.ErrSecond, problem.Conflict, casework.ErrSecond.Error()},
		{casework.ErrNotHanded, problem.Conflict, casework.ErrNotHanded.Error()},
		{casework.ErrUnit, problem.Invalid, casework.ErrUnit.Error()},
		{casework.ErrEmpty, problem.Invalid, casework.ErrEmpty.Error()},
		{casework.ErrTooLong, problem.Invalid, casework.ErrTooLong.Error()},
		{casework.ErrSource, problem.Invalid, casework.ErrSource.Error()},
		{casework.ErrAnswers, problem.Invalid, casework.ErrAnswers.Error()},
		{casework.ErrUrgency, problem.Invalid, casework.ErrUrgency.Error()},
		{casework.ErrNotTaken, problem.Conflict, casework.ErrNotTaken.Error()},
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

// consoleRepeats keeps the requests of units' systems in the case store.
type consoleRepeats struct{ store *casestore.Store }

func (r consoleRepeats) Begin(ctx context.Context, id, key string, request []byte) ([]byte, error) {
	answer, err := r.store.BeginRequest(ctx, id, key, request)
	if errors.Is(err, casestore.ErrConflict) {
		return nil, problem.Say(problem.Conflict, "this Idempotency-Key came with another request")
	}
	return answer, inWords(err)
}

func (r consoleRepeats) End(ctx context.Context, id, key string, answer []byte) error {
	return r.store.EndRequest(ctx, id, key, answer)
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

func (n unitNames) Municipalities() (codes []string) {
	for _, m := range municipalitiesOf(n.h.places) {
		codes = append(codes, m.Code)
	}
	return codes
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
