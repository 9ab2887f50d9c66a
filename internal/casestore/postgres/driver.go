// Package postgres is the case store's driver for PostgreSQL, which any number of replicas may share.
//
// The package must never hold a statement of the domain: those are casestore's and the same for both databases.
package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/chuyme/chuyme/internal/casestore/migrations"
)

// maxConns bounds one replica's pool, so that three of them fit below PostgreSQL's own default of 100.
const maxConns = 24

// migrationLock is the key of the advisory lock under which one of several starting replicas migrates.
const migrationLock = 0x63687579 // "chuy"

// StaleAfter is how long a process may be silent before what it was delivering may be taken from it.
const StaleAfter = 5 * time.Second

// Driver is a pool of connections. It is safe for concurrent use.
type Driver struct {
	db       *sql.DB
	listener *pgxpool.Pool
}

// Open connects to url ("postgres://…") and brings the database to the newest form.
func Open(ctx context.Context, url string) (*Driver, error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		// pgx's own error repeats the URL, in which the password stands.
		return nil, errors.New("CHUYME_DATABASE_URL: not a PostgreSQL address; right would be postgres://user:password@host:5432/database")
	}
	listen, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errors.New("CHUYME_DATABASE_URL: its pool settings are not understood; leave the pool_… parameters out")
	}
	listen.MaxConns, listen.MinConns = 1, 0
	d := &Driver{db: stdlib.OpenDB(*cfg)}
	d.db.SetMaxOpenConns(maxConns)
	d.db.SetMaxIdleConns(maxConns)
	d.db.SetConnMaxIdleTime(5 * time.Minute)
	if d.listener, err = pgxpool.NewWithConfig(ctx, listen); err != nil {
		return nil, errors.Join(fmt.Errorf("preparing the queue's listener: %w", err), d.Close())
	}
	if err := d.migrate(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// migrate runs under an advisory lock on a connection of its own, so that replicas which start together wait.
func (d *Driver) migrate(ctx context.Context) (err error) {
	conn, err := d.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connecting to PostgreSQL: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, `select pg_advisory_lock($1)`, migrationLock); err != nil {
		return fmt.Errorf("waiting to migrate the database: %w", err)
	}
	defer func() {
		_, unlock := conn.ExecContext(context.WithoutCancel(ctx), `select pg_advisory_unlock($1)`, migrationLock)
		err = errors.Join(err, unlock)
	}()
	jobs, err := rivermigrate.New(riverdatabasesql.New(d.db), nil)
	if err != nil {
		return fmt.Errorf("preparing the queue's tables: %w", err)
	}
	if _, err := jobs.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrating the queue: %w", err)
	}
	if err := migrations.Up(ctx, goose.DialectPostgres, d.db); err != nil {
		return err
	}
	return d.sequences(ctx)
}

// sequences makes the counters that replicas draw from without waiting for each other's commit. They have no like in
// SQLite, so they are not in the common migrations.
func (d *Driver) sequences(ctx context.Context) error {
	for _, name := range []string{"log", "delivery"} {
		if _, err := d.db.ExecContext(ctx, `create sequence if not exists chuyme_`+name+`_seq`); err != nil {
			return fmt.Errorf("making the sequence of %s numbers: %w", name, err)
		}
	}
	return nil
}

// Name is the dialect's name.
func (d *Driver) Name() string { return "postgres" }

// Writer is the pool.
func (d *Driver) Writer() *sql.DB { return d.db }

// Reader is the same pool.
func (d *Driver) Reader() *sql.DB { return d.db }

// ListenerPool is the pool of one connection on which the queue listens.
func (d *Driver) ListenerPool() *pgxpool.Pool { return d.listener }

// NextID is the statement that gives the next number of the counter named by $1 ("log", "delivery").
func (d *Driver) NextID() string {
	return `select nextval(('chuyme_' || $1::text || '_seq')::regclass)`
}

// ForUpdate locks the rows of a select until the transaction ends.
func (d *Driver) ForUpdate() string { return " for update" }

// Clock is the database's own clock in Unix milliseconds, as an expression: replicas need not agree on the time.
func (d *Driver) Clock() string { return `(extract(epoch from clock_timestamp()) * 1000)::bigint` }

// Stale is the condition that the process which holds a delivery has not been heard of for StaleAfter.
func (d *Driver) Stale() string {
	return fmt.Sprintf(`not exists (select 1 from processes p where p.owner = deliveries.owner and p.beat > %s - %d)`,
		d.Clock(), StaleAfter.Milliseconds())
}

// Beats reports whether a process must say that it lives.
func (d *Driver) Beats() bool { return true }

// TakeOver does nothing: any number of processes may serve.
func (d *Driver) TakeOver() (release func() error, err error) {
	return func() error { return nil }, nil
}

// Scrub does nothing: PostgreSQL frees deleted rows by its own vacuum.
func (d *Driver) Scrub(context.Context) error { return nil }

// Unavailable reports whether err means that the database cannot be used now.
func (d *Driver) Unavailable(err error) bool {
	var fault *pgconn.PgError
	if errors.As(err, &fault) {
		switch fault.Code[:2] {
		case "08", "25", "53", "57", "58", "XX": // connection, read-only, resources, shutting down, system, internal
			return true
		}
		return d.Again(err) || fault.Code == "55P03"
	}
	var dial *pgconn.ConnectError
	var wire net.Error
	return errors.As(err, &dial) || errors.As(err, &wire) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrUnexpectedEOF) || strings.Contains(err.Error(), "conn closed")
}

// Again reports whether the whole transaction may be tried once more at once: a deadlock, a serialization fault, or
// somebody else who wrote the same unique row first.
func (d *Driver) Again(err error) bool {
	var fault *pgconn.PgError
	if !errors.As(err, &fault) {
		return false
	}
	return fault.Code == "40001" || fault.Code == "40P01" || fault.Code == "23505"
}

// Close closes the pools.
func (d *Driver) Close() error {
	if d.listener != nil {
		d.listener.Close()
	}
	return d.db.Close()
}
