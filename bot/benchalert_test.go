package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/router/place"
)

// How "send" to alert is measured: an open loop, so that a slow answer does not hold back the next signal.
const (
	benchUnits   = 40  // each with an officer and a municipality of its own, so that no chat's own limits matter
	benchSignals = 500 // of an operation
	benchEvery   = time.Second / 50
	benchLines   = 100 // connections over which updates come, Telegram's most
)

// BenchmarkSendToAlert measures how long after a reporter's "send" was brought the alert is on the officer's side, with
// 50 signals a second, each of another person. Its limit: p99-ms under 250. SQLite waits for the disk as it does in
// production; the PostgreSQL of the tests does not.
func BenchmarkSendToAlert(b *testing.B) {
	for _, db := range []string{"sqlite", "postgres"} {
		b.Run(db, func(b *testing.B) {
			url := ""
			if db == "postgres" {
				url = servertest.Postgres(b)
			}
			t := newAlertTown(b, url)
			var waits []time.Duration
			for b.Loop() {
				b.StopTimer()
				people := t.toReview(b, benchSignals)
				b.StartTimer()
				waits = append(waits, t.send(b, people)...)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(milliseconds(quantile(waits, 0.50)), "p50-ms")
			b.ReportMetric(milliseconds(quantile(waits, 0.99)), "p99-ms")
			b.ReportMetric(milliseconds(waits[len(waits)-1]), "max-ms") // quantile has sorted them
		})
	}
}

// alertTown is a running program with officers who have joined.
type alertTown struct {
	far      *farSide
	areas    []place.Area // municipalities, one for each officer
	officers []*screen
	lines    chan *benchLine
}

// newAlertTown starts the program on a database (SQLite where url is "") and lets the officers join.
func newAlertTown(b *testing.B, url string) *alertTown {
	b.Helper()
	const token = "bench:alert-0123456789"
	t := &alertTown{far: newFarSide(b, token), areas: benchAreas(b), lines: make(chan *benchLine, benchLines)}
	addr := freeAddress(b)
	settings := []string{"CHUYME_HTTP_ADDR=" + addr, "CHUYME_PUBLIC_URL=http://" + addr, "CHUYME_DATA_DIR=" + b.TempDir(),
		"CHUYME_UNITS=" + benchUnitsFile(b, t.areas), "CHUYME_DATABASE_URL=" + url, "CHUYME_REDIS_URL=" + servertest.Redis(b),
		"CHUYME_TELEGRAM_API=" + t.far.url, "CHUYME_TELEGRAM_TOKEN=" + token,
		"CHUYME_TELEGRAM_MODE=webhook", "CHUYME_TELEGRAM_WEBHOOK_SECRET=" + benchSecret}
	invites := benchInvites(b, settings)
	startBenchChild(b, benchServe, settings...)
	hook := t.far.hook(b, token)
	for range benchLines {
		l, err := newBenchLine(hook)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { l.conn.Close() })
		t.lines <- l
	}
	for _, invite := range invites {
		officer := newBenchPerson(t.far, 1<<41+t.far.ids.Add(1))
		if err := t.does(officer, benchStep{text: "/start " + invite}); err != nil {
			b.Fatal(err)
		}
		officer.screen.expect(benchSignals)
		t.officers = append(t.officers, officer.screen)
	}
	return t
}

// benchAreas are municipalities of which each gets a unit.
func benchAreas(b *testing.B) (areas []place.Area) {
	b.Helper()
	r, err := place.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range r.Provinces() {
		areas = append(areas, r.Municipalities(p.Code)...)
	}
	return areas[:benchUnits]
}

// benchUnitsFile writes a units file in which each municipality has a department of its own, whose officer is told at once.
func benchUnitsFile(b *testing.B, areas []place.Area) string {
	b.Helper()
	var y strings.Builder
	y.WriteString("version: 1\nnational: agency\nunits:\n  - {id: agency, kind: agency, name: Агенция}\n")
	for i, a := range areas {
		fmt.Fprintf(&y, "  - {id: ozd-%d, kind: ozd, name: Отдел %d, municipalities: [%s], ladder: [{notify: unit}]}\n", i, i, a.Code)
	}
	file := filepath.Join(b.TempDir(), "units.yaml")
	if err := os.WriteFile(file, []byte(y.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	return file
}

// benchInvites makes an invite for an officer of each unit.
func benchInvites(b *testing.B, settings []string) (invites []string) {
	b.Helper()
	world := outside{strings.NewReader(""), io.Discard, os.Stderr, append(plainEnviron(), settings...)}
	err := withRegister(b.Context(), world, func(h *house) error {
		for i := range benchUnits {
			inv, err := h.store.Invite(b.Context(), fmt.Sprintf("ozd-%d", i), "o-1", "duty", time.Hour)
			if err != nil {
				return err
			}
			invites = append(invites, inv.Telegram)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return invites
}

// does brings one step over a connection that is free.
func (t *alertTown) does(p *benchPerson, s benchStep) error {
	l := <-t.lines
	defer func() { t.lines <- l }()
	_, err := p.do(l, s)
	return err
}

// toReview lets n people tell their story up to the last question. Person i tells of the i-th municipality, in turn.
func (t *alertTown) toReview(b *testing.B, n int) []*benchPerson {
	b.Helper()
	people := make([]*benchPerson, n)
	failures := make([]error, n)
	var all sync.WaitGroup
	for i := range people {
		people[i] = newBenchPerson(t.far, 1<<42+t.far.ids.Add(1))
		all.Go(func() { failures[i] = t.tell(people[i], t.areas[i%benchUnits]) })
	}
	all.Wait()
	if err := errors.Join(failures...); err != nil {
		b.Fatal(err)
	}
	return people
}

// tell is one person's story. What is asked after the place is skipped.
func (t *alertTown) tell(p *benchPerson, where place.Area) error {
	steps := []benchStep{
		{text: "/start"}, {press: "role=neighbour"}, {press: "danger=no"}, {press: "kind=physical"}, {press: "nav=done"},
		{text: "Бащата често удря момчето с колан, виждам синини по ръцете му."}, {press: "nav=done"},
		{press: "province=" + where.Code[:3]}, {press: "municipality=" + where.Code},
	}
	for _, s := range steps {
		if err := t.does(p, s); err != nil {
			return err
		}
	}
	for range 12 { // more than there are questions
		if p.offers("nav=send") {
			return nil
		}
		if err := t.does(p, benchStep{press: "nav=skip"}); err != nil {
			return err
		}
	}
	return errors.New("the conversation does not come to its review by skipping")
}

// send lets people send, one each moment, and gives how long after that each alert arrived. Alerts of one officer are
// matched to signals in order: they are most of a second apart.
func (t *alertTown) send(b *testing.B, people []*benchPerson) []time.Duration {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
	defer cancel()
	began, failures := make([]time.Time, len(people)), make([]error, len(people))
	var all sync.WaitGroup
	pace := time.NewTicker(benchEvery)
	defer pace.Stop()
	for i, p := range people {
		<-pace.C
		began[i] = time.Now()
		all.Go(func() { failures[i] = t.does(p, benchStep{press: "nav=send"}) })
	}
	all.Wait()
	if err := errors.Join(failures...); err != nil {
		b.Fatal(err)
	}
	waits := make([]time.Duration, len(people))
	for i := range people {
		at, err := t.officers[i%benchUnits].alert(ctx)
		if err != nil {
			b.Fatalf("the alert of signal %d of %d: %v", i+1, len(people), err)
		}
		if waits[i] = at.Sub(began[i]); waits[i] < 0 {
			b.Fatal("an alert came before its signal was sent: what is told here is no crisis, or no alert is measured")
		}
	}
	return waits
}

// expect has what arrives from now on kept, up to so many messages.
func (s *screen) expect(most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.arrivals = make(chan arrival, most)
}

// alert waits for the officer's next alert and tells when it came.
func (s *screen) alert(ctx context.Context) (time.Time, error) {
	for {
		select {
		case a := <-s.arrivals:
			if strings.Contains(a.markup, `"case=ack:`) {
				return a.at, nil
			}
		case <-ctx.Done():
			return time.Time{}, ctx.Err()
		}
	}
}
