package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/chuyme/chuyme/internal/telemetry"
	"github.com/chuyme/chuyme/router/place"
	"github.com/chuyme/chuyme/router/unit"
)

type unitsCmd struct {
	Check unitsCheckCmd `cmd:"" help:"Validate the file and say who acts in each municipality."`
	Init  unitsInitCmd  `cmd:"" help:"Write a units file to begin from, with units for all 265 municipalities."`
}

type unitsCheckCmd struct {
	File   string `arg:"" optional:"" help:"A units file; else that of CHUYME_UNITS, else the embedded example."`
	Format string `help:"table, csv, json, or svg (a map)." enum:"table,csv,json,svg" default:"table"`
}

func (unitsCheckCmd) Help() string {
	return "Exits 1 when a signal from any of the 265 municipalities would end with nobody, 2 when the file is not valid. The map has a dot at each municipality's seat, coloured by who is told.\n\n  chuyme units check deploy/units/example.yaml\n  chuyme units check --format svg > cover.svg"
}

// Run checks and prints.
func (c unitsCheckCmd) Run(ctx context.Context, world outside) (err error) {
	cfg, err := world.settings()
	if err != nil {
		return err
	}
	if c.File != "" {
		cfg.Units = c.File
	}
	h := newHouse(cfg, telemetry.NewLog(world.err, "error"))
	defer func() { err = errors.Join(err, h.takeDown()) }()
	if h.places, err = loadPlaces(cfg); err != nil {
		return err
	}
	if err := h.loadUnits(); err != nil {
		return err
	}
	joined, err := h.joined(ctx)
	if err != nil {
		return err
	}
	report := unit.Check(h.units, joined, unit.Reach{SMTP: cfg.SMTPURL != ""})
	if joined == nil {
		report.Warnings = append(report.Warnings, "no officer has joined yet, so nobody can be told but endpoints: officer invite --unit ID --officer o-1")
	}
	if err = c.print(report, h.places, world.out); err == nil && !report.Holds() {
		err = errFalse
	}
	return err
}

func (c unitsCheckCmd) print(report unit.Report, places *place.Register, out io.Writer) error {
	switch c.Format {
	case "json":
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		return e.Encode(report)
	case "csv":
		return report.WriteCSV(out)
	case "svg":
		return report.WriteMap(out, places.Seat)
	}
	return report.Print(out)
}

// joined lists who has joined, where there is a register already; a mere check makes none.
func (h *house) joined(ctx context.Context) (func(unit.ID) []string, error) {
	if h.cfg.DatabaseURL == "" {
		if _, err := os.Stat(filepath.Join(h.cfg.DataDir, "chuyme.db")); err != nil {
			return nil, nil
		}
	}
	if err := h.register(ctx); err != nil {
		return nil, err
	}
	all, err := h.store.Officers(ctx, "")
	if err != nil {
		return nil, err
	}
	return func(id unit.ID) (ids []string) {
		for _, o := range all {
			if o.Unit == string(id) && o.Revoked.IsZero() && (o.Telegram || o.Console) {
				ids = append(ids, o.ID)
			}
		}
		return ids
	}, nil
}
