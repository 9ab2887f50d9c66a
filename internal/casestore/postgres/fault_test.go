package postgres_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/signal"
)

func open(t *testing.T, url string) (*casestore.Store, error) {
	t.Helper()
	keys, err := seal.OpenKeyset(filepath.Join(t.TempDir(), "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	return casestore.Open(t.Context(), url, "", keys, casestore.Options{})
}

// TestAddressesAreNotRepeated looks for the password in what is said of addresses that lead nowhere.
func TestAddressesAreNotRepeated(t *testing.T) {
	for _, url := range []string{
		"postgres://chuyme:s3cretword@127.0.0.1:1/x?connect_timeout=2&sslmode=disable",
		"postgres://chuyme:s3cretword@127.0.0.1:notaport/x",
		"mysql://chuyme:s3cretword@127.0.0.1/x",
		"postgres://chuyme:s3cretword@127.0.0.1/x?pool_max_conns=many",
	} {
		s, err := open(t, url)
		if err == nil {
			t.Errorf("%s was opened", url)
			_ = s.Close()
			continue
		}
		if strings.Contains(err.Error(), "s3cretword") {
			t.Errorf("the error repeats the password: %v", err)
		}
	}
}

// TestConnectionsBreak ends every connection of the store under its hands. It heals by itself, and what failed says
// that the store was unavailable.
func TestConnectionsBreak(t *testing.T) {
	s, err := open(t, servertest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	opening := casestore.Opening{Draft: signal.Draft{ID: "a"}, Reading: signal.Reading{Urgency: signal.Crisis}, Sent: true}
	_, err = s.Open(t.Context(), opening, func(tx *casestore.Tx) error {
		_, err := s.Writer().ExecContext(t.Context(), `select pg_terminate_backend(pid) from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid()`)
		if err != nil {
			return err
		}
		_, _, err = tx.Enqueue(signal.Delivery{Unit: "rpu", Kind: signal.AlertNew, Endpoint: "mail"})
		return err
	})
	if !errors.Is(err, casestore.ErrUnavailable) {
		t.Errorf("a connection that broke: got %v, want ErrUnavailable", err)
	}
	opened, err := s.Open(t.Context(), opening, nil)
	if err != nil || !opened.New {
		t.Errorf("afterwards: got new %v, %v; want the case, new", opened.New, err)
	}
}

// TestSilentProcessesLoseTheirClaims moves the beat of a process back, as if it had been silent.
func TestSilentProcessesLoseTheirClaims(t *testing.T) {
	s, err := open(t, servertest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var id int64
	_, err = s.Open(t.Context(), casestore.Opening{Draft: signal.Draft{ID: "a"}}, func(tx *casestore.Tx) (err error) {
		id, _, err = tx.Enqueue(signal.Delivery{Unit: "rpu", Kind: signal.AlertNew, Endpoint: "mail"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, owner := range []string{"p1", "p2"} {
		if err := s.TakeOver(t.Context(), owner); err != nil {
			t.Fatal(err)
		}
		if err := s.HandOver(t.Context(), "nobody"); err != nil { // this store alone plays both processes
			t.Fatal(err)
		}
	}
	claim(t, s, id, "p1", true, false)
	claim(t, s, id, "p2", false, false)
	if err := s.Beat(t.Context(), "p1"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Writer().ExecContext(t.Context(), `update processes set beat = beat - 6000 where owner = 'p1'`); err != nil {
		t.Fatal(err)
	}
	strays, err := s.Stray(t.Context(), time.Now(), 0)
	if err != nil || len(strays) != 1 {
		t.Errorf("strays: got %v, %v; want the one", strays, err)
	}
	claim(t, s, id, "p2", true, true)
}

func claim(t *testing.T, s *casestore.Store, id int64, owner string, want, doubtful bool) {
	t.Helper()
	d, ok, err := s.Claim(context.WithoutCancel(t.Context()), id, owner)
	if err != nil || ok != want || (ok && d.Doubtful != doubtful) {
		t.Errorf("%s claims: got %v, doubtful %v, %v; want %v, doubtful %v", owner, ok, d.Doubtful, err, want, doubtful)
	}
}
