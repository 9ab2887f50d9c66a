// Package sqlite is the case store's driver for the embedded database: one file in the data folder.
//
// One connection writes, four read; several processes (a command beside the running server) may use the file at
// once, and a lock file tells which of them serves. The package must never hold a statement of the domain: those are
// casestore's and the same for both databases.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/chuyme/chuyme/internal/casestore/migrations"
)

// FileName is the database's name in the data folder.
const FileName = "chuyme.db"

// Driver is an open database file. It is safe for concurrent use.
type Driver struct {
	dir    string
	writer *sql.DB
	reader *sql.DB
}

// Open opens or makes the database in dir and brings it to the newest form.
func Open(ctx context.Context, dir string) (*Driver, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the data folder: %w", err)
	}
	path := filepath.Join(dir, FileName)
	if err := private(path); err != nil {
		return nil, err
	}
	d := &Driver{dir: dir}
	var err error
	if d.writer, err = connect(path, 1, "mode=rw", "_txlock=immediate",
		"_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)", "_pragma=secure_delete(ON)"); err != nil {
		return nil, err
	}
	if d.reader, err = connect(path, 4, "mode=ro"); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if err := d.migrate(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// private makes the file before SQLite does, so that nobody else on the machine can read it.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("opening the database file: %w", err)
	}
	return f.Close()
}

// connect opens a pool. Pragmas stand in the name, because they belong to each connection.
func connect(path string, conns int, options ...string) (*sql.DB, error) {
	name := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(5000)&_pragma=foreign_keys(ON)"
	for _, o := range options {
		name += "&" + o
	}
	c, err := newConnector(name)
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

// migrate runs under a lock file of its own: a command that starts beside a starting server waits for it.
func (d *Driver) migrate(ctx context.Context) error {
	lock, err := lockFile(filepath.Join(d.dir, "migrate.lock"), true)
	if err != nil {
		return fmt.Errorf("waiting to migrate the database: %w", err)
	}
	defer lock.Close()
	jobs, err := rivermigrate.New(riversqlite.New(d.writer), nil)
	if err != nil {
		return fmt.Errorf("preparing the queue's tables: %w", err)
	}
	if _, err := jobs.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrating the queue: %w", err)
	}
	return migrations.Up(ctx, goose.DialectSQLite3, d.writer)
}

// Name is the dialect's name.
func (d *Driver) Name() string { return "sqlite" }

// Writer is the pool of the one connection that writes.
func (d *Driver) Writer() *sql.DB { return d.writer }

// Reader is the pool that only reads.
func (d *Driver) Reader() *sql.DB { return d.reader }

// ListenerPool is nil: SQLite has no notifications.
func (d *Driver) ListenerPool() *pgxpool.Pool { return nil }

// NextID is the statement that gives the next number of the counter named by $1.
func (d *Driver) NextID() string {
	return `insert into counters (name, n) values ($1, 1) on conflict (name) do update set n = counters.n + 1 returning n`
}

// ForUpdate is empty: a writing transaction has the whole file.
func (d *Driver) ForUpdate() string { return "" }

// Clock is the database's own clock in Unix milliseconds, as an expression.
func (d *Driver) Clock() string { return `cast(unixepoch('subsec') * 1000 as integer)` }

// Stale is the condition that the process which holds a delivery is gone. Since only one process serves
// (see TakeOver), everybody but the one that is written down is gone.
func (d *Driver) Stale() string {
	return `not exists (select 1 from processes p where p.owner = deliveries.owner)`
}

// Beats reports whether a process must say that it lives; the lock file says it here.
func (d *Driver) Beats() bool { return false }

// TakeOver proves that this process is the only one that serves, until release is called or the process ends.
func (d *Driver) TakeOver() (release func() error, err error) {
	lock, err := lockFile(filepath.Join(d.dir, "lock"), false)
	if errors.Is(err, errHeld) {
		return nil, fmt.Errorf("%s: another server uses this data folder: stop it, or give this one another CHUYME_DATA_DIR", filepath.Join(d.dir, "lock"))
	}
	if err != nil {
		return nil, fmt.Errorf("taking the data folder: %w", err)
	}
	return lock.Close, nil
}

// Scrub moves what was deleted out of the write-ahead log as well. It does what it can: a reader may be in the way,
// then the next checkpoint does it.
func (d *Driver) Scrub(ctx context.Context) error {
	_, err := d.writer.ExecContext(ctx, `pragma wal_checkpoint(TRUNCATE)`)
	return err
}

// Unavailable reports whether err means that the database cannot be used now: locked, disk full, file not writable.
func (d *Driver) Unavailable(err error) bool {
	switch code(err) & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY,
		sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_PERM:
		return true
	}
	return false
}

// Again reports whether the whole transaction may be tried once more at once. SQLite has waited already.
func (d *Driver) Again(err error) bool { return code(err) == sqlite3.SQLITE_CONSTRAINT_UNIQUE }

func code(err error) int {
	var fault *sqlite.Error
	if errors.As(err, &fault) {
		return fault.Code()
	}
	return 0
}

// Close closes both pools.
func (d *Driver) Close() error {
	var errs []error
	for _, db := range []*sql.DB{d.reader, d.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}
