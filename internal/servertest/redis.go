package servertest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/redis/go-redis/v9"
)

// databases is how many logical databases a Redis started here has; each call of Redis gets one to itself.
const databases = 4096

// Redis gives the redis:// URL of a clean logical database that no other test uses until t ends.
func Redis(t testing.TB) string {
	t.Helper()
	shared, err := sharedRedis()
	if err != nil {
		t.Fatal(err)
	}
	opts, err := redis.ParseURL(shared.url)
	if err != nil {
		t.Fatal("CHUYME_TEST_REDIS_URL is not of the form redis://host:port")
	}
	if opts.DB, err = shared.take(t); err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(opts)
	defer client.Close()
	if err := client.FlushDB(context.Background()).Err(); err != nil {
		t.Fatalf("the test Redis does not answer: %v", err)
	}
	bare, _, _ := strings.Cut(shared.url, "?")
	scheme, rest, _ := strings.Cut(bare, "://")
	host, _, _ := strings.Cut(rest, "/")
	return fmt.Sprintf("%s://%s/%d", scheme, host, opts.DB)
}

// RedisServer is a private server that a test can take away and bring back.
type RedisServer struct {
	URL     string
	dir     string
	port    string
	cluster bool
	running *child
}

// NewRedisServer starts a server for t alone, which ends with t.
func NewRedisServer(t testing.TB) *RedisServer {
	t.Helper()
	return newRedisServer(t, false)
}

// RedisCluster gives the URL (in the ?addr= form) of a Redis Cluster of one node that owns all slots, so that a
// script whose keys do not share a slot fails as it would on a large one. It ends with t.
func RedisCluster(t testing.TB) string {
	t.Helper()
	s := newRedisServer(t, true)
	ctx := context.Background()
	client := redis.NewClient(&redis.Options{Addr: "127.0.0.1:" + s.port})
	defer client.Close()
	if err := client.ClusterAddSlotsRange(ctx, 0, 16383).Err(); err != nil {
		t.Fatalf("making a cluster of the test Redis: %v", err)
	}
	err := s.running.await(func() error {
		info, err := client.ClusterInfo(ctx).Result()
		if err == nil && !strings.Contains(info, "cluster_state:ok") {
			err = errors.New("the cluster is not ready")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.URL + "?addr=127.0.0.1:" + s.port
}

func newRedisServer(t testing.TB, cluster bool) *RedisServer {
	t.Helper()
	s, err := startRedis(t.TempDir, cluster, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// Stop takes the server away at once, as a power cut would; what it held is lost. Stopping twice does no harm.
func (s *RedisServer) Stop() {
	if s.running != nil {
		s.running.stop()
		s.running = nil
	}
}

// Start brings the server back, empty, on the same port.
func (s *RedisServer) Start(t testing.TB) {
	t.Helper()
	if err := s.start(false); err != nil {
		t.Fatal(err)
	}
}

func (s *RedisServer) start(remove bool) error {
	program, err := find("redis-server", "redis-server")
	if err != nil {
		return err
	}
	argv := []string{program, "--port", s.port, "--bind", "127.0.0.1", "--dir", s.dir, "--save", "", "--appendonly", "no"}
	if s.cluster {
		argv = append(argv, "--cluster-enabled", "yes")
	} else {
		argv = append(argv, "--databases", strconv.Itoa(databases))
	}
	if s.running, err = startChild(childSpec{end: "KILL", dir: s.dir, remove: remove, argv: argv}); err != nil {
		return err
	}
	return s.running.await(s.ping)
}

// ping asks by hand: a client would log each of its attempts while the server starts.
func (s *RedisServer) ping() error {
	conn, err := net.Dial("tcp", "127.0.0.1:"+s.port)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("PING\r\n")); err != nil {
		return err
	}
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && answer != "+PONG\r\n" {
		err = errors.New("it answers " + strings.TrimSpace(answer))
	}
	return err
}

// startRedis starts a server on a free port; where somebody else was quicker to take it, on another. Each try gets a
// directory of its own, which is removed when its server ends if remove says so.
func startRedis(dir func() string, cluster, remove bool) (*RedisServer, error) {
	var failed error
	for range 3 {
		port, err := freePort()
		if err != nil {
			return nil, err
		}
		s := &RedisServer{URL: "redis://127.0.0.1:" + port, dir: dir(), port: port, cluster: cluster}
		if failed = s.start(remove); failed == nil {
			return s, nil
		}
		s.Stop()
	}
	return nil, failed
}

// redisPool is the server that the tests of this process share.
type redisPool struct {
	url  string
	ours *RedisServer // nil: somebody else's; held here, because a server that is forgotten is ended
	mu   sync.Mutex
	next int
}

var sharedRedis = sync.OnceValues(func() (*redisPool, error) {
	if url := os.Getenv("CHUYME_TEST_REDIS_URL"); url != "" {
		tell("Redis", "that of CHUYME_TEST_REDIS_URL")
		return &redisPool{url: url}, nil
	}
	s, err := startRedis(tempDir, false, true)
	if err != nil {
		return nil, err
	}
	tell("Redis", "redis-server of this machine, port "+s.port)
	return &redisPool{url: s.URL, ours: s}, nil
})

// tempDir makes a directory; where it cannot, starting a server in it says why.
func tempDir() string {
	dir, err := os.MkdirTemp("", "chuyme-redis-")
	if err != nil {
		return filepath.Join(os.TempDir(), "chuyme-redis-none")
	}
	return dir
}

// take gives a database that is t's until it ends.
func (p *redisPool) take(t testing.TB) (int, error) {
	if p.ours != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.next == databases {
			return 0, fmt.Errorf("more than %d tests of one process asked for a Redis", databases)
		}
		p.next++
		return p.next - 1, nil
	}
	// A server that other test processes use too has 16 databases: a lock file stands for each.
	for n := range 16 {
		if unlock, err := lockDatabase(n, syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
			t.Cleanup(unlock)
			return n, nil
		}
	}
	unlock, err := lockDatabase(os.Getpid()%16, syscall.LOCK_EX) // all are taken: wait for one
	if err != nil {
		return 0, err
	}
	t.Cleanup(unlock)
	return os.Getpid() % 16, nil
}

func lockDatabase(n, how int) (unlock func(), err error) {
	f, err := os.OpenFile(filepath.Join(os.TempDir(), fmt.Sprintf("chuyme-test-redis-%d.lock", n)), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), how); err != nil {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}
