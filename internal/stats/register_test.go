package stats

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

// yearBook is a year's tables of a whole country as an agency might print them: invented, of the size and with the
// oddities that such tables have. Rows are spread over the signals at random, so no table says anything of another.
const yearBook = `{
	"signals": 1240,
	"by_source": {"ministry_of_interior": 311, "parents": 274, "mother": 180, "father": 77, "neighbour": 41, "relative": 55, "friend": 22,
		"stranger": 19, "national_helpline_116111": 143, "general_practitioner": 27, "health_facility": 91, "educational_institution": 149,
		"child_victim": 68, "another_child": 12},
	"by_kind": {"physical": 601, "psychological": 402, "sexual": 288, "neglect": 251, "cyberbullying": 33, "exploitation": 17, "self_harm": 9, "other": 24},
	"by_setting": {"family": 702, "school": 111, "street": 77, "acquaintances": 83, "other": 95},
	"by_perpetrator": {"father": 309, "mother": 218, "neighbour_or_acquaintance": 187, "another_child": 152, "relative": 81, "teacher": 14, "other": 166},
	"victims_by_age_and_sex": {"0-3": {"girl": 52, "boy": 49}, "4-7": {"girl": 88, "boy": 93}, "8-11": {"girl": 131, "boy": 124},
		"12-16": {"girl": 388, "boy": 171}, "17-18": {"girl": 64, "boy": 41}},
	"team_meetings": {
		"at_first_signal": {"counted": 1318},
		"at_follow_up": {"reported_by": {"state_agency": 233, "ministry_of_interior": 259, "district_administrations": 204}, "counted": 271},
		"procedural": {"counted": 44}
	}
}`

// book is the part of a report that yearBook has.
type book struct {
	Signals       int                       `json:"signals"`
	BySource      map[string]int            `json:"by_source"`
	ByKind        map[string]int            `json:"by_kind"`
	BySetting     map[string]int            `json:"by_setting"`
	ByPerpetrator map[string]int            `json:"by_perpetrator"`
	Victims       map[string]map[string]int `json:"victims_by_age_and_sex"`
	Meetings      struct {
		First      bookOccasion `json:"at_first_signal"`
		FollowUp   bookOccasion `json:"at_follow_up"`
		Procedural bookOccasion `json:"procedural"`
	} `json:"team_meetings"`
}

type bookOccasion struct {
	ReportedBy map[string]int `json:"reported_by"`
	Counted    int            `json:"counted"`
}

// lineOf is a line of a register, as somebody else's program would write it.
type lineOf map[string]any

// lines makes a register out of a book: what each line holds is left to chance, what all hold together is not.
func (b book) lines() []lineOf {
	chance := rand.New(rand.NewPCG(7, 11))
	lines := make([]lineOf, b.Signals)
	for i := range lines {
		lines[i] = lineOf{"received_at": fmt.Sprintf("2023-%02d-%02d", 1+chance.IntN(11), 1+chance.IntN(28))}
	}
	b.spreadWords(lines, chance)
	b.spreadPeople(lines, chance)
	b.spreadMeetings(lines, chance)
	return lines
}

// printed is a register as a file.
func printed(t testing.TB, lines []lineOf) string {
	t.Helper()
	var out strings.Builder
	for _, l := range lines {
		text, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(append(text, '\n'))
	}
	return out.String()
}

func (b book) spreadWords(lines []lineOf, chance *rand.Rand) {
	sources := map[string]int{}
	for key, n := range b.BySource {
		sources[key] = n
	}
	sources["parents"] -= sources["mother"] + sources["father"] // some did not say which
	for field, counts := range map[string]map[string]int{"source": sources, "setting": b.BySetting, "perpetrator": b.ByPerpetrator} {
		free := chance.Perm(len(lines))
		for key, n := range counts {
			for _, at := range free[:n] {
				lines[at][field] = key
			}
			free = free[n:]
		}
	}
	for key, n := range b.ByKind {
		for _, at := range chance.Perm(len(lines))[:n] {
			kinds, _ := lines[at]["kind"].([]string)
			lines[at]["kind"] = append(kinds, key)
		}
	}
}

func (b book) spreadPeople(lines []lineOf, chance *rand.Rand) {
	for age, bySex := range b.Victims {
		for sex, n := range bySex {
			for range n {
				l := lines[chance.IntN(len(lines))]
				victims, _ := l["victims"].([]lineOf)
				l["victims"] = append(victims, lineOf{"age": age, "sex": sex})
			}
		}
	}
}

// spreadMeetings gives each meeting a day of its own in its line, from the day on which the signal came. Those that several institutions report are written
// as often as that, each time by one, at another hour of the day.
func (b book) spreadMeetings(lines []lineOf, chance *rand.Rand) {
	put := func(l lineOf, m lineOf) {
		have, _ := l["meetings"].([]lineOf)
		l["meetings"] = append(have, m)
	}
	for occasion, o := range map[string]bookOccasion{"first_signal": b.Meetings.First, "follow_up": b.Meetings.FollowUp, "procedural": b.Meetings.Procedural} {
		for i := range o.Counted {
			l := lines[chance.IntN(len(lines))]
			have, _ := l["meetings"].([]lineOf)
			came, _ := time.Parse(time.DateOnly, l["received_at"].(string))
			day := came.AddDate(0, 0, len(have)).Format(time.DateOnly)
			put(l, lineOf{"at": day, "occasion": occasion})
			hour := 9
			for by, n := range o.ReportedBy {
				if i < n {
					put(l, lineOf{"at": fmt.Sprintf("%sT%02d:00:00+02:00", day, hour), "occasion": occasion, "reported_by": []string{by}})
					hour++
				}
			}
		}
	}
}

// TestARegisterComesOutAsItsTables: the tables of a year come out figure by figure when its register is read.
func TestARegisterComesOutAsItsTables(t *testing.T) {
	var want book
	if err := json.Unmarshal([]byte(yearBook), &want); err != nil {
		t.Fatal(err)
	}
	records, faults := read(t, printed(t, want.lines()))
	if len(faults) > 0 {
		t.Fatalf("faults: %v", faults)
	}
	zone := sofia(t)
	c := NewCounter(Options{From: time.Date(2023, 1, 1, 0, 0, 0, 0, zone), To: time.Date(2024, 1, 1, 0, 0, 0, 0, zone), Zone: zone})
	for _, r := range records {
		c.Add(OfRecord(r))
	}
	var out strings.Builder
	if err := c.Report().WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	var got book
	if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}
