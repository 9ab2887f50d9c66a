package servertest_test

import (
	"context"
	"database/sql"
	"runtime"
	"testing"

	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"github.com/chuyme/chuyme/internal/servertest"
)

func TestRedisIsCleanAndApart(t *testing.T) {
	ctx := context.Background()
	first, second := client(t, servertest.Redis(t)), client(t, servertest.Redis(t))
	if err := first.Set(ctx, "key", "value", 0).Err(); err != nil {
		t.Fatal(err)
	}
	if n := second.DBSize(ctx).Val(); n != 0 {
		t.Errorf("the second database holds %d keys, want none of the first's", n)
	}
}

func TestRedisServerGoesAndComesBack(t *testing.T) {
	ctx := context.Background()
	server := servertest.NewRedisServer(t)
	c := client(t, server.URL)
	if err := c.Set(ctx, "key", "value", 0).Err(); err != nil {
		t.Fatal(err)
	}
	server.Stop()
	server.Stop()
	if err := c.Ping(ctx).Err(); err == nil {
		t.Error("a stopped server answers")
	}
	server.Start(t)
	if err := c.Get(ctx, "key").Err(); err != redis.Nil {
		t.Errorf("after a restart, got %v, want an empty server", err)
	}
}

func TestRedisClusterRefusesKeysOfTwoSlots(t *testing.T) {
	opts, err := redis.ParseClusterURL(servertest.RedisCluster(t))
	if err != nil {
		t.Fatal(err)
	}
	c := redis.NewClusterClient(opts)
	defer c.Close()
	ctx := context.Background()
	if err := c.Set(ctx, "key", "value", 0).Err(); err != nil {
		t.Fatal(err)
	}
	if err := c.Eval(ctx, "return 1", []string{"a", "b"}).Err(); err == nil {
		t.Error("a script over two slots was taken")
	}
}

func TestPostgresIsFreshAndApart(t *testing.T) {
	before := goleak.IgnoreCurrent()
	first, second := database(t, servertest.Postgres(t)), database(t, servertest.Postgres(t))
	if _, err := first.Exec("create table things (id bigint primary key)"); err != nil {
		t.Fatal(err)
	}
	if _, err := second.Exec("select * from things"); err == nil {
		t.Error("the second database has the first's table")
	}
	first.Close()
	second.Close()
	goleak.VerifyNone(t, before)
}

// TestServersOutliveTheCollector: what keeps a server alive is an open file, which the collector closes if nobody holds it.
func TestServersOutliveTheCollector(t *testing.T) {
	c, db := client(t, servertest.Redis(t)), database(t, servertest.Postgres(t))
	for range 3 {
		runtime.GC()
	}
	if err := c.Ping(context.Background()).Err(); err != nil {
		t.Errorf("Redis is gone: %v", err)
	}
	if err := db.Ping(); err != nil {
		t.Errorf("PostgreSQL is gone: %v", err)
	}
}

func client(t *testing.T, url string) *redis.Client {
	opts, err := redis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	opts.MaxRetries, opts.DialerRetries = -1, 1
	c := redis.NewClient(opts)
	t.Cleanup(func() { c.Close() })
	return c
}

func database(t *testing.T, url string) *sql.DB {
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
