package console

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"github.com/chuyme/chuyme/internal/problem"
	"github.com/chuyme/chuyme/internal/signal"
)

// showCase opens a case.
func (c *Console) showCase(w http.ResponseWriter, r *http.Request, who Officer) {
	why := "console"
	if r.URL.Query().Get("live") != "" {
		why = "console, page open" // the page asked by itself, because something arrived
	}
	s := c.sheet(w, r, who)
	if done := r.URL.Query().Get("done"); slices.Contains(acts(), done) || done == "other" || done == "close_asked" {
		s.Done = "console.done." + done
	}
	c.open(w, r, s, why)
}

// open draws a case.
func (c *Console) open(w http.ResponseWriter, r *http.Request, s sheet, why string) {
	ref, err := refOf(r)
	if err != nil {
		c.fail(w, r, err)
		return
	}
	if s.Stamp, err = c.p.Desk.Stamp(r.Context(), s.Who, ref); err != nil {
		c.fail(w, r, err)
		return
	}
	if s.View, err = c.p.Desk.View(r.Context(), s.Who, ref, why); err != nil {
		c.fail(w, r, err)
		return
	}
	s.Missing = Unknown(s.View.Draft)
	s.Units = c.p.Units.All()
	c.show(w, http.StatusOK, "case.html", s)
}

// phone opens the number that a reporter left, for a reason that is written down.
func (c *Console) phone(w http.ResponseWriter, r *http.Request, who Officer) {
	if err := readForm(w, r); err != nil {
		c.fail(w, r, err)
		return
	}
	why := strings.TrimSpace(r.PostForm.Get("text"))
	if why == "" {
		c.fail(w, r, problem.Invalid)
		return
	}
	ref, err := refOf(r)
	if err != nil {
		c.fail(w, r, err)
		return
	}
	view, err := c.p.Desk.View(r.Context(), who, ref, "phone: "+why)
	if err != nil {
		c.fail(w, r, err)
		return
	}
	s := c.sheet(w, r, who)
	s.View, s.Phone = view, view.Draft.Phone
	c.show(w, http.StatusOK, "phone.html", s)
}

// acts are what a case's page can do.
func acts() []string {
	return []string{"ack", "reply", "note", "close", "confirm", "transfer", "decline", "escalate", "meeting", "correct", "check", "aside"}
}

// act does one thing in a case and goes back to its page.
func (c *Console) act(w http.ResponseWriter, r *http.Request, who Officer) {
	if err := readForm(w, r); err != nil {
		c.fail(w, r, err)
		return
	}
	ref, err := refOf(r)
	if err != nil {
		c.fail(w, r, err)
		return
	}
	name := mux.Vars(r)["act"]
	done, err := c.forms.once(r.Context(), sameForm(name, r.PostForm), func() (string, error) { return c.do(r.Context(), who, ref, name, r) })
	if err != nil {
		c.fail(w, r, err)
		return
	}
	if done == "aside" { // the case is theirs to see no more
		http.Redirect(w, r, "/console/?done=aside", http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, CasePath(ref)+"?done="+done, http.StatusSeeOther)
}

// do does it, and says what was done.
func (c *Console) do(ctx context.Context, who Officer, ref signal.Ref, name string, r *http.Request) (string, error) {
	field := func(name string) string {
		return strings.TrimSpace(strings.ReplaceAll(r.PostForm.Get(name), "\r\n", "\n"))
	}
	words := field("text")
	if words == "" && (name == "reply" || name == "note" || name == "check") {
		return "", problem.At("text", "is empty")
	}
	switch name {
	case "ack":
		first, err := c.p.Desk.Acknowledge(ctx, who, ref)
		if err == nil && first != who.ID {
			return "other", nil
		}
		return name, err
	case "reply":
		return name, c.p.Desk.Reply(ctx, who, ref, words)
	case "note":
		return name, c.p.Desk.Note(ctx, who, ref, words)
	case "close":
		if !slices.Contains(CloseReasons(), field("reason")) {
			return "", problem.At("reason", "is none of the closing reasons")
		}
		closed, err := c.p.Desk.Close(ctx, who, ref, field("reason"), words)
		if err == nil && !closed {
			return "close_asked", nil
		}
		return name, err
	case "confirm":
		return name, c.p.Desk.Confirm(ctx, who, ref)
	case "transfer":
		return name, c.p.Desk.Transfer(ctx, who, ref, field("unit"), words)
	case "decline":
		return name, c.p.Desk.Decline(ctx, who, ref, words)
	case "escalate":
		return name, c.p.Desk.Escalate(ctx, who, ref)
	case "aside":
		return name, c.p.Desk.StepAside(ctx, who, ref, "")
	case "check":
		return name, c.p.Desk.Check(ctx, who, ref, words)
	case "correct":
		return name, c.p.Desk.Correct(ctx, who, ref, signal.Urgency(field("urgency")), field("with_text") != "")
	case "meeting":
		return name, c.meeting(ctx, who, ref, r)
	}
	return "", problem.NotFound
}

// meeting records a meeting, its time as it is read on a clock in the officers' zone.
func (c *Console) meeting(ctx context.Context, who Officer, ref signal.Ref, r *http.Request) error {
	at, err := time.ParseInLocation("2006-01-02T15:04", r.PostForm.Get("at"), c.p.Zone)
	if err != nil {
		return problem.At("at", "is to be a date and a time")
	}
	m := Meeting{At: at, Occasion: r.PostForm.Get("occasion"), Attended: r.PostForm["attended"]}
	if !slices.Contains(Occasions(), m.Occasion) {
		return problem.At("occasion", "is none of the occasions of a meeting")
	}
	return c.p.Desk.Meeting(ctx, who, ref, m)
}

// refOf is the reference in the path. What has not the form of one is no case.
func refOf(r *http.Request) (signal.Ref, error) {
	ref := signal.Ref(mux.Vars(r)["ref"])
	if !ref.Valid() {
		return "", problem.NotFound
	}
	return ref, nil
}
