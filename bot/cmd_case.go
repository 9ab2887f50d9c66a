package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/console"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/internal/telemetry"
)

type caseCmd struct {
	List   caseListCmd   `cmd:"" help:"List cases, all unless narrowed."`
	Show   caseShowCmd   `cmd:"" help:"Show one case, opened; the look is in the audit log."`
	Export caseExportCmd `cmd:"" help:"The same, as JSON; the look is in the audit log."`
	Card   caseCardCmd   `cmd:"" help:"The information card of a case, or of those of a period, filled in from the log."`
}

// operator is who looks through the command line.
const operator = casestore.Actor("operator")

// withRegister runs a command on the register that the settings name, beside a running server.
func withRegister(ctx context.Context, world outside, do func(h *house) error) (err error) {
	cfg, err := world.settings()
	if err != nil {
		return err
	}
	h := newHouse(cfg, telemetry.NewLog(world.err, "error"))
	defer func() { err = errors.Join(err, h.takeDown()) }()
	if h.places, err = loadPlaces(cfg); err != nil {
		return err
	}
	if err := build(h.loadUnits, func() error { return h.register(ctx) }); err != nil {
		return err
	}
	return do(h)
}

type caseListCmd struct {
	Unit    string   `help:"Only cases in which this unit has a part."`
	State   []string `help:"Only these states: open acknowledged transferred closed purged."`
	Urgency []string `help:"Only these: crisis urgent standard."`
	Format  string   `help:"table or json." enum:"table,json" default:"table"`
}

func (caseListCmd) Help() string {
	return "Nothing that is listed was sealed.\n\n  chuyme case list --state open --format json"
}

// Run lists.
func (c caseListCmd) Run(ctx context.Context, world outside) error {
	return withRegister(ctx, world, func(h *house) error {
		f := casestore.Filter{}
		if c.Unit != "" {
			f.Units = []string{c.Unit}
		}
		for _, s := range c.State {
			f.States = append(f.States, signal.State(s))
		}
		for _, u := range c.Urgency {
			f.Urgency = append(f.Urgency, signal.Urgency(u))
		}
		cases, err := h.store.List(ctx, f)
		if err != nil {
			return err
		}
		if c.Format == "json" {
			return pretty(world.out, console.FormList(cases))
		}
		t := tabwriter.NewWriter(world.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "REF\tURGENCY\tSTATE\tUNIT\tMUNICIPALITY\tOPENED\tSENT")
		for _, k := range cases {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%v\n", k.Ref, k.Urgency, k.State, k.Unit, k.Municipality, k.OpenedAt.Format("2006-01-02 15:04"), k.Sent())
		}
		return t.Flush()
	})
}

type caseShowCmd struct {
	Ref    string `arg:"" help:"The case's reference, 2026-000123."`
	Why    string `help:"Why it is looked at, for the audit log." default:"command line"`
	Format string `help:"text or json." enum:"text,json" default:"text"`
}

func (caseShowCmd) Help() string {
	return "It is decrypted with the master key at hand.\n\n  chuyme case show 2026-000001 --format json"
}

// Run shows.
func (c caseShowCmd) Run(ctx context.Context, world outside) error {
	return showCase(ctx, world, c.Ref, c.Why, c.Format)
}

type caseExportCmd struct {
	Ref string `arg:"" help:"The case's reference, 2026-000123."`
	Why string `help:"Why it is taken out, for the audit log." default:"export by command line"`
}

func (caseExportCmd) Help() string { return "  chuyme case export 2026-000001 > case.json" }

// Run exports.
func (c caseExportCmd) Run(ctx context.Context, world outside) error {
	return showCase(ctx, world, c.Ref, c.Why, "json")
}

func showCase(ctx context.Context, world outside, ref, why, format string) error {
	return withRegister(ctx, world, func(h *house) error {
		v, err := h.desk.Inspect(ctx, operator, signal.Ref(ref), why)
		if errors.Is(err, casestore.ErrNotFound) {
			return usage("there is no case %s", ref)
		}
		if err != nil {
			return err
		}
		form := console.FormView(viewOf(v))
		if format == "json" {
			return pretty(world.out, form)
		}
		return printCase(world.out, form)
	})
}

// printCase writes a case for people.
func printCase(out io.Writer, f console.CaseShowJSON) error {
	fmt.Fprintf(out, "%s  %s  %s  %s  %s\n", f.Ref, f.Urgency, f.State, f.Unit, f.Municipality)
	answers, err := json.Marshal(f.Answers)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "answers  %s\n", answers)
	for _, s := range f.Said {
		text := s.Text
		if s.Attachment != nil {
			text = "[" + s.Attachment.Kind + "] " + text
		}
		fmt.Fprintf(out, "said     %s  %s\n", s.At.Format("2006-01-02 15:04:05"), text)
	}
	for _, r := range f.Reasons {
		fmt.Fprintf(out, "reason   %s  %s\n", r.Rule, r.Text)
	}
	for _, d := range f.Deliveries {
		fmt.Fprintf(out, "delivery %s %s %s %s step %d: %s %s\n", d.Kind, d.Unit, d.Officer, d.Endpoint, d.Step, d.State, d.Cause)
	}
	for _, e := range f.Timeline {
		fmt.Fprintf(out, "log      %s  %s  %s  %s  %s\n", e.At.Format("2006-01-02 15:04:05"), e.Kind, e.Unit, e.Actor, e.Text)
	}
	return nil
}

// pretty writes v as indented JSON, letters of all scripts as they are.
func pretty(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
