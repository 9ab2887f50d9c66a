package unit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/signal"
)

// large is a country of 100 municipalities with three units each. The limit of a route is 100 µs.
func large(b *testing.B) *Register {
	b.Helper()
	var text strings.Builder
	text.WriteString("version: 1\nnational: n\nunits:\n  - {id: n, kind: agency, name: Агенция}\n  - {id: line, kind: helpline, name: Линия}\n")
	var all Municipalities
	for i := range 100 {
		code := fmt.Sprintf("XXX%02d", i)
		all = append(all, MunicipalityArea{Code: code, Name: code})
		for _, kind := range []Kind{OZD, Police, PedagogicRoom} {
			fmt.Fprintf(&text, "  - {id: %s-%d, kind: %s, name: Име, municipalities: [%s], leads: [{urgency: [crisis, urgent]}]}\n",
				strings.ReplaceAll(string(kind), "_", "-"), i, kind, code)
		}
	}
	r, err := parse(&parser{file: "b", places: all}, []byte(text.String()))
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func BenchmarkRoute(b *testing.B) {
	r := large(b)
	facts := Facts{Urgency: signal.Crisis, Category: kinds(signal.Sexual, signal.SelfHarm), Municipality: "XXX42", Also: []Spot{{Municipality: "XXX17"}}}
	b.ReportAllocs()
	for b.Loop() {
		if route := r.Route(facts); len(route) < 3 {
			b.Fatal(said(route))
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	r := large(b)
	for b.Loop() {
		if report := Check(r, nil, Reach{}); len(report.Municipalities) != 100 {
			b.Fatal(report)
		}
	}
}
