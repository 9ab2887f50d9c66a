package console

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humamux"

	"github.com/chuyme/chuyme/internal/problem"
)

// Repeats knows the requests that units' systems sent with a key of their own. It is safe for concurrent use.
type Repeats interface {
	// Begin takes a request. A nil answer: it is the first with that key and End follows. problem.Conflict: the key
	// came with another request, or the first is still being worked on.
	Begin(ctx context.Context, unit, key string, request []byte) (answer []byte, err error)
	// End keeps the answer; an empty one forgets the request.
	End(ctx context.Context, unit, key string, answer []byte) error
}

// maxKey is the longest key of a request.
const maxKey = 255

// answered is an answer as it is kept.
type answered struct {
	Status int               `json:"status"`
	Header map[string]string `json:"header"`
	Body   []byte            `json:"body"`
}

// once lets a POST that carries an Idempotency-Key act once: the same again gets the first answer, another with the
// same key none. What failed on our side is forgotten, so that it can be tried again.
func (c *Console) once(ctx huma.Context, next func(huma.Context)) {
	key := strings.TrimSpace(ctx.Header("Idempotency-Key"))
	if ctx.Method() != http.MethodPost || key == "" {
		next(ctx)
		return
	}
	_, w := humamux.Unwrap(ctx)
	body, err := io.ReadAll(io.LimitReader(ctx.BodyReader(), maxBody+1))
	switch {
	case len(key) > maxKey:
		problem.Write(w, problem.At("Idempotency-Key", "is longer than 255 characters"))
		return
	case err != nil:
		problem.Write(w, problem.Say(problem.Invalid, "the body cannot be read"))
		return
	case len(body) > maxBody:
		problem.Write(w, problem.TooLarge)
		return
	}
	unit := who(ctx.Context()).Unit
	url := ctx.URL()
	kept, err := c.p.Repeats.Begin(ctx.Context(), unit, key, []byte(url.RequestURI()+"\n"+string(body)))
	if err != nil {
		c.report(err)
		problem.Write(w, err)
		return
	}
	if kept != nil {
		c.replay(w, kept)
		return
	}
	rec := &recorded{inner: ctx, in: bytes.NewReader(body), answer: answered{Status: http.StatusOK, Header: map[string]string{}}}
	next(rec)
	if err := c.p.Repeats.End(context.WithoutCancel(ctx.Context()), unit, key, rec.kept()); err != nil {
		c.p.Log.Error("console: the answer to a request was not kept", "err", err)
	}
}

// replay gives a kept answer again.
func (c *Console) replay(w http.ResponseWriter, kept []byte) {
	var a answered
	if err := json.Unmarshal(kept, &a); err != nil {
		c.p.Log.Error("console: a kept answer is damaged")
		problem.Write(w, problem.Internal)
		return
	}
	for name, value := range a.Header {
		w.Header().Set(name, value)
	}
	w.Header().Set("Idempotent-Replayed", "true")
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // the sender is gone: nobody is left to be told
}

// recorded keeps what is answered while it is.
type recorded struct {
	inner
	in     io.Reader
	answer answered
	out    bytes.Buffer
}

// BodyReader gives the body that was read before.
func (r *recorded) BodyReader() io.Reader { return r.in }

// SetStatus sets the status of the answer.
func (r *recorded) SetStatus(code int) {
	r.answer.Status = legible(code)
	r.inner.SetStatus(code)
}

// SetHeader sets a header of the answer.
func (r *recorded) SetHeader(name, value string) {
	r.answer.Header[name] = value
	r.inner.SetHeader(name, value)
}

// AppendHeader adds a header to the answer.
func (r *recorded) AppendHeader(name, value string) {
	r.answer.Header[name] = value
	r.inner.AppendHeader(name, value)
}

// BodyWriter is where the body of the answer goes.
func (r *recorded) BodyWriter() io.Writer { return io.MultiWriter(r.inner.BodyWriter(), &r.out) }

// Unwrap gives what is underneath.
func (r *recorded) Unwrap() huma.Context { return r.inner }

// kept is the answer as it is kept; nil where it is not to be given again.
func (r *recorded) kept() []byte {
	if r.answer.Status >= http.StatusInternalServerError {
		return nil
	}
	r.answer.Body = r.out.Bytes()
	kept, err := json.Marshal(r.answer)
	if err != nil {
		return nil
	}
	return kept
}
