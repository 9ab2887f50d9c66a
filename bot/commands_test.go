package main

import (
	"database/sql"
	"errors"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/chuyme/chuyme/internal/casestore/sqlite"
)

// TestCommands runs the scripts of testdata/script: each is a session at the command line, with a data folder of its
// own. Beside what testscript knows they have
//
//	status N COMMAND…   the command ends with exit status N
//	keep NAME PATTERN   the environment variable NAME becomes what the pattern's group finds in standard output
//	tamper STATEMENT    the statement is run on the database behind the program's back
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("CHUYME_DATA_DIR", filepath.Join(env.WorkDir, "data"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status, "keep": keep, "tamper": tamper},
	})
}

func status(ts *testscript.TestScript, neg bool, args []string) {
	want := -1
	if len(args) >= 2 {
		if n, err := strconv.Atoi(args[0]); err == nil {
			want = n
		}
	}
	if neg || want < 0 {
		ts.Fatalf("usage: status N COMMAND…")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var ended *exec.ExitError
		if !errors.As(err, &ended) {
			ts.Fatalf("%s: %v", args[1], err)
		}
		got = ended.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s: exit status %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

func keep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: keep NAME PATTERN")
	}
	found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) != 2 {
		ts.Fatalf("%s is not in standard output", args[1])
	}
	ts.Setenv(args[0], found[1])
}

func tamper(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: tamper STATEMENT")
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(ts.Getenv("CHUYME_DATA_DIR"), sqlite.FileName))
	ts.Check(err)
	defer db.Close()
	done, err := db.Exec(args[0])
	ts.Check(err)
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		ts.Fatalf("nothing was changed: %v", err)
	}
}
