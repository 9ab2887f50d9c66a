package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/alecthomas/kong"

	"github.com/chuyme/chuyme/internal/stats"
	"github.com/chuyme/chuyme/router/duty"
	"github.com/chuyme/chuyme/router/unit"
)

type statsCmd struct {
	From     string  `help:"First year, month or day that is counted (2024, 2024-05, 2024-05-17); else from the beginning."`
	To       string  `help:"Last year, month or day that is counted; else until now."`
	Unit     string  `help:"Only cases in which this unit has a part. Past registers know no units and are left out."`
	District string  `help:"Only this district, by code or English name (LOV, Lovech)."`
	Suppress atLeast `help:"Hide numbers under 5 (--suppress), or under another number (--suppress 10), and what would give them away. For whatever leaves the house."`
	Meetings bool    `help:"Instead of the tables: which meetings the institutions count differently."`
	Format   string  `help:"table, csv, json, xlsx or svg." enum:"table,csv,json,xlsx,svg" default:"table"`
	Output   string  `short:"o" help:"A file to write to; else standard output."`
}

func (statsCmd) Help() string {
	return `Counts cases and imported registers in the tables of the agency's yearly report. The operator sees all numbers: they are
hidden with --suppress only, which is to be used for whatever is handed on or published. A signal counts in the period in
which it came, a meeting by its own date, once for each case, day and occasion. In JSON a hidden number is null.
Where institutions report meetings apart, --meetings lists those that one of them does not count: its count and what it
misses add up to the one figure from the log.

  chuyme stats --from 2024 --to 2024 --format json
  chuyme stats --from 2024-01 --to 2024-06 --suppress --format xlsx -o figures.xlsx
  chuyme stats --from 2024 --to 2024 --meetings --format csv`
}

// atLeast is the smallest number that is shown; 0 shows all. Without a number of its own the flag means stats.Least.
type atLeast int

// IsBool lets the flag stand without a number.
func (atLeast) IsBool() bool { return true }

// Decode reads the flag and the number behind it, if one is there.
func (a *atLeast) Decode(ctx *kong.DecodeContext) error {
	*a = stats.Least
	next := ctx.Scan.Peek()
	n, err := strconv.Atoi(next.String())
	switch {
	case err != nil && next.Type != kong.FlagValueToken:
		return nil
	case err != nil || n < 2:
		return errors.New("not a number from 2 on; right would be --suppress or --suppress 5")
	}
	ctx.Scan.Pop()
	*a = atLeast(n)
	return nil
}

// Run counts and prints.
func (c statsCmd) Run(ctx context.Context, world outside) error {
	if c.Meetings && (c.Suppress > 0 || c.Format == "svg") {
		return usage("--meetings names cases: it has no --suppress, and no svg")
	}
	o, err := c.options()
	if err != nil {
		return err
	}
	return withRegister(ctx, world, func(h *house) error {
		if _, ok := h.units.Unit(unit.ID(c.Unit)); c.Unit != "" && !ok {
			return usage("--unit: there is no such unit; units check lists them")
		}
		report, err := stats.Count(ctx, h.store, o)
		if err != nil {
			return err
		}
		if c.Suppress > 0 {
			report = report.Suppress(int(c.Suppress))
		}
		return c.print(report, world.out)
	})
}

func (c statsCmd) options() (o stats.Options, err error) {
	if o, err = period(c.From, c.To); err != nil {
		return o, err
	}
	o.Unit = c.Unit
	if c.District != "" {
		name, ok := stats.FindDistrict(c.District)
		if !ok {
			return o, usage("--district: there is no such district; right would be a code or an English name, LOV or Lovech")
		}
		o.District = name
	}
	return o, nil
}

// period reads --from and --to, in the zone in which units keep their days.
func period(from, to string) (o stats.Options, err error) {
	if o.Zone, err = time.LoadLocation(duty.Zone); err != nil {
		return o, err
	}
	if o.From, err = stats.FirstMoment(from, o.Zone); err != nil {
		return o, usage("--from: %w", err)
	}
	if o.To, err = stats.EndMoment(to, o.Zone); err != nil {
		return o, usage("--to: %w", err)
	}
	if !o.To.IsZero() && !o.From.Before(o.To) {
		return o, usage("--to lies before --from")
	}
	return o, nil
}

// print writes the whole report or, where it cannot be made, nothing.
func (c statsCmd) print(r stats.Report, out io.Writer) error {
	write := map[string]func(io.Writer) error{
		"table": r.WriteTable, "csv": r.WriteCSV, "json": r.WriteJSON, "xlsx": r.WriteXLSX, "svg": r.WriteSVG,
	}
	if c.Meetings { // a workbook has them in a sheet of their own
		write["table"], write["csv"], write["json"] = r.WriteDifferencesTable, r.WriteDifferencesCSV, r.WriteDifferencesJSON
	}
	return writeWhole(write[c.Format], c.Output, 0o600, out)
}

// writeWhole writes all of it to a file of that mode or, where none is named, to out; where it cannot be made, nothing.
func writeWhole(write func(io.Writer) error, file string, mode os.FileMode, out io.Writer) error {
	if write == nil {
		return errors.New("there is no such format")
	}
	var whole bytes.Buffer
	if err := write(&whole); err != nil {
		return err
	}
	if file != "" {
		if err := os.WriteFile(file, whole.Bytes(), mode); err != nil {
			return usage("--output: %w", err)
		}
		return nil
	}
	if _, err := whole.WriteTo(out); err != nil {
		return fmt.Errorf("write to standard output: %w", err)
	}
	return nil
}
