package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	tgchannel "github.com/chuyme/chuyme/bot/channel/telegram"
	"github.com/chuyme/chuyme/bot/channel/web"
	"github.com/chuyme/chuyme/bot/channel/webhook"
	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/config"
	"github.com/chuyme/chuyme/internal/console"
	"github.com/chuyme/chuyme/internal/hook"
	"github.com/chuyme/chuyme/internal/mail"
	"github.com/chuyme/chuyme/internal/outbox"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/internal/telemetry"
	"github.com/chuyme/chuyme/router/alert"
)

type serveCmd struct{}

func (serveCmd) Help() string {
	return "Without any setting it runs on embedded parts: a web chat, a console and a terminal chat to try it with.\n\n  chuyme serve\n  CHUYME_TELEGRAM_TOKEN=123456:… chuyme serve"
}

// Run serves until it is told to stop.
func (serveCmd) Run(ctx context.Context, world outside) error {
	cfg, err := world.settings()
	if err != nil {
		return err
	}
	if world.env("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	s := &server{house: newHouse(cfg, telemetry.NewLog(world.err, cfg.Log)), world: world}
	return s.serve(ctx)
}

// gcPercent lets the heap grow to four times what lives before it is cleaned: some fifty megabytes live (vocabulary,
// register of places, model), and a step leaves little, so cleaning at twice that costs a tenth of the work for nothing.
// GOGC in the environment overrules it.
const gcPercent = 300

// server is the house with everything that runs in it.
type server struct {
	*house
	world    outside
	queue    *outbox.Queue
	courier  *alert.Courier
	telegram *telegram.Client
	hooks    *hook.Client
	metrics  *telemetry.Metrics
	channels []running
	web      *web.Channel
	webhook  *webhook.Channel   // nil: no client has a secret
	tg       *tgchannel.Channel // nil: no token
	console  *console.Console
	turned   atomic.Int64 // when the ladders last turned, Unix seconds
}

// serve builds the house from the ground up; whatever was built is taken down in reverse, however it ends.
func (s *server) serve(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, s.takeDown()) }()
	err = build(s.readers, s.loadUnits, func() error { return s.register(ctx) }, s.conversation,
		func() error { return s.reception(ctx, s.cfg.RedisURL.Reveal(), s.cfg.DataDir) },
		s.ways, s.outbox, s.openChannels, s.openConsole)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.cfg.HTTPAddr)
	if err != nil {
		return usage("CHUYME_HTTP_ADDR: %w", err)
	}
	return s.run(ctx, listener)
}

// ways builds what leads out of the house.
func (s *server) ways() (err error) {
	s.hooks = hook.New(s.cfg.PrivateEndpoints, s.now)
	var sender *mail.Sender
	if s.cfg.SMTPURL != "" {
		if sender, err = mail.New(s.cfg.SMTPURL); err != nil {
			return usageError{err}
		}
	}
	if s.cfg.TelegramToken != "" {
		if s.telegram, err = telegram.New(s.cfg.TelegramAPI.String(), s.cfg.TelegramToken.Reveal(), telegram.Options{}); err != nil {
			return usage("CHUYME_TELEGRAM_TOKEN: %w", err)
		}
	}
	s.courier = &alert.Courier{Store: s.store, Units: s.units, Place: s.municipality, Texts: s.texts, Telegram: s.telegram, Mail: sender, Hook: s.hooks,
		Secret: func(name string) seal.Secret { return seal.Secret(s.world.env(name)) }, Reporters: s.talk, PublicURL: s.cfg.PublicURL, Now: s.now, Log: s.log}
	s.metrics = telemetry.NewMetrics(s.counts)
	return nil
}

func (s *server) counts(ctx context.Context) (telemetry.Counts, error) {
	c, err := s.store.Counts(ctx)
	out := telemetry.Counts{OpenCases: map[string]int{}, Deliveries: map[string]int{}, NoSignals: c.NoSignals}
	for u, n := range c.Open {
		out.OpenCases[string(u)] = n
	}
	for st, n := range c.Deliveries {
		out.Deliveries[string(st)] = n
	}
	return out, err
}

// outbox builds the queue of deliveries upon the store.
func (s *server) outbox() (err error) {
	if s.queue, err = outbox.New(s.store, outbox.Options{Log: s.log}); err != nil {
		return err
	}
	s.store.SetEnqueue(s.queue.Enqueue)
	s.queue.Handle(func(ctx context.Context, d signal.Delivery) outbox.Result {
		r := s.courier.Deliver(ctx, d)
		s.metrics.Deliveries.WithLabelValues(string(d.Kind), string(r.State)).Inc()
		if r.State == signal.Failed && d.Kind == signal.AlertNew {
			if err := s.desk.DeadEnd(ctx, d); err != nil {
				s.log.Warn("a dead way was not passed over before its time", "ref", d.Ref, "unit", d.Unit, "err", err)
			}
		}
		return r
	})
	return nil
}

// run starts everything, says that it is up, and waits.
func (s *server) run(ctx context.Context, listener net.Listener) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	if err := s.queue.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	s.down = append(s.down, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		return s.queue.Stop(ctx)
	})
	var all sync.WaitGroup
	all.Go(func() { s.desk.Turn(ctx, func() { s.turned.Store(time.Now().Unix()) }) })
	all.Go(func() { s.talk.Sweep(ctx) })
	all.Go(func() { s.housekeeping(ctx) })
	all.Go(func() { s.watch(ctx) })
	all.Go(s.reloads(ctx))
	all.Go(func() { s.desk.TurnDrills(ctx, s.courier.Drill) })
	if s.telegram != nil {
		all.Go(func() { s.learnName(ctx) })
	}
	for _, c := range s.channels {
		all.Go(func() {
			if err := c.Run(ctx); err != nil {
				stop(err)
			}
		})
	}
	routes, err := s.routes()
	if err != nil {
		stop(err)
	}
	web := &http.Server{Handler: routes, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, BaseContext: func(net.Listener) context.Context { return ctx }}
	all.Go(func() {
		if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			stop(err)
		}
	})
	s.banner(ctx)
	<-ctx.Done()
	shut, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err = web.Shutdown(shut)
	if errors.Is(err, context.DeadlineExceeded) {
		err = web.Close() // a live page that listens for events does not hang up by itself
	}
	all.Wait()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return err
}

// housekeeping purges what is due and removes files that no case holds, once an hour.
func (s *server) housekeeping(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if n, err := s.purgeDue(ctx); err != nil || n > 0 {
			s.log.Info("purged what was due", "cases", n, "err", err)
		}
		_, err := s.files.Sweep(ctx, s.now().Add(-50*time.Hour), func(id string) bool { return s.held(ctx, id) })
		if err != nil {
			s.log.Warn("files of forgotten drafts were not removed", "err", err)
		}
	}
}

// held reports whether a file belongs to a case. When that cannot be known it is kept.
func (s *server) held(ctx context.Context, id string) bool {
	held, err := s.store.Holds(ctx, id)
	return held || err != nil
}

// ready says of each part whether it works.
func (s *server) ready(ctx context.Context) (parts map[string]string, ok bool) {
	parts, ok = map[string]string{}, true
	check := func(name string, err error) {
		parts[name] = "ok"
		if err != nil {
			parts[name], ok = "away", false
		}
	}
	check("redis", s.sessions.Ping(ctx))
	check("store", s.store.Ping(ctx))
	check("outbox", s.queue.Healthy())
	check("ladder", fresh(s.turned.Load()))
	for _, c := range s.channels {
		parts[c.Name()] = "ok"
		if c.Ready(ctx) != nil {
			parts[c.Name()] = "away" // no reason to be taken out of service: the other ways work
		}
	}
	return parts, ok
}

func fresh(at int64) error {
	if time.Now().Unix()-at > 5 {
		return fmt.Errorf("ladders have not turned for %d seconds", time.Now().Unix()-at)
	}
	return nil
}

// exampleOfficer is who the link that is printed at the start signs in, where the embedded example units are in use.
const exampleOfficer = "o-1"

// banner prints, readable at a glance, where everything is.
func (s *server) banner(ctx context.Context) {
	out, base := s.world.out, s.cfg.PublicURL
	fmt.Fprintf(out, "\nЧуй ме is up.\n\n  Web chat      %s\n", base.JoinPath("chat"))
	if s.cfg.Units == "" {
		if link, err := s.exampleLink(ctx); err == nil {
			fmt.Fprintf(out, "  Console       %s\n                (once, for %s of %s, an example)\n", link, exampleOfficer, exampleUnit)
		}
	} else {
		fmt.Fprintf(out, "  Console       %s   (invite officers: chuyme officer invite --unit ID --role duty)\n", base.JoinPath("console"))
	}
	fmt.Fprintf(out, "  In a terminal make chat\n")
	switch {
	case s.telegram == nil:
		fmt.Fprintf(out, "  Telegram      off: make a bot with @BotFather, then CHUYME_TELEGRAM_TOKEN=… make run\n")
	default:
		fmt.Fprintf(out, "  Telegram      on (%s)\n", s.cfg.TelegramMode)
	}
	fmt.Fprintf(out, "  Stop          Ctrl-C\n\n")
	s.log.Info("serving", "addr", s.cfg.HTTPAddr)
}

// exampleUnit is the unit of the embedded file whose officer can be tried out.
const exampleUnit = "ozd-teteven"

func (s *server) exampleLink(ctx context.Context) (string, error) {
	inv, err := s.store.Invite(ctx, exampleUnit, exampleOfficer, "lead", 24*time.Hour)
	if err != nil {
		return "", err
	}
	return consoleLink(s.cfg, inv), nil
}

func consoleLink(cfg *config.Config, inv casestore.Invitation) string {
	return cfg.PublicURL.JoinPath("console", "join").String() + "?token=" + inv.Console
}
