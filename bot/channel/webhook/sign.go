package webhook

import (
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/chuyme/chuyme/internal/problem"
)

// tolerance is how far a message's time may be from ours, either way.
const tolerance = 5 * time.Minute

// shortest is the least number of bytes of a secret; the specification says 24 to 64.
const shortest = 24

// signer knows one client's secret.
type signer struct {
	client string
	key    string // raw bytes of the secret
	hook   *webhooks.Webhook
}

func newSigner(c Client) (signer, error) {
	if !nameForm.MatchString(c.Name) {
		return signer{}, errors.New("a name has a-z, 0-9 and dashes, at most 63")
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(c.Secret.Reveal(), "whsec_"))
	if err != nil {
		return signer{}, errors.New("the secret is to be whsec_ and base64")
	}
	if len(key) < shortest {
		return signer{}, errors.New("the secret is shorter than 24 bytes")
	}
	hook, err := webhooks.NewWebhookRaw(key)
	if err != nil {
		return signer{}, errors.New("the secret cannot be used")
	}
	return signer{client: c.Name, key: string(key), hook: hook}, nil
}

// stamped looks at the headers alone: whether they are there, and the time is near. A body is read only then.
func stamped(h http.Header, now time.Time) error {
	id, stamp := h.Get(webhooks.HeaderWebhookID), h.Get(webhooks.HeaderWebhookTimestamp)
	if id == "" || len(id) > 256 || stamp == "" || h.Get(webhooks.HeaderWebhookSignature) == "" {
		return problem.Unauthorized
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return problem.Unauthorized
	}
	at := time.Unix(seconds, 0)
	if at.Before(now.Add(-tolerance)) || at.After(now.Add(tolerance)) {
		return problem.Unauthorized
	}
	return nil
}

// whose finds the client whose secret signed body. Every client is tried, so that the time it takes does not tell
// which one it was.
func (c *Channel) whose(body []byte, h http.Header) (client string, err error) {
	for _, s := range c.signers {
		if s.hook.VerifyIgnoringTimestamp(body, h) == nil {
			client = s.client
		}
	}
	if client == "" {
		return "", problem.Unauthorized
	}
	return client, nil
}
