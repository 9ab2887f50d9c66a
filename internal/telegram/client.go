package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Official is the base URL of Telegram's own Bot API server.
const Official = "https://api.telegram.org"

const (
	callTimeout = 15 * time.Second // for a call that does not say otherwise
	callLimit   = 1 << 20          // bytes of an ordinary answer
	idleConns   = 128              // kept open: more than the webhook's max_connections
)

// Options of a Client. The zero value is right for production.
type Options struct {
	Timeout   time.Duration     // of one call; 0: 15 s
	Transport http.RoundTripper // 0: one of our own, with enough idle connections for a hundred chats at once
}

// Client calls the Bot API for one bot. It is safe for concurrent use. Printed or logged, it hides its token.
type Client struct {
	base  string
	token string
	bot   *tgbotapi.BotAPI // copied for each call, never used itself
	door  door
}

var (
	tokenForm = regexp.MustCompile(`^[0-9]{1,20}:[A-Za-z0-9_-]{10,200}$`)
	looseForm = regexp.MustCompile(`^[A-Za-z0-9_:-]{1,256}$`) // emulators let a test call its bot what it likes

	// The library's logger is one for the process; with Debug off it has nothing to say, and so it stays.
	silence = sync.OnceFunc(func() { _ = tgbotapi.SetLogger(nobody{}) })
)

// New makes a client of the bot with this token at apiBase ("" is Telegram's own server). It calls nobody, so that the
// program starts while Telegram is away. The error says what is wrong with the token's or the address's form, and
// holds neither the token nor a part of it.
func New(apiBase, token string, opts Options) (*Client, error) {
	base, err := cleanBase(apiBase)
	if err != nil {
		return nil, err
	}
	form := looseForm
	if base == Official {
		form = tokenForm
	}
	if !form.MatchString(token) {
		return nil, fmt.Errorf("telegram token: not of the form that @BotFather gives: digits, a colon, then letters, digits, - and _")
	}
	silence()
	c := &Client{base: base, token: token, door: door{rt: opts.Transport, timeout: opts.Timeout}}
	if c.door.timeout <= 0 {
		c.door.timeout = callTimeout
	}
	if c.door.rt == nil {
		c.door.rt = transport()
	}
	c.bot = &tgbotapi.BotAPI{Token: token, Buffer: 1}
	c.bot.SetAPIEndpoint(base + "/bot%s/%s")
	return c, nil
}

func cleanBase(apiBase string) (string, error) {
	if apiBase == "" {
		return Official, nil
	}
	u, err := url.Parse(apiBase)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return "", fmt.Errorf("telegram API address: want http(s)://host[:port], such as %s", Official)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Contains(apiBase, "%"):
		return "", fmt.Errorf("telegram API address: must have no user, query, fragment or %%")
	}
	return strings.TrimRight(apiBase, "/"), nil
}

func transport() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns, t.MaxIdleConnsPerHost = 2*idleConns, idleConns
	return t
}

// Official reports whether the client talks to Telegram's own server, which asks more of a webhook's address.
func (c *Client) Official() bool { return c.base == Official }

// Close drops the connections that are kept open. The client may still be used.
func (c *Client) Close() {
	if t, ok := c.door.rt.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// String hides everything.
func (c *Client) String() string { return "telegram client" }

// GoString hides everything.
func (c *Client) GoString() string { return c.String() }

// LogValue hides everything.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

// call makes one request with the time and size of an ordinary answer.
func (c *Client) call(ctx context.Context, method string, params tgbotapi.Params) (json.RawMessage, error) {
	return c.callWithin(ctx, method, params, c.door.timeout, callLimit)
}

// callWithin makes one request that may take so long and answer with so many bytes.
func (c *Client) callWithin(ctx context.Context, method string, params tgbotapi.Params, timeout time.Duration, limit int64) (json.RawMessage, error) {
	trip := &trip{ctx: ctx, door: c.door, limit: limit}
	trip.door.timeout = timeout
	bot := *c.bot
	bot.Client = trip
	res, err := bot.MakeRequest(method, params)
	if err != nil {
		return nil, failure(method, err, trip)
	}
	return res.Result, nil
}

// decode reads the result of a call; a result of another shape is an error that may be tried again.
func decode(method string, result json.RawMessage, into any) error {
	if err := json.Unmarshal(result, into); err != nil {
		return &Error{Method: method, Kind: Passing, Reason: "unreadable_answer", Doubtful: true}
	}
	return nil
}

// nobody is a logger that says nothing.
type nobody struct{}

func (nobody) Println(...any)        {}
func (nobody) Printf(string, ...any) {}
