// Package migrations holds the tables of the case store as SQL that runs unchanged on SQLite and on PostgreSQL.
//
// A released file is never edited: what changes gets a file of its own. The package must never decide which database
// is used or hold a statement of daily work.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"

	"github.com/pressly/goose/v3"
)

//go:embed *.sql
var files embed.FS

// Up brings db to the newest form. The caller sees to it that nobody else does so at the same time.
func Up(ctx context.Context, dialect goose.Dialect, db *sql.DB) error {
	provider, err := goose.NewProvider(dialect, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrating the case store: %w", err)
	}
	return nil
}
