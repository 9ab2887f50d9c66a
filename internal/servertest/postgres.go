package servertest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

const postgresBinaries = "/usr/lib/postgresql/*/bin/"

// Postgres gives the postgres:// URL of a fresh, empty database, which is dropped when t ends.
func Postgres(t testing.TB) string {
	t.Helper()
	server, err := sharedPostgres()
	if err != nil {
		t.Fatal(err)
	}
	name := "chuyme_test_" + strings.ToLower(rand.Text())
	if err := administer(server.url, "create database "+name+" template template0 encoding 'UTF8'"); err != nil {
		t.Fatalf("making a test database: %v", err)
	}
	t.Cleanup(func() {
		if err := administer(server.url, "drop database "+name+" with (force)"); err != nil {
			t.Errorf("dropping the test database: %v", err)
		}
	})
	u, err := url.Parse(server.url)
	if err != nil {
		t.Fatal("CHUYME_TEST_POSTGRES_URL is not of the form postgres://user:password@host:port/database")
	}
	u.Path = "/" + name
	return u.String()
}

func administer(server, statement string) error {
	db, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(context.Background(), statement)
	return err
}

// postgresServer is the server that the tests of this process share.
type postgresServer struct {
	url  string
	ours *child // nil: somebody else's; held here, because a server that is forgotten is ended
}

var sharedPostgres = sync.OnceValues(func() (*postgresServer, error) {
	if url := os.Getenv("CHUYME_TEST_POSTGRES_URL"); url != "" {
		tell("PostgreSQL", "that of CHUYME_TEST_POSTGRES_URL")
		return &postgresServer{url: url}, nil
	}
	as, err := unprivileged()
	if err != nil {
		return nil, err
	}
	var failed error
	for range 3 { // another process may be quicker to take the port
		dir, err := initdb(as) // goes with its server
		if err != nil {
			return nil, err
		}
		port, err := freePort()
		if err != nil {
			return nil, err
		}
		c, err := startPostgres(dir, port, as)
		if err == nil {
			tell("PostgreSQL", "postgres of this machine, port "+port)
			return &postgresServer{url: serverURL(port), ours: c}, nil
		}
		failed = err
	}
	return nil, failed
})

func serverURL(port string) string {
	return "postgres://chuyme@127.0.0.1:" + port + "/postgres?sslmode=disable"
}

// unprivileged gives the user to run PostgreSQL as: it refuses to run as root.
func unprivileged() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, errors.New("PostgreSQL does not run as root, and this machine has no user postgres: apt-get install postgresql makes one")
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(err1, err2)
}

// initdb makes an empty cluster in a directory of its own.
func initdb(as *syscall.Credential) (dir string, err error) {
	program, err := find("initdb", "postgresql", postgresBinaries+"initdb")
	if err != nil {
		return "", err
	}
	if dir, err = os.MkdirTemp("", "chuyme-postgres-"); err != nil {
		return "", err
	}
	if as != nil {
		if err := os.Chown(dir, int(as.Uid), int(as.Gid)); err != nil {
			return "", err
		}
	}
	cmd := exec.Command(program, "-D", filepath.Join(dir, "data"), "-U", "chuyme", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		os.RemoveAll(dir)
		return "", fmt.Errorf("making a PostgreSQL cluster: %w: %s", err, out)
	}
	return dir, nil
}

// startPostgres starts a server over dir. It does not wait for the disk: a test's data need not outlive the machine.
func startPostgres(dir, port string, as *syscall.Credential) (*child, error) {
	program, err := find("postgres", "postgresql", postgresBinaries+"postgres")
	if err != nil {
		return nil, err
	}
	argv := []string{program, "-D", filepath.Join(dir, "data"), "-p", port, "-h", "127.0.0.1", "-k", dir}
	for _, set := range []string{"fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=300", "shared_buffers=32MB"} {
		argv = append(argv, "-c", set)
	}
	// QUIT ends it at once and lets it give back its shared memory.
	c, err := startChild(childSpec{end: "QUIT", dir: dir, remove: true, as: as, argv: argv})
	if err != nil {
		return nil, err
	}
	if err := c.await(func() error { return administer(serverURL(port), "select 1") }); err != nil {
		c.stop()
		return nil, err
	}
	return c, nil
}
