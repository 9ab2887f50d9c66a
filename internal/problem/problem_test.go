package problem_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/problem"
)

func TestKindSurvivesWrapping(t *testing.T) {
	inner := errors.New("sql: no rows")
	for want, err := range map[problem.Kind]error{
		"":                   nil,
		problem.Internal:     inner,
		problem.NotFound:     fmt.Errorf("case: %w", problem.NotFound),
		problem.Conflict:     errors.Join(inner, problem.Conflict),
		problem.Invalid:      fmt.Errorf("lang: %w", problem.At("lang", "is none")),
		problem.Unavailable:  fmt.Errorf("a: %w", &problem.Error{Kind: problem.Unavailable, Err: inner}),
		problem.Unauthorized: problem.Say(problem.Unauthorized, "%d keys", 2),
	} {
		if got := problem.Of(err); got != want {
			t.Errorf("Of(%v) = %q, want %q", err, got, want)
		}
	}
	if err := error(&problem.Error{Kind: problem.Unavailable, Err: inner}); !errors.Is(err, inner) || !errors.Is(err, problem.Unavailable) {
		t.Error("an error is neither its kind nor its cause")
	}
}

func TestDocumentsTellNothingInner(t *testing.T) {
	tests := []struct {
		err    error
		status int
		detail string
		retry  string
	}{
		{errors.New("dial 10.0.0.7: the words of a child"), 500, "something broke on our side", ""},
		{&problem.Error{Kind: problem.Internal, Says: "the words of a child"}, 500, "something broke on our side", ""},
		{fmt.Errorf("the words of a child: %w", problem.NotFound), 404, "there is nothing here by that name", ""},
		{problem.Method, 405, "this address does not take that method", ""},
		{problem.TooLarge, 413, "more was sent than is taken", ""},
		{problem.At("media[0].base64", "is to be base64"), 422, "media[0].base64: is to be base64", ""},
		{&problem.Error{Kind: problem.TooMuch, Retry: 1200 * time.Millisecond}, 429, "too many requests; wait as Retry-After says", "2"},
		{problem.Unavailable, 503, "a part of the service is away; nothing was done, try again", "1"},
		{problem.Forbidden, 403, "this may not be done by who asks", ""},
		{problem.Conflict, 409, "something else came first", ""},
		{problem.Unauthorized, 401, "who asks is not known here", ""},
	}
	for _, tt := range tests {
		w := httptest.NewRecorder()
		problem.Handler(tt.err).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		var doc problem.Document
		if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		if w.Code != tt.status || doc.Status != tt.status || doc.Detail != tt.detail || doc.Title == "" || doc.Type == "" {
			t.Errorf("%v: status %d, document %+v", tt.err, w.Code, doc)
		}
		h := w.Header()
		if h.Get("Content-Type") != problem.ContentType || h.Get("Cache-Control") != "no-store" || h.Get("Retry-After") != tt.retry {
			t.Errorf("%v: headers %v", tt.err, h)
		}
		if strings.Contains(w.Body.String(), "child") || strings.Contains(w.Body.String(), "10.0.0.7") {
			t.Errorf("the document tells %s", w.Body)
		}
	}
}

func TestFaultOfAFieldNamesIt(t *testing.T) {
	doc := problem.Describe(problem.At("lang", "is no tag"))
	if len(doc.Errors) != 1 || doc.Errors[0] != (problem.Field{Location: "lang", Message: "is no tag"}) {
		t.Errorf("%+v", doc.Errors)
	}
	if got := problem.From(problem.At("lang", "is no tag")).Error(); got != "invalid: lang: is no tag" {
		t.Errorf("for the log: %q", got)
	}
}
