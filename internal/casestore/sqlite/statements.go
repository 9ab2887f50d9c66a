package sqlite

import (
	"context"
	"database/sql/driver"
	"strings"

	"modernc.org/sqlite"
)

// mostKept bounds the statements that one connection keeps prepared, and mostSeen those whose first use it remembers.
// Ours and the queue's are about a hundred; only lists with changing numbers of values add to them.
const (
	mostKept = 256
	mostSeen = 1024
)

// connector makes connections that keep their statements prepared. The SQLite driver parses a statement at every use,
// which was two fifths of the processor time of opening and delivering a case.
type connector struct{ driver.Connector }

func newConnector(name string) (driver.Connector, error) {
	c, err := sqlite.NewConnector(name)
	if err != nil {
		return nil, err
	}
	return connector{c}, nil
}

// Connect opens a connection.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := inner.(fullConn)
	if !ok {
		return inner, nil // a driver that we do not know: it works as it is
	}
	return &conn{fullConn: full, seen: map[string]bool{}, kept: map[string]*kept{}}, nil
}

// fullConn is what database/sql asks a connection of SQLite for.
type fullConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// fullStmt is what we ask a prepared statement for.
type fullStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// conn keeps statements from their second use on. database/sql uses a connection from one goroutine at a time.
type conn struct {
	fullConn
	seen map[string]bool
	kept map[string]*kept
}

// kept is a prepared statement. While rows of it are being read it is busy, and a second use goes without it.
type kept struct {
	fullStmt
	busy bool
}

// Unwrap gives the connection below, for what the SQLite driver itself does with one.
func (c *conn) Unwrap() driver.Conn { return c.fullConn }

// take gives the prepared statement of a query, marked busy, or nil when there is none to use.
func (c *conn) take(ctx context.Context, query string) *kept {
	if k := c.kept[query]; k != nil {
		if k.busy {
			return nil
		}
		k.busy = true
		return k
	}
	if !c.worthKeeping(query) {
		return nil
	}
	stmt, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil // using it without will say what is wrong
	}
	full, ok := stmt.(fullStmt)
	if !ok {
		_ = stmt.Close()
		return nil
	}
	k := &kept{fullStmt: full, busy: true}
	c.kept[query] = k
	return k
}

// worthKeeping reports whether a query was used before, is one statement, and finds room.
func (c *conn) worthKeeping(query string) bool {
	if c.seen[query] {
		return len(c.kept) < mostKept
	}
	if len(c.seen) < mostSeen && !strings.Contains(strings.TrimRight(query, "; \t\r\n"), ";") {
		c.seen[query] = true
	}
	return false
}

// ExecContext runs a statement.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	k := c.take(ctx, query)
	if k == nil {
		return c.fullConn.ExecContext(ctx, query, args)
	}
	defer func() { k.busy = false }()
	return k.ExecContext(ctx, args)
}

// QueryContext runs a query.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	k := c.take(ctx, query)
	if k == nil {
		return c.fullConn.QueryContext(ctx, query, args)
	}
	rows, err := k.QueryContext(ctx, args)
	if err != nil {
		k.busy = false
		return nil, err
	}
	return &keptRows{Rows: rows, of: k}, nil
}

// Close gives the prepared statements back and closes the connection.
func (c *conn) Close() error {
	for _, k := range c.kept {
		_ = k.Close()
	}
	c.kept = nil
	return c.fullConn.Close()
}

// keptRows sets its statement free when it is closed.
type keptRows struct {
	driver.Rows
	of *kept
}

// Close ends the reading.
func (r *keptRows) Close() error {
	err := r.Rows.Close()
	r.of.busy = false
	return err
}
