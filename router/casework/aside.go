package casework

import (
	"context"
	"slices"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// StepAside takes an officer out of a case because of kinship or another conflict of interest: they are told nothing of
// it any more and cannot open it, and what they had of it passes on at once. Why is nobody's business here. An officer
// steps aside for themselves; a lead, and the unit's own system, may say so of another ("" is who acts).
func (d *Desk) StepAside(ctx context.Context, who Officer, ref signal.Ref, officer string) error {
	if officer == "" {
		officer = who.ID
	}
	if officer != who.ID && !slices.Contains([]string{"lead", "admin", "system"}, who.Role) {
		return ErrForbidden
	}
	return d.within(ctx, who, ref, func(w work, bell signal.Bell) error {
		if !slices.ContainsFunc(w.roster[who.Unit], func(o casestore.Officer) bool { return o.ID == officer }) {
			return casestore.ErrNotFound
		}
		if slices.Contains(bell.Aside, officer) {
			return nil
		}
		held := bell.TakenBy == officer
		bell.Aside = append(slices.Clone(bell.Aside), officer)
		if err := w.tx.SetBell(bell); err != nil {
			return err
		}
		_, err := w.tx.Append(signal.Event{Kind: signal.EvAside, Unit: who.Unit, Actor: string(who.actor()), Data: map[string]string{"officer": officer}})
		if err != nil {
			return err
		}
		if err := w.tx.DropOfficer(who.Unit, officer); err != nil {
			return err
		}
		if w.tx.Case().State == signal.Closed || bell.Part == signal.Told || !held && !bell.Rings() {
			return nil
		}
		return w.passOn(bell, officer)
	})
}

// staff are the officers of a unit who may be told of the case.
func (w work) staff(unit string) []casestore.Officer {
	bell, _ := bellOf(w.tx.Bells(), unit)
	if len(bell.Aside) == 0 {
		return w.roster[unit]
	}
	return slices.DeleteFunc(slices.Clone(w.roster[unit]), func(o casestore.Officer) bool { return slices.Contains(bell.Aside, o.ID) })
}

// aside reports whether an officer of a bell's unit has stepped aside.
func aside(bells []signal.Bell, unit, officer string) bool {
	bell, _ := bellOf(bells, unit)
	return officer != "" && slices.Contains(bell.Aside, officer)
}
