package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
)

// small is a pool of one connection to a file with a table of three numbers.
func small(t *testing.T) *sql.DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	if err := private(path); err != nil {
		t.Fatal(err)
	}
	db, err := connect(path, 1, "mode=rw")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	if _, err := db.ExecContext(t.Context(), `create table n (i bigint primary key); insert into n values (1), (2), (3)`); err != nil {
		t.Fatal(err)
	}
	return db
}

const pick = `select i from n where i >= $1 order by i`

// sum adds what pick gives; with nested, it asks anew for each row while the rows are still open.
func sum(t *testing.T, tx *sql.Tx, from int, nested bool) (total int) {
	t.Helper()
	rows, err := tx.QueryContext(t.Context(), pick, from)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var i int
		if err := rows.Scan(&i); err != nil {
			t.Fatal(err)
		}
		if nested {
			i = sum(t, tx, i, false)
		}
		total += i
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return total
}

// TestKeptStatementsNest uses one statement within its own rows, again and again.
func TestKeptStatementsNest(t *testing.T) {
	tx, err := small(t).BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for range 4 {
		if got := sum(t, tx, 1, true); got != 6+5+3 {
			t.Errorf("nested: got %d, want 14", got)
		}
		if got := sum(t, tx, 3, false); got != 3 {
			t.Errorf("with another argument: got %d, want 3", got)
		}
	}
}

// TestKeptStatementsSurviveFaults breaks a constraint, ends a context in mid-reading, leaves rows unread and changes
// the table under the statements.
func TestKeptStatementsSurviveFaults(t *testing.T) {
	db := small(t)
	add := func(i int) error {
		_, err := db.ExecContext(t.Context(), `insert into n values ($1)`, i)
		return err
	}
	for i := 4; i < 8; i++ {
		if err := add(i); err != nil {
			t.Fatal(err)
		}
		if err := add(i); err == nil {
			t.Fatalf("%d was added twice", i)
		}
		var first int
		if err := db.QueryRowContext(t.Context(), pick, 0).Scan(&first); err != nil || first != 1 {
			t.Fatalf("the first of many: got %d, %v", first, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		rows, err := db.QueryContext(ctx, pick, 0)
		if err != nil {
			t.Fatal(err)
		}
		rows.Next()
		cancel()
		if err := rows.Close(); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if _, err := db.ExecContext(t.Context(), `alter table n add column j bigint`); err != nil {
		t.Fatal(err)
	}
	if err := add(9); err == nil {
		t.Error("one value was taken for two columns: the statement is an old one")
	}
	var n int
	if err := db.QueryRowContext(t.Context(), `select count(*) from n`).Scan(&n); err != nil || n != 7 {
		t.Errorf("numbers: got %d, %v; want 7", n, err)
	}
}

// TestKeptStatementsAreBounded uses more different statements than are kept.
func TestKeptStatementsAreBounded(t *testing.T) {
	db := small(t)
	raw, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	for range 3 {
		query := `select 1`
		for range mostSeen + 10 {
			query += ` `
			if _, err := raw.ExecContext(t.Context(), query); err != nil {
				t.Fatal(err)
			}
		}
	}
	err = raw.Raw(func(c any) error {
		if c := c.(*conn); len(c.kept) != mostKept || len(c.seen) > mostSeen {
			t.Errorf("kept %d and seen %d, want %d and at most %d", len(c.kept), len(c.seen), mostKept, mostSeen)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
