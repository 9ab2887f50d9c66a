package session_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/internal/servertest"
)

// BenchmarkDo is one step of a chat that this process knows.
func BenchmarkDo(b *testing.B) {
	for _, server := range []string{"redis", "embedded"} {
		b.Run(server, func(b *testing.B) {
			s := filled(b, server, 0)
			for i := 0; b.Loop(); i++ {
				if _, err := s.Do(b.Context(), session.Key(fmt.Sprint("bench", i%50)), fmt.Sprint(i), next); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkGrowth does a step on a server with 1 thousand sessions and one on a server with 100 thousand in turn, so
// that whatever else the machine does falls on both, and compares the medians.
func BenchmarkGrowth(b *testing.B) {
	for _, server := range []string{"redis", "embedded"} {
		b.Run(server, func(b *testing.B) {
			stores := []*session.Store{filled(b, server, 1_000), filled(b, server, 100_000)}
			took := make([][]time.Duration, 2)
			i := 0
			for b.Loop() {
				i++
				for n, s := range stores {
					began := time.Now()
					if _, err := s.Do(b.Context(), session.Key(fmt.Sprint("bench", i%50)), fmt.Sprint(i), next); err != nil {
						b.Fatal(err)
					}
					took[n] = append(took[n], time.Since(began))
				}
			}
			few, many := median(took[0]), median(took[1])
			b.ReportMetric(float64(few.Microseconds()), "µs-1k")
			b.ReportMetric(float64(many.Microseconds()), "µs-100k")
			b.ReportMetric(float64(many)/float64(few), "ratio")
		})
	}
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// BenchmarkDoOf64 is the same with 64 people at once.
func BenchmarkDoOf64(b *testing.B) {
	for _, server := range []string{"redis", "embedded"} {
		b.Run(server, func(b *testing.B) {
			s := filled(b, server, 0)
			b.SetParallelism(32) // times GOMAXPROCS
			b.RunParallel(func(pb *testing.PB) {
				key := session.Key(fmt.Sprint("chat", rand.Int64()))
				for i := 0; pb.Next(); i++ {
					if _, err := s.Do(b.Context(), key, fmt.Sprint(i), next); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}

// BenchmarkSweepOfNothing is a sweep that finds nothing due, with 100 thousand sessions that wait.
func BenchmarkSweepOfNothing(b *testing.B) {
	for _, server := range []string{"redis", "embedded"} {
		b.Run(server, func(b *testing.B) {
			s := filled(b, server, 100_000)
			for b.Loop() {
				if n, err := s.Sweep(b.Context(), time.Now(), nil); n != 0 || err != nil {
					b.Fatal(n, err)
				}
			}
		})
	}
}

// next is a step that writes a session of an ordinary size with a deadline in half an hour.
func next(prev []byte) (session.Plan, error) {
	return session.Plan{Next: bytes.Repeat([]byte("answer "), 100), Deadline: time.Now().Add(30 * time.Minute)}, nil
}

func filled(b *testing.B, server string, sessions int) *session.Store {
	b.Helper()
	url, dir := "", b.TempDir()
	if server == "redis" {
		url = servertest.Redis(b)
	}
	s := open(b, url, dir, keyset(b))
	for i := range sessions {
		if _, err := s.Do(b.Context(), session.Key(fmt.Sprint("other", i)), "1", next); err != nil {
			b.Fatal(err)
		}
	}
	return s
}
