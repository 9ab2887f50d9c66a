package session_test

import (
	"context"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/chuyme/chuyme/bot/session/sessiontest"
	"github.com/chuyme/chuyme/internal/servertest"
)

func TestEmbedded(t *testing.T) {
	sessiontest.Exercise(t, func(t *testing.T) sessiontest.Server { return sessiontest.Server{Dir: t.TempDir()} })
}

func TestRedis(t *testing.T) {
	sessiontest.Exercise(t, func(t *testing.T) sessiontest.Server {
		return sessiontest.Server{URL: servertest.Redis(t), Shared: true}
	})
}

func TestCluster(t *testing.T) {
	url := servertest.RedisCluster(t)
	opts, err := redis.ParseClusterURL(url)
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClusterClient(opts)
	defer client.Close()
	sessiontest.Exercise(t, func(t *testing.T) sessiontest.Server {
		if err := client.FlushAll(context.Background()).Err(); err != nil { // a cluster takes seconds to start
			t.Fatal(err)
		}
		return sessiontest.Server{URL: url, Shared: true}
	})
}
