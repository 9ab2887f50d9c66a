package telegram

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// door sends requests without what a general client adds: no redirects (they would carry the token to whoever is
// named there), no cookies, and no error that quotes the URL.
type door struct {
	rt      http.RoundTripper
	timeout time.Duration
}

// errOverLimit is a body over the limit of its call.
var errOverLimit = errors.New("answer over the size limit")

// trip is the HTTP client of one call: it carries the call's context, and remembers whether the request may have
// reached the other side and which status came back.
type trip struct {
	ctx   context.Context
	door  door
	limit int64

	began  atomic.Bool // the request began to leave on the connection that is in use
	status int         // 0: no answer
}

// Do sends the request, reads the whole answer and gives it back from memory, so that the connection can be used again
// and a deadline holds for the body too.
func (t *trip) Do(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(t.ctx, t.door.timeout)
	defer cancel()
	res, err := t.door.rt.RoundTrip(req.WithContext(httptrace.WithClientTrace(ctx, t.trace())))
	if err != nil {
		return nil, causeOf(ctx, err)
	}
	defer res.Body.Close()
	t.status = res.StatusCode
	body, err := readUpTo(res.Body, res.ContentLength, t.limit)
	if err != nil {
		return nil, causeOf(ctx, err)
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}

// trace notes the moment from which the other side may have seen the request. A connection that turns out to be dead
// before that is replaced by the transport itself, and the noting begins anew.
func (t *trip) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn:      func(httptrace.GotConnInfo) { t.began.Store(false) },
		WroteHeaders: func() { t.began.Store(true) },
	}
}

func readUpTo(r io.Reader, told, limit int64) ([]byte, error) {
	if told > limit {
		return nil, errOverLimit
	}
	var buf bytes.Buffer
	if told > 0 {
		buf.Grow(int(told) + bytes.MinRead)
	}
	n, err := buf.ReadFrom(io.LimitReader(r, limit+1))
	if err == nil && n > limit {
		err = errOverLimit
	}
	return buf.Bytes(), err
}

// causeOf prefers the context's own word for why a call ended, so that errors.Is finds it.
func causeOf(ctx context.Context, err error) error {
	if c := ctx.Err(); c != nil {
		return c
	}
	return err
}
