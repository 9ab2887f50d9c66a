// Package mail sends short e-mails to units. It is for alerts: a subject that tells nothing, a text with a link.
//
// It must never put an address, a text or the server's words into an error, and never answer mail: there is
// nobody behind the sender's address.
package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/chuyme/chuyme/internal/seal"
)

// Sender sends through one SMTP server. It is safe for concurrent use: each message has a connection of its own.
type Sender struct {
	host string
	opts []mail.Option
	from string

	places chan struct{} // one for each message under way
}

// A server that does not answer holds each message until the time is out. It may hold some of those who deliver at the
// same time, never all: what goes another way must not wait for it.
const (
	atOnce    = 16
	comeAgain = 2 * time.Second // where that many are under way
)

// ErrURL says what a mail setting must look like.
var ErrURL = errors.New("CHUYME_SMTP_URL is not smtp://user:pass@host:port?from=address")

// New reads smtp://user:pass@host:port?from=address. With smtps:// the connection is TLS from the start; with
// smtp:// STARTTLS is used where the server offers it, and is required (&tls=required) or left out (&tls=none).
func New(setting seal.Secret) (*Sender, error) {
	u, err := url.Parse(setting.Reveal())
	if err != nil || u.Hostname() == "" {
		return nil, ErrURL
	}
	port, _ := strconv.Atoi(u.Port())
	s := &Sender{host: u.Hostname(), from: u.Query().Get("from"), places: make(chan struct{}, atOnce)}
	if s.from == "" {
		s.from = "chuyme@" + u.Hostname()
		if net.ParseIP(u.Hostname()) != nil {
			s.from = "chuyme@localhost"
		}
	}
	s.opts = append(s.opts, mail.WithTimeout(10*time.Second))
	switch {
	case u.Scheme == "smtps":
		s.opts = append(s.opts, mail.WithSSL(), mail.WithTLSConfig(&tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12}))
		port = first(port, 465)
	case u.Query().Get("tls") == "required":
		s.opts = append(s.opts, mail.WithTLSPolicy(mail.TLSMandatory))
	case u.Query().Get("tls") == "none":
		s.opts = append(s.opts, mail.WithTLSPolicy(mail.NoTLS))
	default:
		s.opts = append(s.opts, mail.WithTLSPolicy(mail.TLSOpportunistic))
	}
	s.opts = append(s.opts, mail.WithPort(first(port, 25)))
	if u.User != nil {
		pass, _ := u.User.Password()
		s.opts = append(s.opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(pass))
	}
	if _, err := mail.NewClient(s.host, s.opts...); err != nil {
		return nil, ErrURL
	}
	return s, nil
}

func first(n, preset int) int {
	if n > 0 {
		return n
	}
	return preset
}

// Result says what became of one message. Cause is a short code.
type Result struct {
	OK        bool
	Permanent bool // the address will not take it, ever
	Doubtful  bool // it may have been taken; the same Message-ID makes a repeat one mail
	Cause     string

	RetryAfter time.Duration // 0: whoever asks knows best
}

// Send sends one message. id makes the Message-ID, so that a retry is the same mail to the receiver.
func (s *Sender) Send(ctx context.Context, to, id, subject, text string) Result {
	select {
	case s.places <- struct{}{}:
		defer func() { <-s.places }()
	default:
		return Result{Cause: "too_many", RetryAfter: comeAgain}
	}
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if m.From(s.from) != nil || m.To(to) != nil {
		return Result{Permanent: true, Cause: "bad_address"}
	}
	m.Subject(subject)
	m.SetMessageIDWithValue(fmt.Sprintf("%s@chuyme", id))
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(mail.TypeTextPlain, text)
	client, err := mail.NewClient(s.host, s.opts...)
	if err != nil {
		return Result{Permanent: true, Cause: "bad_setting"}
	}
	return judge(client.DialAndSendWithContext(ctx, m))
}

func judge(err error) Result {
	var send *mail.SendError
	var dial *net.OpError
	switch {
	case err == nil:
		return Result{OK: true}
	case errors.As(err, &send):
		if send.Reason == mail.ErrSMTPDataClose || send.Reason == mail.ErrWriteContent {
			return Result{Doubtful: true, Cause: "mail_interrupted"}
		}
		return Result{Permanent: !send.IsTemp() && send.Reason == mail.ErrSMTPRcptTo, Cause: "mail_refused"}
	case errors.As(err, &dial) && dial.Op == "dial":
		return Result{Cause: "mail_unreachable"}
	}
	return Result{Cause: "mail_failed"}
}
