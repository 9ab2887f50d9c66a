package telegramtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// Patience is how long Wait and Until wait before they fail the test.
const Patience = 20 * time.Second

// Username is the bot's, as getMe tells it.
const Username = "chuyme_test_bot"

// Server is one Bot API server with one bot. It is safe for concurrent use and ends with its test.
type Server struct {
	URL   string // base URL, for CHUYME_TELEGRAM_API
	Token string // of the bot; any other is refused

	t    testing.TB
	http *httptest.Server
	stop context.CancelFunc
	done context.Context
	jobs sync.WaitGroup // webhook deliveries

	mu      sync.Mutex
	changed chan struct{} // closed and replaced at each change: whoever waits looks again
	chats   map[int64]*chat
	files   map[string][]byte
	presses map[string]bool // callback queries that can be answered; true: answered
	calls   []Call
	faults  []*Fault
	held    int // calls that hung
	queue   queue
	serial  int
}

// chat is a private chat (or a group) as Telegram knows it.
type chat struct {
	kind    string // private, group
	lang    string
	blocked bool
	lastID  int
	bots    []*Message // sent by the bot, oldest first
	own     map[int]bool
}

// Call is one call that the bot made.
type Call struct {
	Method string
	Params url.Values
	Status int // that it was answered with; 0: the connection was dropped
}

// New starts a server that stops when the test ends.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{
		Token: "7000000001:test-TOKEN_that_must_never_be_seen", t: t,
		changed: make(chan struct{}), chats: map[int64]*chat{}, files: map[string][]byte{}, presses: map[string]bool{},
		queue: queue{last: 1000, busy: map[int64]bool{}},
	}
	s.done, s.stop = context.WithCancel(context.Background())
	s.http = httptest.NewServer(s)
	s.URL = s.http.URL
	t.Cleanup(s.close)
	return s
}

func (s *Server) close() {
	s.mu.Lock()
	s.stop() // under the lock: no delivery begins after it
	s.mu.Unlock()
	s.http.CloseClientConnections()
	s.http.Close()
	s.jobs.Wait()
}

// Stop makes Telegram unreachable: connections are refused from now on.
func (s *Server) Stop() { s.close() }

// ServeHTTP is the Bot API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if path, ok := strings.CutPrefix(r.URL.Path, "/file/bot"+s.Token+"/"); ok {
		s.serveFile(w, r, path)
		return
	}
	method, ok := strings.CutPrefix(r.URL.Path, "/bot"+s.Token+"/")
	if !ok {
		answer(w, refusal{code: http.StatusUnauthorized, words: "Unauthorized"}, nil)
		return
	}
	params, err := readParams(r)
	if err != nil {
		answer(w, refusal{code: http.StatusBadRequest, words: "Bad Request: unreadable"}, nil)
		return
	}
	s.run(w, r, method, params)
}

// run carries one call out, or breaks as a fault says.
func (s *Server) run(w http.ResponseWriter, r *http.Request, method string, params url.Values) {
	fault := s.takeFault(method, params)
	if fault != nil && fault.strike(w, r, s.done) {
		s.note(method, params, fault.Code)
		return
	}
	result, err := s.carryOut(r.Context(), method, params)
	no, _ := err.(refusal)
	status := http.StatusOK
	if err != nil {
		status = no.code
	}
	if fault != nil && fault.Lose {
		s.note(method, params, 0)
		cut(w)
		return
	}
	s.note(method, params, status)
	answer(w, err, result)
}

// note keeps a call and wakes whoever waits.
func (s *Server) note(method string, params url.Values, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, Call{method, params, status})
	s.wake()
}

// wake tells whoever waits that something changed; the caller holds the lock.
func (s *Server) wake() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// lookAgain is how often Until looks at what changes without the server's knowing: a log, a store.
const lookAgain = 5 * time.Millisecond

// Until waits until cond is true, looking again whenever something changed here, and now and then. It fails the test,
// saying what it waited for, when that takes too long. cond may call the server's other methods.
func (s *Server) Until(what string, cond func() bool) {
	s.t.Helper()
	over := time.NewTimer(Patience)
	defer over.Stop()
	again := time.NewTicker(lookAgain)
	defer again.Stop()
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if cond() {
			return
		}
		select {
		case <-changed:
		case <-again.C:
		case <-over.C:
			s.t.Fatalf("telegramtest: waited %s for: %s", Patience, what)
		}
	}
}

// Calls lists the calls of a method ("" all), in order.
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Call
	for _, c := range s.calls {
		if method == "" || c.Method == method {
			found = append(found, c)
		}
	}
	return found
}

// refusal is an error as the Bot API tells it.
type refusal struct {
	code  int
	words string
	after int // seconds
}

func (r refusal) Error() string { return r.words }

func bad(format string, args ...any) error {
	return refusal{code: http.StatusBadRequest, words: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func answer(w http.ResponseWriter, err error, result any) {
	w.Header().Set("Content-Type", "application/json")
	body := map[string]any{"ok": err == nil}
	if no, ok := err.(refusal); ok {
		body["error_code"], body["description"] = no.code, no.words
		if no.after > 0 {
			body["parameters"] = map[string]any{"retry_after": no.after}
		}
		w.WriteHeader(no.code)
	} else {
		body["result"] = result
	}
	_ = json.NewEncoder(w).Encode(body) // a bot that hung up is its own affair
}

// readParams reads a query, a form (also multipart) or a JSON object.
func readParams(r *http.Request) (url.Values, error) {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		var object map[string]any
		if err := json.NewDecoder(r.Body).Decode(&object); err != nil {
			return nil, err
		}
		return flatten(object), nil
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		if err := r.ParseMultipartForm(32 << 20); err != nil {
			return nil, err
		}
	} else if err := r.ParseForm(); err != nil {
		return nil, err
	}
	return r.Form, nil
}

func flatten(object map[string]any) url.Values {
	params := url.Values{}
	for name, value := range object {
		if text, ok := value.(string); ok {
			params.Set(name, text)
		} else if inner, err := json.Marshal(value); err == nil {
			params.Set(name, string(inner))
		}
	}
	return params
}
