package duty

import (
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-ical"
	"github.com/teambition/rrule-go"
)

// Bounds of an event that repeats.
const (
	maxYears = 15
	maxTimes = 6000
)

// stamp is a time of an event as the clock of its zone shows it. Repetition is counted on that clock, held as UTC so
// that no change of clock gets between; At brings it back.
type stamp struct {
	wall time.Time
	zone *time.Location
}

// at is the moment when the clock of the stamp's zone shows wall.
func (s stamp) at(wall time.Time) time.Time {
	return DayOf(wall, time.UTC).At(wall.Hour()*60+wall.Minute(), s.zone)
}

// event adds the shifts of one event.
func (c *calendarFile) event(e event) {
	if strings.EqualFold(e.text(ical.PropStatus), "CANCELLED") {
		return
	}
	summary, _ := e.Props.Text(ical.PropSummary)
	officers := officersIn(summary)
	if len(officers) == 0 {
		c.fault(e.lineOf("SUMMARY"), "the summary is no officer's id: write an id such as o-1, never a name")
	}
	start, isDate, ok := c.moment(e, "DTSTART")
	if !ok {
		return
	}
	length, ok := c.length(e, start, isDate)
	if !ok {
		return
	}
	for _, wall := range c.beginnings(e, start) {
		for _, officer := range officers {
			c.shifts.add(start.at(wall), length(wall), officer, Place{c.name, e.line})
		}
	}
}

// moment reads one property that holds a time.
func (c *calendarFile) moment(e event, property string) (s stamp, isDate, ok bool) {
	p := e.Props.Get(property)
	if p == nil {
		c.fault(e.line, "the event has no %s: a shift needs DTSTART and DTEND", property)
		return s, false, false
	}
	list, isDate, ok := c.stamps(e, property, *p)
	if !ok || len(list) != 1 {
		return s, false, false
	}
	return list[0], isDate, true
}

// stamps reads the times of one property; EXDATE and RDATE may hold several.
func (c *calendarFile) stamps(e event, property string, p ical.Prop) (list []stamp, isDate, ok bool) {
	zone, ok := c.location(p.Params.Get(ical.PropTimezoneID))
	if !ok {
		c.fault(e.lineOf(property), "the zone of %s is not known: write TZID=%s", property, Zone)
		return nil, false, false
	}
	for value := range strings.SplitSeq(p.Value, ",") {
		value = strings.TrimSpace(value)
		if wall, err := time.Parse("20060102", value); err == nil {
			list, isDate = append(list, stamp{wall, c.zone}), true
			continue
		}
		wall, err := time.Parse("20060102T150405", strings.TrimSuffix(value, "Z"))
		if err != nil || wall.Year() < 2000 || wall.Year() >= 2100 {
			c.fault(e.lineOf(property), "%s is no time (%s): write 20261201T200000", property, shown(value))
			return nil, false, false
		}
		s := stamp{wall, zone}
		if strings.HasSuffix(value, "Z") {
			s = c.fromUTC(wall)
		}
		list = append(list, s)
	}
	return list, isDate, true
}

// fromUTC puts a moment on the clock of the unit.
func (c *calendarFile) fromUTC(at time.Time) stamp {
	local := at.In(c.zone)
	return stamp{time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), 0, 0, time.UTC), c.zone}
}

// length says how an occurrence that begins at wall ends: DTEND as far behind on the clock as in the first one;
// DURATION in hours that are really worked, as the RFC has it; a date alone is a day.
func (c *calendarFile) length(e event, start stamp, isDate bool) (func(wall time.Time) time.Time, bool) {
	if e.Props.Get(ical.PropDateTimeEnd) != nil {
		end, _, ok := c.moment(e, "DTEND")
		if !ok {
			return nil, false
		}
		if end.zone != start.zone {
			there := end.at(end.wall).In(start.zone)
			end.wall = time.Date(there.Year(), there.Month(), there.Day(), there.Hour(), there.Minute(), 0, 0, time.UTC)
		}
		apart := end.wall.Sub(start.wall)
		if apart <= 0 {
			c.fault(e.lineOf("DTEND"), "the event ends before it begins: DTEND must be after DTSTART")
			return nil, false
		}
		return func(wall time.Time) time.Time { return start.at(wall.Add(apart)) }, true
	}
	if p := e.Props.Get(ical.PropDuration); p != nil {
		d, err := p.Duration()
		if err != nil || d <= 0 {
			c.fault(e.lineOf("DURATION"), "DURATION is no length of time: write PT12H")
			return nil, false
		}
		if strings.Contains(p.Value, "T") {
			return func(wall time.Time) time.Time { return start.at(wall).Add(d) }, true
		}
		return func(wall time.Time) time.Time { return start.at(wall.Add(d)) }, true
	}
	if isDate {
		return func(wall time.Time) time.Time { return start.at(wall.AddDate(0, 0, 1)) }, true
	}
	c.fault(e.line, "the event has no DTEND: a shift needs DTSTART and DTEND")
	return nil, false
}

// beginnings lists when the event begins, on the clock of its zone.
func (c *calendarFile) beginnings(e event, start stamp) []time.Time {
	walls := []time.Time{start.wall}
	if e.exception() {
		return walls
	}
	if e.Props.Get(ical.PropRecurrenceRule) != nil {
		walls = c.repeat(e, start)
	}
	for _, p := range e.Props[ical.PropRecurrenceDates] {
		more, _, _ := c.stamps(e, "RDATE", p)
		for _, s := range more {
			walls = append(walls, s.wall)
		}
	}
	without := slices.Clone(c.moved[e.text(ical.PropUID)])
	for _, p := range e.Props[ical.PropExceptionDates] {
		less, isDate, _ := c.stamps(e, "EXDATE", p)
		for _, s := range less {
			if isDate { // a date alone leaves out whatever begins on it
				s.wall = s.wall.Add(time.Duration(start.wall.Hour())*time.Hour + time.Duration(start.wall.Minute())*time.Minute)
			}
			without = append(without, s.wall)
		}
	}
	return slices.DeleteFunc(walls, func(wall time.Time) bool {
		return slices.ContainsFunc(without, wall.Equal)
	})
}

// repeat follows the event's rule.
func (c *calendarFile) repeat(e event, start stamp) []time.Time {
	line := e.lineOf("RRULE")
	option, err := rrule.StrToROption(e.text(ical.PropRecurrenceRule))
	if err != nil {
		c.fault(line, "the repetition cannot be read: write a rule such as RRULE:FREQ=WEEKLY;BYDAY=MO,TU")
		return nil
	}
	if option.Freq > rrule.DAILY {
		c.fault(line, "the event repeats more than once a day: write a shift of its own for each")
		return nil
	}
	last := start.wall.AddDate(maxYears, 0, 0)
	option.Until = until(e, option.Until, start.zone)
	if option.Until.IsZero() || option.Until.After(last) {
		option.Until = last // also where no day ever fits, as the 30th of February
	}
	option.Dtstart = start.wall
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		c.fault(line, "the repetition is not possible: write a rule such as RRULE:FREQ=WEEKLY;BYDAY=MO,TU")
		return nil
	}
	var walls []time.Time
	for next := rule.Iterator(); ; {
		wall, more := next()
		if !more || len(walls) == maxTimes {
			return walls
		}
		walls = append(walls, wall)
	}
}

// until puts the end of a rule on the clock of zone: UNTIL may be a moment (with a Z), an hour on the clock, or a date,
// which then counts to its end.
func until(e event, end time.Time, zone *time.Location) time.Time {
	_, text, _ := strings.Cut(strings.ToUpper(e.text(ical.PropRecurrenceRule)), "UNTIL=")
	text, _, _ = strings.Cut(text, ";")
	switch {
	case end.IsZero():
		return end
	case strings.HasSuffix(text, "Z"):
		local := end.In(zone)
		return time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), 0, time.UTC)
	case !strings.Contains(text, "T"):
		return end.Add(24*time.Hour - time.Second)
	}
	return end
}
