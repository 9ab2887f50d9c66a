// Package console is what officers work with over HTTP: the pages of the console under /console, and the interface
// for the units' own systems under /v1/cases, described at /openapi.json.
//
// Both show and do what the Desk lets an officer see and do; who may do what is decided there and nowhere here. The
// pages work without JavaScript; with it they show at once what arrives.
//
// The package must never open what is sealed, take a decision about a case, show an attachment that nobody has opened
// by a press, or write a word of a case into a log.
package console

import (
	"embed"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chuyme/chuyme/internal/pages"
	"github.com/chuyme/chuyme/internal/problem"
	"github.com/chuyme/chuyme/internal/signal"
)

// Parts are what a console is made of. All but Now, Zone, Log and Describe are required.
type Parts struct {
	Desk      Desk
	Sessions  Sessions
	Keys      Keys
	Repeats   Repeats
	Units     Units
	Texts     Texts
	PublicURL *url.URL
	Now       func() time.Time
	Zone      *time.Location // in which times are shown; nil: that of Sofia
	Log       *slog.Logger
	// Describe adds to the OpenAPI document what other packages serve.
	Describe []func(*huma.OpenAPI)
}

// Console serves officers and the units' own systems. It is safe for concurrent use.
type Console struct {
	p       Parts
	guard   *pages.Guard
	static  *pages.Static
	drawn   *template.Template
	forms   *recent
	streams atomic.Int64
}

//go:embed templates/*.html
var templates embed.FS

//go:embed static/*
var staticFiles embed.FS

// New builds a console. It fails only on parts that are missing or cannot be.
func New(p Parts) (*Console, error) {
	if p.Desk == nil || p.Sessions == nil || p.Keys == nil || p.Repeats == nil || p.Units == nil || p.Texts == nil || p.PublicURL == nil {
		return nil, errors.New("console: Desk, Sessions, Keys, Repeats, Units, Texts and PublicURL are required")
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	if p.Zone == nil {
		p.Zone = sofia()
	}
	c := &Console{p: p, forms: newRecent(4096)}
	var err error
	if c.guard, err = pages.NewGuard(p.PublicURL, nil, http.HandlerFunc(c.deny)); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	if c.static, err = pages.ReadStatic(staticFiles, "static", "/console/static/"); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	c.drawn, err = template.New("").Funcs(template.FuncMap{"static": c.static.Path}).ParseFS(templates, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("console: pages: %w", err)
	}
	return c, nil
}

// sofia is the zone of the officers; UTC on a system that knows no zones.
func sofia() *time.Location {
	zone, err := time.LoadLocation("Europe/Sofia")
	if err != nil {
		return time.UTC
	}
	return zone
}

// CasePath is the address of a case's page below the public one, for the links in alerts.
func CasePath(ref signal.Ref) string { return "/console/cases/" + url.PathEscape(string(ref)) }

// JoinPath is the address at which an invite is taken.
func JoinPath(invite string) string { return "/console/join?token=" + url.QueryEscape(invite) }

// deny refuses a post that another site made the browser send.
func (c *Console) deny(w http.ResponseWriter, r *http.Request) { c.fail(w, r, problem.Forbidden) }
