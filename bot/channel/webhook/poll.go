package webhook

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/gorilla/mux"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/internal/problem"
)

// get gives what was said to a conversation since its client last spoke, or after a message. Reading takes nothing
// away. A conversation that there is not (any more) has no messages, so that nothing is told of it.
func (c *Channel) get(w http.ResponseWriter, r *http.Request) {
	if err := stamped(r.Header, c.o.Now()); err != nil {
		c.fail(w, err)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1)) // it is signed over an empty body, so it has none
	if err != nil || len(body) > 0 {
		c.fail(w, problem.Unauthorized)
		return
	}
	client, err := c.whose(nil, r.Header)
	if err != nil {
		c.fail(w, err)
		return
	}
	entries, err := c.o.Box.Entries(r.Context(), address(client, mux.Vars(r)["conversation"]))
	if err != nil {
		c.fail(w, err)
		return
	}
	a := Answer{Messages: unread(entries, r.URL.Query().Get("after")), State: stateOf(standing(entries))}
	answer, err := json.Marshal(a)
	if err != nil {
		c.fail(w, err)
		return
	}
	writeJSON(w, answer)
}

// unread picks what came after the entry with this id; where there is none with it (it was hidden or has run out),
// all. Without an id it is what nobody asked for, since the client last spoke.
func unread(entries []channel.Entry, after string) []Said {
	from := 0
	for i, e := range entries {
		if after != "" && e.ID == after || after == "" && e.Mark && e.Mine {
			from = i + 1
		}
	}
	list := []Said{}
	for _, e := range entries[from:] {
		if !e.Mark && !e.Mine && (after != "" || e.Event == "") {
			list = append(list, said(e))
		}
	}
	return list
}
