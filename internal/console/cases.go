package console

import (
	"net/http"

	"github.com/chuyme/chuyme/internal/signal"
)

// views are what the list can be narrowed to.
func views(name string) Filter {
	switch name {
	case "all":
		return Filter{Limit: 500}
	case "closed":
		return Filter{States: []signal.State{signal.Closed}, Limit: 500}
	}
	return Filter{States: []signal.State{signal.Open, signal.Acknowledged, signal.Transferred}, Limit: 500}
}

// cases lists the cases by urgency and age.
func (c *Console) cases(w http.ResponseWriter, r *http.Request, who Officer) {
	s := c.sheet(w, r, who)
	s.Filter = r.URL.Query().Get("show")
	if s.Filter != "all" && s.Filter != "closed" {
		s.Filter = "open"
	}
	if r.URL.Query().Get("done") == "aside" {
		s.Done = "console.done.aside"
	}
	var err error
	if s.Stamp, err = c.p.Desk.Stamp(r.Context(), who, ""); err != nil { // before the list: what comes between is shown twice and not lost
		c.fail(w, r, err)
		return
	}
	if s.Cases, err = c.p.Desk.List(r.Context(), who, views(s.Filter)); err != nil {
		c.fail(w, r, err)
		return
	}
	c.show(w, http.StatusOK, "cases.html", s)
}
