package servertest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// startLimit is how long a server may take to answer; a loaded machine needs some of it.
const startLimit = 60 * time.Second

// keeper runs a server and ends it when standard input ends, which it does when the test process is gone, even if it
// was killed: $1 is the signal to end it with, $2 the directory to remove, the rest the server's command line.
const keeper = `signal=$1 dir=$2; shift 2
exec 3<&0
"$@" 3<&- & server=$!
(while read -r _ <&3; do :; done; kill -"$signal" $server 2>/dev/null) &
wait $server; status=$?
[ -z "$dir" ] || rm -rf "$dir"
exit $status`

// child is a server that was started here.
type child struct {
	cmd  *exec.Cmd
	life *os.File // closing it ends the server
	log  string
}

type childSpec struct {
	end    string // the signal that ends it: KILL, QUIT …
	dir    string // working directory; holds the log
	remove bool   // remove dir once the server has ended
	as     *syscall.Credential
	argv   []string
}

// startChild starts a server. Its goroutine-free keeper is a shell, so that leak detectors have nothing to find.
func startChild(spec childSpec) (*child, error) {
	input, life, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer input.Close()
	log := filepath.Join(spec.dir, "server.log")
	out, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		life.Close()
		return nil, err
	}
	defer out.Close()
	remove := ""
	if spec.remove {
		remove = spec.dir
	}
	cmd := exec.Command("/bin/sh", append([]string{"-c", keeper, "sh", spec.end, remove}, spec.argv...)...)
	// A group of its own: an interrupt from the terminal reaches the test process alone, and so its input's end.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: spec.as}
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = spec.dir, input, out, out
	if err := cmd.Start(); err != nil {
		life.Close()
		return nil, fmt.Errorf("starting %s: %w", spec.argv[0], err)
	}
	return &child{cmd: cmd, life: life, log: log}, nil
}

// stop ends the server and waits until it is gone.
func (c *child) stop() {
	c.life.Close()
	_ = c.cmd.Wait()
}

// await asks until the server answers, and gives up with the end of its log.
func (c *child) await(ask func() error) error {
	var err error
	for end := time.Now().Add(startLimit); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if err = ask(); err == nil {
			return nil
		}
		if c.ended() {
			err = errors.New("it ended at once")
			break
		}
	}
	log, _ := os.ReadFile(c.log)
	lines := strings.Split(strings.TrimSpace(string(log)), "\n")
	return fmt.Errorf("waiting for %s: %w; its log ends: %s", filepath.Base(c.cmd.Args[6]), err, strings.Join(lines[max(0, len(lines)-5):], " | "))
}

// ended reports whether the keeper is gone, without waiting for it.
func (c *child) ended() bool {
	var info syscall.WaitStatus
	pid, err := syscall.Wait4(c.cmd.Process.Pid, &info, syscall.WNOHANG, nil)
	return err != nil || pid != 0
}
