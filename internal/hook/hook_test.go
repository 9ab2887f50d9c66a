package hook

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/chuyme/chuyme/internal/seal"
)

const secret = seal.Secret("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz")

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

func TestPostIsSignedAsTheSpecificationSays(t *testing.T) {
	got := make(chan error, 1)
	far := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		check, err := webhooks.NewWebhook(secret.Reveal())
		if err == nil {
			err = check.Verify(body, r.Header)
		}
		got <- err
	}))
	defer far.Close()
	r := New(loopback, time.Now).Post(context.Background(), far.URL, secret, "msg_1", []byte(`{"a":1}`))
	if !r.OK {
		t.Fatalf("got %+v", r)
	}
	if err := <-got; err != nil {
		t.Errorf("signature: %v", err)
	}
}

func TestPostRefusesInnerAddresses(t *testing.T) {
	far := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("an inner address was reached") }))
	defer far.Close()
	inner := New(nil, time.Now)
	for _, to := range []string{far.URL, "https" + far.URL[4:], "https://localhost:1", "https://[::1]:1", "https://169.254.169.254/", "https://10.0.0.1:1/", "http://example.org/", "ftp://x", "", "https://"} {
		if r := inner.Post(context.Background(), to, secret, "m", nil); r.OK || r.Cause != "refused_address" && r.Cause != "bad_endpoint" {
			t.Errorf("%q: got %+v, want it refused", to, r)
		}
	}
}

func TestInside(t *testing.T) {
	for _, a := range []string{"127.0.0.1", "10.1.2.3", "192.168.0.1", "172.20.0.1", "169.254.1.1", "100.64.0.1", "0.0.0.0", "::1", "fe80::1", "fc00::1", "64:ff9b::a00:1", "224.0.0.1"} {
		if !inside(netip.MustParseAddr(a)) {
			t.Errorf("%s is taken for a public address", a)
		}
	}
	if inside(netip.MustParseAddr("93.184.216.34")) {
		t.Error("a public address is taken for an inner one")
	}
}

func TestPostFollowsNoRedirectAndReadsTheAnswer(t *testing.T) {
	far := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		case "/elsewhere":
			t.Error("a redirect was followed")
		case "/gone":
			w.WriteHeader(http.StatusGone)
		case "/busy":
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
		case "/broken":
			w.WriteHeader(http.StatusInternalServerError)
		case "/cut":
			panic(http.ErrAbortHandler)
		}
	}))
	defer far.Close()
	c := New(loopback, time.Now)
	for path, want := range map[string]Result{
		"/away":   {Cause: "http_302"},
		"/gone":   {Cause: "http_410", Gone: true},
		"/busy":   {Cause: "http_429", RetryAfter: 7 * time.Second},
		"/broken": {Cause: "http_500", Doubtful: true},
		"/cut":    {Cause: "connection_lost", Doubtful: true},
	} {
		if got := c.Post(context.Background(), far.URL+path, secret, "m", nil); got != want {
			t.Errorf("%s: got %+v, want %+v", path, got, want)
		}
	}
	const nobody = "http://127.0.0.1:1/" // a port that the system gives to nobody who asks for a free one
	if got := c.Post(context.Background(), nobody, secret, "m", nil); got.Cause != "unreachable" || got.Doubtful {
		t.Errorf("nobody there: got %+v", got)
	}
}

// A receiver that does not answer must not hold all who post: what is for others goes on.
func TestSlowReceiverHoldsAFewPostsOnly(t *testing.T) {
	arrived, answer := make(chan struct{}, atOnce), make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		arrived <- struct{}{}
		<-answer
	}))
	defer slow.Close()
	quick := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer quick.Close()
	c := New(loopback, time.Now)
	post := func(to string) Result { return c.Post(context.Background(), to, secret, "m", nil) }
	done := make(chan Result, atOnce)
	for range atOnce {
		go func() { done <- post(slow.URL) }()
		<-arrived
	}
	if r := post(slow.URL); r.OK || r.Doubtful || r.Cause != "too_many" || r.RetryAfter != comeAgain {
		t.Errorf("one more to the slow receiver: %+v, want it told to come again", r)
	}
	if r := post(quick.URL); !r.OK {
		t.Errorf("one to another receiver: %+v", r)
	}
	close(answer)
	for range atOnce {
		if r := <-done; !r.OK {
			t.Errorf("one that waited: %+v", r)
		}
	}
	if r := post(slow.URL); !r.OK || len(c.open) != 0 {
		t.Errorf("one after all were answered: %+v, %d places still taken", r, len(c.open))
	}
}
