package console

import (
	"errors"
	"net/http"

	"github.com/chuyme/chuyme/internal/problem"
)

// sessionAge is how long a browser keeps the cookie; the session itself may end before.
const sessionAge = 12 * 60 * 60

// cookieName has the prefix that makes browsers refuse a cookie set by another host, where https allows it.
func (c *Console) cookieName(name string) string {
	if c.p.PublicURL.Scheme == "https" {
		return "__Host-" + name
	}
	return name
}

func (c *Console) setCookie(w http.ResponseWriter, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{Name: c.cookieName(name), Value: value, Path: "/", MaxAge: age, HttpOnly: true,
		Secure: c.p.PublicURL.Scheme == "https", SameSite: http.SameSiteStrictMode})
}

// signedIn hands the request on with who asks, and sends everybody else to the page that says how to sign in.
func (c *Console) signedIn(next func(http.ResponseWriter, *http.Request, Officer)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		cookie, err := r.Cookie(c.cookieName("console"))
		if err != nil || cookie.Value == "" || len(cookie.Value) > 512 {
			c.stranger(w, r)
			return
		}
		who, err := c.p.Sessions.Officer(r.Context(), cookie.Value)
		switch {
		case errors.Is(err, problem.NotFound):
			c.stranger(w, r)
		case err != nil:
			c.fail(w, r, err)
		default:
			next(w, r, who)
		}
	}
}

// stranger answers whoever is not signed in. A strict cookie does not come along when a link in a mail or a messenger
// is opened; the same page asked for once more, from our own page, brings it.
func (c *Console) stranger(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		s := c.sheet(w, r, Officer{})
		s.Again = r.URL.RequestURI()
		c.show(w, http.StatusOK, "again.html", s)
		return
	}
	c.show(w, http.StatusUnauthorized, "signin.html", c.sheet(w, r, Officer{}))
}

// joinPage shows one button. The link itself takes nothing: programs that look at links before people do must not
// use it up.
func (c *Console) joinPage(w http.ResponseWriter, r *http.Request) {
	s := c.sheet(w, r, Officer{})
	s.Token = r.URL.Query().Get("token")
	if s.Token == "" {
		c.show(w, http.StatusUnauthorized, "signin.html", s)
		return
	}
	c.show(w, http.StatusOK, "join.html", s)
}

// join takes an invite and signs its officer in.
func (c *Console) join(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		c.fail(w, r, err)
		return
	}
	_, session, err := c.p.Sessions.Join(r.Context(), r.PostForm.Get("token"))
	switch {
	case errors.Is(err, problem.NotFound):
		s := c.sheet(w, r, Officer{})
		s.Alert = "console.join.used"
		c.show(w, http.StatusUnauthorized, "signin.html", s)
	case err != nil:
		c.fail(w, r, err)
	default:
		c.setCookie(w, "console", session, sessionAge)
		http.Redirect(w, r, "/console/", http.StatusSeeOther)
	}
}

// leave signs out. The cookie goes even where the session could not be ended, and then that is said.
func (c *Console) leave(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie(c.cookieName("console")); err == nil {
		c.setCookie(w, "console", "", -1)
		if err := c.p.Sessions.End(r.Context(), cookie.Value); err != nil {
			c.fail(w, r, err)
			return
		}
	}
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	http.Redirect(w, r, "/console/", http.StatusSeeOther)
}
