package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/chuyme/chuyme/internal/stats"
	"github.com/chuyme/chuyme/router/duty"
)

type importCmd struct {
	File   string `arg:"" help:"The past register, JSON Lines; - is standard input."`
	Format string `help:"text or json." enum:"text,json" default:"text"`
}

func (importCmd) Help() string {
	return `Each line is one signal; each field may be missing, values are the keys that "stats --format json" prints:

  {"received_at":"2024-05-17","source":"neighbour","kind":["physical"],"setting":"family","perpetrator":"father",
   "municipality":"LOV33","victims":[{"age":"8-11","sex":"boy"}],
   "meetings":[{"at":"2024-05-18","occasion":"first_signal","reported_by":["state_agency"],"attended":["ozd","police"]}]}

(On one line.) It is counted in stats and never alerted. All lines are taken or none; every fault is told with its line
and field. What was imported before changes nothing.

  chuyme import 2024.jsonl`
}

// Run imports.
func (c importCmd) Run(ctx context.Context, world outside) error {
	in, name, err := c.open(world)
	if err != nil {
		return err
	}
	defer in.Close() // it was only read
	return withRegister(ctx, world, func(h *house) error {
		zone, err := time.LoadLocation(duty.Zone)
		if err != nil {
			return err
		}
		records, faults, err := stats.Read(in, zone, func(code string) bool {
			_, ok := h.places.Municipality(code)
			return ok
		})
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		if len(faults) > 0 {
			return c.refuse(world, name, faults)
		}
		return c.keep(ctx, world, h, records)
	})
}

func (c importCmd) open(world outside) (in io.ReadCloser, name string, err error) {
	if c.File == "-" {
		return io.NopCloser(world.in), "standard input", nil
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, "", usage("import: %w", err)
	}
	return f, filepath.Base(c.File), nil
}

// refuse tells every fault; nothing was imported.
func (c importCmd) refuse(world outside, name string, faults []stats.Fault) error {
	if c.Format == "json" {
		if err := pretty(world.out, map[string]any{"faults": faults}); err != nil {
			return err
		}
	} else {
		for _, f := range faults {
			fmt.Fprintf(world.err, "%s:%s\n", name, f)
		}
	}
	return usage("%s: %d faults; nothing was imported", name, len(faults))
}

func (c importCmd) keep(ctx context.Context, world outside, h *house, records []stats.Record) error {
	contents := make([][]byte, len(records))
	for i, r := range records {
		content, err := json.Marshal(r)
		if err != nil {
			return err
		}
		contents[i] = content
	}
	added, known, err := h.store.Import(ctx, operator, contents)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return printLine(world.out, map[string]int{"records": len(records), "added": added, "known": known})
	}
	_, err = fmt.Fprintf(world.out, "%d records: %d added, %d known before\n", len(records), added, known)
	return err
}
