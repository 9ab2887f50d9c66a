package unit

import (
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/duty"
)

// Quiet are the hours in which a unit's ladder does not start. A crisis knows none.
type Quiet struct {
	From, To int // minutes after midnight on the unit's clock; From may be the later: through the night
	Except   []signal.Urgency
}

// Working hours of an office, for a standard case in a unit with no ladder of its own.
const (
	opens  = 9 * 60
	closes = 17*60 + 30
)

// longestWait bounds how long quiet hours may hold back what is urgent.
const longestWait = 24 * time.Hour

// StartsAt is the moment at which the ladder of a case that came to u at that moment starts: at once in a crisis; at
// the end of quiet hours in which it came, though an urgent case never waits longer than a day; and in working time
// where it is standard and the unit has no ladder of its own for such cases.
func (u *Unit) StartsAt(urgency signal.Urgency, came time.Time) time.Time {
	if urgency == signal.Crisis {
		return came
	}
	start := came
	if _, own := u.ladders[urgency]; !own && urgency != signal.Urgent {
		start = u.workingTime(came)
	}
	if end, quiet := u.quietUntil(urgency, start); quiet {
		start = end
	}
	if urgency == signal.Urgent && start.Sub(came) > longestWait {
		start = came.Add(longestWait)
	}
	return start
}

// quietUntil gives the end of the quiet hours that t falls into.
func (u *Unit) quietUntil(urgency signal.Urgency, t time.Time) (time.Time, bool) {
	if u.Quiet == nil || slices.Contains(u.Quiet.Except, urgency) {
		return t, false
	}
	length := u.Quiet.To - u.Quiet.From
	if length <= 0 {
		length += 24 * 60
	}
	for _, day := range []duty.Day{u.day(t).Add(-1), u.day(t)} {
		from, to := day.At(u.Quiet.From, u.zone()), day.At(u.Quiet.From+length, u.zone())
		if !t.Before(from) && t.Before(to) {
			return to, true
		}
	}
	return t, false
}

// workingTime gives t, or the next moment at which offices are open.
func (u *Unit) workingTime(t time.Time) time.Time {
	today := u.day(t)
	if u.calendar.Workday(today) {
		if t.Before(u.morning(today)) {
			return u.morning(today)
		}
		if t.Before(today.At(closes, u.zone())) {
			return t
		}
	}
	return u.morning(u.calendar.NextWorkday(today, 1))
}

func (u *Unit) morning(d duty.Day) time.Time { return d.At(opens, u.zone()) }
func (u *Unit) day(t time.Time) duty.Day     { return duty.DayOf(t, u.zone()) }
func (u *Unit) zone() *time.Location         { return u.Zone }
