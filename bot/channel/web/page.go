package web

import (
	"bytes"
	"html/template"
	"net/http"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/problem"
)

// sheet is what every page is drawn from.
type sheet struct {
	c     *Channel
	Lang  string
	Dir   string
	Leave string
	Once  string
	Talk  drawing
	Error string // the id of what went wrong, on the page that says so
	Langs []i18n.Language
}

// T gives a text of the page. Where the catalog has none in the page's language its fallback stands.
func (s sheet) T(id string) string { return s.c.o.Texts.Text(s.Lang, id, nil) }

func (c *Channel) sheet(lang string) sheet {
	if lang == "" {
		lang = c.o.DefaultLang
	}
	lang = c.o.Texts.Speaks(lang, "page.title") // the page's own words may stand in another language than the talk
	return sheet{c: c, Lang: lang, Dir: direction(lang), Leave: c.leave.String(), Once: newToken()}
}

// show writes a page. It is drawn whole before a byte is sent, so that a fault is not half a page.
func (c *Channel) show(w http.ResponseWriter, status int, name string, s sheet) {
	var page bytes.Buffer
	if err := c.drawn.ExecuteTemplate(&page, name, s); err != nil {
		c.o.Log.Error("web chat: drawing a page failed", "page", name, "err", err)
		problem.Write(w, problem.Internal)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", s.Lang)
	w.WriteHeader(status)
	_, _ = page.WriteTo(w) // the browser is gone: nobody is left to be told
}

// fragment draws the part of the page that the script puts in place.
func (c *Channel) fragment(s sheet) (template.HTML, error) {
	var part bytes.Buffer
	if err := c.drawn.ExecuteTemplate(&part, "news", s); err != nil {
		return "", err
	}
	return template.HTML(part.String()), nil
}

// public is the page that says what this is.
func (c *Channel) public(w http.ResponseWriter, r *http.Request) {
	s := c.sheet(c.langOf(r))
	w.Header().Set("Vary", "Accept-Language")
	for _, l := range c.o.Texts.Languages() {
		if c.o.Texts.Has(l.Code, "page.about.title") {
			s.Langs = append(s.Langs, l)
		}
	}
	c.show(w, http.StatusOK, "public.html", s)
}

// chat is the conversation. A browser that comes for the first time is greeted, unless it only looks ahead.
func (c *Channel) chat(w http.ResponseWriter, r *http.Request) {
	address := c.address(r)
	var entries []channel.Entry
	var err error
	switch {
	case address != "":
		entries, err = c.o.Box.Entries(r.Context(), address)
	case r.Method == http.MethodHead || r.Header.Get("Sec-Purpose") != "":
		c.show(w, http.StatusOK, "chat.html", c.sheet(c.langOf(r)))
		return
	default:
		address = c.newAddress(w)
	}
	if err == nil && !begun(entries) {
		entries, err = c.begin(r, address)
	}
	if err != nil {
		c.fail(w, r, err)
		return
	}
	c.show(w, http.StatusOK, "chat.html", c.talk(r, entries))
}

// talk is the sheet of a conversation, in its own language.
func (c *Channel) talk(r *http.Request, entries []channel.Entry) sheet {
	d := draw(entries)
	lang := d.Lang
	if lang == "" {
		lang = c.langOf(r)
	}
	s := c.sheet(lang)
	s.Talk = d
	return s
}

// after answers a post: a whole page's worth of forms is sent back to the page, the script gets what is new.
func (c *Channel) after(w http.ResponseWriter, r *http.Request, address, seen string) {
	if !live(r) {
		http.Redirect(w, r, "/chat", http.StatusSeeOther)
		return
	}
	entries, err := c.o.Box.Entries(r.Context(), address)
	if err != nil {
		c.fail(w, r, err)
		return
	}
	s := c.talk(r, entries)
	news, all := s.Talk.since(seen, entries)
	s.Talk = news
	part, err := c.fragment(s)
	if err != nil {
		c.fail(w, r, err)
		return
	}
	if all {
		w.Header().Set("Chuyme-Reset", "1")
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(part))
}

// fail says what went wrong, kindly and with the emergency numbers, in a page or in a line for the script.
func (c *Channel) fail(w http.ResponseWriter, r *http.Request, err error) {
	err = kindOf(err)
	kind := problem.Of(err)
	if r.Context().Err() != nil {
		return // whoever asked is gone
	}
	if kind == problem.Internal {
		c.o.Log.Error("web chat: a request failed", "err", err)
	}
	s := c.sheet(c.langOf(r))
	s.Error = "page.error." + kindWord(kind)
	problem.Headers(w.Header(), err)
	if live(r) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(problem.Status(kind))
		_, _ = w.Write([]byte(s.T(s.Error)))
		return
	}
	c.show(w, problem.Status(kind), "error.html", s)
}

// kindWord is the word that a kind has in the catalogs.
func kindWord(k problem.Kind) string {
	switch k {
	case problem.TooLarge:
		return "too_large"
	case problem.TooMuch:
		return "too_much"
	case problem.Unavailable:
		return "unavailable"
	case problem.Invalid:
		return "invalid"
	case problem.Forbidden:
		return "forbidden"
	}
	return "internal"
}

// page keeps a page to itself.
func (c *Channel) page(h http.HandlerFunc) http.Handler { return c.guard.Wrap(h) }

// deny refuses a post that another site made the browser send.
func (c *Channel) deny(w http.ResponseWriter, r *http.Request) { c.fail(w, r, problem.Forbidden) }
