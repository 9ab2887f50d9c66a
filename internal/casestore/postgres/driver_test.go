package postgres_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/casestore/casestoretest"
	"github.com/chuyme/chuyme/internal/casestore/postgres"
	"github.com/chuyme/chuyme/internal/servertest"
)

func TestMain(m *testing.M) { casestoretest.Main(m) }

func TestStore(t *testing.T) {
	model := servertest.Postgres(t)
	d, err := postgres.Open(t.Context(), model)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	casestoretest.Exercise(t, func(t testing.TB) casestoretest.Place {
		return casestoretest.Place{URL: copyOf(t, model), Dir: t.TempDir()}
	})
}

// copyOf makes a database of its own out of one that is migrated already: some forty of them are migrated slowly.
func copyOf(t testing.TB, model string) string {
	t.Helper()
	at, err := url.Parse(model)
	if err != nil {
		t.Fatal(err)
	}
	source, name := strings.TrimPrefix(at.Path, "/"), "chuyme_test_"+strings.ToLower(rand.Text())
	at.Path = "/postgres"
	admin, err := sql.Open("pgx", at.String())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := admin.ExecContext(t.Context(), `create database `+name+` template `+source); err != nil {
		t.Fatalf("copying the migrated database: %v", err)
	}
	t.Cleanup(func() {
		defer admin.Close()
		if _, err := admin.ExecContext(context.WithoutCancel(t.Context()), `drop database `+name+` with (force)`); err != nil {
			t.Errorf("dropping the copy: %v", err)
		}
	})
	at.Path = "/" + name
	return at.String()
}
