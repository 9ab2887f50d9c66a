package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/chuyme/chuyme/internal/servertest"
)

// How the comparison is run. One turn of each side is a pair; the sides change who begins.
const (
	benchPeople = 64 // in a closed loop: each waits for the reply before the next step
	benchPairs  = 6
	benchWarm   = 250 * time.Millisecond // of a turn, not measured
	benchTurn   = time.Second            // of a turn, measured
)

// BenchmarkUpdatesAgainstMinimal compares webhook updates a second, and what each costs, with a minimal handler that
// does the same Redis and Telegram calls: a process each, on one Redis and one stand-in Bot API, in turns. Its limits:
// ratio-updates at least 0.7, ratio-cpu at most 2.5. The first depends on what else an update costs on the same machine
// (far-cpu-ms/update is the people's and the Bot API's part of that), the second does not.
func BenchmarkUpdatesAgainstMinimal(b *testing.B) {
	const ours, theirs = "bench:ours-0123456789", "bench:minimal-0123456789"
	far := newFarSide(b, ours, theirs)
	redisURL := servertest.Redis(b)
	program := newSide(b, far, benchServe, ours, redisURL)
	program.turn(b, time.Second) // everybody is in the middle of a conversation before sessions are weighed
	program.child.pause()
	minimal := newSide(b, far, benchMinimal, theirs, servertest.Redis(b), valueVar+"="+strconv.Itoa(sessionBytes(b, redisURL)))
	minimal.turn(b, time.Second)
	minimal.child.pause()
	program.reset()
	minimal.reset()
	var ratios []float64
	for b.Loop() {
		for n := range benchPairs {
			ratios = append(ratios, pair(b, program, minimal, n%2 == 1))
		}
	}
	slices.Sort(ratios)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ratios[len(ratios)/2], "ratio-updates")
	b.ReportMetric(program.cost()/minimal.cost(), "ratio-cpu")
	b.ReportMetric(1000*(program.far+minimal.far)/float64(program.updates+minimal.updates), "far-cpu-ms/update")
	for name, side := range map[string]*benchSide{"ours": program, "minimal": minimal} {
		b.ReportMetric(side.rate(), name+"-updates/s")
		b.ReportMetric(1000*side.cost(), name+"-cpu-ms/update")
		b.ReportMetric(milliseconds(quantile(side.waits, 0.99)), name+"-p99-ms")
	}
}

// pair gives each side a turn and tells the first's updates a second as a share of the second's.
func pair(b *testing.B, program, minimal *benchSide, reversed bool) (ratio float64) {
	b.Helper()
	order := []*benchSide{program, minimal}
	if reversed {
		slices.Reverse(order)
	}
	for _, side := range order {
		side.child.resume()
		side.turn(b, benchTurn)
		side.child.pause()
	}
	return program.last / minimal.last
}

// benchSide is one of the two that are compared: its process, its people, and what was measured of it so far.
type benchSide struct {
	child  *benchChild
	people []*walker

	updates int
	seconds float64
	used    float64 // of the processor, seconds
	far     float64 // the same of the people and the stand-in Bot API, which share the machine with the child
	waits   []time.Duration
	last    float64 // updates a second of the last turn
}

// newSide starts a side and waits until it serves.
func newSide(b *testing.B, far *farSide, name, token, redisURL string, more ...string) *benchSide {
	b.Helper()
	addr := freeAddress(b)
	settings := append([]string{"CHUYME_HTTP_ADDR=" + addr, "CHUYME_PUBLIC_URL=http://" + addr, "CHUYME_DATA_DIR=" + b.TempDir(),
		"CHUYME_REDIS_URL=" + redisURL, "CHUYME_TELEGRAM_API=" + far.url, "CHUYME_TELEGRAM_TOKEN=" + token,
		"CHUYME_TELEGRAM_MODE=webhook", "CHUYME_TELEGRAM_WEBHOOK_SECRET=" + benchSecret}, more...)
	s := &benchSide{child: startBenchChild(b, name, settings...)}
	hook := far.hook(b, token)
	for range benchPeople {
		w, err := newWalker(far, hook, name == benchMinimal)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { w.line.conn.Close() })
		s.people = append(s.people, w)
	}
	return s
}

func (s *benchSide) reset() { s.updates, s.seconds, s.used, s.far, s.waits = 0, 0, 0, 0, nil }

// rate is in updates a second, cost in seconds of the processor for an update.
func (s *benchSide) rate() float64 { return float64(s.updates) / s.seconds }
func (s *benchSide) cost() float64 { return s.used / float64(s.updates) }

// turn lets everybody go on with their walk for a while. Measured is what ends within d, after a moment to warm up.
func (s *benchSide) turn(b *testing.B, d time.Duration) {
	b.Helper()
	var all sync.WaitGroup
	var count atomic.Int64
	var measured, over atomic.Bool
	failures := make([]error, len(s.people))
	for i, w := range s.people {
		all.Go(func() {
			for !over.Load() && failures[i] == nil {
				took, err := w.next()
				failures[i] = err
				if count.Add(1); measured.Load() {
					w.waits = append(w.waits, took)
				}
			}
		})
	}
	<-time.After(benchWarm)
	measured.Store(true)
	began, updates, used, far := time.Now(), count.Load(), s.child.cpu(), cpuOf(b, os.Getpid())
	<-time.After(d)
	seconds, done := time.Since(began).Seconds(), int(count.Load()-updates)
	s.used += s.child.cpu() - used
	s.far += cpuOf(b, os.Getpid()) - far
	measured.Store(false)
	over.Store(true)
	all.Wait()
	if err := errors.Join(failures...); err != nil {
		b.Fatal(err)
	}
	for _, w := range s.people {
		s.waits, w.waits = append(s.waits, w.waits...), nil
	}
	s.updates, s.seconds, s.last = s.updates+done, s.seconds+seconds, float64(done)/seconds
}

// walker is a person who tells the same story again and again, and never sends it: the database has no part in it.
type walker struct {
	*benchPerson
	line  *benchLine
	at    int
	waits []time.Duration
}

func newWalker(far *farSide, hook string, blind bool) (*walker, error) {
	l, err := newBenchLine(hook)
	if err != nil {
		return nil, err
	}
	w := &walker{benchPerson: newBenchPerson(far, 1<<40+far.ids.Add(1)), line: l, at: -1}
	w.blind = blind
	return w, nil
}

// next takes the next step of the walk. The first greets; later rounds begin anew in the middle of a draft.
func (w *walker) next() (time.Duration, error) {
	way := unsentWalk()
	s := benchStep{text: "/start"}
	if w.at >= 0 {
		s = way[w.at%len(way)]
	}
	took, err := w.do(w.line, s)
	if err != nil {
		return 0, fmt.Errorf("step %d: %w", w.at, err)
	}
	w.at++
	return took, nil
}

// unsentWalk is one round, from the first question to the review and back. Nothing in it is urgent, so that no case is opened.
func unsentWalk() []benchStep {
	return []benchStep{
		{press: "role=neighbour"}, {press: "danger=no"}, {press: "kind=psychological"}, {press: "nav=done"},
		{text: "Вечер се карат на детето заради оценките и то плаче."}, {press: "nav=done"}, {text: "Тетевен"},
		{press: "setting=home"}, {press: "perpetrator=unknown"}, {press: "age=8-11"}, {press: "sex=unknown"}, {press: "contact=none"},
		{text: "/start"}, {press: "nav=restart"},
	}
}

// sessionBytes is how large the program's sealed sessions are, on average.
func sessionBytes(b *testing.B, redisURL string) int {
	b.Helper()
	opts, err := redis.ParseURL(redisURL)
	if err != nil {
		b.Fatal(err)
	}
	client := redis.NewClient(opts)
	defer client.Close()
	sum, n := 0, 0
	for names := client.Scan(b.Context(), 0, "chuyme:{*}s", 1000).Iterator(); names.Next(b.Context()); n++ {
		value, err := client.HGet(b.Context(), names.Val(), "d").Bytes()
		if err != nil {
			b.Fatal(err)
		}
		sum += len(value)
	}
	if n != benchPeople {
		b.Fatalf("the program keeps %d sessions, want %d", n, benchPeople)
	}
	return sum / n
}

// quantile sorts d.
func quantile(d []time.Duration, q float64) time.Duration {
	slices.Sort(d)
	return d[min(len(d)-1, int(q*float64(len(d))))]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
