package casework_test

import (
	"fmt"
	"testing"
	"time"
	"sort"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
)

func TestZZ(t *testing.T) {
	for _, kind := range []string{"sqlite", "postgres"} {
		url := ""
		if kind == "postgres" { url = servertest.Postgres(t) }
		n := newNight(t, url)
		ages := []signal.Option{"0-3", "4-7", "8-11", "12-16"}
		sexes := []signal.Option{"girl", "boy"}
		start := time.Now()
		var ref signal.Ref
		var took []time.Duration
		for i := range 3000 {
			s := time.Now()
			ref = n.file(fmt.Sprint(i), about{place: teteven, age: ages[i%4], sex: sexes[i%2], who: "father", kind: signal.Physical, text: fmt.Sprintf("Случай %d: вчера вечерта се чу вик от къщата до реката и детето %d пак не беше на училище.", i, i*7)})
			took = append(took, time.Since(s))
			n.now = n.now.Add(time.Minute)
		}
		half := time.Since(start)
		sort.Slice(took, func(i, j int) bool { return took[i] < took[j] })
		near := casestore.Near{Units: []string{"ozd-teteven"}, Since: n.now.Add(-60*24*time.Hour), Till: n.now, By: []string{"place", "municipality", "text", "phrase"}, Limit: 200}
		start = time.Now()
		for range 10 { n.store.Alike(t.Context(), ref, near) }
		fmt.Println("open alike", time.Since(start)/10)
		start = time.Now()
		for range 10 { n.desk.Inspect(t.Context(), "op", ref, "x") }
		fmt.Println("open inspect", time.Since(start)/10)
		start = time.Now()
		for range 20 {
			v, err := n.desk.View(t.Context(), casework.Officer{Unit: "ozd-teteven", ID: "x"}, ref, "t")
			if err != nil || len(v.Related) != 8 { t.Fatal(err, len(v.Related)) }
		}
		fmt.Println(kind, "open", half/3000, "p99", took[2970], "view", time.Since(start)/20)
	}
}
