package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/router/unit"
)

type apikeyCmd struct {
	Create apikeyCreateCmd `cmd:"" help:"Make a key for a unit's own system; it is shown once."`
	List   apikeyListCmd   `cmd:"" help:"List keys, without the keys themselves."`
	Revoke apikeyRevokeCmd `cmd:"" help:"Make a key useless at once."`
}

type apikeyCreateCmd struct {
	Unit   string `required:"" help:"The unit's id."`
	Format string `help:"text or json." enum:"text,json" default:"json"`
}

func (apikeyCreateCmd) Help() string {
	return "The key opens /v1/cases of that unit and of no other.\n\n  chuyme apikey create --unit ozd-teteven"
}

// Run makes a key.
func (c apikeyCreateCmd) Run(ctx context.Context, world outside) error {
	return withRegister(ctx, world, func(h *house) error {
		if _, ok := h.units.Unit(unit.ID(c.Unit)); !ok {
			return usage("--unit: there is no unit %s in the units file", c.Unit)
		}
		key, id, err := h.store.NewAPIKey(ctx, c.Unit)
		if err != nil {
			return err
		}
		if err := h.store.Audit(ctx, operator, "apikey create", "", c.Unit+" "+id); err != nil {
			return err
		}
		if c.Format == "text" {
			_, err := fmt.Fprintln(world.out, key)
			return err
		}
		return printLine(world.out, map[string]string{"key": key, "id": id, "unit": c.Unit})
	})
}

type apikeyListCmd struct {
	Unit   string `help:"Only this unit's."`
	Format string `help:"table or json." enum:"table,json" default:"table"`
}

func (apikeyListCmd) Help() string { return "  chuyme apikey list --unit ozd-teteven" }

type apikeyAnswer struct {
	ID      string     `json:"id"`
	Unit    string     `json:"unit"`
	Created time.Time  `json:"created_at"`
	Revoked *time.Time `json:"revoked_at,omitempty"`
}

// Run lists.
func (c apikeyListCmd) Run(ctx context.Context, world outside) error {
	return withRegister(ctx, world, func(h *house) error {
		keys, err := h.store.ListAPIKeys(ctx, c.Unit)
		if err != nil {
			return err
		}
		answers := []apikeyAnswer{}
		for _, k := range keys {
			a := apikeyAnswer{ID: k.ID, Unit: k.Unit, Created: k.Created}
			if !k.Revoked.IsZero() {
				a.Revoked = &k.Revoked
			}
			answers = append(answers, a)
		}
		if c.Format == "json" {
			return pretty(world.out, answers)
		}
		t := tabwriter.NewWriter(world.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "ID\tUNIT\tCREATED\tREVOKED")
		for _, a := range answers {
			fmt.Fprintf(t, "%s\t%s\t%s\t%v\n", a.ID, a.Unit, a.Created.Format("2006-01-02 15:04"), a.Revoked != nil)
		}
		return t.Flush()
	})
}

type apikeyRevokeCmd struct {
	Unit string `required:"" help:"The unit's id."`
	ID   string `arg:"" help:"The key's id, as list shows it."`
}

func (apikeyRevokeCmd) Help() string { return "  chuyme apikey revoke --unit ozd-teteven 3" }

// Run revokes.
func (c apikeyRevokeCmd) Run(ctx context.Context, world outside) error {
	return withRegister(ctx, world, func(h *house) error {
		err := h.store.RevokeAPIKey(ctx, c.Unit, c.ID)
		if errors.Is(err, casestore.ErrNotFound) {
			return usage("there is no key %s of %s", c.ID, c.Unit)
		}
		if err != nil {
			return err
		}
		return h.store.Audit(ctx, operator, "apikey revoke", "", c.Unit+" "+c.ID)
	})
}
