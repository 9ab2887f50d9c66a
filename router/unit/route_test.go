package unit

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/signal"
)

// read parses a units file that must hold no fault; duty files are looked up in tables.
func read(t testing.TB, text string, tables map[string]string) *Register {
	t.Helper()
	r, err := tryRead(text, tables)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func tryRead(text string, tables map[string]string) (*Register, error) {
	return parse(&parser{
		file: "units.yaml", places: places(),
		beside: func(name string) string { return name },
		open: func(name string) ([]byte, error) {
			if table, ok := tables[name]; ok {
				return []byte(table), nil
			}
			return nil, fs.ErrNotExist
		},
	}, []byte(text))
}

// country is a units file with every kind of unit.
const country = `
version: 1
national: agency
units:
  - {id: agency, kind: agency, name: Агенция}
  - {id: control, kind: inspectorate, name: Контрол}
  - {id: line, kind: helpline, name: Линия}
  - {id: ozd, kind: ozd, name: Отдел, municipalities: [LOV33, LOV38]}
  - {id: ozd-village, kind: ozd, name: Отдел в селото, settlements: ["62579"]}
  - {id: ru, kind: police, name: РУ, municipalities: [LOV33]}
  - {id: dps, kind: pedagogic_room, name: ДПС, municipalities: [LOV33]}
  - {id: hall, kind: municipality, name: Община, municipalities: [LOV33], joins: [{}]}
  - {id: ozd-first, kind: ozd, name: Първи, municipalities: [SOF46], districts: [Средец, Оборище]}
  - {id: ozd-second, kind: ozd, name: Втори, municipalities: [SOF46], districts: ["район „Люлин“"]}
  - {id: ru-first, kind: police, name: Първо РУ, municipalities: [SOF46], districts: [Средец]}
  - {id: ru-second, kind: police, name: Второ РУ, municipalities: [SOF46], districts: [Люлин]}
`

func TestRoute(t *testing.T) {
	r := read(t, country, nil)
	// Everything in LOV33 reaches the town hall too, because the file says so; most cases are therefore in LOV38.
	for _, tt := range []struct {
		name  string
		facts Facts
		want  string
	}{
		{"R02 standard", Facts{Urgency: signal.Standard, Municipality: "LOV38"}, "ozd lead R02"},
		{"R02 crisis, police beside", Facts{Urgency: signal.Crisis, Municipality: "LOV33"}, "ozd lead R02, ru join R02, hall join file"},
		{"R02 crisis, no police there", Facts{Urgency: signal.Crisis, Municipality: "LOV38"}, "ozd lead R02"},
		{"R03 sexual whatever the level", Facts{Urgency: signal.Standard, Municipality: "LOV33", Category: kinds(signal.Sexual)},
			"ozd lead R02, ru join R03, hall join file"},
		{"R03 a threat, lowered by an officer", Facts{Urgency: signal.Urgent, Municipality: "LOV33", Threat: true},
			"ozd lead R02, ru join R03, hall join file"},
		{"R03 missing", Facts{Urgency: signal.Crisis, Municipality: "LOV33", Missing: true}, "ru lead R03, ozd join R03, hall join file"},
		{"R03 missing, no police there", Facts{Urgency: signal.Crisis, Municipality: "LOV38", Missing: true}, "ozd lead R02"},
		{"R04 a child did it", Facts{Urgency: signal.Standard, Municipality: "LOV33", Perpetrator: "child"},
			"ozd lead R02, dps join R04, hall join file"},
		{"R05 a teacher at school", Facts{Urgency: signal.Urgent, Municipality: "LOV38", Setting: "school", Perpetrator: "teacher"}, "ozd lead R02"},
		{"R06 staff of an institution, whoever runs it out", Facts{Urgency: signal.Urgent, Municipality: "LOV33", Setting: "institution", Perpetrator: "caretaker"},
			"control lead R06, ozd join R06"},
		{"R06 in a crisis", Facts{Urgency: signal.Crisis, Municipality: "LOV33", Setting: "institution", Perpetrator: "teacher"},
			"control lead R06, ozd join R06, ru join R02"},
		{"R06 not where another child did it", Facts{Urgency: signal.Urgent, Municipality: "LOV38", Setting: "institution", Perpetrator: "child"}, "ozd lead R02"},
		{"R06 not a caretaker at home", Facts{Urgency: signal.Urgent, Municipality: "LOV38", Setting: "home", Perpetrator: "caretaker"}, "ozd lead R02"},
		{"R07 the lead is named", Facts{Urgency: signal.Urgent, Municipality: "LOV38", Named: []ID{"ozd"}}, "ozd lead R02, agency join R07"},
		{"R07 another is named", Facts{Urgency: signal.Urgent, Municipality: "LOV38", Named: []ID{"ru"}}, "ozd lead R02"},
		{"R08 no place", Facts{Urgency: signal.Urgent}, "agency lead R08"},
		{"R08 abroad, whatever place stands there", Facts{Urgency: signal.Crisis, Municipality: "LOV33", Abroad: true}, "agency lead R08"},
		{"R09 a crisis before the place", Facts{Urgency: signal.Crisis}, "agency lead R09"},
		{"R10 nobody serves it", Facts{Urgency: signal.Crisis, Municipality: "HKV33"}, "agency lead R10"},
		{"R12 self-harm", Facts{Urgency: signal.Crisis, Municipality: "LOV38", Category: kinds(signal.SelfHarm)}, "ozd lead R02, line join R12"},
		{"R12 before the place", Facts{Urgency: signal.Crisis, Category: kinds(signal.SelfHarm)}, "agency lead R09, line join R12"},
		{"R12 not without a crisis", Facts{Urgency: signal.Urgent, Municipality: "LOV38", Category: kinds(signal.SelfHarm)}, "ozd lead R02"},
		{"R12 not with violence", Facts{Urgency: signal.Crisis, Municipality: "LOV38", Category: kinds(signal.SelfHarm, signal.Physical)}, "ozd lead R02"},
		{"R01 a second place is told", Facts{Urgency: signal.Urgent, Municipality: "LOV38", Also: []Spot{{Municipality: "SOF46"}, {Municipality: "LOV38"}}},
			"ozd lead R02, ozd-first told R01"},
		{"R01 a second place nobody serves", Facts{Urgency: signal.Urgent, Municipality: "LOV38", Also: []Spot{{Municipality: "HKV33"}, {}}}, "ozd lead R02"},
		{"a settlement before its municipality", Facts{Urgency: signal.Urgent, Municipality: "LOV33", EKATTE: "62579"}, "ozd-village lead R02, hall join file"},
		{"another settlement", Facts{Urgency: signal.Urgent, Municipality: "LOV38", EKATTE: "87014"}, "ozd lead R02"},
		{"a settlement without its municipality", Facts{Urgency: signal.Urgent, EKATTE: "62579"}, "ozd-village lead R02"},
		{"a district", Facts{Urgency: signal.Crisis, Municipality: "SOF46", District: "Люлин"}, "ozd-second lead R02, ru-second join R02"},
		{"a district with its word", Facts{Urgency: signal.Urgent, Municipality: "SOF46", District: "район Средец"}, "ozd-first lead R02"},
		{"a district with one office only", Facts{Urgency: signal.Crisis, Municipality: "SOF46", District: "Оборище"}, "ozd-first lead R02, ru-first join R02"},
		{"a district of nobody", Facts{Urgency: signal.Crisis, Municipality: "SOF46", District: "Витоша"}, "ozd-first lead R02, ru-first join R02"},
		{"a city without its district", Facts{Urgency: signal.Crisis, Municipality: "SOF46"}, "ozd-first lead R02, ru-first join R02"},
		{"nothing known at all", Facts{}, "agency lead R08"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(said(r.Route(tt.facts)), ", "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func kinds(of ...signal.Option) []signal.Option { return of }

// What the file says of leads and joins stands instead of what the kind does.
func TestRouteByFile(t *testing.T) {
	r := read(t, `
version: 1
national: agency
units:
  - {id: agency, kind: agency, name: Агенция}
  - {id: line, kind: helpline, name: Линия, leads: [{category: [online]}]}
  - id: ozd
    kind: ozd
    name: Отдел
    municipalities: [LOV33]
    leads: [{urgency: [urgent, standard]}, {urgency: [crisis], category: [neglect]}]
    joins: [{urgency: [crisis], category: [sexual]}]
  - {id: ru, kind: police, name: РУ, municipalities: [LOV33], leads: [{urgency: crisis}], joins: []}
  - {id: ozd-b, kind: ozd, name: Отдел Б, municipalities: [LOV38]}
  - {id: ru-b, kind: police, name: РУ Б, municipalities: [LOV38], leads: [{urgency: [crisis]}], joins: [{urgency: [urgent]}]}
  - {id: ozd-c, kind: ozd, name: Отдел В, municipalities: [LOV36], leads: [{urgency: [standard]}]}
`, nil)
	for _, tt := range []struct {
		name  string
		facts Facts
		want  string
	}{
		{"by urgency", Facts{Urgency: signal.Urgent, Municipality: "LOV33"}, "ozd lead file"},
		{"another's urgency", Facts{Urgency: signal.Crisis, Municipality: "LOV33", Category: kinds(signal.Physical)}, "ru lead file"},
		{"the category is closer than the urgency", Facts{Urgency: signal.Crisis, Municipality: "LOV33", Category: kinds(signal.Neglect)}, "ozd lead file"},
		{"joins by category", Facts{Urgency: signal.Crisis, Municipality: "LOV33", Category: kinds(signal.Physical, signal.Sexual)}, "ru lead file, ozd join file"},
		{"joins that are an empty list", Facts{Urgency: signal.Urgent, Municipality: "LOV33", Category: kinds(signal.Sexual)}, "ozd lead file"},
		{"the department does not stay away", Facts{Urgency: signal.Crisis, Municipality: "LOV38"}, "ru-b lead file, ozd-b join R02"},
		{"joins by urgency", Facts{Urgency: signal.Urgent, Municipality: "LOV38"}, "ozd-b lead R02, ru-b join file"},
		{"a nationwide unit with a claim of its own", Facts{Urgency: signal.Urgent, Municipality: "LOV38", Category: kinds(signal.Online)}, "line lead file, ozd-b join R02, ru-b join file"},
		{"missing, but the file gives the police other leads", Facts{Urgency: signal.Urgent, Municipality: "LOV38", Missing: true}, "ozd-b lead R02, ru-b join file"},
		{"nobody leads at this urgency", Facts{Urgency: signal.Urgent, Municipality: "LOV36"}, "agency lead R10, ozd-c join R02"},
		{"an institution, and the agency in place of its inspectorate", Facts{Urgency: signal.Standard, Municipality: "LOV36", Setting: "institution", Perpetrator: "caretaker"},
			"agency lead R06, ozd-c join R06"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(said(r.Route(tt.facts)), ", "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// Of offices by district, one joins: that of the district, or the first of the city where it is not known.
func TestJoinsByDistrict(t *testing.T) {
	r := read(t, `
version: 1
national: agency
units:
  - {id: agency, kind: agency, name: Агенция}
  - {id: ru-1, kind: police, name: РУ 1, municipalities: [SOF46], districts: [Средец]}
  - {id: ru-2, kind: police, name: РУ 2, municipalities: [SOF46], districts: [Люлин], joins: [{urgency: crisis}]}
  - {id: ru-3, kind: police, name: РУ 3, municipalities: [SOF46], districts: [Младост], joins: [{urgency: crisis}]}
`, nil)
	for district, want := range map[string]string{
		"":       "agency lead R10, ru-1 join R02",
		"Средец": "agency lead R10, ru-1 join R02",
		"Люлин":  "agency lead R10, ru-2 join file",
		"Витоша": "agency lead R10, ru-1 join R02",
	} {
		if got := strings.Join(said(r.Route(Facts{Urgency: signal.Crisis, Municipality: "SOF46", District: district})), ", "); got != want {
			t.Errorf("%q: got %s, want %s", district, got, want)
		}
	}
}

// Two units of one kind serve one municipality: the first is told, the other is spared; a nearer one comes first.
func TestOneOfAKindJoins(t *testing.T) {
	r := read(t, `
version: 1
national: agency
units:
  - {id: agency, kind: agency, name: Агенция}
  - {id: ozd-1, kind: ozd, name: Отдел 1, municipalities: [LOV33]}
  - {id: ozd-2, kind: ozd, name: Отдел 2, municipalities: [LOV33]}
  - {id: ru-1, kind: police, name: РУ 1, municipalities: [LOV33]}
  - {id: ru-2, kind: police, name: РУ 2, municipalities: [LOV33]}
  - {id: ru-3, kind: police, name: РУ 3, settlements: ["62579"]}
`, nil)
	for ekatte, want := range map[string]string{
		"":      "ozd-1 lead R02, ru-1 join R02",
		"72343": "ozd-1 lead R02, ru-1 join R02",
		"62579": "ozd-1 lead R02, ru-3 join R02",
	} {
		if got := strings.Join(said(r.Route(Facts{Urgency: signal.Crisis, Municipality: "LOV33", EKATTE: ekatte})), ", "); got != want {
			t.Errorf("%q: got %s, want %s", ekatte, got, want)
		}
	}
}

// A department whose file says what it joins is not forgotten when a rule takes the lead from it (R03, R06).
func TestDisplacedLeadJoins(t *testing.T) {
	r := read(t, `
version: 1
national: ngo
units:
  - {id: ngo, kind: ngo, name: Сдружение}
  - {id: control, kind: inspectorate, name: Контрол}
  - {id: ozd, kind: ozd, name: Отдел, municipalities: [LOV33], leads: [{urgency: [crisis, urgent]}], joins: []}
  - {id: ru, kind: police, name: РУ, municipalities: [LOV33]}
`, nil)
	for want, facts := range map[string]Facts{
		"ru lead R03, ozd join R03":      {Urgency: signal.Crisis, Municipality: "LOV33", Missing: true},
		"control lead R06, ozd join R06": {Urgency: signal.Urgent, Municipality: "LOV33", Setting: "institution", Perpetrator: "caretaker"},
	} {
		if got := strings.Join(said(r.Route(facts)), ", "); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// The national unit alone takes everything (promise 3).
func TestNationalAlone(t *testing.T) {
	r := read(t, "version: 1\nnational: n\nunits: [{id: n, kind: agency, name: Агенция}]\n", nil)
	for _, urgency := range signal.Urgencies() {
		for _, code := range []string{"", "LOV33", "XXX99"} {
			if route := r.Route(Facts{Urgency: urgency, Municipality: code}); len(route) != 1 || route[0].Unit != r.National() || route[0].Part != signal.Lead {
				t.Errorf("%s in %q goes to %v", urgency, code, said(route))
			}
		}
	}
}

func TestFactsOf(t *testing.T) {
	draft := signal.Draft{
		Answers: signal.Answers{signal.Role: {"neighbour"}, signal.Setting: {"street"}, signal.Perpetrator: {"stranger"}, signal.Age: {"4-7"}},
		Place:   signal.Place{Municipality: "SOF46", EKATTE: "68134", District: "Люлин", Text: "до пазара"},
	}
	read := signal.Reading{Urgency: signal.Crisis, Category: kinds(signal.Other), Lang: "bg", Reasons: []signal.Reason{{Rule: "C6"}, {Rule: "C2"}}}
	got := FactsOf(draft, read)
	want := Facts{
		Urgency: signal.Crisis, Category: kinds(signal.Other), Municipality: "SOF46", EKATTE: "68134", District: "Люлин",
		Setting: "street", Perpetrator: "stranger", Role: "neighbour", Age: "4-7", Missing: true, Injury: true, Away: true, Lang: "bg",
	}
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("got  %s\nwant %s", g, w)
	}
	read.Category = kinds(signal.Neglect) // put out of the house, and nobody is looking for it
	if FactsOf(draft, read).Missing {
		t.Error("a child that was put out is not a missing one")
	}
}

func TestTitle(t *testing.T) {
	u := &Unit{ID: "x", Name: map[string]string{"bg": "Отдел", "tr": "Daire"}}
	for lang, want := range map[string]string{"tr": "Daire", "en": "Отдел", "": "Отдел"} {
		if got := u.Title(lang); got != want {
			t.Errorf("Title(%q) = %q, want %q", lang, got, want)
		}
	}
	if got := (&Unit{ID: "x", Name: map[string]string{"tr": "Daire", "ar": "قسم"}}).Title("ru"); got != "قسم" {
		t.Errorf("without Bulgarian and English the title is %q", got)
	}
}

func TestLookups(t *testing.T) {
	r := read(t, country, nil)
	if u, ok := r.Unit("ru"); !ok || u.Kind != Police || u.Line == 0 {
		t.Errorf("Unit(ru) = %+v, %v", u, ok)
	}
	if _, ok := r.Unit("nobody"); ok {
		t.Error("there is a unit called nobody")
	}
	units := r.Units()
	units[0] = nil
	if slices.Contains(r.Units(), nil) {
		t.Error("the register changed with the list that it gave")
	}
}
