package stats

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// sofia is the zone of the registers.
func sofia(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Sofia")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// somewhere knows three municipalities.
func somewhere(code string) bool { return slices.Contains([]string{"GAB29", "SML16", "VRC20"}, code) }

func read(t testing.TB, text string) ([]Record, []Fault) {
	t.Helper()
	records, faults, err := Read(strings.NewReader(text), sofia(t), somewhere)
	if err != nil {
		t.Fatal(err)
	}
	return records, faults
}

func TestReadTakesEveryField(t *testing.T) {
	records, faults := read(t, "\xef\xbb\xbf"+`{"received_at":"2023-02-28","source":"relative","kind":["neglect","physical","neglect"],"setting":"street",`+
		`"perpetrator":"other","municipality":"SML16","victims":[{"age":"4-7","sex":"boy"},{"age":"unknown"}],`+
		`"meetings":[{"at":"2023-03-01T09:30:00+02:00","occasion":"follow_up","reported_by":["state_agency"],"attended":["ozd","prosecutor"]}]}`+"\r\n\r\n"+
		`{"source":null,"kind":[],"victims":[{}],"municipality":""}`+"\n{}")
	if len(faults) > 0 {
		t.Fatalf("faults: %v", faults)
	}
	want := []Record{{
		ReceivedAt: time.Date(2023, 2, 27, 22, 0, 0, 0, time.UTC), Source: "relative", Kind: []string{"neglect", "physical"},
		Setting: "street", Perpetrator: "other", Municipality: "SML16", Victims: []Victim{{"4-7", "boy"}, {Age: "unknown"}},
		Meetings: []Meeting{{time.Date(2023, 3, 1, 7, 30, 0, 0, time.UTC), "follow_up", []string{"state_agency"}, []string{"ozd", "prosecutor"}}},
	}, {Victims: []Victim{{}}}, {}}
	if !reflect.DeepEqual(records, want) {
		t.Errorf("got  %+v\nwant %+v", records, want)
	}
}

func TestReadTellsEveryFault(t *testing.T) {
	for _, tt := range []struct {
		line string
		want []string // "field: how what is said begins"
	}{
		{`{"source":"child"}`, []string{"source: not one of ministry_of_interior parents mother"}},
		{`{"source":["mother"]}`, []string{"source: not a text"}},
		{`{"source":7,"setting":"home","perpetrator":"uncle"}`, []string{"perpetrator: not one of father", "setting: not one of family", "source: not a text"}},
		{`{"kind":"sexual"}`, []string{"kind: not a list"}},
		{`{"kind":["sexual","online",3]}`, []string{"kind[1]: not one of physical", "kind[2]: not a text"}},
		{`{"received_at":"31.12.2023"}`, []string{"received_at: not a date"}},
		{`{"received_at":"2023-02-30"}`, []string{"received_at: not a date"}},
		{`{"municipality":"GAB99"}`, []string{"municipality: not a municipality's code"}},
		{`{"victims":{"age":"0-3"}}`, []string{"victims: not a list"}},
		{`{"victims":[{"age":"9","sex":"girl"},5,{"sex":"f","name":"x"}]}`, []string{"victims[0].age: not one of 0-3", "victims[1]: not a JSON object", "victims[2].name: no field of that name; there are age sex", "victims[2].sex: not one of girl boy unknown"}},
		{`{"meetings":[{"at":"soon","occasion":"first","reported_by":["police"],"attended":["teacher"]}]}`,
			[]string{"meetings[0].at: not a date", "meetings[0].attended[0]: not one of ozd", "meetings[0].occasion: not one of first_signal follow_up procedural", "meetings[0].reported_by[0]: not one of state_agency"}},
		{`{"Source":"friend","sourse":"friend"}`, []string{"Source: no field of that name; there are kind", "sourse: no field of that name"}},
		{`{"a\nb":1}`, []string{"a�b: no field of that name"}},
		{`not json`, []string{": not a JSON object"}},
		{`[]`, []string{": not a JSON object"}},
		{`null`, []string{": not a JSON object"}},
		{`{"source":"friend"} {}`, []string{": not a JSON object"}},
	} {
		records, faults := read(t, `{}`+"\n"+tt.line+"\n"+`{"source":"mother"}`)
		if records != nil {
			t.Errorf("%s: %d records were given beside faults", tt.line, len(records))
		}
		if len(faults) != len(tt.want) {
			t.Errorf("%s: got %v, want %v", tt.line, faults, tt.want)
			continue
		}
		for i, f := range faults {
			if got := f.Field + ": " + f.Says; f.Line != 2 || !strings.HasPrefix(got, tt.want[i]) {
				t.Errorf("%s: got line %d, %s; want line 2, %s", tt.line, f.Line, got, tt.want[i])
			}
		}
	}
}

func TestReadRepeatsNoValue(t *testing.T) {
	_, faults := read(t, `{"source":"Ivanova","kind":["Ivanova"],"received_at":"Ivanova","municipality":"Ivanova","victims":"Ivanova"}`)
	if len(faults) != 5 {
		t.Fatalf("got %v, want five faults", faults)
	}
	for _, f := range faults {
		if strings.Contains(f.String(), "Ivanova") {
			t.Errorf("the fault repeats what stood there: %s", f)
		}
	}
}

// TestReadTellsOfALongLine: what follows a line that is too long is not read, and the line is named.
func TestReadTellsOfALongLine(t *testing.T) {
	_, faults := read(t, "{}\n{\"source\":\""+strings.Repeat("x", maxLine)+"\"}\n")
	if len(faults) != 1 || faults[0].Line != 2 || !strings.HasPrefix(faults[0].Says, "longer than") {
		t.Errorf("got %v, want line 2 to be too long", faults)
	}
}

// FuzzRead: a register is either read, and then comes out of its kept form as it was, or has faults that name a line.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"{}", `{"received_at":"2023-02-28","kind":["other"]}`, `{"victims":[{"age":"0-3"}]}`, `{"meetings":[{"at":"2023-01-01"}]}`,
		"\xef\xbb\xbf{}", `{"kind":[null]}`, `{"received_at":"0000-01-01"}`, "{}\n\n[1]", `{"":{}}`, "\x00",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		records, faults := read(t, text)
		if len(records) > 0 && len(faults) > 0 {
			t.Fatal("records beside faults")
		}
		for _, fault := range faults {
			if fault.Line < 1 || fault.Says == "" || strings.ContainsAny(fault.String(), "\n\r") {
				t.Errorf("fault %q", fault)
			}
		}
		for _, r := range records {
			kept, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			var again Record
			if err := json.Unmarshal(kept, &again); err != nil {
				t.Fatal(err)
			}
			if back, err := json.Marshal(again); err != nil || string(back) != string(kept) {
				t.Errorf("kept as %s, comes back as %s, %v", kept, back, err)
			}
		}
	})
}
