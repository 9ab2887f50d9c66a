package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/duty"
	"github.com/chuyme/chuyme/router/unit"
)

type drillCmd struct {
	Run    drillRunCmd    `cmd:"" default:"withargs" help:"Send test alerts to units and wait for who presses."`
	Report drillReportCmd `cmd:"" help:"Say how a drill went: the last one, or the one named."`
	List   drillListCmd   `cmd:"" help:"List the drills with how many units were reached: the trend."`
}

func (drillCmd) Help() string {
	return "A test alert goes through the real ladder of each unit, marked as a drill everywhere. It is never a case and never counted.\nThe server must be running: it sends.\n\n  chuyme drill --unit ozd-teteven\n  chuyme drill --all --at 2026-12-01T10:00\n  chuyme drill report"
}

type drillRunCmd struct {
	Unit   []string      `help:"This unit; may be given several times." xor:"whom"`
	All    bool          `help:"All units of the units file." xor:"whom"`
	At     string        `help:"When it begins (2026-12-01T10:00, in the zone of Sofia); else now."`
	Wait   time.Duration `help:"How long to wait for people, from its beginning on; 0 only begins it." default:"15m"`
	Format string        `help:"table or json." enum:"table,json" default:"table"`
}

// Run begins a drill and waits until each unit has pressed, or as long as is set. It is false where one has not.
func (c drillRunCmd) Run(ctx context.Context, world outside) error {
	return withRegister(ctx, world, func(h *house) error {
		units, err := c.units(h)
		if err != nil {
			return err
		}
		zone, err := time.LoadLocation(duty.Zone)
		if err != nil {
			return err
		}
		begin := h.now()
		if c.At != "" {
			if begin, err = time.ParseInLocation("2006-01-02T15:04", c.At, zone); err != nil {
				return usage("--at: want 2026-12-01T10:00")
			}
		}
		id, err := h.desk.Drill(ctx, operator, units, begin)
		if err != nil {
			return err
		}
		fmt.Fprintf(world.err, "drill %s has begun for %d units\n", id, len(units))
		report, err := awaitDrill(ctx, h, id, c.patience(begin, h.now()))
		if err != nil {
			return err
		}
		return tellDrill(world.out, c.Format, report, c.Wait == 0)
	})
}

// patience is how long to wait for people, who are not called before begin.
func (c drillRunCmd) patience(begin, now time.Time) time.Duration {
	if c.Wait == 0 {
		return 0
	}
	return c.Wait + max(0, begin.Sub(now))
}

func (c drillRunCmd) units(h *house) (ids []unit.ID, err error) {
	if c.All == (len(c.Unit) > 0) {
		return nil, usage("want --all, or --unit with a unit's id")
	}
	if c.All {
		for _, u := range h.units.Units() {
			ids = append(ids, u.ID)
		}
		return ids, nil
	}
	for _, id := range c.Unit {
		if _, ok := h.units.Unit(unit.ID(id)); !ok {
			return nil, usage("--unit: there is no unit %s in the units file", id)
		}
		ids = append(ids, unit.ID(id))
	}
	return ids, nil
}

// awaitDrill looks at a drill until every unit has seen it or the wait is over.
func awaitDrill(ctx context.Context, h *house, id string, wait time.Duration) (drillAnswer, error) {
	over := time.NewTimer(wait)
	defer over.Stop()
	look := time.NewTicker(500 * time.Millisecond)
	defer look.Stop()
	for {
		report, err := drillReport(ctx, h.store, id)
		if err != nil || wait == 0 || report.Seen == len(report.Units) {
			return report, err
		}
		select {
		case <-ctx.Done():
			return report, ctx.Err()
		case <-over.C:
			return report, nil
		case <-look.C:
		}
	}
}

type drillAnswer struct {
	Drill string          `json:"drill"`
	Seen  int             `json:"seen"`
	Units []drillOfUnit   `json:"units"`
	Dead  []drillDeadWays `json:"dead"`
}

type drillOfUnit struct {
	Unit    string   `json:"unit"`
	SeenBy  string   `json:"seen_by,omitempty"`
	Seconds *float64 `json:"seconds"` // from the beginning until somebody pressed; null: nobody has
	Step    int      `json:"step"`    // of the ladder, that it came to
	Told    int      `json:"told"`    // test alerts that arrived
	Waiting int      `json:"waiting"`
	Failed  int      `json:"failed"`
}

type drillDeadWays struct {
	Unit    string `json:"unit"`
	Officer string `json:"officer,omitempty"`
	Way     string `json:"way"`
	Cause   string `json:"cause"`
}

func drillReport(ctx context.Context, store *casestore.Store, id string) (drillAnswer, error) {
	bells, calls, err := store.Drilled(ctx, id)
	if err != nil {
		return drillAnswer{}, err
	}
	a := drillAnswer{Drill: id, Dead: []drillDeadWays{}}
	for _, b := range bells {
		u := drillOfUnit{Unit: b.Unit, SeenBy: b.SeenBy, Step: b.Step}
		if !b.SeenAt.IsZero() {
			s := b.SeenAt.Sub(b.Since).Seconds()
			u.Seconds = &s
			a.Seen++
		}
		for _, c := range calls {
			switch {
			case c.Unit != b.Unit:
			case c.State == signal.Sent:
				u.Told++
			case c.State == signal.Queued:
				u.Waiting++
			case c.State == signal.Failed:
				u.Failed++
				dead := drillDeadWays{c.Unit, c.Officer, c.Endpoint, c.Cause}
				if !slices.Contains(a.Dead, dead) {
					a.Dead = append(a.Dead, dead)
				}
			}
		}
		a.Units = append(a.Units, u)
	}
	return a, nil
}

// tellDrill prints a report; it is false where a unit has not pressed, unless the drill has only begun.
func tellDrill(out io.Writer, format string, a drillAnswer, begun bool) error {
	if format == "json" {
		if err := pretty(out, a); err != nil {
			return err
		}
	} else if err := drillTable(out, a); err != nil {
		return err
	}
	if !begun && a.Seen < len(a.Units) {
		return errFalse
	}
	return nil
}

func drillTable(out io.Writer, a drillAnswer) error {
	fmt.Fprintf(out, "%s: %d of %d units pressed\n", a.Drill, a.Seen, len(a.Units))
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "UNIT\tPRESSED\tAFTER\tSTEP\tTOLD\tFAILED")
	for _, u := range a.Units {
		by, after := "nobody", "-"
		if u.Seconds != nil {
			by, after = u.SeenBy, (time.Duration(*u.Seconds * float64(time.Second))).Round(time.Second).String()
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%d\t%d\n", u.Unit, by, after, u.Step, u.Told, u.Failed)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, d := range a.Dead {
		fmt.Fprintf(out, "dead: %s %s %s (%s)\n", d.Unit, d.Officer, d.Way, d.Cause)
	}
	return nil
}

type drillReportCmd struct {
	Drill  string `arg:"" optional:"" help:"The drill (D-2026-0001); else the last one."`
	Format string `help:"table or json." enum:"table,json" default:"table"`
}

func (drillReportCmd) Help() string {
	return "  chuyme drill report\n  chuyme drill report D-2026-0001"
}

// Run reports; it is false where a unit has not pressed.
func (c drillReportCmd) Run(ctx context.Context, world outside) error {
	return withRegister(ctx, world, func(h *house) error {
		if c.Drill == "" {
			last, err := h.store.Drills(ctx, 1)
			if err != nil {
				return err
			}
			if len(last) == 0 {
				return usage("there was no drill yet; begin one with chuyme drill --all")
			}
			c.Drill = last[0].ID
		}
		report, err := drillReport(ctx, h.store, c.Drill)
		switch {
		case errors.Is(err, casestore.ErrNotFound):
			return usage("there is no drill %s; chuyme drill list has them", c.Drill)
		case err != nil:
			return err
		}
		return tellDrill(world.out, c.Format, report, false)
	})
}

type drillListCmd struct {
	Format string `help:"table or json." enum:"table,json" default:"table"`
}

func (drillListCmd) Help() string { return "  chuyme drill list" }

type drillLine struct {
	Drill   string    `json:"drill"`
	At      time.Time `json:"at"`
	Units   int       `json:"units"`
	Seen    int       `json:"seen"`
	Seconds *float64  `json:"median_seconds"` // until somebody pressed, of the units where somebody did
	Dead    int       `json:"dead"`
}

// Run lists the drills, the newest first.
func (c drillListCmd) Run(ctx context.Context, world outside) error {
	return withRegister(ctx, world, func(h *house) error {
		drills, err := h.store.Drills(ctx, 0)
		if err != nil {
			return err
		}
		zone, err := time.LoadLocation(duty.Zone)
		if err != nil {
			return err
		}
		lines := []drillLine{}
		for _, d := range drills {
			report, err := drillReport(ctx, h.store, d.ID)
			if err != nil {
				return err
			}
			lines = append(lines, drillLine{d.ID, d.At, len(report.Units), report.Seen, medianOf(report.Units), len(report.Dead)})
		}
		if c.Format == "json" {
			return pretty(world.out, lines)
		}
		t := tabwriter.NewWriter(world.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "DRILL\tAT\tPRESSED\tMEDIAN\tDEAD WAYS")
		for _, l := range lines {
			median := "-"
			if l.Seconds != nil {
				median = time.Duration(*l.Seconds * float64(time.Second)).Round(time.Second).String()
			}
			fmt.Fprintf(t, "%s\t%s\t%d of %d\t%s\t%d\n", l.Drill, l.At.In(zone).Format("2006-01-02 15:04"), l.Seen, l.Units, median, l.Dead)
		}
		return t.Flush()
	})
}

func medianOf(units []drillOfUnit) *float64 {
	var all []float64
	for _, u := range units {
		if u.Seconds != nil {
			all = append(all, *u.Seconds)
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	return &all[len(all)/2]
}
