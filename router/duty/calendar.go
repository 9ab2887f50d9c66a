package duty

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/emersion/go-ical"
)

// ParseCalendar reads shifts from an iCalendar file (RFC 5545), as a calendar program exports it: one event a shift,
// its summary the officer's id. Repetition (RRULE), days left out (EXDATE) or added (RDATE), single events that were
// moved (RECURRENCE-ID) or cancelled, and Outlook's names of zones are understood; a time that names no zone is the
// unit's. An event that repeats without end is followed for fifteen years. name is what the faults call the file.
func ParseCalendar(name string, data []byte, zone *time.Location) (Shifts, []Fault) {
	c := calendarFile{name: name, zone: zone, moved: map[string][]time.Time{}}
	if len(data) > maxFile {
		c.fault(1, "the file has more than 4 MiB: export a year or two, not the whole calendar")
		return Shifts{}, c.faults
	}
	events := c.events(data)
	for _, e := range events {
		if e.exception() {
			if at, _, ok := c.moment(e, "RECURRENCE-ID"); ok {
				c.moved[e.text("UID")] = append(c.moved[e.text("UID")], at.wall)
			}
		}
	}
	for _, e := range events {
		c.event(e)
	}
	return c.shifts.shifts(), c.faults
}

// calendarFile is one reading of a file.
type calendarFile struct {
	name   string
	zone   *time.Location
	moved  map[string][]time.Time // by UID: beginnings that stand elsewhere now, on the clock
	shifts builder
	faults []Fault
}

func (c *calendarFile) fault(line int, format string, args ...any) {
	c.faults = append(c.faults, Fault{Place{c.name, line}, fmt.Sprintf(format, args...)})
}

// event is one VEVENT with the line of each property.
type event struct {
	*ical.Component
	line  int
	lines map[string]int
}

func (e event) text(property string) string {
	if p := e.Props.Get(property); p != nil {
		return strings.TrimSpace(p.Value)
	}
	return ""
}

func (e event) lineOf(property string) int {
	if n, ok := e.lines[property]; ok {
		return n
	}
	return e.line
}

func (e event) exception() bool { return e.Props.Get(ical.PropRecurrenceID) != nil }

// logical is an unfolded line of the file.
type logical struct {
	line int
	text string
}

// events cuts the file into its events and decodes each by itself, so that a fault has its line and does not hide
// the others.
func (c *calendarFile) events(data []byte) []event {
	var events []event
	var block []logical
	opened, began := 0, false
	for _, l := range unfold(data) {
		switch upper := strings.ToUpper(strings.TrimSpace(l.text)); {
		case upper == "BEGIN:VCALENDAR":
			began = true
		case upper == "BEGIN:VEVENT":
			if opened > 0 {
				c.fault(opened, "the event is not closed: END:VEVENT is missing before the next one")
			}
			opened, block = l.line, []logical{l}
		case opened > 0:
			block = append(block, l)
			if upper == "END:VEVENT" {
				if e, ok := c.decode(block); ok {
					events = append(events, e)
				}
				opened = 0
			}
		}
	}
	if !began {
		c.fault(1, "this is no iCalendar file: it must begin with BEGIN:VCALENDAR")
	}
	if opened > 0 {
		c.fault(opened, "the event is not closed: the file ends before END:VEVENT")
	}
	return events
}

func (c *calendarFile) decode(block []logical) (event, bool) {
	e := event{line: block[0].line, lines: map[string]int{}}
	var b bytes.Buffer
	b.WriteString("BEGIN:VCALENDAR\r\n")
	for _, l := range block {
		name, _, _ := strings.Cut(l.text, ":")
		name, _, _ = strings.Cut(name, ";")
		if _, ok := e.lines[strings.ToUpper(name)]; !ok {
			e.lines[strings.ToUpper(name)] = l.line
		}
		b.WriteString(l.text + "\r\n")
	}
	b.WriteString("END:VCALENDAR\r\n")
	calendar, err := decode(&b)
	if err != nil || len(calendar.Children) != 1 {
		c.fault(e.line, "the event cannot be read: a line in it is not of the form NAME:value")
		return e, false
	}
	e.Component = calendar.Children[0]
	return e, true
}

// decode reads one calendar. The library panics where a parameter has no value; such a line is a fault like another.
func decode(r io.Reader) (calendar *ical.Calendar, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = errors.New("a parameter has no value")
		}
	}()
	return ical.NewDecoder(r).Decode()
}

// unfold joins the lines that the format breaks after 75 bytes; each keeps the number of its first.
func unfold(data []byte) []logical {
	var lines []logical
	number := 0
	for raw := range bytes.Lines(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))) {
		number++
		text := strings.TrimRight(string(raw), "\r\n")
		if folded := strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\t"); folded && len(lines) > 0 {
			lines[len(lines)-1].text += text[1:]
			continue
		}
		if strings.TrimSpace(text) != "" {
			lines = append(lines, logical{number, text})
		}
	}
	return lines
}

// zones gives what Outlook and Exchange call the zones that a unit's calendar may name.
var zones = map[string]string{
	"FLE Standard Time":              "Europe/Sofia",
	"GTB Standard Time":              "Europe/Bucharest",
	"E. Europe Standard Time":        "Europe/Chisinau",
	"Turkey Standard Time":           "Europe/Istanbul",
	"W. Europe Standard Time":        "Europe/Berlin",
	"Central Europe Standard Time":   "Europe/Budapest",
	"Central European Standard Time": "Europe/Warsaw",
	"Romance Standard Time":          "Europe/Paris",
	"GMT Standard Time":              "Europe/London",
	"Greenwich Standard Time":        "Atlantic/Reykjavik",
	"Russian Standard Time":          "Europe/Moscow",
	"UTC":                            "UTC",
}

// display is how Outlook shows a zone to people: "(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius".
var display = regexp.MustCompile(`(?i)^\(?(utc|gmt)[+-]\d`)

func (c *calendarFile) location(name string) (*time.Location, bool) {
	name = strings.Trim(name, `"`)
	if known, ok := zones[name]; ok {
		name = known
	}
	if display.MatchString(name) && (strings.Contains(name, "Sofia") || strings.Contains(name, "София")) {
		return c.zone, true
	}
	// Some programs put their own prefix before the usual name: /mozilla.org/20070129_1/Europe/Sofia.
	if i := strings.Index(name, "Europe/"); i > 0 {
		name = name[i:]
	}
	if name == "" || name == "Local" {
		return c.zone, name == ""
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}
