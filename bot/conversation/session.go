package conversation

import (
	"maps"
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// Session is where one chat stands. It is a value: Step never changes the one it was given. It is stored sealed
// (bot/session), as JSON; a field that is added must work when absent.
type Session struct {
	V             int               `json:"v"`           // form of this struct
	Questionnaire int               `json:"q,omitempty"` // version under which the draft was begun
	Draft         signal.Draft      `json:"draft"`
	At            signal.Question   `json:"at,omitempty"`   // the open question, "" none
	Path          []signal.Question `json:"path,omitempty"` // asked so far, for "back"
	Stage         string            `json:"stage,omitempty"`
	Province      string            `json:"province,omitempty"`
	Found         []signal.Place    `json:"found,omitempty"` // choices offered after a place search
	Ref           signal.Ref        `json:"ref,omitempty"`   // the case, once opened; never shown to the reporter
	Code          signal.Code       `json:"code,omitempty"`
	Sent          bool              `json:"sent,omitempty"`
	Urgency       signal.Urgency    `json:"urgency,omitempty"`
	Category      []signal.Option   `json:"category,omitempty"` // what triage read of it; replaced whole, never changed
	Waiting       []Notice          `json:"waiting,omitempty"`  // held back until the reporter says that they can read it
	Notices       []string          `json:"notices,omitempty"`  // ids of notices already told
	Touched       time.Time         `json:"touched,omitzero"`   // last event of the reporter
	Extra         map[string]string `json:"extra,omitempty"`    // small marks of the engine
	Passed        []signal.Question `json:"passed,omitempty"`   // skipped, or told until "that is all"
	Heard         []signal.Said     `json:"heard,omitempty"`    // told nothing so far; becomes part of the draft once something is
	Opened        bool              `json:"opened,omitempty"`   // the draft is a case of the register
	Owed          bool              `json:"owed,omitempty"`     // the case lacks something that was told: it could not be kept yet
	Then          *Then             `json:"then,omitempty"`     // what to say once the effect under way is done
	Aside         []Aside           `json:"aside,omitempty"`    // drafts out of sight, kept for a day, the newest last
}

// Then is what remains to be said of a step whose effects are being carried out.
type Then struct {
	Mode  string      `json:"mode"`
	Ack   []string    `json:"ack,omitempty"`   // catalog ids, said in order
	Noted []string    `json:"noted,omitempty"` // labels of what was understood from free text
	Code  signal.Code `json:"code,omitempty"`  // that somebody came back with

	Draft signal.DraftID `json:"draft,omitempty"` // out of sight, that is being kept
}

// Aside is an unsent draft that is out of sight: it was hidden, or somebody came back to another case meanwhile.
type Aside struct {
	Since   time.Time         `json:"since"`
	Draft   signal.Draft      `json:"draft"`
	At      signal.Question   `json:"at,omitempty"`
	Path    []signal.Question `json:"path,omitempty"`
	Passed  []signal.Question `json:"passed,omitempty"`
	Urgency signal.Urgency    `json:"urgency,omitempty"`
	Ref     signal.Ref        `json:"ref,omitempty"`
	Opened  bool              `json:"opened,omitempty"`
	Owed    bool              `json:"owed,omitempty"`
}

// form is the form of Session that this program writes.
const form = 1

// State is what a channel may tell of the conversation beside its words: the open question, whether nothing more is
// asked, and the code once there is one.
func (s Session) State() (question signal.Question, done bool, code signal.Code) {
	return s.At, s.At == "", s.Code
}

// Hidden reports whether the chat shows its innocent face.
func (s Session) Hidden() bool { return s.Stage == stageInnocent }

// clone copies all that a step may change.
func (s Session) clone() Session {
	s.Draft = cloneDraft(s.Draft)
	s.Path = slices.Clone(s.Path)
	s.Found = slices.Clone(s.Found)
	s.Notices = slices.Clone(s.Notices)
	s.Waiting = slices.Clone(s.Waiting)
	s.Passed = slices.Clone(s.Passed)
	s.Heard = slices.Clone(s.Heard)
	s.Extra = maps.Clone(s.Extra)
	s.Aside = slices.Clone(s.Aside)
	if s.Then != nil {
		t := *s.Then
		s.Then = &t
	}
	return s
}

func cloneDraft(d signal.Draft) signal.Draft {
	answers := make(signal.Answers, len(d.Answers)+1)
	for q, v := range d.Answers {
		answers[q] = slices.Clone(v)
	}
	d.Answers = answers
	d.Said = slices.Clone(d.Said)
	return d
}

// has and mark keep the small marks: each says that something was told once.
func (s *Session) has(mark string) bool { return s.Extra[mark] != "" }

func (s *Session) mark(mark string) {
	if s.Extra == nil {
		s.Extra = map[string]string{}
	}
	s.Extra[mark] = "1"
}

// told reports whether the draft holds anything beyond language and role. That a question was skipped is not told.
func (s *Session) told() bool {
	d := s.Draft
	for q, v := range d.Answers {
		if q == signal.Lang || q == signal.Role || len(v) == 0 {
			continue
		}
		if q == signal.Danger && v[0] == signal.DangerUnknown && slices.Contains(s.Passed, q) {
			continue
		}
		return true
	}
	return len(d.Said) > 0 || d.Place.Known() || d.Phone != ""
}

// unsafe reports whether the draft is urgent, was not sent and is in no case yet.
func (s *Session) unsafe() bool {
	return !s.Sent && !s.Opened && s.told() && s.Urgency.Rank() >= signal.Urgent.Rank()
}
