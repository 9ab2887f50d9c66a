package casework_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// BenchmarkThousandEscalate lets 1,000 open cases come to their second step in the same moment. last-ms is when the last
// of them was handed to the outbox; the limit for 99 of 100 is two seconds. Each step must be there once.
func BenchmarkThousandEscalate(b *testing.B) {
	const cases = 1_000
	n := newNight(b, "")
	for i := range cases {
		if err := n.tell(fmt.Sprint("c", i), signal.Crisis, signal.Neglect, "LOV18"); err != nil {
			b.Fatal(err)
		}
	}
	slowest := time.Duration(0)
	b.ResetTimer()
	for range b.N {
		n.now = n.now.Add(3 * time.Minute)
		begun := time.Now()
		if _, err := n.desk.TurnOnce(b.Context()); err != nil {
			b.Fatal(err)
		}
		slowest = max(slowest, time.Since(begun))
	}
	b.StopTimer()
	b.ReportMetric(float64(slowest.Milliseconds()), "last-ms")
	all, err := n.store.Unfinished(b.Context(), 0)
	if err != nil {
		b.Fatal(err)
	}
	told := map[string]int{}
	for _, d := range all {
		if d.Unit == "ozd-lovech" && d.Kind == signal.AlertNew && d.Step == 2 {
			told[string(d.Ref)]++
		}
	}
	for ref, times := range told {
		if times != 1 {
			b.Errorf("case %s was told its second step %d times", ref, times)
		}
	}
	if len(told) != cases {
		b.Errorf("%d cases were told their second step, want %d", len(told), cases)
	}
}
