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

type officerCmd struct {
	Invite officerInviteCmd `cmd:"" help:"Make one-time links for an officer."`
	List   officerListCmd   `cmd:"" help:"List officers."`
	Revoke officerRevokeCmd `cmd:"" help:"Take an officer's access away at once."`
}

type officerInviteCmd struct {
	Unit    string        `required:"" help:"The unit's id."`
	Role    string        `required:"" help:"duty, lead or admin." enum:"duty,lead,admin"`
	Officer string        `help:"The officer's id in the unit (o-1), by which rotas name them; else the next free one."`
	Valid   time.Duration `help:"How long the links are good." default:"72h"`
	Format  string        `help:"text or json." enum:"text,json" default:"text"`
}

func (officerInviteCmd) Help() string {
	return "Each link works once. Hand them over in person or by a channel you trust.\n\n  chuyme officer invite --unit ozd-teteven --role duty --officer o-1"
}

type inviteAnswer struct {
	Officer  string `json:"officer"`
	Telegram string `json:"telegram,omitempty"`
	Console  string `json:"console"`
}

// Run invites.
func (c officerInviteCmd) Run(ctx context.Context, world outside) error {
	return withRegister(ctx, world, func(h *house) error {
		if _, ok := h.units.Unit(unit.ID(c.Unit)); !ok {
			return usage("--unit: there is no unit %s in the units file", c.Unit)
		}
		name := ""
		if h.cfg.TelegramToken != "" {
			var err error
			if name, err = h.botName(ctx); err != nil {
				return err
			}
		}
		inv, err := h.store.Invite(ctx, c.Unit, c.Officer, c.Role, c.Valid)
		if err != nil {
			return err
		}
		if err := h.store.Audit(ctx, operator, "invite", "", c.Unit+"/"+inv.Officer+" "+c.Role); err != nil {
			return err
		}
		answer := inviteAnswer{Officer: inv.Officer, Console: consoleLink(h.cfg, inv)}
		if name != "" {
			answer.Telegram = "https://t.me/" + name + "?start=" + inv.Telegram
		}
		if c.Format == "json" {
			return pretty(world.out, answer)
		}
		fmt.Fprintf(world.out, "officer   %s of %s, good until %s\n", answer.Officer, c.Unit, inv.Expires.Format("2006-01-02 15:04"))
		if answer.Telegram != "" {
			fmt.Fprintf(world.out, "telegram  %s\n", answer.Telegram)
		}
		fmt.Fprintf(world.out, "console   %s\n", answer.Console)
		return nil
	})
}

type officerListCmd struct {
	Unit   string `help:"Only this unit's."`
	Format string `help:"table or json." enum:"table,json" default:"table"`
}

func (officerListCmd) Help() string { return "  chuyme officer list --unit ozd-teteven" }

type officerAnswer struct {
	Unit     string     `json:"unit"`
	Officer  string     `json:"officer"`
	Role     string     `json:"role"`
	Telegram bool       `json:"telegram"`
	Console  bool       `json:"console"`
	Revoked  *time.Time `json:"revoked_at,omitempty"`
}

// Run lists.
func (c officerListCmd) Run(ctx context.Context, world outside) error {
	return withRegister(ctx, world, func(h *house) error {
		all, err := h.store.Officers(ctx, c.Unit)
		if err != nil {
			return err
		}
		answers := []officerAnswer{}
		for _, o := range all {
			a := officerAnswer{Unit: o.Unit, Officer: o.ID, Role: o.Role, Telegram: o.Telegram, Console: o.Console}
			if !o.Revoked.IsZero() {
				a.Revoked = &o.Revoked
			}
			answers = append(answers, a)
		}
		if c.Format == "json" {
			return pretty(world.out, answers)
		}
		t := tabwriter.NewWriter(world.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "UNIT\tOFFICER\tROLE\tTELEGRAM\tCONSOLE\tREVOKED")
		for _, a := range answers {
			fmt.Fprintf(t, "%s\t%s\t%s\t%v\t%v\t%v\n", a.Unit, a.Officer, a.Role, a.Telegram, a.Console, a.Revoked != nil)
		}
		return t.Flush()
	})
}

type officerRevokeCmd struct {
	Unit    string `required:"" help:"The unit's id."`
	Officer string `required:"" help:"The officer's id."`
}

func (officerRevokeCmd) Help() string {
	return "Their chat gets no alerts any more and their console session ends. A new invite brings them back.\n\n  chuyme officer revoke --unit ozd-teteven --officer o-1"
}

// Run revokes.
func (c officerRevokeCmd) Run(ctx context.Context, world outside) error {
	return withRegister(ctx, world, func(h *house) error {
		err := h.store.Revoke(ctx, c.Unit, c.Officer)
		if errors.Is(err, casestore.ErrNotFound) {
			return usage("there is no officer %s in %s", c.Officer, c.Unit)
		}
		if err != nil {
			return err
		}
		return h.store.Audit(ctx, operator, "revoke", "", c.Unit+"/"+c.Officer)
	})
}
