// Package hook sends signed webhooks outward, as the Standard Webhooks specification says. It is for the unit's own
// systems and for the callbacks of inbound clients.
//
// It must never follow a redirect, reach a private or loopback network that the operator did not name, put an
// address or an answer into an error, or decide when to try again: it only says whether that makes sense.
package hook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"sync"
	"syscall"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/chuyme/chuyme/internal/seal"
)

// Result says what became of one post.
type Result struct {
	OK         bool
	Gone       bool          // 410: the receiver wants no more
	Doubtful   bool          // it may have arrived; receivers know a repeat by its id
	RetryAfter time.Duration // what the receiver asked for, 0 nothing
	Cause      string        // a short code: "http_503", "refused_address", "timeout"
}

// Client posts signed events. It is safe for concurrent use.
type Client struct {
	http    *http.Client
	private []netip.Prefix
	now     func() time.Time

	mu   sync.Mutex
	open map[string]int // posts under way by host
}

// A receiver that does not answer holds each post until the time is out. It may hold a few of those who post at the
// same time, never all: what is for others must not wait for it.
const (
	atOnce    = 8               // posts to one host
	comeAgain = 2 * time.Second // where that many are under way
)

// timeout bounds one post: the specification advises 15 to 30 seconds.
const timeout = 15 * time.Second

// New returns a client that reaches public addresses by https, and those of private (also by plain http).
func New(private []netip.Prefix, now func() time.Time) *Client {
	c := &Client{private: private, now: now, open: map[string]int{}}
	dialer := &net.Dialer{Timeout: 5 * time.Second, ControlContext: c.guard}
	c.http = &http.Client{
		Timeout:       timeout,
		Transport:     &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 8, IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: 5 * time.Second},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

var errAddress = errors.New("address is private or loopback and not among CHUYME_PRIVATE_ENDPOINTS")

// guard looks at the address that was really resolved, so that a name cannot lead inside (SSRF).
func (c *Client) guard(_ context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return errAddress
	}
	if inside(at.Addr().Unmap()) && !c.named(at.Addr().Unmap()) {
		return errAddress
	}
	return nil
}

func (c *Client) named(a netip.Addr) bool {
	for _, p := range c.private {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// special are networks that are not private by the letter but lead nowhere a unit's system could be
// (RFC 6890: this host, shared, benchmarking, documentation, reserved; NAT64 and 6to4 may lead inside).
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("2002::/16"),
}

func inside(a netip.Addr) bool {
	if a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsLinkLocalMulticast() || a.IsMulticast() || a.IsUnspecified() || a.IsInterfaceLocalMulticast() {
		return true
	}
	for _, p := range special {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// Post signs body with secret and posts it. id is the same on each retry of one event.
func (c *Client) Post(ctx context.Context, to string, secret seal.Secret, id string, body []byte) Result {
	u, err := url.Parse(to)
	if err != nil || u.Host == "" {
		return Result{Cause: "bad_endpoint"}
	}
	leave, ok := c.enter(u.Host) // before its name is looked up: that may take long too
	if !ok {
		return Result{Cause: "too_many", RetryAfter: comeAgain}
	}
	defer leave()
	req, err := c.request(ctx, u, secret, id, body)
	if err != nil {
		return Result{Cause: "bad_endpoint"}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return failure(err)
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the connection can be used again
	return answered(resp)
}

// enter takes one of the places of a host; ok is false where none is left.
func (c *Client) enter(host string) (leave func(), ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open[host] >= atOnce {
		return nil, false
	}
	c.open[host]++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.open[host]--; c.open[host] == 0 {
			delete(c.open, host)
		}
	}, true
}

func (c *Client) request(ctx context.Context, u *url.URL, secret seal.Secret, id string, body []byte) (*http.Request, error) {
	if u.Scheme != "https" && (u.Scheme != "http" || !c.reachesInside(ctx, u.Hostname())) {
		return nil, errors.New("plain http is for private endpoints only")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("endpoint is no URL")
	}
	at := c.now()
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "chuyme")
	req.Header.Set(webhooks.HeaderWebhookID, id)
	req.Header.Set(webhooks.HeaderWebhookTimestamp, strconv.FormatInt(at.Unix(), 10))
	if secret != "" {
		signer, err := webhooks.NewWebhook(secret.Reveal())
		if err != nil {
			return nil, errors.New("secret is not base64")
		}
		signature, err := signer.Sign(id, at, body)
		if err != nil {
			return nil, fmt.Errorf("sign: %w", err)
		}
		req.Header.Set(webhooks.HeaderWebhookSignature, signature)
	}
	return req, nil
}

// reachesInside reports whether every address of host is one that the operator named.
func (c *Client) reachesInside(ctx context.Context, host string) bool {
	addrs, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil || len(addrs) == 0 {
		return false
	}
	for _, a := range addrs {
		if !c.named(a.Unmap()) {
			return false
		}
	}
	return true
}

func failure(err error) Result {
	var dial *net.OpError
	switch {
	case errors.Is(err, errAddress):
		return Result{Cause: "refused_address"}
	case errors.As(err, &dial) && dial.Op == "dial":
		return Result{Cause: "unreachable"}
	case errors.Is(err, context.DeadlineExceeded):
		return Result{Cause: "timeout", Doubtful: true}
	}
	return Result{Cause: "connection_lost", Doubtful: true}
}

func answered(resp *http.Response) Result {
	switch code := resp.StatusCode; {
	case code >= 200 && code < 300:
		return Result{OK: true}
	case code == http.StatusGone:
		return Result{Gone: true, Cause: "http_410"}
	default:
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return Result{Cause: "http_" + strconv.Itoa(code), Doubtful: code >= 500, RetryAfter: time.Duration(max(0, min(seconds, 3600))) * time.Second}
	}
}
