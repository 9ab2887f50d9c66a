// Command bot is Чуй ме: the channel through which children, parents and neighbours tell what happens, and through
// which the officer on duty hears it. `go run ./bot` serves; `go run ./bot --help` lists the other commands.
//
// It only wires the parts together: no decision about a conversation, a case or an alert may live here.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], outside{os.Stdin, os.Stdout, os.Stderr, os.Environ()})
	stop()
	os.Exit(code)
}
