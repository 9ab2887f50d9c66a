package web

import (
	"net/http"
)

// tokenLength is the length of what newToken draws.
const tokenLength = 26

// cookieName has the prefix that makes browsers refuse a cookie set by another host, where https allows it.
func (c *Channel) cookieName() string {
	if c.secure() {
		return "__Host-c"
	}
	return "c"
}

func (c *Channel) secure() bool { return c.o.PublicURL.Scheme == "https" }

// address is the conversation that a request belongs to, "" none. What has not the form of our ids is none: a forged
// cookie begins a conversation of its own and finds nobody else's.
func (c *Channel) address(r *http.Request) string {
	cookie, err := r.Cookie(c.cookieName())
	if err != nil || !isToken(cookie.Value) {
		return ""
	}
	return cookie.Value
}

// newAddress begins a conversation. The cookie goes when the browser is closed.
func (c *Channel) newAddress(w http.ResponseWriter) string {
	address := newToken()
	http.SetCookie(w, &http.Cookie{Name: c.cookieName(), Value: address, Path: "/", HttpOnly: true,
		Secure: c.secure(), SameSite: http.SameSiteLaxMode})
	return address
}

// isToken reports whether s has the form of what newToken draws.
func isToken(s string) bool {
	if len(s) != tokenLength {
		return false
	}
	for _, r := range s {
		if (r < 'A' || r > 'Z') && (r < '2' || r > '7') {
			return false
		}
	}
	return true
}
