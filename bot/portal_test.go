package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// portalSecret signs what a school's portal sends.
const portalSecret = "whsec_YSBzZWNyZXQgb2YgdGhlIHNjaG9vbCdzIHBvcnRhbCE="

// portal is a school's portal whose pupils write through the signed webhook.
type portal struct {
	t    testing.TB
	base string
	hook *webhooks.Webhook
}

func newPortal(t testing.TB, base string) *portal {
	t.Helper()
	hook, err := webhooks.NewWebhook(portalSecret)
	if err != nil {
		t.Fatal(err)
	}
	return &portal{t, base, hook}
}

// portalAnswer is what the program answers to a message.
type portalAnswer struct {
	Messages []struct {
		Text string `json:"text"`
	} `json:"messages"`
	State struct {
		Question string `json:"question"`
		Done     bool   `json:"done"`
		Code     string `json:"code"`
	} `json:"state"`
}

// post sends a message under an id and gives the status with what was answered.
func (p *portal) post(id, body string) (status int, answer portalAnswer, raw string) {
	p.t.Helper()
	now := time.Now()
	signature, err := p.hook.Sign(id, now, []byte(body))
	if err != nil {
		p.t.Fatal(err)
	}
	return p.signed(id, now, signature, body)
}

// signed sends a message with these headers, right or wrong.
func (p *portal) signed(id string, at time.Time, signature, body string) (status int, answer portalAnswer, raw string) {
	p.t.Helper()
	req, err := http.NewRequest(http.MethodPost, p.base+"/v1/messages", strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(webhooks.HeaderWebhookID, id)
	req.Header.Set(webhooks.HeaderWebhookTimestamp, unixText(at))
	req.Header.Set(webhooks.HeaderWebhookSignature, signature)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if res.StatusCode == http.StatusOK {
		if err := json.Unmarshal(text, &answer); err != nil {
			p.t.Fatalf("the answer is not of the form: %v", err)
		}
	}
	return res.StatusCode, answer, string(text)
}
