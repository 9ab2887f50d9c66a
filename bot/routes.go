package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gorilla/mux"

	"github.com/chuyme/chuyme/bot/channel/telegram"
	"github.com/chuyme/chuyme/bot/channel/webhook"
	"github.com/chuyme/chuyme/internal/console"
	"github.com/chuyme/chuyme/internal/problem"
)

// routes is every path of the program on one screen.
func (s *server) routes() (http.Handler, error) {
	r := mux.NewRouter()
	r.NotFoundHandler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { problem.Write(w, problem.NotFound) })
	r.MethodNotAllowedHandler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { problem.Write(w, problem.Method) })
	r.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]bool{"alive": true})
	}).Methods(http.MethodGet, http.MethodHead)
	r.HandleFunc("/readyz", s.readyz).Methods(http.MethodGet, http.MethodHead)
	r.Handle("/metrics", s.metrics.Handler()).Methods(http.MethodGet)
	s.web.Routes(r)
	if s.webhook != nil {
		s.webhook.Routes(r)
	}
	if s.tg != nil && s.cfg.TelegramMode == "webhook" {
		r.Handle(telegram.Path, s.tg.Webhook())
	}
	if err := s.console.Routes(r); err != nil {
		return nil, err
	}
	return lingering(caught(r, s.log)), nil
}

// openConsole builds the officers' pages and the units' interface upon the desk.
func (s *server) openConsole() (err error) {
	s.console, err = console.New(console.Parts{Desk: consoleDesk{s.desk, s.house}, Sessions: consoleSessions{s.store, s.desk}, Keys: apiKeys{s.store}, Repeats: consoleRepeats{s.store}, Units: unitNames{s.house}, Texts: s.texts, PublicURL: s.cfg.PublicURL, Now: s.now, Log: s.log,
		Describe: []func(*huma.OpenAPI){webhook.Describe}})
	return err
}

func (s *server) readyz(w http.ResponseWriter, r *http.Request) {
	parts, ok := s.ready(r.Context())
	status := http.StatusOK
	if !ok {
		status = http.StatusServiceUnavailable
	}
	writeJSON(w, status, map[string]any{"ready": ok, "parts": parts})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

// How much of a body that was refused is still read, and for how long: whoever sends it has to finish before they
// can read why it was refused.
const (
	lingerBytes = 64 << 20
	lingerFor   = 5 * time.Second
	slowestBody = 2 * time.Minute // in which any body must have arrived; a handler may ask for less
)

// lingering reads the rest of a body that a handler left, so that the answer arrives and not a broken connection. A body
// that does not come to its end ends too.
func lingering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := &watched{ReadCloser: r.Body}
		r.Body = body
		if r.ContentLength != 0 {
			// An error means that this kind of connection knows no deadline.
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(slowestBody))
		}
		next.ServeHTTP(w, r)
		if body.ended || r.Header.Get("Expect") != "" || r.ContentLength == 0 {
			return
		}
		if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(lingerFor)); err == nil {
			_, _ = io.CopyN(io.Discard, body, lingerBytes)
		}
	})
}

// watched knows whether a body was read to its end.
type watched struct {
	io.ReadCloser
	ended bool
}

func (b *watched) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.ended = b.ended || err == io.EOF
	return n, err
}

// caught turns a panic of one request into an answer, and says in the log that it happened, without its words: they
// may hold what somebody wrote.
func caught(next http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler:
				panic(p)
			default:
				log.Error("a request panicked", "method", r.Method)
				problem.Write(w, problem.Internal)
			}
		}()
		next.ServeHTTP(w, r)
	})
}
