package stats

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Fault is what is wrong with one field of one line of a past register.
type Fault struct {
	Line  int    `json:"line"`
	Field string `json:"field"` // "victims[1].age"; "" the line itself
	Says  string `json:"says"`  // what is wrong and what would be right
}

func (f Fault) String() string {
	if f.Field == "" {
		return fmt.Sprintf("%d: %s", f.Line, f.Says)
	}
	return fmt.Sprintf("%d: %s: %s", f.Line, f.Field, f.Says)
}

// maxLine bounds a line of a register.
const maxLine = 16 << 20

// Read reads a past register: JSON Lines, each a Record of which every field may be missing. It gives either all
// records or all faults. known says which municipality codes there are; times without a zone are in zone. err is a
// fault of reading only.
func Read(in io.Reader, zone *time.Location, known func(municipality string) bool) (records []Record, faults []Fault, err error) {
	scan := bufio.NewScanner(in)
	scan.Buffer(make([]byte, 64<<10), maxLine)
	r := reader{zone: zone, known: known}
	for scan.Scan() {
		r.line++
		line := scan.Bytes()
		if r.line == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")) // a byte order mark
		}
		if line = bytes.TrimSpace(line); len(line) > 0 {
			records = append(records, r.record(line))
		}
	}
	if err := scan.Err(); errors.Is(err, bufio.ErrTooLong) {
		r.line++
		r.fault("", fmt.Sprintf("longer than %d bytes; a line is one signal", maxLine))
	} else if err != nil {
		return nil, nil, err
	}
	if len(r.faults) > 0 {
		return nil, r.faults, nil
	}
	return records, nil, nil
}

// reader reads one line after another and gathers the faults.
type reader struct {
	zone   *time.Location
	known  func(string) bool
	line   int
	faults []Fault
}

func (r *reader) fault(field, says string) {
	r.faults = append(r.faults, Fault{r.line, field, says})
}

// fields is what an object may hold, each with what reads it.
type fields map[string]func(path string, value json.RawMessage)

func (r *reader) record(line []byte) (rec Record) {
	r.object("", line, fields{
		"received_at":  func(p string, v json.RawMessage) { rec.ReceivedAt = r.time(p, v) },
		"source":       func(p string, v json.RawMessage) { rec.Source = r.word(p, v, sources()) },
		"kind":         func(p string, v json.RawMessage) { rec.Kind = r.words(p, v, kinds()) },
		"setting":      func(p string, v json.RawMessage) { rec.Setting = r.word(p, v, settings()) },
		"perpetrator":  func(p string, v json.RawMessage) { rec.Perpetrator = r.word(p, v, perpetrators()) },
		"municipality": func(p string, v json.RawMessage) { rec.Municipality = r.municipality(p, v) },
		"victims": func(p string, v json.RawMessage) {
			r.list(p, v, func(p string, v json.RawMessage) { rec.Victims = append(rec.Victims, r.victim(p, v)) })
		},
		"meetings": func(p string, v json.RawMessage) {
			r.list(p, v, func(p string, v json.RawMessage) { rec.Meetings = append(rec.Meetings, r.meeting(p, v)) })
		},
	})
	return rec
}

func (r *reader) victim(path string, value json.RawMessage) (v Victim) {
	r.object(path, value, fields{
		"age": func(p string, raw json.RawMessage) { v.Age = r.word(p, raw, with(ages(), unknown)) },
		"sex": func(p string, raw json.RawMessage) { v.Sex = r.word(p, raw, with(sexes(), unknown)) },
	})
	return v
}

func (r *reader) meeting(path string, value json.RawMessage) (m Meeting) {
	r.object(path, value, fields{
		"at":          func(p string, raw json.RawMessage) { m.At = r.time(p, raw) },
		"occasion":    func(p string, raw json.RawMessage) { m.Occasion = r.word(p, raw, occasions()) },
		"reported_by": func(p string, raw json.RawMessage) { m.ReportedBy = r.words(p, raw, institutions()) },
		"attended":    func(p string, raw json.RawMessage) { m.Attended = r.words(p, raw, unitKinds()) },
	})
	return m
}

// object hands each member to its reader and names those that are not known.
func (r *reader) object(path string, value json.RawMessage, known fields) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(value, &members); err != nil || members == nil {
		r.fault(path, `not a JSON object; right would be {"`+strings.Join(names(known), `": …, "`)+`": …}`)
		return
	}
	for _, name := range names(members) {
		at := name
		if path != "" {
			at = path + "." + name
		}
		read, ok := known[name]
		switch {
		case !ok:
			r.fault(clip(at), "no field of that name; there are "+strings.Join(names(known), " "))
		case string(members[name]) != "null":
			read(at, members[name])
		}
	}
}

func names[V any](m map[string]V) []string {
	list := make([]string, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

// clip bounds a name that somebody else wrote and makes it fit for one line of a terminal.
func clip(name string) string {
	const most = 60
	clean := []rune(strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return '�'
		}
		return c
	}, name))
	if len(clean) > most {
		return string(clean[:most]) + "…"
	}
	return string(clean)
}

func (r *reader) list(path string, value json.RawMessage, item func(path string, value json.RawMessage)) {
	var items []json.RawMessage
	if err := json.Unmarshal(value, &items); err != nil {
		r.fault(path, "not a list; right would be [ … ]")
		return
	}
	for i, v := range items {
		item(fmt.Sprintf("%s[%d]", path, i), v)
	}
}

// text reads a JSON string; "" is what is not given.
func (r *reader) text(path string, value json.RawMessage) (s string, ok bool) {
	if err := json.Unmarshal(value, &s); err != nil {
		r.fault(path, `not a text; right would be "…"`)
		return "", false
	}
	return s, s != ""
}

// word reads one of the words. What else stood there is not repeated: it may be a name.
func (r *reader) word(path string, value json.RawMessage, allowed []string) string {
	s, ok := r.text(path, value)
	if ok && !slices.Contains(allowed, s) {
		r.fault(path, "not one of "+strings.Join(allowed, " "))
	}
	return s
}

func (r *reader) words(path string, value json.RawMessage, allowed []string) (list []string) {
	r.list(path, value, func(p string, v json.RawMessage) {
		if s := r.word(p, v, allowed); s != "" && !slices.Contains(list, s) {
			list = append(list, s)
		}
	})
	return list
}

func (r *reader) municipality(path string, value json.RawMessage) string {
	s, ok := r.text(path, value)
	if ok && !r.known(s) {
		r.fault(path, "not a municipality's code; right would be one like LOV33")
	}
	return s
}

func (r *reader) time(path string, value json.RawMessage) time.Time {
	s, ok := r.text(path, value)
	if !ok {
		return time.Time{}
	}
	at, err := moment(s, r.zone)
	if err != nil {
		r.fault(path, err.Error())
	}
	return at.UTC()
}
