package main

import (
	"errors"
	"io"
	"time"

	"github.com/chuyme/chuyme/router/duty"
	"github.com/chuyme/chuyme/router/unit"
)

type dutyMonthCmd struct {
	Unit   string `required:"" help:"The unit's id."`
	Month  string `help:"The month (2026-12); else the present one."`
	Format string `help:"table, csv, json, xlsx or ics. A csv, xlsx or ics file can stand under table in the units file." enum:"table,csv,json,xlsx,ics" default:"table"`
	Output string `short:"o" help:"A file to write to; else standard output."`
}

func (dutyMonthCmd) Help() string {
	return "Takes tables, calendars, the weekly pattern, stand-ins and the fallback together, as an alert would.\n\n  chuyme duty month --unit ozd-teteven --month 2026-12\n  chuyme duty month --unit ozd-teteven --month 2026-12 --format ics -o december.ics"
}

// Run puts the month together and prints it.
func (c dutyMonthCmd) Run(world outside) error {
	u, err := unitNamed(world, c.Unit)
	if err != nil {
		return err
	}
	from := time.Now().In(u.Zone)
	if c.Month != "" {
		if from, err = time.ParseInLocation("2006-01", c.Month, u.Zone); err != nil {
			return usage("--month: not a month; right would be 2026-12")
		}
	}
	from = time.Date(from.Year(), from.Month(), 1, 0, 0, 0, 0, u.Zone)
	schedule := duty.ScheduleOf(c.Unit, u, from, from.AddDate(0, 1, 0))
	return writeWhole(func(out io.Writer) error { return c.print(schedule, u, from, out) }, c.Output, 0o644, world.out)
}

func (c dutyMonthCmd) print(s duty.Schedule, u *unit.Unit, month time.Time, out io.Writer) error {
	switch c.Format {
	case "csv":
		return s.WriteCSV(out)
	case "xlsx":
		return s.WriteWorkbook(out)
	case "ics":
		err := s.WriteCalendar(out, time.Now())
		if errors.Is(err, duty.ErrNobody) {
			return usage("duty month: %w", err)
		}
		return err
	case "json":
		return printLine(out, monthAnswer{Unit: string(u.ID), Month: month.Format("2006-01"), Stretches: s.Stretches, Gaps: s.Gaps(), Overlaps: s.Overlaps})
	}
	return s.Print(out)
}

type monthAnswer struct {
	Unit      string         `json:"unit"`
	Month     string         `json:"month"`
	Stretches []duty.Stretch `json:"stretches"`
	Gaps      []duty.Gap     `json:"gaps"`
	Overlaps  []duty.Overlap `json:"overlaps"`
}
