package session_test

import (
	"strings"
	"testing"

	"github.com/chuyme/chuyme/bot/session"
)

func TestRedisURLs(t *testing.T) {
	keys := keyset(t)
	for _, c := range []struct{ url, wrong string }{
		{"redis://localhost:6379", ""},
		{"redis://user:s3cretword@localhost:6379/3", ""},
		{"rediss://:s3cretword@redis.example.org:6380", ""},
		{"redis://localhost:26379?master_name=mymaster&addr=localhost:26380", ""},
		{"redis://localhost:7000?addr=localhost:7001&addr=localhost:7002", ""},
		{"localhost:6379", "does not begin with redis://"},
		{"/run/redis.sock", "does not begin with redis://"},
		{"http://user:s3cretword@localhost:6379", "does not begin with redis://"},
		{"redis://:s3cretword@/0", "names no host"},
		{"redis://user:s3cretword@localhost:port", "it is not a URL"},
		{"redis://user:s3cret%zzword@localhost", "it is not a URL"},
		{"redis://user:s3cretword@localhost/first", "invalid database number"},
		{"redis://user:s3cretword@localhost?no_such_option=1", "no_such_option"},
		{"redis://user:s3cretword@localhost?addr=localhost:1&no_such_option=1", "no_such_option"},
		{"redis://user:s3cretword@localhost?master_name=m&no_such_option=1", "no_such_option"},
	} {
		s, err := session.Open(t.Context(), c.url, t.TempDir(), keys, session.Options{})
		if c.wrong == "" {
			if err != nil {
				t.Errorf("%s: %v", c.url, err)
				continue
			}
			s.Close()
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.wrong) || !strings.Contains(err.Error(), "it is to have one of the forms") {
			t.Errorf("%s: %v; want %q and what would be right", c.url, err, c.wrong)
		}
		if err != nil && strings.Contains(err.Error(), "cret") {
			t.Errorf("%s: the password is in the error: %v", c.url, err)
		}
	}
}
