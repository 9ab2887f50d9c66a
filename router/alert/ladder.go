package alert

import (
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/duty"
	"github.com/chuyme/chuyme/router/unit"
)

// Target is one officer's channel or one endpoint of a unit.
type Target struct {
	Unit     unit.ID
	Officer  string // "" for an endpoint
	Endpoint string // ViaTelegram, or the endpoint's id
}

// ViaTelegram is the endpoint of an officer's own chat.
const ViaTelegram = "telegram"

// Reach says which ways out the settings leave open; who can only be told by a closed one cannot be told.
type Reach struct {
	Telegram bool
	Mail     bool
}

// Ladder decides whom a bell tells and when. It is safe for concurrent use.
type Ladder struct{ Reach Reach }

// Ringing is what one turn of a bell's ladder comes to.
type Ringing struct {
	Bell     signal.Bell // with Since, Step and Next moved on; to be stored with the targets' deliveries, or not at all
	Targets  []Target    // whom to tell now, each once however many steps were due
	National bool        // the ladder has come to the national unit, which must be rung too
}

// Pause is how long somebody is given to answer before the next try: so far apart the national unit is told again at the
// end of its ladder where the file gives no rhythm, and so long at least a unit has a case that was handed to it.
func Pause(urgency signal.Urgency) time.Duration {
	switch urgency {
	case signal.Crisis:
		return 5 * time.Minute
	case signal.Urgent:
		return 2 * time.Hour
	default:
		return 24 * time.Hour
	}
}

// Begin is the bell of a unit that a case comes to now; its ladder has not turned yet.
func (l *Ladder) Begin(ref signal.Ref, u *unit.Unit, part signal.Part, urgency signal.Urgency, now time.Time) signal.Bell {
	since := u.StartsAt(urgency, now)
	return signal.Bell{Ref: ref, Unit: string(u.ID), Part: part, Since: since, Next: u.StepAt(urgency, since, 0)}
}

// Turn moves a bell on to now. A step with nobody in it gives its moment to the next one, and all later ones move up
// by as much. Steps that were missed while the program stood still are told together, each person once. national tells
// whether u is the national unit: its ladder ends with itself, again and again.
func (l *Ladder) Turn(b signal.Bell, u *unit.Unit, urgency signal.Urgency, officers []casestore.Officer, national bool, now time.Time) Ringing {
	r := Ringing{Bell: b}
	ladder := u.Ladder(urgency)
	var given time.Time // by a step with nobody in it
	for r.Bell.Rings() {
		i := r.Bell.Step
		if i >= len(ladder) {
			l.onward(&r, u, urgency, officers, national, now)
			return r
		}
		due := u.StepAt(urgency, r.Bell.Since, i)
		if !given.IsZero() && due.After(given) {
			due = given // counted in working days, moving up lands on a morning only
		}
		if due.After(now) {
			r.Bell.Next = due
			return r
		}
		r.Bell.Step++
		if ladder[i].Notify == unit.NotifyNational && !national {
			r.National, r.Bell.Next = true, time.Time{}
			return r
		}
		told := l.named(ladder[i].Notify, u, officers, now)
		r.add(told)
		given = time.Time{}
		if len(told) == 0 && r.Bell.Step < len(ladder) {
			given = due
			r.Bell.Since = r.Bell.Since.Add(due.Sub(u.StepAt(urgency, r.Bell.Since, r.Bell.Step)))
		}
	}
	return r
}

// onward is what follows a ladder's last rung: the national unit's rings the whole unit again and again, any other
// hands on to the national unit.
func (l *Ladder) onward(r *Ringing, u *unit.Unit, urgency signal.Urgency, officers []casestore.Officer, national bool, now time.Time) {
	if !national {
		r.National, r.Bell.Next = true, time.Time{}
		return
	}
	every := Pause(urgency)
	if last, ok := u.Rung(urgency, r.Bell.Step); ok && last.Every > 0 {
		every = last.Every
	}
	if !r.Bell.Next.IsZero() && !r.Bell.Next.After(now) && len(r.Targets) == 0 {
		r.add(l.named(unit.NotifyUnit, u, officers, now))
		r.Bell.Step++
	}
	r.Bell.Next = now.Add(every)
}

// add joins targets, each once.
func (r *Ringing) add(ts []Target) {
	for _, t := range ts {
		if !slices.Contains(r.Targets, t) {
			r.Targets = append(r.Targets, t)
		}
	}
}

// named lists whom a word of the ladder names and who can be told.
func (l *Ladder) named(word unit.Word, u *unit.Unit, officers []casestore.Officer, now time.Time) []Target {
	var out []Target
	on := duty.On(u, now).Officers
	for _, o := range officers {
		chosen := word == unit.NotifyUnit || word == unit.NotifyNational ||
			word == unit.NotifyDuty && slices.Contains(on, o.ID) ||
			word == unit.NotifyLead && (o.Role == "lead" || o.Role == "admin")
		if chosen && o.Revoked.IsZero() && o.Telegram && l.Reach.Telegram {
			out = append(out, Target{u.ID, o.ID, ViaTelegram})
		}
	}
	if word == unit.NotifyLead {
		return out
	}
	for _, e := range u.Endpoints {
		if e.Kind == unit.Webhook || e.Kind == unit.Email && l.Reach.Mail {
			out = append(out, Target{u.ID, "", e.ID})
		}
	}
	return out
}

// Leads lists the officers who lead u and can be told.
func (l *Ladder) Leads(u *unit.Unit, officers []casestore.Officer, now time.Time) []Target {
	return l.named(unit.NotifyLead, u, officers, now)
}

// Everybody lists every officer and endpoint of u that can be told.
func (l *Ladder) Everybody(u *unit.Unit, officers []casestore.Officer, now time.Time) []Target {
	return l.named(unit.NotifyNational, u, officers, now)
}
