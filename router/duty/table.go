package duty

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxFile bounds a duty file: a year of hourly shifts is a tenth of it.
const maxFile = 4 << 20

// columns of a table, by the words that may stand above them.
var columns = map[string]string{
	"date": "date", "дата": "date", "day": "date", "ден": "date",
	"from": "from", "от": "from", "start": "from", "начало": "from",
	"to": "to", "до": "to", "end": "to", "край": "to",
	"officer": "officer", "служител": "officer", "дежурен": "officer",
}

// ParseTable reads the monthly schedule as units keep it: CSV with a line of headings and then one line a shift,
//
//	date,from,to,officer
//	2026-12-01,20:00,08:00,o-1
//
// with commas, semicolons or tabs between, as the office program at hand writes it, with or without a byte order
// mark. A date may also be written 01.12.2026, an hour 8:30 or 8.30, midnight at the end 24:00. A shift whose end is
// not after its beginning ends on the next day. Lines that begin with # are passed over. Several officers of one
// shift stand with a + between. name is what the faults call the file; all of them are found, not only the first.
func ParseTable(name string, data []byte, zone *time.Location) (Shifts, []Fault) {
	t := table{name: name, zone: zone, order: map[string]int{"date": 0, "from": 1, "to": 2, "officer": 3}}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case len(data) > maxFile:
		t.fault(1, "the file has more than 4 MiB: keep one file a month")
	case !utf8.Valid(data):
		t.fault(1+bytes.Count(data[:firstInvalid(data)], []byte("\n")), "this is not UTF-8 text: save the table as CSV UTF-8")
	default:
		t.read(data)
	}
	return t.shifts.shifts(), t.faults
}

// table is one reading of a file.
type table struct {
	name   string
	zone   *time.Location
	order  map[string]int
	headed bool
	shifts builder
	faults []Fault
}

func (t *table) fault(line int, format string, args ...any) {
	t.faults = append(t.faults, Fault{Place{t.name, line}, fmt.Sprintf(format, args...)})
}

func (t *table) read(data []byte) {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = separator(data)
	r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace, r.Comment = -1, true, true, '#'
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.fault(lineOf(err), "a quotation mark is not closed: write the line again without quotes")
			break
		}
		line, _ := r.FieldPos(0)
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		if strings.Join(row, "") == "" {
			continue
		}
		if t.headed || !t.headings(line, row) {
			t.row(line, row)
		}
		t.headed = true
	}
}

// headings takes the first line for headings, unless it holds a date already.
func (t *table) headings(line int, row []string) bool {
	if _, ok := parseDay(row[0]); ok {
		return false
	}
	order := map[string]int{}
	for i, word := range row {
		if column, ok := columns[strings.ToLower(word)]; ok {
			order[column] = i
		}
	}
	for _, column := range []string{"date", "from", "to", "officer"} {
		if _, ok := order[column]; !ok {
			t.fault(line, "the headings have no %q: the first line must be date,from,to,officer", column)
		}
	}
	if len(order) == 4 {
		t.order = order
	}
	return true
}

func (t *table) cell(row []string, column string) string {
	if i := t.order[column]; i < len(row) {
		return row[i]
	}
	return ""
}

func (t *table) row(line int, row []string) {
	date, from, to, who := t.cell(row, "date"), t.cell(row, "from"), t.cell(row, "to"), t.cell(row, "officer")
	day, okDay := parseDay(date)
	if !okDay {
		t.fault(line, "the date is no day (%s): write 2026-12-01 or 01.12.2026", shown(date))
	}
	start, okFrom := ParseClock(from)
	if !okFrom || start == 1440 {
		okFrom = false
		t.fault(line, "the shift begins at no hour of a clock (%s): write from 00:00 to 23:59", shown(from))
	}
	end, okTo := ParseClock(to)
	if !okTo {
		t.fault(line, "the shift ends at no hour of a clock (%s): write from 00:00 to 24:00", shown(to))
	}
	officers := officersIn(who)
	if len(officers) == 0 {
		t.fault(line, "no officer's id stands there: write an id such as o-1, never a name")
	}
	if !okDay || !okFrom || !okTo {
		return
	}
	if end <= start {
		end += 1440
	}
	for _, officer := range officers {
		t.shifts.add(day.At(start, t.zone), day.At(end, t.zone), officer, Place{t.name, line})
	}
}

var clockForm = regexp.MustCompile(`^(\d{1,2})[:.](\d{2})(?:[:.]00)?$`)

// ParseClock reads an hour of the day, "8:30" to "24:00", as minutes after midnight.
func ParseClock(text string) (minutes int, ok bool) {
	m := clockForm.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, false
	}
	h, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	minutes = h*60 + minute
	return minutes, minute < 60 && minutes <= 1440
}

// ParseDay reads a date as ISO 8601 (2026-12-01) or as it is written in Bulgaria (01.12.2026).
func ParseDay(text string) (Day, bool) { return parseDay(strings.TrimSpace(text)) }

func parseDay(text string) (Day, bool) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(text, "г."), "г"))
	for _, form := range []string{"2006-01-02", "2.1.2006"} {
		if t, err := time.Parse(form, text); err == nil && t.Year() >= 2000 && t.Year() < 2100 {
			return DayOf(t, time.UTC), true
		}
	}
	return Day{}, false
}

// separator is what stands most often in the first line that has any.
func separator(data []byte) rune {
	for line := range bytes.Lines(data) {
		if len(line) > 0 && line[0] == '#' {
			continue
		}
		commas, semis, tabs := bytes.Count(line, []byte(",")), bytes.Count(line, []byte(";")), bytes.Count(line, []byte("\t"))
		switch most := max(commas, semis, tabs); {
		case most == 0:
			continue
		case semis == most:
			return ';'
		case tabs == most:
			return '\t'
		default:
			return ','
		}
	}
	return ','
}

func firstInvalid(data []byte) int {
	at := 0
	for at < len(data) {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n == 1 {
			return at
		}
		at += n
	}
	return at
}

func lineOf(err error) int {
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		return parse.Line
	}
	return 1
}
