package duty

import (
	"strings"
	"testing"
)

// ics puts events between the lines that a calendar begins and ends with.
func ics(lines ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCALENDAR\r\n"
}

// shift is an event of those lines.
func shift(lines ...string) string {
	return "BEGIN:VEVENT\r\nUID:" + lines[0] + "\r\n" + strings.Join(lines[1:], "\r\n") + "\r\nEND:VEVENT"
}

func TestParseCalendar(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"one shift", ics(shift("a", "SUMMARY:o-1", "DTSTART;TZID=Europe/Sofia:20261201T200000", "DTEND;TZID=Europe/Sofia:20261202T080000")),
			"12-01 20:00 12-02 08:00 o-1"},
		{"in UTC", ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T180000Z", "DTEND:20261202T060000Z")), "12-01 20:00 12-02 08:00 o-1"},
		{"no zone", ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DTEND:20261202T080000")), "12-01 20:00 12-02 08:00 o-1"},
		{"bare line feeds", strings.ReplaceAll(ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DTEND:20261202T080000")), "\r", ""),
			"12-01 20:00 12-02 08:00 o-1"},
		{"a folded line", ics(shift("a", "SUMM\r\n ARY:o-\r\n 1", "DTSTART:20261201T200000", "DTEND:20261202T080000")), "12-01 20:00 12-02 08:00 o-1"},
		{"Outlook's zone", ics(shift("a", "SUMMARY:o-1", `DTSTART;TZID="FLE Standard Time":20261201T200000`, "DTEND;TZID=FLE Standard Time:20261202T080000")),
			"12-01 20:00 12-02 08:00 o-1"},
		{"a zone as Outlook shows it", ics(shift("a", "SUMMARY:o-1",
			`DTSTART;TZID="(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius":20261201T200000`, "DURATION:PT12H")), "12-01 20:00 12-02 08:00 o-1"},
		{"another zone", ics(shift("a", "SUMMARY:o-1", "DTSTART;TZID=W. Europe Standard Time:20261201T190000", "DTEND:20261202T060000Z")),
			"12-01 20:00 12-02 08:00 o-1"},
		{"whole days", ics(shift("a", "SUMMARY:o-1", "DTSTART;VALUE=DATE:20261205", "DTEND;VALUE=DATE:20261207")), "12-05 00:00 12-07 00:00 o-1"},
		{"one whole day", ics(shift("a", "SUMMARY:o-1", "DTSTART;VALUE=DATE:20261205")), "12-05 00:00 12-06 00:00 o-1"},
		{"two officers", ics(shift("a", `SUMMARY:o-1\, o-2`, "DTSTART:20261201T200000", "DTEND:20261202T080000")),
			"12-01 20:00 12-02 08:00 o-1\n12-01 20:00 12-02 08:00 o-2"},
		{"cancelled", ics(shift("a", "SUMMARY:o-1", "STATUS:CANCELLED", "DTSTART:20261201T200000", "DTEND:20261202T080000")), ""},
		{"a reminder inside", ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DTEND:20261202T080000",
			"BEGIN:VALARM", "TRIGGER:-PT15M", "ACTION:DISPLAY", "DESCRIPTION:soon", "END:VALARM")), "12-01 20:00 12-02 08:00 o-1"},
		{"each week, but one day", ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DTEND:20261202T080000",
			"RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20261208T200000,20261222T200000")), "12-01 20:00 12-02 08:00 o-1\n12-15 20:00 12-16 08:00 o-1"},
		{"a day left out by its date", ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DTEND:20261202T080000",
			"RRULE:FREQ=DAILY;COUNT=2", "EXDATE;VALUE=DATE:20261201")), "12-02 20:00 12-03 08:00 o-1"},
		{"days added", ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DTEND:20261202T080000", "RDATE:20261205T100000")),
			"12-01 20:00 12-02 08:00 o-1\n12-05 10:00 12-05 22:00 o-1"},
		{"until a moment", ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DTEND:20261201T210000",
			"RRULE:FREQ=DAILY;UNTIL=20261202T180000Z")), "12-01 20:00 12-01 21:00 o-1\n12-02 20:00 12-02 21:00 o-1"},
		{"until a date", ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DTEND:20261201T210000",
			"RRULE:FREQ=DAILY;UNTIL=20261202")), "12-01 20:00 12-01 21:00 o-1\n12-02 20:00 12-02 21:00 o-1"},
		{"one of them moved to another", ics(
			shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DTEND:20261202T080000", "RRULE:FREQ=DAILY;COUNT=2"),
			shift("a", "SUMMARY:o-2", "RECURRENCE-ID:20261202T200000", "DTSTART:20261202T220000", "DTEND:20261203T080000")),
			"12-01 20:00 12-02 08:00 o-1\n12-02 22:00 12-03 08:00 o-2"},
		{"one of them cancelled", ics(
			shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DTEND:20261202T080000", "RRULE:FREQ=DAILY;COUNT=2"),
			shift("a", "SUMMARY:o-1", "STATUS:CANCELLED", "RECURRENCE-ID:20261202T200000", "DTSTART:20261202T200000", "DTEND:20261203T080000")),
			"12-01 20:00 12-02 08:00 o-1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			shifts, faults := ParseCalendar("d.ics", []byte(tt.text), sofia(t))
			if got := list(t, shifts); got != tt.want || len(faults) > 0 {
				t.Errorf("got:\n%s\n%v\nwant:\n%s", got, faults, tt.want)
			}
		})
	}
}

// A weekly shift stays at its hour on the clock through both changes.
func TestCalendarAcrossClockChange(t *testing.T) {
	for _, tt := range []struct{ from, want string }{
		{"20260321T200000", "03-21 20:00 03-22 08:00 o-1\n03-28 20:00 03-29 08:00 o-1\n04-04 20:00 04-05 08:00 o-1"},
		{"20261017T200000", "10-17 20:00 10-18 08:00 o-1\n10-24 20:00 10-25 08:00 o-1\n10-31 20:00 11-01 08:00 o-1"},
	} {
		day := tt.from[:8]
		end := map[string]string{"20260321": "20260322", "20261017": "20261018"}[day] + "T080000"
		text := ics(shift("a", "SUMMARY:o-1", "DTSTART;TZID=FLE Standard Time:"+tt.from, "DTEND;TZID=FLE Standard Time:"+end, "RRULE:FREQ=WEEKLY;COUNT=3"))
		shifts, faults := ParseCalendar("d.ics", []byte(text), sofia(t))
		if got := list(t, shifts); got != tt.want || len(faults) > 0 {
			t.Errorf("got:\n%s\n%v\nwant:\n%s", got, faults, tt.want)
		}
	}
}

// What repeats without end is followed far enough.
func TestCalendarWithoutEnd(t *testing.T) {
	text := ics(shift("a", "SUMMARY:o-1", "DTSTART:20240101T000000", "DTEND:20240102T000000", "RRULE:FREQ=DAILY"))
	shifts, faults := ParseCalendar("d.ics", []byte(text), sofia(t))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	u := someUnit{&Rota{Zone: sofia(t), Shifts: shifts}}
	if gaps := Gaps(u, moment(t, "2024-01-01 00:00"), moment(t, "2038-12-31 00:00")); len(gaps) != 0 {
		t.Errorf("there are holes: %v", gaps)
	}
}

func TestParseCalendarFaults(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a name", ics(shift("a", "SUMMARY:Мария Петрова", "DTSTART:20261201T200000", "DTEND:20261202T080000")),
			"d.ics:6: the summary is no officer's id: write an id such as o-1, never a name"},
		{"no summary", ics(shift("a", "DTSTART:20261201T200000", "DTEND:20261202T080000")),
			"d.ics:4: the summary is no officer's id: write an id such as o-1, never a name"},
		{"an unknown zone", ics(shift("a", "SUMMARY:o-1", "DTSTART;TZID=Europe/Teteven:20261201T200000", "DTEND:20261202T080000")),
			"d.ics:7: the zone of DTSTART is not known: write TZID=Europe/Sofia"},
		{"no time", ics(shift("a", "SUMMARY:o-1", "DTSTART:tonight", "DTEND:20261202T080000")),
			"d.ics:7: DTSTART is no time (what stands there): write 20261201T200000"},
		{"backwards", ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DTEND:20261201T080000")),
			"d.ics:8: the event ends before it begins: DTEND must be after DTSTART"},
		{"no end", ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000")),
			"d.ics:4: the event has no DTEND: a shift needs DTSTART and DTEND"},
		{"no beginning", ics(shift("a", "SUMMARY:o-1", "DTEND:20261201T200000")),
			"d.ics:4: the event has no DTSTART: a shift needs DTSTART and DTEND"},
		{"a bad rule", ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DTEND:20261202T080000", "RRULE:EACH=TUESDAY")),
			"d.ics:9: the repetition cannot be read: write a rule such as RRULE:FREQ=WEEKLY;BYDAY=MO,TU"},
		{"each minute", ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DTEND:20261202T080000", "RRULE:FREQ=MINUTELY")),
			"d.ics:9: the event repeats more than once a day: write a shift of its own for each"},
		{"two at once", ics(shift("a", "SUMMARY:!", "DTSTART:20261201T200000", "DTEND:20261202T080000"), shift("b", "SUMMARY:o-1", "DTSTART:?")),
			"d.ics:6: the summary is no officer's id: write an id such as o-1, never a name\n" +
				"d.ics:13: DTSTART is no time (what stands there): write 20261201T200000"},
		{"not closed", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:o-1\n", "d.ics:2: the event is not closed: the file ends before END:VEVENT"},
		{"no calendar", "date,from,to,officer\n", "d.ics:1: this is no iCalendar file: it must begin with BEGIN:VCALENDAR"},
		{"a parameter without a value", ics(shift("a", "SUMMARY:o-1", "DTSTART;TZID=")),
			"d.ics:4: the event cannot be read: a line in it is not of the form NAME:value"},
		{"a broken line", ics(shift("a", "SUMMARY:o-1", "DTSTART")),
			"d.ics:4: the event cannot be read: a line in it is not of the form NAME:value"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, faults := ParseCalendar("d.ics", []byte(tt.text), sofia(t))
			var got []string
			for _, f := range faults {
				got = append(got, f.String())
			}
			if got := strings.Join(got, "\n"); got != tt.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, tt.want)
			}
		})
	}
}

func FuzzParseCalendar(f *testing.F) {
	f.Add([]byte(ics(shift("a", "SUMMARY:o-1", "DTSTART;TZID=FLE Standard Time:20261201T200000", "DTEND:20261202T060000Z", "RRULE:FREQ=DAILY;COUNT=3"))))
	f.Add([]byte(ics(shift("a", "SUMMARY:o-1", "DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"))))
	f.Add([]byte(ics(shift("a", "SUMMARY:o-1", "DTSTART:20261201T200000", "DURATION:P1W", "RECURRENCE-ID:20261201T200000"))))
	zone := sofia(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		shifts, _ := ParseCalendar("f", data, zone)
		for _, s := range shifts.spans {
			if s.from >= s.to {
				t.Fatalf("an empty shift: %+v", s)
			}
		}
	})
}
