package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/chuyme/chuyme/internal/stats"
	"github.com/chuyme/chuyme/router/duty"
	"github.com/chuyme/chuyme/router/unit"
)

type statsCmd struct {
	From     string `help:"First year, month or day that is counted (2024, 2024-05, 2024-05-17); else from the beginning."`
	To       string `help:"Last year, month or day that is counted; else until now."`
	Unit     string `help:"Only cases in which this unit has a part. Past registers know no units and are left out."`
	District string `help:"Only this district, by code or English name (LOV, Lovech)."`
	Suppress bool   `help:"Hide numbers under 5, and what would give them away. For whatever leaves the house."`
	Format   string `help:"table, csv, json, xlsx or svg." enum:"table,csv,json,xlsx,svg" default:"table"`
	Output   string `short:"o" help:"A file to write to; else standard output."`
}

func (statsCmd) Help() string {
	return `Counts cases and imported registers in the tables of the agency's yearly report. The operator sees all numbers: they are
hidden with --suppress only, which is to be used for whatever is handed on or published. A signal counts in the period in
which it came, a meeting by its own date, once for each case, day and occasion. In JSON a hidden number is null.

  chuyme stats --from 2024 --to 2024 --format json
  chuyme stats --from 2024-01 --to 2024-06 --suppress --format xlsx -o figures.xlsx`
}

// Run counts and prints.
func (c statsCmd) Run(ctx context.Context, world outside) error {
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
		if c.Suppress {
			report = report.Suppress()
		}
		return c.print(report, world.out)
	})
}

func (c statsCmd) options() (o stats.Options, err error) {
	o.Unit = c.Unit
	if o.Zone, err = time.LoadLocation(duty.Zone); err != nil {
		return o, err
	}
	if o.From, err = stats.FirstMoment(c.From, o.Zone); err != nil {
		return o, usage("--from: %w", err)
	}
	if o.To, err = stats.EndMoment(c.To, o.Zone); err != nil {
		return o, usage("--to: %w", err)
	}
	if !o.To.IsZero() && !o.From.Before(o.To) {
		return o, usage("--to lies before --from")
	}
	if c.District != "" {
		name, ok := stats.FindDistrict(c.District)
		if !ok {
			return o, usage("--district: there is no such district; right would be a code or an English name, LOV or Lovech")
		}
		o.District = name
	}
	return o, nil
}

// print writes the whole report or, where it cannot be made, nothing.
func (c statsCmd) print(r stats.Report, out io.Writer) error {
	var whole bytes.Buffer
	write := map[string]func(io.Writer) error{
		"table": r.WriteTable, "csv": r.WriteCSV, "json": r.WriteJSON, "xlsx": r.WriteXLSX, "svg": r.WriteSVG,
	}[c.Format]
	if write == nil {
		return errors.New("stats: no such format")
	}
	if err := write(&whole); err != nil {
		return err
	}
	if c.Output != "" {
		if err := os.WriteFile(c.Output, whole.Bytes(), 0o600); err != nil {
			return usage("--output: %w", err)
		}
		return nil
	}
	if _, err := whole.WriteTo(out); err != nil {
		return fmt.Errorf("write the figures: %w", err)
	}
	return nil
}
