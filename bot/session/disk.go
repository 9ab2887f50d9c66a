package session

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// disk is where the embedded server's content survives a restart: a SQLite file of its own, so that a step never
// waits for a case's fsync. At synchronous=NORMAL a killed process loses nothing and a power cut the last moments.
// Deleted content is overwritten: what is forgotten is not to be found in free pages.
type disk struct {
	db                   *sql.DB
	put, add, trim, drop *sql.Stmt
}

// What a row may be.
const (
	sessionRow = "session" // field "": v, d, t, b and e of the hash
	entryRow   = "entry"   // field: the entry's id in its stream
	valueRow   = "value"   // field "": a string
)

type row struct {
	name, field, kind string
	value             []byte
	expires           time.Time
}

const diskSchema = `create table if not exists cells (
	id      integer primary key,
	name    text not null,
	field   text not null,
	kind    text not null,
	value   blob not null,
	expires integer not null,
	unique (name, field)
)`

func openDisk(ctx context.Context, path string) (_ *disk, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of the sessions: %w", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) // SQLite would make it readable for all
	if err != nil {
		return nil, fmt.Errorf("opening the file of the sessions: %w", err)
	}
	f.Close()
	name := (&url.URL{Path: path}).EscapedPath()
	db, err := sql.Open("sqlite", "file:"+name+"?_pragma=busy_timeout(1000)&_pragma=locking_mode(EXCLUSIVE)"+
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=secure_delete(1)")
	if err != nil {
		return nil, fmt.Errorf("opening the file of the sessions: %w", err)
	}
	db.SetMaxOpenConns(1)
	d := &disk{db: db}
	if err := d.prepare(ctx); err != nil {
		db.Close()
		if strings.Contains(err.Error(), "SQLITE_BUSY") || strings.Contains(err.Error(), "locked") {
			return nil, fmt.Errorf("%s is in use by another program that runs on the same data: stop that one, or give both a Redis", path)
		}
		return nil, fmt.Errorf("opening the file of the sessions: %w", err)
	}
	return d, nil
}

func (d *disk) prepare(ctx context.Context) error {
	// A write takes the exclusive lock, which is then kept: a second program finds out now and not at its first step.
	if _, err := d.db.ExecContext(ctx, diskSchema+"; begin immediate; commit"); err != nil {
		return err
	}
	for stmt, text := range map[**sql.Stmt]string{
		&d.put: `insert into cells (name, field, kind, value, expires) values ($1, $2, $3, $4, $5)
			on conflict (name, field) do update set kind = excluded.kind, value = excluded.value, expires = excluded.expires`,
		&d.add:  `insert into cells (name, field, kind, value, expires) values ($1, $2, $3, $4, $5)`,
		&d.trim: `delete from cells where name = $1 and id <= (select id from cells where name = $1 order by id desc limit 1 offset $2)`,
		&d.drop: `delete from cells where name = $1`,
	} {
		prepared, err := d.db.PrepareContext(ctx, text)
		if err != nil {
			return err
		}
		*stmt = prepared
	}
	return nil
}

// save writes a row that stands alone under its name.
func (d *disk) save(ctx context.Context, r row) error {
	_, err := d.put.ExecContext(ctx, r.name, r.field, r.kind, r.value, r.expires.UnixMilli())
	return err
}

// push adds rows, all or none, and keeps the last of each name.
func (d *disk) push(ctx context.Context, rows []row, keep []int64) error {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for i, r := range rows {
		if _, err := tx.StmtContext(ctx, d.add).ExecContext(ctx, r.name, r.field, r.kind, r.value, r.expires.UnixMilli()); err != nil {
			return err
		}
		if _, err := tx.StmtContext(ctx, d.trim).ExecContext(ctx, r.name, keep[i]); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// remove deletes all rows of the names.
func (d *disk) remove(ctx context.Context, names []string) error {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, name := range names {
		if _, err := tx.StmtContext(ctx, d.drop).ExecContext(ctx, name); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// load gives every row to take, in the order in which they were first written.
func (d *disk) load(ctx context.Context, take func(row) error) error {
	rows, err := d.db.QueryContext(ctx, "select name, field, kind, value, expires from cells order by id")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r row
		var expires int64
		if err := rows.Scan(&r.name, &r.field, &r.kind, &r.value, &expires); err != nil {
			return err
		}
		r.expires = time.UnixMilli(expires)
		if err := take(r); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (d *disk) close() error {
	return errors.Join(d.put.Close(), d.add.Close(), d.trim.Close(), d.drop.Close(), d.db.Close())
}
