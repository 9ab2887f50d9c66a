package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// hookSecret is what telegramtest shows when it brings an update in webhook mode.
const hookSecret = "a-secret-of-the-tests-0123456789"

// program is the whole program, started by run as the command line would start it, against a Telegram that
// telegramtest plays. It stops with its test, and can be stopped and started again upon what it keeps.
type program struct {
	t       testing.TB
	tg      *telegramtest.Server
	dir     string // its data folder
	base    string // its address, without a slash at the end
	environ []string
	out     *tape // standard output
	log     *tape // standard error
	halt    func()
}

// newProgram sets a program up; settings are added to, or take the place of, those that every test needs. It does not run yet.
func newProgram(t testing.TB, settings ...string) *program {
	t.Helper()
	p := &program{t: t, tg: telegramtest.New(t), dir: filepath.Join(t.TempDir(), "data"), out: newTape(), log: newTape(), halt: func() {}}
	addr := freeAddress(t)
	p.base = "http://" + addr
	p.environ = append([]string{
		"CHUYME_HTTP_ADDR=" + addr,
		"CHUYME_DATA_DIR=" + p.dir,
		"CHUYME_TELEGRAM_API=" + p.tg.URL,
		"CHUYME_TELEGRAM_TOKEN=" + p.tg.Token,
		"CHUYME_UNITS=testdata/units/karnobat.yaml",
	}, settings...)
	t.Cleanup(func() { p.stop() })
	return p
}

// webhookMode are the settings with which Telegram brings updates.
func webhookMode() []string {
	return []string{"CHUYME_TELEGRAM_MODE=webhook", "CHUYME_TELEGRAM_WEBHOOK_SECRET=" + hookSecret}
}

// runningProgram gives a program that is up.
func runningProgram(t testing.TB, settings ...string) *program {
	t.Helper()
	p := newProgram(t, settings...)
	p.start()
	return p
}

// start serves and returns when the program says that it is up.
func (p *program) start() {
	p.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended, up := make(chan int, 1), p.log.count(`"msg":"serving"`)
	go func() {
		ended <- run(ctx, []string{"serve"}, outside{strings.NewReader(""), p.out, p.log, p.environ})
	}()
	stop := sync.OnceFunc(func() {
		cancel()
		if code := <-ended; code != exitDone {
			p.t.Errorf("serve ended with %d, want %d; it said:\n%s", code, exitDone, p.log)
		}
	})
	p.halt = stop
	p.tg.Until("the program to be up", func() bool {
		select {
		case code := <-ended:
			ended <- code
			return true
		default:
			return p.log.count(`"msg":"serving"`) > up
		}
	})
	if p.log.count(`"msg":"serving"`) == up {
		p.t.Fatalf("serve ended before it was up:\n%s", p.log)
	}
}

// stop ends the program as SIGTERM does and waits until it is gone. Stopping twice does no harm.
func (p *program) stop() { p.halt() }

// command runs another command beside the program, with the same settings.
func (p *program) command(stdin string, args ...string) (stdout, stderr string, code int) {
	var out, err bytes.Buffer
	code = run(context.Background(), args, outside{strings.NewReader(stdin), &out, &err, p.environ})
	return out.String(), err.String(), code
}

// tells runs a command that must succeed and reads the JSON that it prints into v.
func (p *program) tells(v any, args ...string) {
	p.t.Helper()
	out, said, code := p.command("", args...)
	if code != exitDone {
		p.t.Fatalf("chuyme %s: exit status %d: %s", strings.Join(args, " "), code, said)
	}
	if err := json.Unmarshal([]byte(out), v); err != nil {
		p.t.Fatalf("chuyme %s: %v in %s", strings.Join(args, " "), err, out)
	}
}

// get reads a path of the program.
func (p *program) get(path string) (status int, body string) {
	p.t.Helper()
	res, err := http.Get(p.base + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// ready reads /readyz.
func (p *program) ready() (status int, parts map[string]string) {
	p.t.Helper()
	status, body := p.get("/readyz")
	var told struct {
		Ready bool              `json:"ready"`
		Parts map[string]string `json:"parts"`
	}
	if err := json.Unmarshal([]byte(body), &told); err != nil || told.Ready != (status == http.StatusOK) {
		p.t.Fatalf("/readyz: %d %s", status, body)
	}
	return status, told.Parts
}

// freeAddress draws a port below those that the system gives to whoever dials, so that no connection of another test
// takes it before the program listens.
func freeAddress(t testing.TB) string {
	t.Helper()
	for range 100 {
		addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(10_000+rand.IntN(20_000)))
		if l, err := net.Listen("tcp", addr); err == nil {
			l.Close()
			return addr
		}
	}
	t.Fatal("no free port of the loopback interface was found")
	return ""
}

// tape keeps what is written to it. It is safe for concurrent use.
type tape struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func newTape() *tape { return &tape{} }

func (w *tape) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(b)
}

func (w *tape) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

func (w *tape) count(part string) int { return strings.Count(w.String(), part) }

// caseOf is a case as `case list` and `case show` tell it, as far as tests look at it.
type caseOf struct {
	Ref          string `json:"ref"`
	Urgency      string `json:"urgency"`
	State        string `json:"state"`
	Unit         string `json:"unit"`
	Municipality string `json:"municipality"`
	Sent         bool   `json:"sent"`
	Said         []struct {
		Text string `json:"text"`
	} `json:"said"`
	Answers    map[string]any `json:"answers"`
	Deliveries []deliveryOf   `json:"deliveries"`
}

// deliveryOf is one delivery of a case.
type deliveryOf struct {
	Kind     string `json:"kind"`
	Unit     string `json:"unit"`
	Officer  string `json:"officer"`
	Endpoint string `json:"endpoint"`
	State    string `json:"state"`
	Step     int    `json:"step"`
}

// cases lists the register.
func (p *program) cases() (list []caseOf) {
	p.t.Helper()
	p.tells(&list, "case", "list", "--format", "json")
	return list
}

// shown opens one case.
func (p *program) shown(ref string) (c caseOf) {
	p.t.Helper()
	p.tells(&c, "case", "show", ref, "--format", "json")
	return c
}

// texts is what was said in a case, in order.
func (c caseOf) texts() (all []string) {
	for _, s := range c.Said {
		all = append(all, s.Text)
	}
	return all
}

func (c caseOf) String() string {
	return fmt.Sprintf("%s %s %s %s sent=%v said=%d", c.Ref, c.Urgency, c.State, c.Unit, c.Sent, len(c.Said))
}

// unixText is a moment as headers tell it.
func unixText(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }
