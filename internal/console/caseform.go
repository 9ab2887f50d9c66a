package console

import (
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// CaseJSON is one case in a list: the form of "case list" and of GET /v1/cases. Nothing in it was sealed.
type CaseJSON struct {
	Ref          signal.Ref      `json:"ref"`
	Urgency      signal.Urgency  `json:"urgency"`
	Category     []signal.Option `json:"category"`
	State        signal.State    `json:"state"`
	Unit         string          `json:"unit"`
	Municipality string          `json:"municipality"`
	Lang         string          `json:"lang"`
	Source       string          `json:"source"`
	OpenedAt     time.Time       `json:"opened_at"`
	Sent         bool            `json:"sent"`
	SentAt       *time.Time      `json:"sent_at,omitempty"`
	TakenAt      *time.Time      `json:"acknowledged_at,omitempty"`
	ClosedAt     *time.Time      `json:"closed_at,omitempty"`
	CloseReason  string          `json:"close_reason,omitempty"`
	NextDue      *DueJSON        `json:"next_due,omitempty"` // what the unit must have done next
	Version      int64           `json:"version"`
}

// CaseShowJSON is one case opened: the form of "case show" and of GET /v1/cases/{ref}.
type CaseShowJSON struct {
	CaseJSON
	Answers    AnswersJSON     `json:"answers"`
	Said       []SaidJSON      `json:"said"`
	PhoneLeft  bool            `json:"phone_left"` // a number was left to be called; it is opened in the console, with a reason
	Reasons    []signal.Reason `json:"reasons"`
	Unknown    []string        `json:"unknown"` // questions that nobody answered
	Units      []BellJSON      `json:"units"`
	Deliveries []DeliveryJSON  `json:"deliveries"`
	Timeline   []EventJSON     `json:"timeline"`
	Due        []DueJSON       `json:"due"`
	Related    []RelatedJSON   `json:"related"`             // cases that may be about the same child, the likeliest first
	SameText   int             `json:"same_text,omitempty"` // how many other cases have the very same text
	Closing    *ClosingJSON    `json:"closing,omitempty"`   // asked for, and not yet confirmed by a second person
}

// ClosingJSON is a request to close that waits for a second person.
type ClosingJSON struct {
	By     string    `json:"by"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// AnswersJSON holds the chosen options by question, and under "place" the place.
type AnswersJSON map[string]any

// SaidJSON is one message of the reporter.
type SaidJSON struct {
	ID         string          `json:"id"`
	At         time.Time       `json:"at"`
	Text       string          `json:"text,omitempty"`
	Attachment *AttachmentJSON `json:"attachment,omitempty"`
}

// AttachmentJSON describes what came with a message, never its name or content.
type AttachmentJSON struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	Type    string `json:"type"`
	Bytes   int64  `json:"bytes"`
	Seconds int    `json:"seconds,omitempty"`
}

// BellJSON is one unit's part in a case.
type BellJSON struct {
	Unit    string      `json:"unit"`
	Part    signal.Part `json:"part"`
	Since   time.Time   `json:"since"`
	Step    int         `json:"step"`
	Next    *time.Time  `json:"next_step_at,omitempty"`
	TakenBy string      `json:"acknowledged_by,omitempty"`
	TakenAt *time.Time  `json:"acknowledged_at,omitempty"`
	From    string      `json:"handed_by,omitempty"` // the unit that gets the case back unless it is taken here
}

// DeliveryJSON is what became of one message that left the house.
type DeliveryJSON struct {
	ID       int64                `json:"id"`
	Ref      signal.Ref           `json:"ref"`
	Unit     string               `json:"unit,omitempty"`
	Officer  string               `json:"officer,omitempty"`
	Endpoint string               `json:"endpoint"`
	Kind     signal.DeliveryKind  `json:"kind"`
	Step     int                  `json:"step,omitempty"`
	State    signal.DeliveryState `json:"state"`
	Attempts int                  `json:"attempts"`
	Repeats  int                  `json:"repeats,omitempty"`
	Cause    string               `json:"cause,omitempty"`
	Created  time.Time            `json:"created_at"`
	Next     *time.Time           `json:"next_try_at,omitempty"`
	Done     *time.Time           `json:"done_at,omitempty"`
}

// EventJSON is one entry of the case log.
type EventJSON struct {
	Seq   int64             `json:"seq"`
	At    time.Time         `json:"at"`
	Kind  signal.EventKind  `json:"kind"`
	Unit  string            `json:"unit,omitempty"`
	Actor string            `json:"actor"`
	Data  map[string]string `json:"data,omitempty"`
	Text  string            `json:"text,omitempty"`
}

// DueJSON is one thing that must be done by a time.
type DueJSON struct {
	What   string    `json:"what"`
	By     time.Time `json:"by"`
	Source string    `json:"source,omitempty"`
}

// FormCase gives the form of one case in a list.
func FormCase(c signal.Case) CaseJSON {
	var due *DueJSON
	if c.DueWhat != "" {
		due = &DueJSON{What: c.DueWhat, By: c.DueAt}
	}
	return CaseJSON{Ref: c.Ref, Urgency: c.Urgency, Category: full(c.Category), State: c.State, Unit: c.Unit,
		Municipality: c.Municipality, Lang: c.Lang, Source: c.Source, OpenedAt: c.OpenedAt, Sent: c.Sent(),
		SentAt: moment(c.SentAt), TakenAt: moment(c.TakenAt), ClosedAt: moment(c.ClosedAt),
		CloseReason: c.CloseReason, NextDue: due, Version: c.Version}
}

// FormList gives the form of a list; it is never null.
func FormList(cases []signal.Case) []CaseJSON {
	list := make([]CaseJSON, 0, len(cases))
	for _, c := range cases {
		list = append(list, FormCase(c))
	}
	return list
}

// FormView gives the form of one case opened.
func FormView(v CaseView) CaseShowJSON {
	var closing *ClosingJSON
	if v.Closing.By != "" {
		asked := ClosingJSON(v.Closing)
		closing = &asked
	}
	return CaseShowJSON{Closing: closing, CaseJSON: FormCase(v.Case), Answers: formAnswers(v.Draft), Said: formSaid(v.Draft.Said),
		PhoneLeft: v.Draft.Phone != "", Reasons: full(v.Case.Reasons), Unknown: Unknown(v.Draft),
		Units: formBells(v.Bells), Deliveries: formDeliveries(v.Deliveries), Timeline: formEvents(v.Events),
		Due: formDue(v.Due), Related: formRelated(v.Related), SameText: v.SameText}
}

// Unknown lists what a draft does not tell, in the order of the conversation: the questions an officer may want
// answered. It is never nil.
func Unknown(d signal.Draft) []string {
	missing := []string{}
	asked := []signal.Question{signal.Role, signal.Danger, signal.KindOf, signal.Setting, signal.Perpetrator,
		signal.Age, signal.Sex}
	for _, q := range asked {
		if first := d.Answers.First(q); first == "" || first == "unknown" {
			missing = append(missing, string(q))
		}
	}
	if len(d.Said) == 0 {
		missing = append(missing, string(signal.Narrative))
	}
	if d.Place.Municipality == "" && d.Place.EKATTE == "" {
		missing = append(missing, string(signal.Where))
	}
	return missing
}

func formAnswers(d signal.Draft) AnswersJSON {
	answers := AnswersJSON{}
	for q, options := range d.Answers {
		answers[string(q)] = full(options)
	}
	if d.Place.Known() {
		answers[string(signal.Where)] = d.Place
	}
	return answers
}

func formSaid(said []signal.Said) []SaidJSON {
	form := make([]SaidJSON, 0, len(said))
	for _, s := range said {
		one := SaidJSON{ID: s.ID, At: s.At, Text: s.Text}
		if m := s.Media; m != nil {
			one.Attachment = &AttachmentJSON{ID: m.ID, Kind: m.Kind, Type: m.Type, Bytes: m.Bytes, Seconds: m.Seconds}
		}
		form = append(form, one)
	}
	return form
}

func formBells(bells []signal.Bell) []BellJSON {
	form := make([]BellJSON, 0, len(bells))
	for _, b := range bells {
		form = append(form, BellJSON{Unit: b.Unit, Part: b.Part, Since: b.Since, Step: b.Step, Next: moment(b.Next),
			TakenBy: b.TakenBy, TakenAt: moment(b.TakenAt), From: b.From})
	}
	return form
}

func formDeliveries(deliveries []signal.Delivery) []DeliveryJSON {
	form := make([]DeliveryJSON, 0, len(deliveries))
	for _, d := range deliveries {
		form = append(form, DeliveryJSON{ID: d.ID, Ref: d.Ref, Unit: d.Unit, Officer: d.Officer, Endpoint: d.Endpoint, Kind: d.Kind,
			Step: d.Step, State: d.State, Attempts: d.Attempt, Repeats: d.Repeats, Cause: d.Cause,
			Created: d.Created, Next: moment(d.NextTry), Done: moment(d.Done)})
	}
	return form
}

func formEvents(events []signal.Event) []EventJSON {
	form := make([]EventJSON, 0, len(events))
	for _, e := range events {
		form = append(form, EventJSON{Seq: e.Seq, At: e.At, Kind: e.Kind, Unit: e.Unit, Actor: e.Actor,
			Data: e.Data, Text: e.Text})
	}
	return form
}

func formDue(due []Due) []DueJSON {
	form := make([]DueJSON, 0, len(due))
	for _, d := range due {
		form = append(form, DueJSON(d))
	}
	return form
}

// full makes an empty list of none, so that JSON says [] and not null.
func full[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// moment leaves out a time that has not come to be.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
