package mail

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"github.com/chuyme/chuyme/internal/seal"
)

// post is a mail server that keeps what it is given.
type post struct {
	refuse error
	got    chan string
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return p, nil }
func (p *post) Mail(string, *smtp.MailOptions) error        { return nil }
func (p *post) Rcpt(string, *smtp.RcptOptions) error        { return p.refuse }
func (p *post) Reset()                                      {}
func (p *post) Logout() error                               { return nil }
func (p *post) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	p.got <- string(raw)
	return err
}

func serve(t *testing.T, p *post) seal.Secret {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.got = make(chan string, 1)
	s := smtp.NewServer(p)
	s.Domain = "localhost"
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() { s.Close() })
	return seal.Secret("smtp://" + l.Addr().String() + "?from=chuyme@example.org")
}

func TestSend(t *testing.T) {
	p := &post{}
	s, err := New(serve(t, p))
	if err != nil {
		t.Fatal(err)
	}
	if r := s.Send(context.Background(), "duty@example.org", "2026-000001.ozd.1", "КРИЗА · 2026-000001", "Случаят е тук."); !r.OK {
		t.Fatalf("got %+v", r)
	}
	mail := <-p.got
	for _, want := range []string{"<2026-000001.ozd.1@chuyme>", "Auto-Submitted: auto-generated", "To: <duty@example.org>"} {
		if !strings.Contains(mail, want) {
			t.Errorf("%q is not in\n%s", want, mail)
		}
	}
	for _, never := range []string{"User-Agent", "X-Mailer", "Reply-To"} {
		if strings.Contains(mail, never) {
			t.Errorf("%q is in\n%s", never, mail)
		}
	}
}

func TestSendTellsPassingFromPermanent(t *testing.T) {
	for name, tt := range map[string]struct {
		refuse    error
		permanent bool
	}{
		"no such mailbox": {&smtp.SMTPError{Code: 550, Message: "no such user"}, true},
		"full for now":    {&smtp.SMTPError{Code: 452, Message: "full"}, false},
	} {
		s, err := New(serve(t, &post{refuse: tt.refuse}))
		if err != nil {
			t.Fatal(err)
		}
		if r := s.Send(context.Background(), "duty@example.org", "id", "s", "t"); r.OK || r.Permanent != tt.permanent {
			t.Errorf("%s: got %+v", name, r)
		}
	}
}

func TestSendKeepsHeadersWhole(t *testing.T) {
	p := &post{}
	s, err := New(serve(t, p))
	if err != nil {
		t.Fatal(err)
	}
	if r := s.Send(context.Background(), "a@example.org\r\nBcc: b@example.org", "id", "s", "t"); r.OK || !r.Permanent {
		t.Errorf("an address with a line break was taken: %+v", r)
	}
}

func TestNewRefusesOtherForms(t *testing.T) {
	for _, url := range []seal.Secret{"", "smtp://", "mail.example.org:25", "smtp:example"} {
		if _, err := New(url); !errors.Is(err, ErrURL) {
			t.Errorf("%q: got %v", url.Reveal(), err)
		}
	}
	if r := mustNew(t, "smtp://127.0.0.1:1").Send(context.Background(), "a@example.org", "i", "s", "t"); r.OK || r.Permanent || r.Cause != "mail_unreachable" {
		t.Errorf("nobody there: %+v", r)
	}
}

func mustNew(t *testing.T, url seal.Secret) *Sender {
	s, err := New(url)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A server that does not answer must not hold all who deliver.
func TestSlowServerHoldsSomeMessagesOnly(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s, err := New(seal.Secret("smtp://" + l.Addr().String()))
	if err != nil {
		t.Fatal(err)
	}
	ctx, giveUp := context.WithCancel(t.Context())
	done := make(chan Result, atOnce)
	var held []net.Conn
	for range atOnce {
		go func() { done <- s.Send(ctx, "duty@example.org", "m", "s", "t") }()
		conn, err := l.Accept() // and says nothing
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, conn)
	}
	if r := s.Send(t.Context(), "duty@example.org", "m", "s", "t"); r.OK || r.Permanent || r.Cause != "too_many" || r.RetryAfter != comeAgain {
		t.Errorf("one more: %+v, want it told to come again", r)
	}
	giveUp()
	for _, conn := range held {
		conn.Close()
	}
	for range atOnce {
		if r := <-done; r.OK || r.Permanent {
			t.Errorf("one that was never answered: %+v", r)
		}
	}
	if len(s.places) != 0 {
		t.Errorf("%d places are still taken", len(s.places))
	}
}
