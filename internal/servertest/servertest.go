// Package servertest gives tests a real Redis and a real PostgreSQL: those named by CHUYME_TEST_REDIS_URL and
// CHUYME_TEST_POSTGRES_URL, or servers started from the binaries of this machine, once for each test process, on a
// free port of the loopback interface and in a directory of their own. They die with the process, however it ends.
//
//	store := open(t, servertest.Postgres(t)) // a fresh, empty database
//
// It never skips a test: where a server can neither be reached nor started, the test fails with the name of the
// package to install. It is never imported by anything but tests.
package servertest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// tell says once, on standard error, which server the tests of this process run against.
func tell(server, where string) { fmt.Fprintf(os.Stderr, "servertest: %s: %s\n", server, where) }

// find gives the path of a program on PATH or, failing that, the last match of the patterns.
func find(program, install string, patterns ...string) (string, error) {
	if path, err := exec.LookPath(program); err == nil {
		return path, nil
	}
	for _, pattern := range patterns {
		if found, _ := filepath.Glob(pattern); len(found) > 0 {
			return found[len(found)-1], nil
		}
	}
	return "", fmt.Errorf("%s is not on this machine: install it (apt-get install %s; make test does so)", program, install)
}

// freePort gives a port of the loopback interface that nobody listens on just now. Another process may take it
// before the server does; whoever starts a server tries again with another.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("looking for a free port: %w", err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port), nil
}
