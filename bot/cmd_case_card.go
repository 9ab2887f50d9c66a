package main

import (
	"context"
	"errors"
	"io"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/internal/stats"
	"github.com/chuyme/chuyme/router/unit"
)

type caseCardCmd struct {
	Ref      string `arg:"" optional:"" help:"The case's reference, 2026-000123; else the cases that came in the period."`
	From     string `help:"First year, month or day (2024, 2024-05, 2024-05-17); else from the beginning."`
	To       string `help:"Last year, month or day; else until now."`
	Unit     string `help:"Only cases in which this unit has a part."`
	District string `help:"Only this district, by code or English name (LOV, Lovech)."`
	Format   string `help:"html (a page to print), csv or json." enum:"html,csv,json" default:"html"`
	Output   string `short:"o" help:"A file to write to; else standard output."`
}

func (caseCardCmd) Help() string {
	return `What each local team enters on the agency's platform: the signal's number and date, source, kind, setting, perpetrator,
the child's age and sex, the place, the team's meetings and who came, what was done; and by name what is still missing.
It is filled in from what is counted: nothing is opened, and it tells neither who reported nor what was told. JSON is the
card of REF, or a list for a period.

  chuyme case card 2026-000123 -o card.html
  chuyme case card --from 2026-03 --to 2026-03 --unit ozd-teteven --format csv`
}

// Run fills in and prints.
func (c caseCardCmd) Run(ctx context.Context, world outside) error {
	if c.Ref != "" && c.From+c.To+c.Unit+c.District != "" {
		return usage("case card: either a reference or a period, a unit and a district")
	}
	o, err := statsCmd{From: c.From, To: c.To, Unit: c.Unit, District: c.District}.options()
	if err != nil {
		return err
	}
	return withRegister(ctx, world, func(h *house) error {
		if _, ok := h.units.Unit(unit.ID(c.Unit)); c.Unit != "" && !ok {
			return usage("--unit: there is no such unit; units check lists them")
		}
		write, err := c.writer(ctx, h, o)
		if err != nil {
			return err
		}
		return writeWhole(write, c.Output, 0o600, world.out)
	})
}

// writer fills the cards in and gives what writes them.
func (c caseCardCmd) writer(ctx context.Context, h *house, o stats.Options) (write func(io.Writer) error, err error) {
	var cards []stats.Card
	if c.Ref == "" {
		cards, err = stats.Cards(ctx, h.store, h.areaNames, o)
	} else {
		cards = make([]stats.Card, 1)
		cards[0], err = stats.CardOf(ctx, h.store, signal.Ref(c.Ref), h.areaNames, o)
	}
	if errors.Is(err, casestore.ErrNotFound) {
		return nil, usage("there is no case %s", c.Ref)
	}
	return func(out io.Writer) error {
		switch {
		case c.Format == "csv":
			return stats.WriteCardsCSV(out, cards)
		case c.Format == "html":
			return stats.WriteCardsHTML(out, cards)
		case c.Ref != "":
			return pretty(out, cards[0])
		}
		return pretty(out, cards)
	}, err
}

// areaNames are the Bulgarian names of a municipality and its province.
func (h *house) areaNames(municipality string) (name, province string) {
	m, ok := h.places.Municipality(municipality)
	if !ok {
		return "", ""
	}
	for _, p := range h.places.Provinces() {
		if p.Code == m.Province {
			return m.Name, p.Name
		}
	}
	return m.Name, ""
}
