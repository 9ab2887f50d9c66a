package console

import (
	"fmt"
	"net/http"
	"time"

	"github.com/chuyme/chuyme/internal/problem"
	"github.com/chuyme/chuyme/internal/signal"
)

// A page that is open asks each second, through us, whether anything changed; it ends by itself now and then, and the
// browser comes back.
const (
	askEvery   = time.Second
	streamAge  = 15 * time.Minute
	writeTime  = 10 * time.Second
	beatEvery  = 20 // times that nothing changed
	maxStreams = 2000
)

// events tells an open page that something changed, in the list or, with ?ref=, in one case. What it was the page asks
// for itself.
func (c *Console) events(w http.ResponseWriter, r *http.Request, who Officer) {
	ref := signal.Ref(r.URL.Query().Get("ref"))
	if ref != "" && !ref.Valid() {
		problem.Write(w, problem.NotFound)
		return
	}
	if c.streams.Add(1) > maxStreams {
		c.streams.Add(-1)
		problem.Write(w, problem.Unavailable)
		return
	}
	defer c.streams.Add(-1)
	seen := r.Header.Get("Last-Event-ID")
	if seen == "" {
		seen = r.URL.Query().Get("stamp")
	}
	stamp, err := c.p.Desk.Stamp(r.Context(), who, ref)
	if err != nil {
		problem.Write(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	c.follow(w, r, who, ref, seen, stamp)
}

// follow writes a line for each change, and a sign of life now and then.
func (c *Console) follow(w http.ResponseWriter, r *http.Request, who Officer, ref signal.Ref, seen, stamp string) {
	out := http.NewResponseController(w)
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	end := time.NewTimer(streamAge)
	defer end.Stop()
	for quiet := 0; ; quiet++ {
		line := ""
		switch {
		case stamp != seen:
			line, quiet = fmt.Sprintf("id: %s\nevent: changed\ndata:\n\n", stamp), 0
		case quiet%beatEvery == 0:
			line = ": still here\n\n"
		}
		if line != "" {
			// Not every kind of connection knows deadlines; where it does, a dead browser must not hold us.
			_ = out.SetWriteDeadline(time.Now().Add(writeTime))
			if _, err := fmt.Fprint(w, line); err != nil || out.Flush() != nil {
				return
			}
		}
		seen = stamp
		select {
		case <-r.Context().Done():
			return
		case <-end.C:
			return
		case <-tick.C:
		}
		// Where the desk fails, the browser comes back and meets what there is to meet then.
		var err error
		if stamp, err = c.p.Desk.Stamp(r.Context(), who, ref); err != nil {
			return
		}
	}
}
