package unit

import (
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// Word says whom a step of a ladder tells.
type Word string

// The words of a ladder.
const (
	NotifyDuty     Word = "duty"     // whoever is on, and the unit's endpoints
	NotifyUnit     Word = "unit"     // every officer and endpoint of the unit
	NotifyLead     Word = "lead"     // its leads
	NotifyNational Word = "national" // the national unit
)

// Step is one rung of a ladder.
type Step struct {
	After    time.Duration // from the moment the ladder started
	Workdays int           // instead of After: the morning of the n-th working day after it started; 0: After counts
	Notify   Word
	Every    time.Duration // the last rung only: it is told again and again so far apart; 0: once
}

// The rhythm of a ladder whose file says nothing.
const crisisEvery = 5 * time.Minute

// defaultLadders gives the rungs of a unit that has none of its own.
func defaultLadder(urgency signal.Urgency) []Step {
	switch urgency {
	case signal.Crisis:
		return []Step{
			{Notify: NotifyDuty},
			{After: 3 * time.Minute, Notify: NotifyDuty},
			{After: 5 * time.Minute, Notify: NotifyUnit},
			{After: 10 * time.Minute, Notify: NotifyLead},
			{After: 15 * time.Minute, Notify: NotifyNational, Every: crisisEvery},
		}
	case signal.Urgent:
		return []Step{
			{Notify: NotifyDuty},
			{After: 2 * time.Hour, Notify: NotifyDuty},
			{After: 4 * time.Hour, Notify: NotifyUnit},
			{After: 8 * time.Hour, Notify: NotifyLead},
			{After: 20 * time.Hour, Notify: NotifyNational},
		}
	default:
		return []Step{
			{Notify: NotifyDuty},
			{Workdays: 1, Notify: NotifyDuty},
			{Workdays: 2, Notify: NotifyUnit},
			{Workdays: 3, Notify: NotifyLead},
			{Workdays: 5, Notify: NotifyNational},
		}
	}
}

// Ladder is whom u tells in turn of a case that urgent, until one of its officers takes it. It has a rung at least
// and ends with the national unit.
func (u *Unit) Ladder(urgency signal.Urgency) []Step {
	if own, ok := u.ladders[urgency]; ok {
		return append([]Step(nil), own...)
	}
	return defaultLadder(urgency)
}

// StepAt is the moment of rung i (from 0) of a ladder that started at that moment (StartsAt). Rungs past the last are
// its repetitions; where it has none, and for a negative i, the answer is the zero time: never.
func (u *Unit) StepAt(urgency signal.Urgency, start time.Time, i int) time.Time {
	ladder := u.Ladder(urgency)
	last := len(ladder) - 1
	switch {
	case i < 0 || i > last && ladder[last].Every == 0:
		return time.Time{}
	case i > last:
		return u.rungAt(ladder[last], start).Add(time.Duration(i-last) * ladder[last].Every)
	}
	return u.rungAt(ladder[i], start)
}

// Rung is rung i (from 0) of u's ladder, or its last where that is repeated; false: there is none.
func (u *Unit) Rung(urgency signal.Urgency, i int) (Step, bool) {
	ladder := u.Ladder(urgency)
	last := len(ladder) - 1
	if i < 0 || i > last && ladder[last].Every == 0 {
		return Step{}, false
	}
	return ladder[min(i, last)], true
}

func (u *Unit) rungAt(s Step, start time.Time) time.Time {
	if s.Workdays == 0 {
		return start.Add(s.After)
	}
	return u.morning(u.calendar.NextWorkday(u.day(start), s.Workdays))
}
