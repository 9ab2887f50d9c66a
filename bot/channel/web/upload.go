package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/internal/problem"
)

// What a post may hold.
const (
	maxText = 64 << 10
	maxFile = 20 << 20
	maxForm = 4 * maxText // a form writes a byte that is no plain letter as three
	slowest = time.Minute // in which a post must have arrived
)

// form is what a post held.
type form struct {
	text, data, once, after string
	file                    *channel.Upload
}

// readForm reads a post of either kind of form. A file is held in memory and never written to a disk unsealed, so
// there is room for a few at a time; free gives the room back.
func (c *Channel) readForm(w http.ResponseWriter, r *http.Request) (f form, free func(), err error) {
	free = func() {}
	// An error means that this kind of connection knows no deadline, as in a test: the server's own limits stand.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(slowest))
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		f, err = plainForm(w, r)
		return f, free, err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxFile+maxForm)
	return c.multipartForm(r)
}

func plainForm(w http.ResponseWriter, r *http.Request) (form, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	if err != nil {
		return form{}, unread(err)
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return form{}, problem.Say(problem.Invalid, "the form cannot be read")
	}
	f := form{text: values.Get("text"), data: values.Get("data"), once: values.Get("once"), after: values.Get("after")}
	return f, f.check()
}

func (c *Channel) multipartForm(r *http.Request) (f form, free func(), err error) {
	free = func() {}
	parts, err := r.MultipartReader()
	if err != nil {
		return f, free, problem.Say(problem.Invalid, "the form cannot be read")
	}
	fields := map[string]*string{"text": &f.text, "data": &f.data, "once": &f.once, "after": &f.after}
	one := false // file of a post
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return f, free, f.check()
		}
		if err != nil {
			return f, free, unread(err)
		}
		if field := fields[part.FormName()]; field != nil {
			*field, err = readPart(part, maxText+1)
		} else if part.FormName() == "file" && part.FileName() != "" && !one {
			one = true
			f.file, free, err = c.readFile(r.Context(), part)
		}
		if err != nil {
			return f, free, err
		}
	}
}

func readPart(part io.Reader, limit int64) (string, error) {
	data, err := io.ReadAll(io.LimitReader(part, limit))
	if err != nil {
		return "", unread(err)
	}
	return string(data), nil
}

// readFile holds one file. Its name is dropped: it may tell who sent it. An empty file is none.
func (c *Channel) readFile(ctx context.Context, part io.Reader) (file *channel.Upload, free func(), err error) {
	data, free, err := c.room.Read(ctx, part, maxFile)
	switch {
	case err != nil:
		return nil, free, unread(err)
	case len(data) == 0:
		return nil, free, nil
	}
	kind := http.DetectContentType(data)
	return &channel.Upload{Kind: channel.KindOf(kind), Type: kind, Bytes: int64(len(data)),
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}, free, nil
}

// check limits the text and writes its lines as we do.
func (f *form) check() error {
	if len(f.text) > maxText || len(f.data) > maxText {
		return problem.TooLarge
	}
	f.text = strings.TrimSpace(strings.ReplaceAll(f.text, "\r\n", "\n"))
	return nil
}

// unread says why a body could not be read.
func unread(err error) error {
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		return problem.TooLarge
	case errors.Is(err, channel.ErrTooBig), errors.Is(err, channel.ErrUnavailable):
		return kindOf(err)
	}
	return &problem.Error{Kind: problem.Invalid, Says: "what was sent broke off", Err: err}
}
