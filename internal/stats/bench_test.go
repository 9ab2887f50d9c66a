package stats

import (
	"fmt"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/servertest"
)

// BenchmarkCount counts 100,000 records of past registers out of each store. The limit is two seconds.
func BenchmarkCount(b *testing.B) {
	for _, db := range []string{"sqlite", "postgres"} {
		b.Run(db, func(b *testing.B) {
			url := ""
			if db == "postgres" {
				url = servertest.Postgres(b)
			}
			store := imported(b, url, manyRecords(100_000))
			for b.Loop() {
				report, err := Count(b.Context(), store, Options{})
				if err != nil || report.Signals.N != 100_000 {
					b.Fatalf("%d signals, %v", report.Signals.N, err)
				}
			}
		})
	}
}

func manyRecords(n int) []Record {
	list := make([]Record, n)
	for i := range list {
		at := time.Date(2020, 1, 1, 0, i, 0, 0, time.UTC)
		list[i] = Record{
			ReceivedAt: at, Source: "neighbour", Kind: []string{"neglect", "physical"}, Setting: "family", Perpetrator: "father",
			Municipality: fmt.Sprintf("LOV%02d", i%40), Victims: []Victim{{Age: "4-7", Sex: "boy"}},
			Meetings: []Meeting{{At: at, Occasion: "first_signal", Attended: []string{"ozd", "police"}}},
		}
	}
	return list
}
