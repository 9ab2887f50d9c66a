package stats

import (
	"slices"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// Signal is what is counted: a case of the register, or a record of a past one.
type Signal struct {
	Record
	Ref         signal.Ref // of a case
	Past        int        // of a record of a past register: its number among all that were imported, from 1
	Live        bool       // a case, so that it has an urgency and may have been taken
	Urgency     signal.Urgency
	Taken       bool
	TookFor     time.Duration // from the crisis answer or "send" to the first acknowledgement
	CloseReason string
	// What the report has in its row "other" alone, as it was answered.
	otherSetting, otherPerpetrator string
}

// OfRecord is a record of a past register as a signal.
func OfRecord(r Record) Signal { return Signal{Record: r} }

// OfCase is a case as a signal: the answers of the conversation become the keys of the report.
func OfCase(f casestore.Figure) Signal {
	s := Signal{
		Ref: f.Ref, Live: true, Urgency: f.Urgency, CloseReason: f.CloseReason,
		Record: Record{
			ReceivedAt: f.OpenedAt, Municipality: f.Municipality, Source: sourceOf(f), Kind: kindsOf(f),
			Setting: settingOf(f.Setting), Perpetrator: perpetratorOf(f.Perpetrator),
		},
	}
	if s.Setting == "other" {
		s.otherSetting = string(f.Setting)
	}
	if s.Perpetrator == "other" {
		s.otherPerpetrator = string(f.Perpetrator)
	}
	// A case is opened by the answer that means danger, by "send", or by silence after it: the clock starts there.
	if !f.TakenAt.IsZero() {
		s.Taken, s.TookFor = true, max(f.TakenAt.Sub(f.OpenedAt), 0)
	}
	if f.Age != "" || f.Sex != "" {
		s.Victims = []Victim{{Age: string(f.Age), Sex: string(f.Sex)}}
	}
	for _, e := range f.Meetings {
		s.Meetings = append(s.Meetings, meetingOf(e))
	}
	return s
}

// doctor is the row of a doctor who was not asked whether they are of a practice or of a hospital.
const doctor = "doctor"

// sourceOf is who the signal came from; what the helpline handed on is the helpline's, whoever called there.
func sourceOf(f casestore.Figure) string {
	if f.Source == "helpline" {
		return "national_helpline_116111"
	}
	switch f.Role {
	case signal.RoleChild:
		return "child_victim"
	case signal.RoleFriend:
		return "another_child"
	case signal.RoleParent:
		return "parents"
	case signal.RoleTeacher:
		return "educational_institution"
	case signal.RoleDoctor:
		return doctor
	}
	return string(f.Role) // relative, neighbour, stranger; "" was not said
}

// kindsOf joins what the reporter answered with what triage found in their words.
func kindsOf(f casestore.Figure) (out []string) {
	for _, k := range slices.Concat(f.Kind, f.Category) {
		key := string(k)
		if k == signal.Online {
			key = "cyberbullying"
		}
		if !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

func settingOf(o signal.Option) string {
	switch o {
	case "home":
		return "family"
	case "institution", "online":
		return "other"
	}
	return string(o)
}

func perpetratorOf(o signal.Option) string {
	switch o {
	case "partner", "caretaker", "stranger", "unknown":
		return "other"
	case "neighbour":
		return "neighbour_or_acquaintance"
	case "child":
		return "another_child"
	}
	return string(o)
}

// meetingOf reads an entry of the case log. A time that cannot be read is that of the entry.
func meetingOf(e signal.Event) Meeting {
	m := Meeting{At: e.At, Occasion: e.Data["occasion"]}
	if at, err := time.Parse(time.RFC3339, e.Data["at"]); err == nil {
		m.At = at
	}
	if by := e.Data["reported_by"]; by != "" {
		m.ReportedBy = strings.Split(by, ",")
	}
	if kinds := e.Data["attended"]; kinds != "" {
		m.Attended = strings.Split(kinds, ",")
	}
	return m
}
