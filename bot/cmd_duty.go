package main

import (
	"fmt"
	"time"

	"github.com/chuyme/chuyme/router/duty"
	"github.com/chuyme/chuyme/router/unit"
)

type dutyCmd struct {
	On    dutyOnCmd    `cmd:"" default:"withargs" help:"Who is on at a moment (this is meant where no other is named)."`
	Month dutyMonthCmd `cmd:"" help:"Who is on in a month, where nobody is, and which shifts overlap."`
}

func (dutyCmd) Help() string {
	return "Without another word it says who is on now, or --at a time.\n\n  chuyme duty --unit ozd-teteven --at '2026-12-24 23:50'\n  chuyme duty month --unit ozd-teteven --month 2026-12"
}

type dutyOnCmd struct {
	Unit   string `required:"" help:"The unit's id."`
	At     string `help:"A time (2026-12-24T23:50+02:00, or 2026-12-24 23:50 on the unit's clock); else now."`
	Ahead  int    `help:"How many days ahead to look for gaps." default:"14"`
	Format string `help:"text or json." enum:"text,json" default:"text"`
}

func (dutyOnCmd) Help() string {
	return "Says who is on, where that comes from (table, weekly, standin, fallback, none), until when, and the gaps ahead.\n\n  chuyme duty --unit ozd-teteven --at '2026-12-24 23:50'"
}

type dutyAnswer struct {
	Unit     string      `json:"unit"`
	At       time.Time   `json:"at"`
	Officers []string    `json:"officers"`
	Source   duty.Source `json:"source"`
	Until    *time.Time  `json:"until"`
	Gaps     []duty.Gap  `json:"gaps"`
}

// Run looks it up and prints.
func (c dutyOnCmd) Run(world outside) error {
	u, err := unitNamed(world, c.Unit)
	if err != nil {
		return err
	}
	at, err := momentOn(c.At, u.Zone)
	if err != nil {
		return err
	}
	on := duty.On(u, at)
	answer := dutyAnswer{Unit: c.Unit, At: at, Officers: on.Officers, Source: on.Source, Gaps: duty.Gaps(u, at, at.AddDate(0, 0, c.Ahead))}
	if !on.Until.IsZero() {
		answer.Until = &on.Until
	}
	if c.Format == "json" {
		return printLine(world.out, answer)
	}
	fmt.Fprintf(world.out, "%s at %s: %v (%s)\n", c.Unit, at.Format("2006-01-02 15:04 MST"), on.Officers, on.Source)
	for _, g := range answer.Gaps {
		fmt.Fprintf(world.out, "  nobody from %s to %s\n", g.From.Format("2006-01-02 15:04"), g.To.Format("2006-01-02 15:04"))
	}
	return nil
}

// unitNamed finds a unit of the units file, for a command that needs nothing else.
func unitNamed(world outside, id string) (*unit.Unit, error) {
	cfg, err := world.settings()
	if err != nil {
		return nil, err
	}
	places, err := loadPlaces(cfg)
	if err != nil {
		return nil, err
	}
	units, err := unitsOf(cfg.Units, places)
	if err != nil {
		return nil, err
	}
	u, ok := units.Unit(unit.ID(id))
	if !ok {
		return nil, usage("duty: there is no unit %s in the units file", id)
	}
	return u, nil
}

// momentOn reads a time; one without a zone is on the given clock.
func momentOn(text string, zone *time.Location) (time.Time, error) {
	if text == "" {
		return time.Now().In(zone), nil
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(form, text); err == nil {
			return t.In(zone), nil
		}
	}
	for _, form := range []string{"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02"} {
		if t, err := time.ParseInLocation(form, text, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, usage("--at: not a time; right would be 2026-12-24T23:50+02:00 or 2026-12-24 23:50")
}
