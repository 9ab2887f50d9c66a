package outbox

import (
	"bufio"
	"context"
	"fmt"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// child is the variable that makes the test binary a server that opens cases and delivers, until it is killed.
const child = "CHUYME_TEST_OUTBOX_CHILD"

// arrivals is the far side: a file to which each delivery adds a line, "id doubtful".
const arrivals = "arrivals"

// TestKilledServersDeliver kills servers with -9 while they open cases and deliver: one on SQLite, one of three on
// PostgreSQL. What was confirmed arrives, and what arrives twice says so the second time.
func TestKilledServersDeliver(t *testing.T) {
	onBoth(t, func(t *testing.T, w where) {
		replicas := 1
		if w.url != "" {
			replicas = 3
		}
		var confirmed []string
		for _, after := range []int{2, 9, 25} {
			confirmed = append(confirmed, killOne(t, w, replicas, after)...)
		}
		r := newRig(t, w, Options{}, nil, arrive(w.dir))
		r.start(t)
		for {
			left, err := r.store.Unfinished(t.Context(), 0)
			if err != nil {
				t.Fatal(err)
			}
			if len(left) == 0 {
				break
			}
			wait(t, r.settled, "a delivery that was left behind")
		}
		came := arrived(t, w.dir)
		for _, id := range confirmed {
			if len(came[id]) == 0 {
				t.Errorf("delivery %s was confirmed and never arrived", id)
			}
		}
		for id, marks := range came {
			for _, doubtful := range marks[1:] {
				if !doubtful {
					t.Errorf("delivery %s arrived %d times, and a repeat did not say so", id, len(marks))
				}
			}
		}
		if _, bad, err := r.store.Verify(t.Context()); err != nil || bad != 0 {
			t.Errorf("verifying: first bad entry %d, %v", bad, err)
		}
	})
}

// arrive delivers into the file of arrivals: one line, written at once, as a far side that has accepted it.
func arrive(dir string) DeliverFunc {
	return func(_ context.Context, d signal.Delivery) Result {
		f, err := os.OpenFile(filepath.Join(dir, arrivals), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return Result{State: signal.Delayed, Cause: "file"}
		}
		defer f.Close()
		if _, err := fmt.Fprintf(f, "%d %v\n", d.ID, d.Doubtful); err != nil {
			return Result{State: signal.Delayed, Cause: "file", Doubtful: true}
		}
		return Result{State: signal.Sent}
	}
}

// arrived gives for each delivery whether each of its arrivals said that it may be a repeat.
func arrived(t *testing.T, dir string) map[string][]bool {
	t.Helper()
	all, err := os.ReadFile(filepath.Join(dir, arrivals))
	if err != nil {
		t.Fatal(err)
	}
	came := map[string][]bool{}
	for line := range strings.Lines(string(all)) {
		id, doubtful, _ := strings.Cut(strings.TrimSpace(line), " ")
		came[id] = append(came[id], doubtful == "true")
	}
	return came
}

// childMain is the server: it confirms on standard output the number of each delivery whose case was committed.
func childMain() int {
	url, dir, _ := strings.Cut(os.Getenv(child), "\n")
	ctx := context.Background()
	store, err := where{url: url, dir: dir}.open(ctx, time.Now)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	q, err := New(store, Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	store.SetEnqueue(q.Enqueue)
	q.Handle(arrive(dir))
	if err := q.Start(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for n := 0; ; n++ {
		draft := strconv.Itoa(os.Getpid()) + "/" + strconv.Itoa(n)
		id, _, err := file(ctx, store, draft, signal.Crisis, signal.AlertNew)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		fmt.Println(id)
	}
}

// killOne starts servers on one place and kills them one after the other, the first once it has confirmed a number of
// cases; it gives all that was confirmed.
func killOne(t *testing.T, w where, replicas, after int) (confirmed []string) {
	t.Helper()
	var mu sync.Mutex
	var wg sync.WaitGroup
	for n := range replicas {
		wg.Go(func() {
			ids, err := killAfter(w, after*(n+1))
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			confirmed = append(confirmed, ids...)
		})
	}
	wg.Wait()
	return confirmed
}

func killAfter(w where, after int) (ids []string, err error) {
	cmd := osexec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), child+"="+w.url+"\n"+w.dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // a last line that was cut short was not confirmed
			break
		}
		if ids = append(ids, strings.TrimSpace(line)); len(ids) == after {
			if err := cmd.Process.Kill(); err != nil {
				return nil, err
			}
		}
	}
	if err := cmd.Wait(); err == nil || len(ids) < after {
		return nil, fmt.Errorf("a server ended by itself (%v) after %d cases, wanted %d", err, len(ids), after)
	}
	return ids, nil
}
