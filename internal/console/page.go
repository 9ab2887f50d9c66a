package console

import (
	"bytes"
	"errors"
	"net/http"
	"time"

	"github.com/chuyme/chuyme/internal/problem"
	"github.com/chuyme/chuyme/internal/signal"
)

// maxForm is the longest form an officer sends.
const maxForm = 256 << 10

// sheet is what every page is drawn from.
type sheet struct {
	c    *Console
	Lang string
	Who  Officer
	Once string // names this page's forms, so that one sent twice acts once

	Alert string // the id of what went wrong
	Done  string // the id of what was done
	Kept  string // what the officer wrote in a form that failed
	Token string // of an invite
	Again string // the address to be asked for once more

	Cases   []signal.Case
	Filter  string
	View    CaseView
	Missing []string
	Phone   string
	Entered Entered
	File    shownFile
	Units   []string
	Stamp   string
}

// T gives a text of the console.
func (s sheet) T(id string) string { return s.c.p.Texts.Text(s.Lang, id, nil) }

// Word gives the word for a value of a list ("console.state.", "open"), or the value where there is none.
func (s sheet) Word(list string, value any) string {
	v := text(value)
	if v == "" {
		return "–"
	}
	if id := list + v; s.c.p.Texts.Has(s.Lang, id) || s.c.p.Texts.Has("bg", id) {
		return s.T(id)
	}
	return v
}

// Unit is a unit's name.
func (s sheet) Unit(id string) string {
	if id == "" {
		return "–"
	}
	return s.c.p.Units.Title(id, s.Lang)
}

// Municipality is the name of a municipality.
func (s sheet) Municipality(code string) string {
	if code == "" {
		return s.T("console.unknown")
	}
	return s.c.p.Units.Municipality(code, s.Lang)
}

// Time writes a moment in the officers' zone.
func (s sheet) Time(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.In(s.c.p.Zone).Format("02.01.2006 15:04:05")
}

// Late reports whether a moment has passed.
func (s sheet) Late(t time.Time) bool { return s.c.p.Now().After(t) }

// ISO writes a moment for programs.
func (s sheet) ISO(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Age says how long ago a moment was, in its largest unit.
func (s sheet) Age(t time.Time) string {
	d := max(0, s.c.p.Now().Sub(t))
	id, n := "console.age.minutes", int(d/time.Minute)
	switch {
	case d >= 48*time.Hour:
		id, n = "console.age.days", int(d/(24*time.Hour))
	case d >= 2*time.Hour:
		id, n = "console.age.hours", int(d/time.Hour)
	}
	return s.c.p.Texts.Text(s.Lang, id, map[string]any{"n": n})
}

// sheet begins a page. ?lang= is remembered.
func (c *Console) sheet(w http.ResponseWriter, r *http.Request, who Officer) sheet {
	s := sheet{c: c, Who: who, Once: newToken(), Lang: "bg"}
	asked := r.URL.Query().Get("lang")
	cookie, err := r.Cookie(c.cookieName("console-lang"))
	guess, ok := c.p.Texts.GuessHeader(r.Header.Get("Accept-Language"))
	switch {
	case c.p.Texts.Known(asked):
		c.setCookie(w, "console-lang", asked, 365*24*60*60)
		s.Lang = asked
	case err == nil && c.p.Texts.Known(cookie.Value):
		s.Lang = cookie.Value
	case ok:
		s.Lang = guess
	}
	if !c.p.Texts.Has(s.Lang, "console.title") {
		s.Lang = "bg"
	}
	return s
}

// show writes a page. It is drawn whole before a byte is sent, so that a fault is not half a page.
func (c *Console) show(w http.ResponseWriter, status int, name string, s sheet) {
	var page bytes.Buffer
	if err := c.drawn.ExecuteTemplate(&page, name, s); err != nil {
		c.p.Log.Error("console: drawing a page failed", "page", name, "err", err)
		problem.Write(w, problem.Internal)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", s.Lang)
	w.WriteHeader(status)
	_, _ = page.WriteTo(w) // the browser is gone: nobody is left to be told
}

// fail says what went wrong.
func (c *Console) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // whoever asked is gone
	}
	kind := problem.Of(err)
	if kind == problem.Internal {
		c.p.Log.Error("console: a request failed", "err", err)
	}
	s := c.sheet(w, r, Officer{})
	s.Alert = alertID(kind)
	if r.PostForm != nil {
		s.Kept = r.PostForm.Get("text")
	}
	problem.Headers(w.Header(), err)
	w.Header().Del("WWW-Authenticate") // a browser would ask for a password
	c.show(w, problem.Status(kind), "error.html", s)
}

// alertID is the catalog's sentence for a kind.
func alertID(k problem.Kind) string {
	switch k {
	case problem.NotFound:
		return "console.error.not_found"
	case problem.Forbidden, problem.Unauthorized:
		return "console.error.forbidden"
	case problem.Conflict:
		return "console.error.conflict"
	case problem.Invalid, problem.TooLarge:
		return "console.error.invalid"
	case problem.Unavailable:
		return "console.error.unavailable"
	}
	return "console.error.internal"
}

// readForm reads a small form.
func readForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	err := r.ParseForm()
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		return problem.TooLarge
	case err != nil:
		return problem.Say(problem.Invalid, "the form cannot be read")
	}
	return nil
}
