package stats_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/stats"
)

// BenchmarkCount counts 100,000 records of past registers out of each store. The limit is two seconds.
func BenchmarkCount(b *testing.B) {
	for _, db := range []string{"sqlite", "postgres"} {
		b.Run(db, func(b *testing.B) {
			url, dir := "", b.TempDir()
			if db == "postgres" {
				url = servertest.Postgres(b)
			}
			store := storeWith(b, url, dir, 100_000)
			for b.Loop() {
				report, err := stats.Count(b.Context(), store, stats.Options{})
				if err != nil || report.Signals.N != 100_000 {
					b.Fatalf("%d signals, %v", report.Signals.N, err)
				}
			}
		})
	}
}

func storeWith(b *testing.B, url, dir string, n int) *casestore.Store {
	keys, err := seal.OpenKeyset(filepath.Join(dir, "master.key"))
	if err != nil {
		b.Fatal(err)
	}
	store, err := casestore.Open(b.Context(), url, dir, keys, casestore.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := store.Close(); err != nil {
			b.Error(err)
		}
	})
	contents := make([][]byte, n)
	for i := range contents {
		at := time.Date(2020, 1, 1, 0, i, 0, 0, time.UTC)
		contents[i], err = json.Marshal(stats.Record{
			ReceivedAt: at, Source: "neighbour", Kind: []string{"neglect", "physical"}, Setting: "family", Perpetrator: "father",
			Municipality: fmt.Sprintf("LOV%02d", i%40), Victims: []stats.Victim{{Age: "4-7", Sex: "boy"}},
			Meetings: []stats.Meeting{{At: at, Occasion: "first_signal", Attended: []string{"ozd", "police"}}},
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if _, _, err := store.Import(b.Context(), "operator", contents); err != nil {
		b.Fatal(err)
	}
	return store
}
