package telegramtest

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// Fault breaks calls. The zero Fault breaks nothing; set one of Code, Drop, Lose, Garbage and Hang.
type Fault struct {
	Method     string // which calls; "" all but getUpdates
	Chat       int64  // only those to this chat; 0 any
	Times      int    // how many calls; 0 all, until it is cleared
	Code       int    // refuse with this code
	Words      string // with this description
	RetryAfter int    // and these seconds
	Drop       bool   // hang up, nothing done
	Lose       bool   // do it, then hang up
	Garbage    bool   // answer with a proxy's page, with Code
	Hang       chan struct{}
}

// Fault adds a fault and returns what takes it away again. The first that fits a call strikes. With Hang, the call is
// held until the channel is closed (or the caller leaves), then carried out.
func (s *Server) Fault(f Fault) (clear func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := &f
	if own.Times == 0 {
		own.Times = -1
	}
	s.faults = append(s.faults, own)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		own.Times = 0
	}
}

// Held counts the calls that a fault with Hang has held so far.
func (s *Server) Held() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held
}

func (s *Server) takeFault(method string, params url.Values) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		fits := f.Method == method || f.Method == "" && method != "getUpdates"
		if !fits || f.Times == 0 || f.Chat != 0 && strconv.FormatInt(f.Chat, 10) != params.Get("chat_id") {
			continue
		}
		if f.Times > 0 {
			f.Times--
		}
		if f.Hang != nil {
			s.held++
			s.wake()
		}
		struck := *f
		return &struck
	}
	return nil
}

// strike breaks the call before it is carried out and reports whether that was all.
func (f *Fault) strike(w http.ResponseWriter, r *http.Request, done context.Context) bool {
	switch {
	case f.Hang != nil:
		select {
		case <-f.Hang:
			return false
		case <-r.Context().Done():
		case <-done.Done():
		}
		cut(w)
		return true
	case f.Drop:
		cut(w)
		return true
	case f.Garbage:
		w.WriteHeader(f.Code)
		_, _ = w.Write([]byte("<html><body>bad gateway</body></html>"))
		return true
	case f.Code != 0:
		answer(w, refusal{f.Code, f.Words, f.RetryAfter}, nil)
		return true
	}
	return false
}

// cut closes the connection without an answer.
func cut(w http.ResponseWriter) {
	if h, ok := w.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			_ = conn.Close()
		}
	}
}
