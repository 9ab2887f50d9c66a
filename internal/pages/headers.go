// Package pages is what the public pages and the officers' console share: headers that keep a page to itself, and
// the few static files, served by the hash of their content.
//
// It must never know what a page says, and allows nothing from another site.
package pages

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Guard keeps pages to themselves.
type Guard struct {
	cross  *http.CrossOriginProtection
	policy string
}

// NewGuard makes a guard. origin is how the outside reaches us (a proxy may hand on another Host than the browser
// knows), leave where the answer to a form may redirect to beside ourselves (nil: nowhere), and deny answers a post
// that another site made the browser send.
func NewGuard(origin, leave *url.URL, deny http.Handler) (*Guard, error) {
	g := &Guard{cross: http.NewCrossOriginProtection(), policy: policy(leave)}
	if err := g.cross.AddTrustedOrigin(origin.Scheme + "://" + origin.Host); err != nil {
		return nil, fmt.Errorf("the public address is to be a full http or https address, such as https://example.org: %w", err)
	}
	g.cross.SetDenyHandler(deny)
	return g, nil
}

// Wrap sets the headers of every page that next serves, and lets no other site post to it.
func (g *Guard) Wrap(next http.Handler) http.Handler {
	guarded := g.cross.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", g.policy)
		h.Set("Cache-Control", "no-store")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Robots-Tag", "noarchive")
		h.Set("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
		guarded.ServeHTTP(w, r)
	})
}

// policy allows our own style and script, forms to ourselves, and the way out: a browser counts the redirect that
// answers a form as part of the form's action.
func policy(leave *url.URL) string {
	forms := "form-action 'self'"
	if leave != nil {
		forms += " " + leave.Scheme + "://" + leave.Host
	}
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self'",
		forms, "base-uri 'none'", "frame-ancestors 'none'",
	}, "; ")
}
