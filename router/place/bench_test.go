package place_test

import (
	"bufio"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/router/place"
)

// fullRegister names a file with the whole register for the benchmarks; without it they run on that of the tests.
const fullRegister = "CHUYME_TEST_PLACES"

func benchRegister(b *testing.B) string {
	if file := os.Getenv(fullRegister); file != "" {
		return file
	}
	b.Logf("%s is not set: a small register is measured", fullRegister)
	return "testdata/register.csv"
}

// queries gives the queries of testdata/queries.tsv.
func queries(t testing.TB) []string {
	f, err := os.Open("testdata/queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if q, _, _ := strings.Cut(lines.Text(), "\t"); !strings.HasPrefix(q, "#") {
			out = append(out, q)
		}
	}
	return out
}

// BenchmarkFind: at most a millisecond at the 99th percentile over the whole register.
func BenchmarkFind(b *testing.B) {
	r, err := place.Open(benchRegister(b))
	if err != nil {
		b.Fatal(err)
	}
	asked := queries(b)
	took := make([]time.Duration, len(asked)) // of each query the quickest run, so that a busy machine does not show
	for i := range took {
		took[i] = time.Hour
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		begin := time.Now()
		r.Find(asked[i%len(asked)])
		took[i%len(asked)] = min(took[i%len(asked)], time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns")
}

// BenchmarkFindLong: a megabyte costs what its first 8 KiB cost.
func BenchmarkFindLong(b *testing.B) {
	r, err := place.Open(benchRegister(b))
	if err != nil {
		b.Fatal(err)
	}
	for name, text := range map[string]string{
		"sentence": strings.Repeat("живеем в Розино, едно село до Карлово, но сега сме при баба. ", 1<<14),
		"villages": strings.Repeat("Ново село Баня ", 1<<16),
		"unknown":  strings.Repeat("в Бургозол ", 1<<16),
		"marks":    "а" + strings.Repeat("\u0301", 1<<19),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r.Find(text)
			}
		})
	}
}

// BenchmarkIndex: under 300 ms and 60 MB for the whole register.
func BenchmarkIndex(b *testing.B) {
	file := benchRegister(b)
	var before, after runtime.MemStats
	quickest := time.Hour
	b.ReportAllocs()
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		begin := time.Now()
		r, err := place.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		quickest = min(quickest, time.Since(begin))
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "kept-MiB")
		runtime.KeepAlive(r)
	}
	b.ReportMetric(float64(quickest.Milliseconds()), "build-ms")
}
