package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Follow the chains of the case log and the audit log."`
}

type auditVerifyCmd struct {
	Format string `help:"text or json." enum:"text,json" default:"text"`
}

func (auditVerifyCmd) Help() string {
	return "Exits 1 when an entry was changed or removed.\n\n  chuyme audit verify"
}

// Run verifies.
func (c auditVerifyCmd) Run(ctx context.Context, world outside) error {
	return withRegister(ctx, world, func(h *house) error {
		n, bad, err := h.store.Verify(ctx)
		if err != nil {
			return err
		}
		if c.Format == "json" {
			err = printLine(world.out, map[string]any{"entries": n, "holds": bad == 0, "first_bad": bad})
		} else if bad == 0 {
			_, err = fmt.Fprintf(world.out, "%d entries, all as they were written\n", n)
		} else if bad == casestore.MissingCase {
			_, err = fmt.Fprintf(world.out, "%d entries; a case is missing, or its log ends too early\n", n)
		} else if bad == casestore.WrongFigures {
			_, err = fmt.Fprintf(world.out, "%d entries; figures or imported records are not as they were written\n", n)
		} else {
			_, err = fmt.Fprintf(world.out, "%d entries; entry %d is not as it was written\n", n, bad)
		}
		if err == nil && bad != 0 {
			err = errFalse
		}
		return err
	})
}

type keysCmd struct {
	Rotate keysRotateCmd `cmd:"" help:"Add a master key, make it the one in use, and wrap all case keys anew."`
}

type keysRotateCmd struct {
	Format string `help:"text or json." enum:"text,json" default:"text"`
}

func (keysRotateCmd) Help() string {
	return "What was sealed before still opens. A running server takes the new key up by itself.\n\n  chuyme keys rotate"
}

// Run rotates.
func (c keysRotateCmd) Run(ctx context.Context, world outside) error {
	return withRegister(ctx, world, func(h *house) error {
		if err := h.keys.Rotate(); err != nil {
			return err
		}
		n, err := h.store.Rewrap(ctx)
		if err != nil {
			return err
		}
		if c.Format == "json" {
			return printLine(world.out, map[string]int{"rewrapped": n})
		}
		_, err = fmt.Fprintf(world.out, "a new master key is in use; %d case keys were wrapped anew\n", n)
		return err
	})
}

type purgeCmd struct {
	Case   string `help:"Purge this case." xor:"what" required:""`
	Due    bool   `help:"Purge every case whose time is over." xor:"what" required:""`
	Why    string `help:"Why, for the audit log." default:"command line"`
	Format string `help:"text or json." enum:"text,json" default:"text"`
}

func (purgeCmd) Help() string {
	return "A purged case cannot be read again by anybody; its figures stay.\n\n  chuyme purge --case 2026-000123"
}

// Run purges.
func (c purgeCmd) Run(ctx context.Context, world outside) error {
	return withRegister(ctx, world, func(h *house) error {
		if c.Due {
			n, err := h.purgeDue(ctx)
			if c.Format == "json" {
				return firstError(printLine(world.out, map[string]int{"purged": n}), err)
			}
			fmt.Fprintf(world.out, "%d cases purged\n", n)
			return err
		}
		err := h.purge(ctx, signal.Ref(c.Case), operator, c.Why)
		if errors.Is(err, casestore.ErrNotFound) {
			return usage("there is no case %s", c.Case)
		}
		switch {
		case err != nil:
		case c.Format == "json":
			err = printLine(world.out, map[string]any{"purged": 1, "ref": c.Case})
		default:
			_, err = fmt.Fprintf(world.out, "%s purged\n", c.Case)
		}
		return err
	})
}

// purge takes a case's keys, then its files.
func (h *house) purge(ctx context.Context, ref signal.Ref, by casestore.Actor, why string) error {
	left, err := h.store.Purge(ctx, ref, by, why)
	if err != nil {
		return err
	}
	for _, id := range left.Attachments {
		if err := h.files.Delete(ctx, id); err != nil {
			return fmt.Errorf("case %s is purged; a file of it could not be removed: %w", ref, err)
		}
	}
	return nil
}

// purgeDue purges whatever is due and tells how many cases.
func (h *house) purgeDue(ctx context.Context) (n int, err error) {
	due, err := h.store.DuePurges(ctx, h.now(), 500)
	if err != nil {
		return 0, err
	}
	for _, ref := range due {
		if err := h.purge(ctx, ref, casestore.System, "its time is over"); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

type versionCmd struct {
	Format string `help:"text or json." enum:"text,json" default:"text"`
}

func (versionCmd) Help() string { return "  chuyme version" }

// Run prints the version that the build was stamped with.
func (c versionCmd) Run(world outside) error {
	version := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				version += " " + s.Value
			}
		}
	}
	if c.Format == "json" {
		return printLine(world.out, map[string]string{"version": version})
	}
	_, err := fmt.Fprintln(world.out, "chuyme", version)
	return err
}
