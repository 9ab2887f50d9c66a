package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/chuyme/chuyme/internal/config"
)

// Exit statuses (they are a contract).
const (
	exitDone  = 0
	exitFalse = 1 // what was checked does not hold, or it could not be done
	exitUsage = 2 // wrong usage or settings
)

// outside is all that a command sees of the world: tests hand in their own.
type outside struct {
	in       io.Reader
	out, err io.Writer
	environ  []string
}

// env is a variable of the environment, "" where it is not set. Of several the last counts, as it does for a process.
func (w outside) env(name string) string {
	for _, e := range slices.Backward(w.environ) {
		if v, ok := strings.CutPrefix(e, name+"="); ok {
			return v
		}
	}
	return ""
}

// commands are all commands; each is a struct in a file of its own, with its help in Help and its work in Run.
type commands struct {
	Serve         serveCmd         `cmd:"" default:"1" help:"Run the whole thing: channels, ladder, console."`
	Chat          chatCmd          `cmd:"" help:"Talk to it in the terminal."`
	Triage        triageCmd        `cmd:"" help:"Say how urgent messages are, and why."`
	Understand    understandCmd    `cmd:"" help:"Say what typed answers are taken for."`
	Lexicon       lexiconCmd       `cmd:"" help:"Say how much of a corpus the vocabulary reads."`
	Place         placeCmd         `cmd:"" help:"Find the settlement that was meant."`
	Units         unitsCmd         `cmd:"" help:"Check the units file."`
	Duty          dutyCmd          `cmd:"" help:"Say who is on duty."`
	Drill         drillCmd         `cmd:"" help:"Send test alerts and say who pressed, and after how long."`
	Questionnaire questionnaireCmd `cmd:"" help:"Check or draw the questionnaire."`
	I18n          i18nCmd          `cmd:"" name:"i18n" help:"Check the catalogs; send them to translators and take them back."`
	Case          caseCmd          `cmd:"" help:"List and show cases."`
	Import        importCmd        `cmd:"" help:"Add a past register to the figures."`
	Stats         statsCmd         `cmd:"" help:"Count signals, kinds, places, victims, meetings."`
	Officer       officerCmd       `cmd:"" help:"Invite, list and revoke officers."`
	Apikey        apikeyCmd        `cmd:"" help:"Keys of the units' own systems."`
	Audit         auditCmd         `cmd:"" help:"Verify the case log and the audit log."`
	Keys          keysCmd          `cmd:"" help:"Rotate the master key."`
	Purge         purgeCmd         `cmd:"" help:"Make cases unreadable for ever."`
	Version       versionCmd       `cmd:"" help:"Print the version."`
}

// errFalse is returned by a command that worked and found that what it checked does not hold.
var errFalse = errors.New("what was checked does not hold")

// usageError is wrong usage or a wrong setting, in a sentence for the operator.
type usageError struct{ err error }

func (u usageError) Error() string { return u.err.Error() }
func (u usageError) Unwrap() error { return u.err }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// run carries out one command line and returns the exit status.
func run(ctx context.Context, args []string, world outside) int {
	var cmds commands
	exited, code := false, exitDone
	parser, err := kong.New(&cmds, kong.Name("chuyme"), kong.Writers(world.out, world.err),
		kong.Description("Чуй ме: a reporting channel for children. Settings are CHUYME_ environment variables; see the README."),
		kong.Exit(func(c int) { exited, code = true, c }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		fmt.Fprintln(world.err, "chuyme:", err)
		return exitUsage
	}
	parsed, err := parser.Parse(args)
	if exited {
		return code
	}
	if err != nil {
		fmt.Fprintln(world.err, "chuyme:", err)
		fmt.Fprintln(world.err, "chuyme: --help on a command says what it takes")
		return exitUsage
	}
	return report(parsed.Run(world), world)
}

// report turns the outcome of a command into words and an exit status.
func report(err error, world outside) int {
	var bad usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFalse):
		return exitFalse
	case errors.As(err, &bad):
		fmt.Fprintln(world.err, "chuyme:", err)
		return exitUsage
	}
	fmt.Fprintln(world.err, "chuyme:", err)
	return exitFalse
}

// settings reads the settings; a fault in them is wrong usage.
func (w outside) settings() (*config.Config, error) {
	cfg, err := config.Load(w.environ)
	if err != nil {
		return nil, usageError{err}
	}
	return cfg, nil
}
