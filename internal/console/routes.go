package console

import (
	"net/http"

	"github.com/gorilla/mux"
)

// Routes adds every path of the console to r, and the interface for the units' own systems.
func (c *Console) Routes(r *mux.Router) error {
	get := func(path string, h http.HandlerFunc) {
		r.Handle(path, c.guard.Wrap(h)).Methods(http.MethodGet, http.MethodHead)
	}
	post := func(path string, h http.HandlerFunc) {
		r.Handle(path, c.guard.Wrap(h)).Methods(http.MethodPost)
	}
	get("/console", c.home)
	get("/console/", c.signedIn(c.cases))
	get("/console/join", c.joinPage)
	post("/console/join", c.join)
	post("/console/leave", c.leave)
	get("/console/enter", c.signedIn(c.enterPage))
	post("/console/enter", c.signedIn(c.enter))
	get("/console/events", c.signedIn(c.events))
	get("/console/cases/{ref}", c.signedIn(c.showCase))
	post("/console/cases/{ref}/phone", c.signedIn(c.phone))
	post("/console/cases/{ref}/files/{file}", c.signedIn(c.openFile))
	get("/console/cases/{ref}/files/{file}/{form}", c.signedIn(c.file))
	post("/console/cases/{ref}/{act}", c.signedIn(c.act))
	r.PathPrefix("/console/static/").Handler(c.static).Methods(http.MethodGet, http.MethodHead)
	return c.api(r)
}

func (c *Console) home(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/console/", http.StatusSeeOther)
}
