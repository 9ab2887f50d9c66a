// Package signal holds the words of the domain: what a reporter tells, how urgent it is, and what a case is.
//
// A Draft grows in a conversation. Once it is opened it is a case of the register (Case) with a reference for
// officers and a code for the reporter. A Reading is what triage thinks of a draft.
//
// The package must never import another package of the project, read a clock, touch a network or a store.
package signal

import (
	"slices"
	"time"
)

// Question names one thing a reporter may be asked (DESIGN 5.4). The identifiers are stable.
type Question string

// The questions of the conversation.
const (
	Lang        Question = "lang"
	Role        Question = "role"
	Danger      Question = "danger"
	KindOf      Question = "kind"
	Narrative   Question = "narrative"
	Where       Question = "place"
	Setting     Question = "setting"
	Perpetrator Question = "perpetrator"
	Age         Question = "age"
	Sex         Question = "sex"
	Contact     Question = "contact"
	Review      Question = "review"
)

// Option is one answer to a question, by its stable identifier ("child", "now", "physical").
type Option string

// Options of the questions that decisions are taken on. All others are only carried.
const (
	RoleChild     Option = "child"
	RoleFriend    Option = "friend"
	RoleParent    Option = "parent"
	RoleRelative  Option = "relative"
	RoleNeighbour Option = "neighbour"
	RoleTeacher   Option = "teacher"
	RoleDoctor    Option = "doctor"
	RoleStranger  Option = "stranger"

	DangerNow     Option = "now"
	DangerToday   Option = "today"
	DangerNo      Option = "no"
	DangerUnknown Option = "unknown"

	Physical      Option = "physical"
	Psychological Option = "psychological"
	Sexual        Option = "sexual"
	Neglect       Option = "neglect"
	Online        Option = "online"
	Exploitation  Option = "exploitation"
	SelfHarm      Option = "self_harm"
	Other         Option = "other"
)

// Options lists the options of each question that has a closed set, in the order in which they are offered.
var options = map[Question][]Option{
	Lang:        {"bg", "en", "tr", "rom", "ar", "fa", "ps", "ku", "uk", "ru"},
	Role:        {RoleChild, RoleFriend, RoleParent, RoleRelative, RoleNeighbour, RoleTeacher, RoleDoctor, RoleStranger},
	Danger:      {DangerNow, DangerToday, DangerNo, DangerUnknown},
	KindOf:      {Physical, Psychological, Sexual, Neglect, Online, Exploitation, SelfHarm, Other},
	Setting:     {"home", "school", "street", "institution", "online", "acquaintances", "other"},
	Perpetrator: {"father", "mother", "partner", "relative", "neighbour", "child", "teacher", "caretaker", "stranger", "unknown", "other"},
	Age:         {"0-3", "4-7", "8-11", "12-16", "17-18", "unknown"},
	Sex:         {"girl", "boy", "unknown"},
	Contact:     {"here", "phone", "none"},
}

// Options returns the closed set of options of q, in the order in which they are offered; nil for a question
// that is answered in words (narrative, place) and for review.
func Options(q Question) []Option { return slices.Clone(options[q]) }

// Valid reports whether o is an option of q.
func Valid(q Question, o Option) bool { return slices.Contains(options[q], o) }

// Answers are the options chosen so far. Only kind holds several.
type Answers map[Question][]Option

// First returns the first answer to q, or "".
func (a Answers) First(q Question) Option {
	if v := a[q]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Has reports whether o is among the answers to q.
func (a Answers) Has(q Question, o Option) bool { return slices.Contains(a[q], o) }

// Place is where the child is, as told and as found in the register of settlements.
// Everything but Municipality is kept sealed. The zero Place is "not told".
type Place struct {
	Text             string `json:"text,omitempty"` // as it was told, never corrected
	EKATTE           string `json:"ekatte,omitempty"`
	Name             string `json:"name,omitempty"` // of the settlement, Bulgarian
	Kind             string `json:"kind,omitempty"` // city, town, village …
	Municipality     string `json:"municipality_code,omitempty"`
	MunicipalityName string `json:"municipality,omitempty"`
	Province         string `json:"province,omitempty"`
	District         string `json:"district,omitempty"` // of a city
	Lat              string `json:"lat,omitempty"`      // of a shared location, decimal degrees
	Lon              string `json:"lon,omitempty"`
	Abroad           bool   `json:"abroad,omitempty"`
}

// Known reports whether anything was told of the place.
func (p Place) Known() bool { return p != Place{} }

// Media is one attachment, already kept sealed under the draft's own key. ID names it in the attachment store.
type Media struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"` // photo, voice, video, document
	Type    string `json:"type"` // MIME
	Bytes   int64  `json:"bytes"`
	Seconds int    `json:"seconds,omitempty"`
}

// Said is one message of the reporter, kept as it was told. ID is unique in the draft (it comes from the
// event that brought it), so that telling the same twice adds nothing.
type Said struct {
	ID    string    `json:"id"`
	At    time.Time `json:"at"`
	Text  string    `json:"text,omitempty"`
	Media *Media    `json:"media,omitempty"`
}

// DraftID is the random name of a draft; opening a draft twice gives the same case.
type DraftID string

// Draft is a signal as far as it was told. It holds no name, number or chat id but the Phone that a
// reporter chose to leave.
type Draft struct {
	ID      DraftID `json:"id"`
	Lang    string  `json:"lang,omitempty"`   // language of the conversation
	Source  string  `json:"source,omitempty"` // channel: telegram, web, webhook, terminal, viber, officer
	Answers Answers `json:"answers,omitempty"`
	Place   Place   `json:"place,omitzero"`
	Said    []Said  `json:"said,omitempty"`
	Phone   string  `json:"phone,omitempty"`
	Silent  bool    `json:"silent,omitempty"` // the reporter asked not to be written to first
}

// Text returns all that was said, one message a line.
func (d Draft) Text() string {
	var b []byte
	for _, s := range d.Said {
		if s.Text != "" {
			b = append(append(b, s.Text...), '\n')
		}
	}
	return string(b)
}

// Told reports whether anything was told beyond language and role (DOMAIN, T11).
func (d Draft) Told() bool {
	for q, v := range d.Answers {
		if q != Lang && q != Role && len(v) > 0 {
			return true
		}
	}
	return len(d.Said) > 0 || d.Place.Known() || d.Phone != ""
}

// Merge adds to d what o tells beyond it and returns what was new: answers are replaced question by question,
// said messages are added by ID, a known place replaces, an empty field changes nothing.
func (d Draft) Merge(o Draft) (merged, news Draft) {
	merged = d
	merged.Answers = Answers{}
	for q, v := range d.Answers {
		merged.Answers[q] = slices.Clone(v)
	}
	merged.Said = slices.Clone(d.Said)
	news = Draft{ID: d.ID, Lang: o.Lang, Source: o.Source, Answers: Answers{}}
	for q, v := range o.Answers {
		if !slices.Equal(v, merged.Answers[q]) {
			merged.Answers[q] = slices.Clone(v)
			news.Answers[q] = slices.Clone(v)
		}
	}
	for _, s := range o.Said {
		if !slices.ContainsFunc(merged.Said, func(m Said) bool { return m.ID == s.ID }) {
			merged.Said = append(merged.Said, s)
			news.Said = append(news.Said, s)
		}
	}
	if o.Place.Known() && o.Place != merged.Place {
		merged.Place, news.Place = o.Place, o.Place
	}
	if o.Phone != "" && o.Phone != merged.Phone {
		merged.Phone, news.Phone = o.Phone, o.Phone
	}
	if o.Lang != "" {
		merged.Lang = o.Lang
	}
	if len(o.Answers[Contact]) > 0 {
		merged.Silent = o.Silent
	}
	return merged, news
}
