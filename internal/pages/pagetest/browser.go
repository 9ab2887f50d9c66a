// Package pagetest opens pages in a real browser, for tests: headless Chromium, without a sandbox, on a phone's small
// screen. It watches what a page must never do: break its own content policy, or throw.
//
// It must never be used outside tests, and lets the browser reach this machine only.
package pagetest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take to come to what a test waits for. It is no measure: a slow machine is let be.
const patience = 30 * time.Second

// Browser is one browser with one page.
type Browser struct {
	t   testing.TB
	ctx context.Context

	mu     sync.Mutex
	faults []string
}

// Open starts a browser of the test's own. Names of hosts lead to the addresses of this machine that away says
// ("weather.example:443" to "127.0.0.1:40123"), all others lead nowhere.
func Open(t testing.TB, away map[string]string) *Browser {
	t.Helper()
	ctx, cancel := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), flags(t, away)...)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewContext(ctx)
	t.Cleanup(stop)
	b := &Browser{t: t, ctx: ctx}
	b.must("starting the browser", chromedp.Do(ctx)) // the first call owns the browser, so it has no deadline
	b.must("listening", chromedp.Listen(ctx, b.watch))
	_, err := chromedp.Call(ctx, log.Enable, cdp.Empty{})
	b.must("listening", err)
	b.must("a phone's screen", chromedp.Do(ctx, chromedp.EmulateViewport(360, 740)))
	return b
}

func flags(t testing.TB, away map[string]string) []chromedp.ExecAllocatorOption {
	t.Helper()
	rules := make([]string, 0, len(away)+2)
	for from, to := range away {
		rules = append(rules, "MAP "+from+" "+to)
	}
	rules = append(rules, "EXCLUDE 127.0.0.1", "MAP * ~NOTFOUND")
	flags := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	return append(flags, chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-gpu", true),
		chromedp.Flag("ignore-certificate-errors", true), chromedp.Flag("host-resolver-rules", strings.Join(rules, ", ")))
}

// chromium finds the browser.
func chromium(t testing.TB) string {
	t.Helper()
	if path := os.Getenv("CHUYME_TEST_CHROMIUM"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("no Chromium: install Debian's package chromium, or name one by CHUYME_TEST_CHROMIUM")
	return ""
}

// watch notes what a page must not do.
func (b *Browser) watch(ev any) {
	switch e := ev.(type) {
	case *runtime.EventExceptionThrown:
		b.fault(fmt.Sprintf("the page threw: %s", e.ExceptionDetails.Text))
	case *log.EventEntryAdded:
		if e.Entry.Source == "security" || strings.Contains(e.Entry.Text, "Content Security Policy") {
			b.fault(e.Entry.Text)
		}
	}
}

func (b *Browser) fault(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, what)
}

// Clean fails the test for whatever a page did that it must not.
func (b *Browser) Clean() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.faults {
		b.t.Error(f)
	}
}

// must ends the test on an error.
func (b *Browser) must(doing string, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("browser: %s: %v", doing, err)
	}
}

// do runs steps within the time that a page may take.
func (b *Browser) do(doing string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	b.must(doing, chromedp.Do(ctx, steps...))
}

// WithoutScripts switches the page's scripts off.
func (b *Browser) WithoutScripts() {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.must("switching scripts off", err)
}

// Language makes the browser ask for pages in a language.
func (b *Browser) Language(tag string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{})
	b.must("a language", err)
	headers := network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": tag}}
	_, err = chromedp.Call(b.ctx, network.SetExtraHTTPHeaders, headers)
	b.must("a language", err)
}

// Go opens a page.
func (b *Browser) Go(url string) {
	b.t.Helper()
	b.do("opening "+url, chromedp.Navigate(url))
}

// Press clicks on the first element of a CSS selector.
func (b *Browser) Press(css string) {
	b.t.Helper()
	b.do("pressing "+css, chromedp.Click(chromedp.CSS(css)))
}

// Submit clicks and waits for the page that comes.
func (b *Browser) Submit(css string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	_, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(css)))
	b.must("submitting "+css, err)
}

// Type writes into the first element of a CSS selector.
func (b *Browser) Type(css, text string) {
	b.t.Helper()
	b.do("writing into "+css, chromedp.SendKeys(chromedp.CSS(css), text))
}

// Key presses and lets go of one key, wherever the focus is.
func (b *Browser) Key(key string) {
	b.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{"rawKeyDown", "keyUp"} {
		_, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: key, Code: key + "Left"})
		b.must("pressing a key", err)
	}
}

// Sees waits until the page's text holds what is wanted.
func (b *Browser) Sees(want string) {
	b.t.Helper()
	b.Until(fmt.Sprintf("document.body.innerText.includes(%q)", want))
}

// Until waits until a JavaScript expression is true.
func (b *Browser) Until(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for {
		_, err := chromedp.Run(ctx, chromedp.Poll[bool](expression))
		if err == nil {
			return
		}
		if ctx.Err() != nil || !between(err) {
			b.t.Fatalf("browser: waiting for %s: %v; the page is:\n%s", expression, err, b.HTML())
		}
	}
}

// between reports whether the page that was asked went away for another just then.
func between(err error) bool {
	return strings.Contains(err.Error(), "context with specified id") || strings.Contains(err.Error(), "Execution context was destroyed") ||
		strings.Contains(err.Error(), "Inspected target navigated or closed")
}

// HTML is the page as it stands.
func (b *Browser) HTML() string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	html, err := chromedp.Run(ctx, chromedp.OuterHTML(chromedp.CSS("html")))
	b.must("reading the page", err)
	return html
}

// Value evaluates a JavaScript expression.
func Value[T any](b *Browser, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	b.must("evaluating "+expression, err)
	return v
}

// Picture takes a screenshot into a file, where CHUYME_TEST_PICTURES names a folder for them.
func (b *Browser) Picture(name string) {
	b.t.Helper()
	dir := os.Getenv("CHUYME_TEST_PICTURES")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	b.must("a picture", err)
	b.must("a picture", os.WriteFile(dir+"/"+name+".png", png, 0o600))
}
