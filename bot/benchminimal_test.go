package main

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/chuyme/chuyme/internal/config"
	"github.com/chuyme/chuyme/internal/telegram"
)

// minimal is a webhook's handler that does what any must that keeps its sessions safe, and nothing else: it checks the
// secret, reads the update, writes a session of the program's size by the program's own script, sends one message with
// a keyboard through the same client, notes its id, and answers the press in the response. It knows no conversation,
// seals nothing and counts nothing.
type minimal struct {
	secret  string
	redis   *redis.Client
	step    *redis.Script
	api     *telegram.Client
	value   []byte   // what stands for a session
	version sync.Map // chat → version of its session
	notes   minimalNotes
}

//go:embed session/scripts/step.lua
var benchStepScript string

// valueVar is how many bytes a session of the program has.
const valueVar = "CHUYME_TEST_SESSION_BYTES"

// minimalChild is the minimal handler in a process of its own. It takes the program's settings.
func minimalChild() {
	childRuns(benchMinimal, func(ctx context.Context) int {
		if err := serveMinimal(ctx); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return exitFalse
		}
		return exitDone
	})
}

func serveMinimal(ctx context.Context) error {
	cfg, err := config.Load(os.Environ())
	if err != nil {
		return err
	}
	m := &minimal{secret: cfg.TelegramWebhookSecret.Reveal(), step: redis.NewScript(benchStepScript)}
	bytes, err := strconv.Atoi(os.Getenv(valueVar))
	if err != nil {
		return fmt.Errorf("%s: %w", valueVar, err)
	}
	m.value = make([]byte, bytes)
	_, _ = rand.Read(m.value) // never fails (crypto/rand)
	opts, err := redis.ParseURL(cfg.RedisURL.Reveal())
	if err != nil {
		return err
	}
	opts.PoolSize = 64
	m.redis = redis.NewClient(opts)
	defer m.redis.Close()
	if m.api, err = telegram.New(cfg.TelegramAPI.String(), cfg.TelegramToken.Reveal(), telegram.Options{}); err != nil {
		return err
	}
	go m.notes.write(ctx, m.redis)
	server := &http.Server{Addr: cfg.HTTPAddr, Handler: m}
	served := make(chan error, 1)
	go func() { served <- server.ListenAndServe() }()
	if err := m.api.SetWebhook(ctx, cfg.PublicURL.JoinPath("telegram/webhook").String(), m.secret, 100); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return server.Close()
	case err := <-served:
		return err
	}
}

// ServeHTTP handles one update.
func (m *minimal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if subtle.ConstantTimeCompare([]byte(r.Header.Get(telegram.SecretHeader)), []byte(m.secret)) != 1 {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	press, err := m.handle(r)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		w.WriteHeader(http.StatusInternalServerError)
	case press != "":
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(telegram.CallbackAnswer(press, ""))
	}
}

func (m *minimal) handle(r *http.Request) (press string, err error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return "", err
	}
	u, err := telegram.ParseUpdate(body)
	if err != nil {
		return "", err
	}
	var chat int64
	switch {
	case u.Message != nil:
		chat = u.Message.Chat.ID
	case u.Callback != nil && u.Callback.Message != nil:
		chat, press = u.Callback.Message.Chat.ID, u.Callback.ID
	default:
		return "", errors.New("an update of a kind that no benchmark sends")
	}
	key := fmt.Sprintf("minimal:{%d}", chat)
	if err := m.keep(r.Context(), chat, key+"s", u.ID); err != nil {
		return "", err
	}
	id, err := m.api.Send(r.Context(), chat, minimalReply())
	m.notes.add(key+"n", id)
	return press, err
}

// keep writes the chat's session if it stands where this process left it.
func (m *minimal) keep(ctx context.Context, chat int64, key string, update int64) error {
	const sessionTTL, eventTTL, maxEvents = 49 * time.Hour, 48 * time.Hour, 200
	now := time.Now()
	expect, _ := m.version.LoadOrStore(chat, "")
	var nonce [8]byte
	_, _ = rand.Read(nonce[:]) // never fails (crypto/rand)
	version := hex.EncodeToString(nonce[:])
	event := fmt.Sprintf("%016x", update)
	answer, err := m.step.Run(ctx, m.redis, []string{key}, expect, version, m.value, now.Add(24*time.Hour).UnixMilli(), 0,
		event, event+version[:8]+fmt.Sprintf("%08x", now.Unix()), fmt.Sprintf("%08x", now.Add(-eventTTL).Unix()),
		"", sessionTTL.Milliseconds(), key, maxEvents).StringSlice()
	if err != nil {
		return err
	}
	if answer[0] != "ok" {
		return fmt.Errorf("a session was not written: %s", answer[0])
	}
	m.version.Store(chat, version)
	return nil
}

// minimalReply is a question of the program's usual size.
func minimalReply() telegram.Message {
	return telegram.Message{Text: "Какво се случва с детето? Отбележете всичко, което важи.", Buttons: [][]telegram.Button{
		{{Text: "Физическо насилие", Data: "kind=physical"}, {Text: "Психическо насилие", Data: "kind=psychological"}},
		{{Text: "Сексуално насилие", Data: "kind=sexual"}, {Text: "Липса на грижа", Data: "kind=neglect"}},
		{{Text: "Тормоз в интернет", Data: "kind=online"}, {Text: "Друго", Data: "kind=other"}},
		{{Text: "‹ Назад", Data: "nav=back"}, {Text: "Готово", Data: "nav=done"}},
		{{Text: "☎ 112", Data: "nav=help"}, {Text: "Пропуснете", Data: "nav=skip"}, {Text: "Скрийте", Data: "nav=hide"}},
	}}
}

// minimalNotes are ids of messages, written together every 20 ms as the program does.
type minimalNotes struct {
	mu      sync.Mutex
	pending map[string][]any
}

func (n *minimalNotes) add(key string, id int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.pending == nil {
		n.pending = map[string][]any{}
	}
	n.pending[key] = append(n.pending[key], id)
}

func (n *minimalNotes) write(ctx context.Context, client *redis.Client) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		n.mu.Lock()
		batch := n.pending
		n.pending = nil
		n.mu.Unlock()
		if len(batch) == 0 {
			continue
		}
		_, err := client.Pipelined(ctx, func(p redis.Pipeliner) error {
			for key, ids := range batch {
				p.RPush(ctx, key, ids...)
				p.PExpire(ctx, key, 49*time.Hour)
			}
			return nil
		})
		if err != nil && ctx.Err() == nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}
