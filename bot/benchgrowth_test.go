package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/channel/telegram"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/internal/config"
	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/signal"
)

// BenchmarkStepGrowth compares what a step costs in a house with few sessions and cases and in one with many, in turn, so
// that whatever else the machine does falls on both. Its limit: ratio (of the medians) at most 1.1. "press" is a press
// in mid-conversation, "send" the one that opens a case.
func BenchmarkStepGrowth(b *testing.B) {
	few, many := newGrownHouse(b, 1_000, 1_000), newGrownHouse(b, 100_000, 20_000)
	b.Run("press", func(b *testing.B) {
		growth(b, few, many, func(g *grownHouse, chat string) {
			g.walk(b, chat, "/start", "role=neighbour", "danger=no")
		}, "kind=psychological")
	})
	b.Run("send", func(b *testing.B) {
		growth(b, few, many, func(g *grownHouse, chat string) {
			g.walk(b, chat, "/start", "role=neighbour", "danger=no", "kind=neglect", "nav=done", "Вечер две деца са сами на двора до късно.", "nav=done",
				"municipality=LOV33", "nav=skip", "nav=skip", "nav=skip", "nav=skip", "nav=skip")
		}, "nav=send")
		for _, g := range []*grownHouse{few, many} {
			if c, err := g.store.Counts(b.Context()); err != nil || total(c.Open) < b.N {
				b.Fatalf("%d sends opened %v, %v", b.N, c.Open, err)
			}
		}
	})
}

// growth measures one step in both houses, each time in a chat that begin has brought there.
func growth(b *testing.B, few, many *grownHouse, begin func(g *grownHouse, chat string), what string) {
	houses := []*grownHouse{few, many}
	took := make([][]time.Duration, 2)
	for n := 0; b.Loop(); n++ {
		b.StopTimer()
		chat := b.Name() + strconv.Itoa(n)
		for _, g := range houses {
			begin(g, chat)
		}
		b.StartTimer()
		for i := range houses { // who is first changes: the second finds warm caches
			i = (i + n) % 2
			took[i] = append(took[i], houses[i].does(b, chat, what))
		}
	}
	small, large := quantile(took[0], 0.5), quantile(took[1], 0.5)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(small.Nanoseconds())/1000, "µs-few")
	b.ReportMetric(float64(large.Nanoseconds())/1000, "µs-many")
	b.ReportMetric(float64(large)/float64(small), "ratio")
}

func total(open map[signal.Urgency]int) (n int) {
	for _, k := range open {
		n += k
	}
	return n
}

// grownHouse is the program without its channels, on a Redis and a SQLite of its own.
type grownHouse struct {
	*server
	events int
}

// newGrownHouse fills a house with sessions of other chats and with cases that are closed.
func newGrownHouse(b *testing.B, sessions, cases int) *grownHouse {
	b.Helper()
	cfg, err := config.Load([]string{"CHUYME_DATA_DIR=" + b.TempDir(), "CHUYME_REDIS_URL=" + servertest.NewRedisServer(b).URL})
	if err != nil {
		b.Fatal(err)
	}
	s := &server{house: newHouse(cfg, slog.New(slog.NewTextHandler(io.Discard, nil)))}
	b.Cleanup(func() { _ = s.takeDown() }) // closing after a failure says nothing new
	err = build(s.readers, s.loadUnits, func() error { return s.register(b.Context()) }, s.conversation,
		func() error { return s.reception(b.Context(), cfg.RedisURL.Reveal(), "") }, s.ways, s.outbox)
	if err != nil {
		b.Fatal(err)
	}
	g := &grownHouse{server: s}
	if err := errors.Join(g.fillSessions(b.Context(), sessions), g.fillCases(b.Context(), cases)); err != nil {
		b.Fatal(err)
	}
	return g
}

// fillSessions keeps a session of an ordinary size for so many other chats.
func (g *grownHouse) fillSessions(ctx context.Context, n int) error {
	const writers = 16
	var all sync.WaitGroup
	failures := make([]error, writers)
	deadline := g.now().Add(24 * time.Hour)
	for w := range writers {
		all.Go(func() {
			for i := w; i < n && failures[w] == nil; i += writers {
				_, failures[w] = g.sessions.Do(ctx, session.Key("other"+strconv.Itoa(i)), "1", func([]byte) (session.Plan, error) {
					return session.Plan{Next: bytes.Repeat([]byte("answer "), 100), Deadline: deadline.Add(time.Duration(i) * time.Second)}, nil
				})
			}
		})
	}
	all.Wait()
	return errors.Join(failures...)
}

// fillCases writes closed cases, each with a bell that was taken, three entries of the log and a delivery that was made.
func (g *grownHouse) fillCases(ctx context.Context, n int) error {
	numbers := fmt.Sprintf(`with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) `, n)
	entries := fmt.Sprintf(`with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) `, 3*n)
	for _, statement := range []string{
		`insert into cases (ref, draft, urgency, rank, category, state, unit, municipality, reasons, opened_at, sent_at, closed_at, changed, version, code_mac, code_sealed, signal_sealed, way_sealed, log_n) ` +
			numbers + `select 'r-' || i, 'd-' || i, 'standard', 1, '["neglect"]', 'closed', 'ozd-teteven', 'LOV33', '[]', i, i, i, i, 3, 'm-' || i, randomblob(60), randomblob(900), randomblob(120), 3 from n`,
		`insert into case_keys (ref, recipient, wrap) ` + numbers + `select 'r-' || i, 'master', randomblob(142) from n`,
		`insert into bells (ref, unit, part, since, step, next, taken_by, taken_at, acted, nudged) ` +
			numbers + `select 'r-' || i, 'ozd-teteven', 'lead', i, 1, 0, 'o-1', i, i, false from n`,
		`insert into case_log (seq, ref, n, at, kind, unit, actor, data, sealed, hash) ` +
			entries + `select i, 'r-' || ((i + 2) / 3), (i + 2) % 3 + 1, i, 'opened', 'ozd-teteven', 'o-1', '{}', randomblob(200), hex(randomblob(32)) from n`,
		`insert into deliveries (id, ref, unit, kind, step, officer, endpoint, event, state, attempt, created, done) ` +
			numbers + `select i, 'r-' || i, 'ozd-teteven', 'alert', 1, 'o-1', 'telegram', i, 'sent', 1, i, i from n`,
		fmt.Sprintf(`insert into counters (name, n) values ('log', %d), ('delivery', %d)`, 3*n, n),
	} {
		if _, err := g.store.Writer().ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("fill with cases: %w", err)
		}
	}
	return nil
}

// walk lets a chat take steps; what holds a "=" is a press.
func (g *grownHouse) walk(b *testing.B, chat string, steps ...string) {
	for _, s := range steps {
		g.does(b, chat, s)
	}
}

// does handles one event and tells how long that took.
func (g *grownHouse) does(b *testing.B, chat, what string) time.Duration {
	b.Helper()
	g.events++
	id := strconv.Itoa(g.events)
	in := channel.Incoming{Channel: telegram.Name, Address: chat, ID: "u" + id, Event: conversation.Event{ID: "m" + id, Lang: "bg", Text: what}, Note: []string{id}}
	if bytes.ContainsRune([]byte(what), '=') {
		in.Event.Text, in.Event.Data, in.Note = "", what, nil
	}
	out := &growthOutlet{id: id}
	began := time.Now()
	err := g.talk.Handle(b.Context(), in, out)
	took := time.Since(began)
	if err != nil {
		b.Fatal(err)
	}
	if wrong := []string{"stale.press", "store.away"}; slices.ContainsFunc(wrong, out.said) || len(out.replies) == 0 {
		b.Fatalf("%q was answered with %v", what, out.replies)
	}
	return took
}

// growthOutlet takes what is said.
type growthOutlet struct {
	id      string
	replies []string
}

func (o *growthOutlet) Say(_ context.Context, replies []conversation.Reply) (ids []string, err error) {
	for _, r := range replies {
		o.replies = append(o.replies, r.ID)
		ids = append(ids, o.id+"."+r.ID)
	}
	return ids, nil
}

func (o *growthOutlet) Hide(context.Context, []string) error { return nil }

func (o *growthOutlet) said(id string) bool { return slices.Contains(o.replies, id) }
