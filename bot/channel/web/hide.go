package web

import "net/http"

// away sends the browser to the neutral page, in place of ours. The cookie stays, which tells nothing: what was begun
// can be gone on with, unseen, and what was sent comes back by its code.
func (c *Channel) away(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	if live(r) {
		w.Header().Set(leaveHeader, c.leave.String())
		w.WriteHeader(http.StatusNoContent)
		return
	}
	http.Redirect(w, r, c.leave.String(), http.StatusSeeOther)
}

// The headers that our own script and we exchange.
const (
	liveHeader  = "Chuyme-Live"  // of a request: it came from the script, which shows the answer by itself
	leaveHeader = "Chuyme-Leave" // of an answer: go there now
)

// live reports whether the script asks, and not the browser for a whole page.
func live(r *http.Request) bool { return r.Header.Get(liveHeader) != "" }
