package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// What the test binary is called when it runs as a child of a benchmark.
const (
	benchServe   = "bench-serve"   // the program
	benchMinimal = "bench-minimal" // what its speed is compared with
)

// profileVar names a folder; each child then leaves a CPU profile there when it ends.
const profileVar = "CHUYME_TEST_PROFILE"

// serveChild is the program in a process of its own, until standard input ends.
func serveChild() {
	childRuns(benchServe, func(ctx context.Context) int {
		return run(ctx, []string{"serve"}, outside{strings.NewReader(""), io.Discard, os.Stderr, os.Environ()})
	})
}

// childRuns runs a child until its standard input ends, which it does when the benchmark is gone, however it went.
func childRuns(name string, serve func(ctx context.Context) int) {
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	profiled := profiling(name)
	code := serve(ctx)
	profiled()
	os.Exit(code)
}

// profiling starts a CPU profile if one is asked for, and gives what writes it.
func profiling(name string) func() {
	dir := os.Getenv(profileVar)
	if dir == "" {
		return func() {}
	}
	f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-%d.pprof", name, os.Getpid())))
	if err == nil {
		err = pprof.StartCPUProfile(f)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "no profile:", err)
		return func() {}
	}
	return func() {
		pprof.StopCPUProfile()
		f.Close()
	}
}

// benchChild is a process that a benchmark started.
type benchChild struct {
	b    *testing.B
	cmd  *exec.Cmd
	life io.Closer // closing it ends the child
	log  string
}

// startBenchChild runs the test binary under another name, with these settings and no others. It ends with b.
func startBenchChild(b *testing.B, name string, settings ...string) *benchChild {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	c := &benchChild{b: b, log: filepath.Join(b.TempDir(), name+".log")}
	out, err := os.Create(c.log)
	if err != nil {
		b.Fatal(err)
	}
	defer out.Close()
	c.cmd = &exec.Cmd{Path: self, Args: []string{name}, Env: append(plainEnviron(), settings...), Stdout: out, Stderr: out}
	if c.life, err = c.cmd.StdinPipe(); err != nil {
		b.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(c.stop)
	return c
}

// plainEnviron is the environment without settings of the program, other than those of the tests.
func plainEnviron() (plain []string) {
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "CHUYME_") || strings.HasPrefix(e, "CHUYME_TEST_") {
			plain = append(plain, e)
		}
	}
	return plain
}

// stop ends the child and waits for it. Its log is shown if the benchmark failed, or if the child did.
func (c *benchChild) stop() {
	c.resume()
	c.life.Close()
	err := c.cmd.Wait()
	if err != nil {
		c.b.Errorf("%s: %v", c.cmd.Args[0], err)
	}
	if c.b.Failed() {
		log, _ := os.ReadFile(c.log)
		c.b.Logf("log of %s ends: %s", c.cmd.Args[0], log[max(0, len(log)-4000):])
	}
}

// pause holds the child's whole process, so that what it does beside its work is not on another's account.
func (c *benchChild) pause() { c.signal(syscall.SIGSTOP) }

// resume lets it go on.
func (c *benchChild) resume() { c.signal(syscall.SIGCONT) }

func (c *benchChild) signal(s syscall.Signal) {
	if err := c.cmd.Process.Signal(s); err != nil {
		c.b.Errorf("%s: %v", c.cmd.Args[0], err)
	}
}

// cpu is the processor time that the child has used.
func (c *benchChild) cpu() float64 { return cpuOf(c.b, c.cmd.Process.Pid) }

// cpuOf is the processor time that a process has used, in seconds, to a hundredth (proc(5): utime and stime in ticks, of
// which Linux tells 100 a second on every machine).
func cpuOf(b *testing.B, pid int) float64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), ") ") // the name before it may hold anything
	fields := strings.Fields(rest)
	user, errUser := strconv.Atoi(fields[11])
	system, errSystem := strconv.Atoi(fields[12])
	if errUser != nil || errSystem != nil {
		b.Fatalf("/proc/…/stat has another form: %s", raw)
	}
	return float64(user+system) / 100
}
