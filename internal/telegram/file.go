package telegram

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// MaxFile is how many bytes Telegram lets a bot fetch.
const MaxFile = 20 << 20

// fileTimeout is for a whole file: 20 MB over a slow line.
const fileTimeout = 2 * time.Minute

// File fetches a file that somebody sent. size is 0 where it is not known beforehand. A file over limit bytes fails
// with reason "too_big", here or in a Read; ctx must live until the reader is closed.
func (c *Client) File(ctx context.Context, fileID string, limit int64) (r io.ReadCloser, size int64, err error) {
	path, err := c.filePath(ctx, fileID, limit)
	if err != nil {
		return nil, 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, fileTimeout)
	res, err := c.fetch(ctx, path)
	if err != nil {
		cancel()
		return nil, 0, err
	}
	if res.ContentLength > limit {
		res.Body.Close()
		cancel()
		return nil, 0, tooBig()
	}
	return &fileBody{ctx: ctx, body: res.Body, cancel: cancel, left: limit}, max(res.ContentLength, 0), nil
}

// filePath asks where the file lies; the address holds for an hour and is never kept.
func (c *Client) filePath(ctx context.Context, fileID string, limit int64) (string, error) {
	const method = "getFile"
	result, err := c.call(ctx, method, tgbotapi.Params{"file_id": fileID})
	if err != nil {
		return "", err
	}
	var at struct {
		Path string `json:"file_path"`
		Size int64  `json:"file_size"`
	}
	if err := decode(method, result, &at); err != nil {
		return "", err
	}
	if at.Size > limit {
		return "", tooBig()
	}
	if at.Path == "" || strings.Contains(at.Path, "..") {
		return "", &Error{Method: method, Kind: Gone, Reason: "no_file"}
	}
	return at.Path, nil
}

// fetch asks for the file itself. No method of the library does that without handing out an address with the token.
func (c *Client) fetch(ctx context.Context, path string) (*http.Response, error) {
	const method = "file"
	address, err := url.Parse(c.base + "/file/bot" + c.token + "/" + (&url.URL{Path: path}).EscapedPath())
	if err != nil {
		return nil, &Error{Method: method, Kind: Gone, Reason: "no_file"}
	}
	t := &trip{ctx: ctx, door: c.door}
	req := (&http.Request{Method: http.MethodGet, URL: address, Host: address.Host, Header: http.Header{}}).
		WithContext(httptrace.WithClientTrace(ctx, t.trace()))
	res, err := c.door.rt.RoundTrip(req)
	if err != nil {
		return nil, failure(method, causeOf(ctx, err), t)
	}
	if res.StatusCode != http.StatusOK {
		res.Body.Close()
		e := refusal(method, res.StatusCode, "", 0)
		if res.StatusCode == http.StatusNotFound {
			e.Kind, e.Reason = Gone, "no_file"
		}
		return nil, e
	}
	return res, nil
}

func tooBig() *Error { return &Error{Method: "getFile", Kind: Bad, Reason: "too_big"} }

// fileBody ends a file that is longer than it may be, and hides what a broken connection has to say.
type fileBody struct {
	ctx    context.Context
	body   io.ReadCloser
	cancel context.CancelFunc
	left   int64
}

// Read reads on, up to one byte over the limit.
func (f *fileBody) Read(p []byte) (int, error) {
	if int64(len(p)) > f.left+1 {
		p = p[:f.left+1]
	}
	n, err := f.body.Read(p)
	if int64(n) > f.left {
		return 0, tooBig()
	}
	f.left -= int64(n)
	if err == nil || errors.Is(err, io.EOF) {
		return n, err
	}
	cause := causeOf(f.ctx, err)
	return n, &Error{Method: "file", Kind: Passing, Reason: noAnswer(cause), cause: cause}
}

// Close ends the fetching.
func (f *fileBody) Close() error {
	f.cancel()
	return f.body.Close()
}
