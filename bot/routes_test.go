package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// timed is an answer whose connection knows deadlines.
type timed struct {
	*httptest.ResponseRecorder
	until []time.Time
}

func (w *timed) SetReadDeadline(at time.Time) error {
	w.until = append(w.until, at)
	return nil
}

// A body that never comes to its end must not hold a connection for ever, whatever path it is for; a page that
// listens for events has no body and no deadline.
func TestEveryBodyHasItsTime(t *testing.T) {
	read := lingering(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _ = r.ParseForm() }))
	for name, tt := range map[string]struct {
		request *http.Request
		want    int
	}{
		"a form":          {httptest.NewRequest(http.MethodPost, "/console/join", strings.NewReader("token=a")), 1},
		"no known length": {httptest.NewRequest(http.MethodPost, "/v1/cases", struct{ *strings.Reader }{strings.NewReader("a")}), 1},
		"no body":         {httptest.NewRequest(http.MethodGet, "/chat/events", nil), 0},
	} {
		w := &timed{ResponseRecorder: httptest.NewRecorder()}
		read.ServeHTTP(w, tt.request)
		if len(w.until) < tt.want || tt.want == 0 && len(w.until) > 0 {
			t.Errorf("%s: %d deadlines, want %d", name, len(w.until), tt.want)
		}
		for _, at := range w.until {
			if left := time.Until(at); left > slowestBody {
				t.Errorf("%s: may take %v, want at most %v", name, left, slowestBody)
			}
		}
	}
}
