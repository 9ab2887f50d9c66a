package unit

import (
	"errors"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/chuyme/chuyme/router/duty"
	"go.yaml.in/yaml/v4"
)

// duty reads who is on duty, and gives the unit its zone.
func (p *parser) duty(n *yaml.Node, u *Unit) {
	f := p.fields(n, "duty", "timezone", "table", "weekly", "standins", "fallback")
	u.Zone = p.zone(f["timezone"])
	if n == nil {
		return
	}
	rota := &duty.Rota{Zone: u.Zone, Fallback: p.officers(f["fallback"], "fallback")}
	var tables []duty.Shifts
	for _, item := range p.items(f["table"]) {
		tables = append(tables, p.table(item, u.Zone))
	}
	rota.Shifts = duty.Join(tables...)
	for _, item := range p.items(f["weekly"]) {
		rota.Patterns = append(rota.Patterns, p.weekly(item)...)
	}
	for _, item := range p.items(f["standins"]) {
		if s, ok := p.standin(item, u.Zone); ok {
			rota.StandIns = append(rota.StandIns, s)
		}
	}
	u.Duty = rota
	p.overlaps(u)
	p.missing(u)
}

func (p *parser) zone(n *yaml.Node) *time.Location {
	name := p.text(n, "timezone")
	if name == "" {
		name = duty.Zone
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		p.fault(n, "timezone %q is not known: write %s", clip(name), duty.Zone)
		return time.UTC
	}
	return zone
}

// table reads a duty file that stands beside the units file.
func (p *parser) table(n *yaml.Node, zone *time.Location) duty.Shifts {
	name := p.text(n, "table")
	if name == "" {
		return duty.Shifts{}
	}
	data, err := p.open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.fault(n, "duty table %s does not exist: it is looked for beside the units file", clip(name))
		return duty.Shifts{}
	case err != nil:
		p.fault(n, "duty table %s cannot be read: it must be a file that the program may read", clip(name))
		return duty.Shifts{}
	}
	read := duty.ParseTable
	switch strings.ToLower(path.Ext(name)) {
	case ".ics":
		read = duty.ParseCalendar
	case ".xlsx":
		read = duty.ParseWorkbook
	}
	shifts, faults := read(p.beside(name), data, zone)
	for _, f := range faults {
		p.faults = append(p.faults, Fault{f.File, f.Line, p.unit, f.Says})
	}
	return shifts
}

// Bounds of what is told of one unit one by one.
const (
	overlapsShown = 3
	missingShown  = 3
)

func (p *parser) overlaps(u *Unit) {
	from, to := u.Duty.Shifts.Bounds()
	found := duty.Overlaps(u, from, to)
	for i, o := range found {
		if i == overlapsShown {
			p.warn("%d more shifts overlap", len(found)-i)
			break
		}
		p.warn("two shifts overlap from %s to %s: %s:%d and %s:%d; both officers are told",
			o.From.Format("2006-01-02 15:04"), o.To.Format("2006-01-02 15:04"), o.One.File, o.One.Line, o.Two.File, o.Two.Line)
	}
}

func (p *parser) missing(u *Unit) {
	found := duty.Missing(u)
	for i, day := range found {
		if i == missingShown {
			p.warn("no shift begins on %d more days of its table on which nobody is on for hours", len(found)-i)
			break
		}
		p.warn("no shift of its table begins on %s, and nobody is on for hours", day)
	}
}

// officers reads ids of officers. What is no id is not repeated: it may be a name.
func (p *parser) officers(n *yaml.Node, what string) []string {
	var ids []string
	for _, item := range p.items(n) {
		id := p.text(item, what)
		if !duty.ValidOfficer(id) {
			p.fault(item, "%s: this is no officer's id: write an id such as o-1, never a name", what)
			continue
		}
		ids = append(ids, id)
	}
	return ids
}

var weekdays = map[string]time.Weekday{
	"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday, "fri": time.Friday,
	"sat": time.Saturday, "sun": time.Sunday,
}

// weekly reads one map of the weekly pattern: ranges of days with their hours, and who is on then.
func (p *parser) weekly(n *yaml.Node) []duty.Pattern {
	var patterns []duty.Pattern
	var officers []string
	off, named, dated := false, false, false
	p.pairs(n, "weekly", func(key, value *yaml.Node) {
		switch key.Value {
		case "officer", "officers":
			officers, named = p.officers(value, "weekly "+key.Value), true
		case "holidays":
			switch word := p.text(value, "holidays"); word {
			case "off", "false", "no":
				off = true
			case "on", "true", "yes":
			default:
				p.fault(value, "weekly holidays: write off (nobody on public holidays) or leave it out")
			}
		default:
			dated = true
			days, ok := parseDays(key.Value)
			if !ok {
				p.fault(key, "weekly: %q is no range of days: write mon-fri, sat,sun or daily", clip(key.Value))
				return
			}
			for _, item := range p.items(value) {
				patterns = append(patterns, p.hours(item, days)...)
			}
		}
	})
	if n.Kind == yaml.MappingNode && !named {
		p.fault(n, "weekly names no officer: write officer: o-1")
	}
	if n.Kind == yaml.MappingNode && !dated {
		p.fault(n, "weekly names no days: write mon-fri: \"08:30-17:30\"")
	}
	for i := range patterns {
		patterns[i].Officers, patterns[i].OffHolidays = officers, off
	}
	return patterns
}

var hoursForm = regexp.MustCompile(`^\s*([\d:.]+)\s*[-–]\s*([\d:.]+)\s*$`)

// hours reads "08:30-17:30", or several such ranges with commas between.
func (p *parser) hours(n *yaml.Node, days [7]bool) []duty.Pattern {
	var patterns []duty.Pattern
	for text := range strings.SplitSeq(p.text(n, "weekly"), ",") {
		m := hoursForm.FindStringSubmatch(text)
		if m == nil {
			p.fault(n, "weekly: %q are no hours: write \"08:30-17:30\"", clip(text))
			continue
		}
		from, okFrom := duty.ParseClock(m[1])
		to, okTo := duty.ParseClock(m[2])
		if !okFrom || !okTo || from == 24*60 {
			p.fault(n, "weekly: %q are no hours of a day: write \"08:30-17:30\"", clip(text))
			continue
		}
		if to <= from {
			to += 24 * 60
		}
		patterns = append(patterns, duty.Pattern{Days: days, From: from, To: to})
	}
	return patterns
}

// parseDays reads "mon-fri", "sat,sun", "fri-mon" or "daily".
func parseDays(text string) (days [7]bool, ok bool) {
	text = strings.ToLower(strings.ReplaceAll(text, " ", ""))
	if text == "daily" {
		text = "mon-sun"
	}
	for part := range strings.SplitSeq(text, ",") {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		day, ok1 := weekdays[first]
		end, ok2 := weekdays[last]
		if !ok1 || !ok2 {
			return days, false
		}
		for ; day != end; day = (day + 1) % 7 {
			days[day] = true
		}
		days[end] = true
	}
	return days, true
}

func (p *parser) standin(n *yaml.Node, zone *time.Location) (s duty.Replacement, ok bool) {
	f := p.fields(n, "a stand-in", "for", "by", "from", "to")
	whole := true
	for _, key := range []string{"for", "by", "from", "to"} {
		if f[key] == nil {
			whole = false
			if n.Kind == yaml.MappingNode {
				p.fault(n, "a stand-in needs for, by, from and to: %s is missing", key)
			}
		}
	}
	if !whole {
		return s, false
	}
	absent, by := p.officers(f["for"], "stand-in for"), p.officers(f["by"], "stand-in by")
	from, okFrom := p.date(f["from"], "stand-in from")
	to, okTo := p.date(f["to"], "stand-in to")
	if len(absent) != 1 || len(by) != 1 || !okFrom || !okTo {
		return s, false
	}
	switch {
	case to.Before(from):
		p.fault(f["to"], "the stand-in ends on %s, before it begins on %s", to, from)
	case absent[0] == by[0]:
		p.fault(f["by"], "an officer cannot stand in for themselves")
	}
	return duty.Replacement{For: absent[0], By: by[0], From: from.At(0, zone), To: to.Add(1).At(0, zone)}, true
}
