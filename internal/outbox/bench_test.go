package outbox

import (
	"slices"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/signal"
)

// benchBoth runs a benchmark on either database.
func benchBoth(b *testing.B, bench func(b *testing.B, r *rig)) {
	for _, db := range []string{"sqlite", "postgres"} {
		b.Run(db, func(b *testing.B) {
			w := where{dir: b.TempDir()}
			if db == "postgres" {
				w.url = servertest.Postgres(b)
			}
			r := newRig(b, w, Options{}, nil, sent)
			r.start(b)
			bench(b, r)
		})
	}
}

// BenchmarkOpenDeliver opens cases as fast as one caller can, while the first alert of each is delivered; an operation
// is over when its alert's outcome is written down.
func BenchmarkOpenDeliver(b *testing.B) {
	benchBoth(b, func(b *testing.B, r *rig) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			for n := 0; n < b.N; n++ {
				<-r.settled
				<-r.calls
			}
		}()
		for b.Loop() {
			alert(b, r.store, signal.Crisis, signal.AlertNew)
		}
		<-done
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "cases/s")
	})
}

// BenchmarkCommitToDelivery measures how long after the commit of a case its alert is handed to the far side, with 50
// cases a second.
func BenchmarkCommitToDelivery(b *testing.B) {
	benchBoth(b, func(b *testing.B, r *rig) {
		pace := time.NewTicker(time.Second / 50)
		defer pace.Stop()
		var waits []time.Duration
		for b.Loop() {
			<-pace.C
			alert(b, r.store, signal.Crisis, signal.AlertNew)
			committed := time.Now()
			<-r.calls
			waits = append(waits, time.Since(committed))
			<-r.settled
		}
		slices.Sort(waits)
		b.ReportMetric(float64(waits[len(waits)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds())/1000, "p99-ms")
	})
}
