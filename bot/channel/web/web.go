// Package web is the reporter's way in through a browser: the public page, and the web chat.
//
// The chat is plain HTML: each answer is a form, each button of the open question a submit button, and the page shows
// what was said so far. With JavaScript (static/chat.js) the same forms are sent in the background and what arrives
// is shown at once, by server-sent events; nothing depends on it. The conversation's address is a random id in a
// cookie, which is all that the browser keeps.
//
//	chat, err := web.New(web.Options{Handler: reception, Box: box, PublicURL: url, …})
//	chat.Routes(router)
//
// The package must never decide anything about a conversation, keep or log an address or a word, load anything from
// another site, or show a page without the emergency numbers.
package web

import (
	"context"
	"crypto/rand"
	"embed"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/gorilla/mux"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/pages"
)

// Name is the channel's name in Incoming.Channel.
const Name = "web"

// DefaultLeave is where "leave" leads: a page that anybody may have open.
const DefaultLeave = "https://www.sinoptik.bg/"

// Texts are the catalogs.
type Texts interface {
	Text(lang, id string, args map[string]any) string
	// Has reports whether the catalog of lang itself has id.
	Has(lang, id string) bool
	// Speaks is the language in which Text says id to whoever speaks lang.
	Speaks(lang, id string) string
	Languages() []i18n.Language
	// Known reports whether a language is one of them.
	Known(lang string) bool
	// GuessHeader takes one of them from an Accept-Language header.
	GuessHeader(header string) (lang string, ok bool)
}

// Options are what the web chat is built on. Handler, Box, Texts and PublicURL are required.
type Options struct {
	Handler     channel.Handler
	Box         channel.Mailbox
	Texts       Texts
	PublicURL   *url.URL // the cookie is Secure when it is https
	DefaultLang string   // of the public page where nothing tells; "": bg
	Leave       string   // an https address; "": DefaultLeave
	Now         func() time.Time
	Log         *slog.Logger
	// Spared tells which events must never be held back for coming too fast: a danger, a valid code.
	Spared func(context.Context, channel.Incoming) bool
}

// Channel is the web chat. It is safe for concurrent use.
type Channel struct {
	o       Options
	leave   *url.URL
	drawn   *template.Template
	static  *pages.Static
	guard   *pages.Guard
	pace    *channel.Pace
	turns   channel.Turns
	room    *channel.Room // of the uploads that are held in memory
	streams atomic.Int64  // open event streams
}

var _ channel.Deliverer = (*Channel)(nil)

//go:embed templates/*.html
var templates embed.FS

//go:embed static/*
var staticFiles embed.FS

// Limits of one process and one conversation.
const (
	eventsAMinute = 60
	uploadsAtOnce = 8    // of maxFile bytes in memory each, or more smaller ones
	maxStreams    = 5000 // open pages that wait for news
)

// New builds the channel. It fails only on options that cannot be.
func New(o Options) (*Channel, error) {
	if o.Handler == nil || o.Box == nil || o.Texts == nil || o.PublicURL == nil {
		return nil, fmt.Errorf("web chat: Handler, Box, Texts and PublicURL are required")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.DefaultLang == "" {
		o.DefaultLang = "bg"
	}
	if o.Leave == "" {
		o.Leave = DefaultLeave
	}
	leave, err := url.Parse(o.Leave)
	if err != nil || leave.Scheme != "https" || leave.Host == "" {
		return nil, fmt.Errorf("web chat: the address to leave to is to be a full https address, such as %s", DefaultLeave)
	}
	c := &Channel{o: o, leave: leave, room: channel.NewRoom(uploadsAtOnce * maxFile),
		pace: channel.NewPace(o.Now, eventsAMinute, eventsAMinute, o.Spared)}
	if c.guard, err = pages.NewGuard(o.PublicURL, leave, http.HandlerFunc(c.deny)); err != nil {
		return nil, fmt.Errorf("web chat: %w", err)
	}
	if c.static, err = pages.ReadStatic(staticFiles, "static", "/static/"); err != nil {
		return nil, fmt.Errorf("web chat: %w", err)
	}
	c.drawn, err = template.New("").Funcs(template.FuncMap{"static": c.static.Path}).ParseFS(templates, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("web chat: pages: %w", err)
	}
	return c, nil
}

// Name is the channel's name.
func (c *Channel) Name() string { return Name }

// Routes adds the pages to r: "/", "/chat", "/chat/events" and "/static/…".
func (c *Channel) Routes(r *mux.Router) {
	r.Handle("/", c.page(c.public)).Methods(http.MethodGet, http.MethodHead)
	r.Handle("/chat", c.page(c.chat)).Methods(http.MethodGet, http.MethodHead)
	r.Handle("/chat", c.page(c.post)).Methods(http.MethodPost)
	r.Handle("/chat/events", c.page(c.events)).Methods(http.MethodGet)
	r.PathPrefix("/static/").Handler(c.static).Methods(http.MethodGet, http.MethodHead)
}

// newToken draws a random token that cannot be guessed: 26 letters and digits, 130 bits.
func newToken() string { return rand.Text() }
