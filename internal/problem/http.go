package problem

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"
)

// ContentType is the media type of a problem document.
const ContentType = "application/problem+json"

// Document is a problem document of RFC 9457.
type Document struct {
	Type   string  `json:"type"`
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Detail string  `json:"detail,omitempty"`
	Errors []Field `json:"errors,omitempty"`
}

// Field is what is wrong with one field. It never repeats what the field held.
type Field struct {
	Location string `json:"location"`
	Message  string `json:"message"`
}

// Status is the HTTP status of a kind.
func Status(k Kind) int {
	switch k {
	case Unauthorized:
		return http.StatusUnauthorized
	case Forbidden:
		return http.StatusForbidden
	case NotFound:
		return http.StatusNotFound
	case Method:
		return http.StatusMethodNotAllowed
	case Invalid:
		return http.StatusUnprocessableEntity
	case Conflict:
		return http.StatusConflict
	case Changed:
		return http.StatusPreconditionFailed
	case TooLarge:
		return http.StatusRequestEntityTooLarge
	case TooMuch:
		return http.StatusTooManyRequests
	case Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// defaults are said where an error has no sentence of its own.
func defaults(k Kind) string {
	switch k {
	case Unauthorized:
		return "who asks is not known here"
	case Forbidden:
		return "this may not be done by who asks"
	case NotFound:
		return "there is nothing here by that name"
	case Method:
		return "this address does not take that method"
	case Invalid:
		return "what came cannot be understood"
	case Conflict:
		return "something else came first"
	case Changed:
		return "it has changed since; read it again"
	case TooLarge:
		return "more was sent than is taken"
	case TooMuch:
		return "too many requests; wait as Retry-After says"
	case Unavailable:
		return "a part of the service is away; nothing was done, try again"
	}
	return "something broke on our side"
}

// Describe makes the document of err. Only sentences made for whoever asked get into it.
func Describe(err error) Document {
	e := From(err)
	status := Status(e.Kind)
	doc := Document{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: defaults(e.Kind)}
	if e.Kind == Internal {
		return doc
	}
	if e.Says != "" {
		doc.Detail = e.Says
	}
	if e.Where != "" {
		doc.Errors = []Field{{Location: e.Where, Message: doc.Detail}}
		doc.Detail = e.Where + ": " + doc.Detail
	}
	return doc
}

// Write answers a request with the problem document of err. It does not log: whoever calls it knows what was done.
func Write(w http.ResponseWriter, err error) {
	Headers(w.Header(), err)
	w.Header().Set("Content-Type", ContentType)
	doc := Describe(err)
	w.WriteHeader(doc.Status)
	_ = json.NewEncoder(w).Encode(doc) // the status is out: nobody is left to be told
}

// Headers sets the headers that go with err whatever form its answer has: Retry-After, WWW-Authenticate, no caching.
func Headers(h http.Header, err error) {
	e := From(err)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	switch {
	case e.Retry > 0:
		h.Set("Retry-After", seconds(e.Retry))
	case e.Kind == TooMuch || e.Kind == Unavailable:
		h.Set("Retry-After", seconds(time.Second))
	}
	if e.Kind == Unauthorized && h.Get("WWW-Authenticate") == "" {
		h.Set("WWW-Authenticate", "Bearer")
	}
}

// seconds rounds up, so that nobody is asked to come a moment too early.
func seconds(d time.Duration) string { return strconv.Itoa(int(math.Ceil(d.Seconds()))) }

// Handler answers every request with err. A mux.Router takes it for what it does not know:
//
//	r.NotFoundHandler = problem.Handler(problem.NotFound)
//	r.MethodNotAllowedHandler = problem.Handler(problem.Method)
func Handler(err error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { Write(w, err) })
}
