package casestoretest

import (
	"bufio"
	"context"
	"fmt"
	"os"
	osexec "os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// child is the variable that makes the test binary a process that opens cases until it is killed.
const child = "CHUYME_TEST_CASESTORE_CHILD"

// Main runs the tests, or the child that a test has started. It is to be called by TestMain.
func Main(m *testing.M) {
	if where := os.Getenv(child); where != "" {
		url, dir, _ := strings.Cut(where, "\n")
		err := openForEver(context.Background(), Place{URL: url, Dir: dir})
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// openForEver opens cases, says the reference of each one that is confirmed, and takes each alert as if to send it.
func openForEver(ctx context.Context, p Place) error {
	s, err := openAt(ctx, p, time.Now)
	if err != nil {
		return err
	}
	owner := fmt.Sprint("child-", os.Getpid())
	if err := s.TakeOver(ctx, owner); err != nil {
		return err
	}
	for n := 0; ; n++ {
		o := opening()
		o.Draft.ID = signal.DraftID(fmt.Sprint(owner, "/", n))
		var id int64
		opened, err := s.Open(ctx, o, func(tx *casestore.Tx) (err error) { id, _, err = tx.Enqueue(alert("o-1")); return err })
		if err != nil {
			return err
		}
		if _, _, err := s.Claim(ctx, id, owner); err != nil {
			return err
		}
		fmt.Println(opened.Ref)
	}
}

// killed kills processes while they open cases, each after some more of them, and then counts.
func killed(t *testing.T, h *house) {
	confirmed := map[signal.Ref]bool{}
	for _, after := range []int{1, 3, 7, 20} {
		for _, ref := range killAfter(t, h.place, after) {
			confirmed[ref] = true
		}
	}
	list := get(h.List(h.ctx, casestore.Filter{}))(t)
	have := map[signal.Ref]bool{}
	for _, c := range list {
		have[c.Ref] = true
		if ds := get(h.Deliveries(h.ctx, c.Ref))(t); len(ds) != 1 {
			t.Errorf("case %s has %d deliveries, want its one", c.Ref, len(ds))
		}
	}
	for ref := range confirmed {
		if !have[ref] {
			t.Errorf("case %s was confirmed and is lost", ref)
		}
	}
	n, bad, err := h.Verify(h.ctx)
	ok(t, err)
	equal(t, "first bad entry", bad, 0)
	equal(t, "entries", n, 2*len(list))
	leftBehind(t, h, len(list))
}

// leftBehind takes over what the killed processes were sending.
func leftBehind(t *testing.T, h *house, all int) {
	h.clock.Move(time.Since(h.clock.Now()) + time.Minute)
	ok(t, h.TakeOver(h.ctx, "heir"))
	exec(t, h, `update processes set beat = 0 where owner <> 'heir'`) // five seconds later
	strays := get(h.Stray(h.ctx, h.clock.Now(), 0))(t)
	equal(t, "deliveries left behind", len(strays), all)
	for _, id := range strays {
		if d, got := claim(t, h, id, "heir"); !got || (!d.Doubtful && d.Attempt > 1) {
			t.Errorf("delivery %d: claimed %v, %+v; want it, doubtful where it was tried", id, got, d)
		}
	}
}

// killAfter starts a child, kills it with -9 once it has confirmed some cases, and gives all that it confirmed.
func killAfter(t *testing.T, p Place, after int) (refs []signal.Ref) {
	t.Helper()
	cmd := osexec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), child+"="+p.URL+"\n"+p.Dir)
	cmd.Stderr = os.Stderr
	out := get(cmd.StdoutPipe())(t)
	ok(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		refs = append(refs, signal.Ref(lines.Text()))
		if len(refs) == after {
			ok(t, cmd.Process.Kill())
		}
	}
	if err := cmd.Wait(); err == nil || len(refs) < after {
		t.Fatalf("the child ended by itself (%v) after %d cases, wanted %d", err, len(refs), after)
	}
	// The last line may be cut short: such a case was not confirmed.
	if last := len(refs) - 1; !refs[last].Valid() {
		refs = refs[:last]
	}
	return refs
}
